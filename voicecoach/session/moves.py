"""Through the plan by command: next, back, skip, switch legs, from any step or pause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicecoach.session.activities.interruption import Interruption, exercises_closed, resume
from voicecoach.session.activities.releasing import Releasing, release
from voicecoach.session.activities.work import end_work, work_of
from voicecoach.session.continuations import Then
from voicecoach.session.records import Resumed

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn


def _leave(turn: Turn) -> None:
    """Out of this moment, a pause or a hold or a sentence, because a command leads somewhere else."""
    if isinstance(turn.activity, Interruption):
        turn.record(Resumed())
    turn.fall_silent()
    end_work(turn, turn.command.value)


def go_on(turn: Turn) -> None:
    """To the next step."""
    if exercises_closed(turn):
        resume(turn)
        return
    aside = turn.activity.aside if isinstance(turn.activity, Interruption) else None
    work = work_of(turn.activity)
    _leave(turn)
    if aside is not None and isinstance(aside.activity, Releasing):
        turn.run(aside.speech.then or Then.NEXT_STEP)
        return
    if turn.state.agenda.current is not None:
        turn.skipped([turn.due], turn.command.value)
    if work is not None and work.clock.held_s(turn.now_s) > 0.0:
        release(turn, delay_s=0.2)
    else:
        turn.run(Then.NEXT_STEP)


def go_back(turn: Turn) -> None:
    """To the step before."""
    if exercises_closed(turn):
        resume(turn)
        return
    if not turn.state.agenda.can_go_back:
        turn.refuse("at_beginning")
        return
    _leave(turn)
    turn.update(agenda=turn.state.agenda.go_back())
    turn.run(Then.BEGIN_STEP)


def switch(turn: Turn) -> None:
    """To the other side of the exercise; this side is done later if it is not full."""
    if exercises_closed(turn):
        resume(turn)
        return
    if not turn.state.agenda.can_switch:
        turn.refuse("no_other_side")
        return
    broken_off, releasing = turn.due, isinstance(turn.activity, Releasing)
    _leave(turn)
    if not releasing and not turn.state.agenda.current_is_full:
        turn.skipped([broken_off], turn.command.value)
    agenda, put_off = turn.state.agenda.switch()
    turn.update(agenda=agenda)
    turn.skipped(put_off, turn.command.value)
    turn.run(Then.BEGIN_STEP)


def skip(turn: Turn) -> None:
    """Past the whole exercise."""
    if exercises_closed(turn):
        resume(turn)
        return
    if turn.state.agenda.current is None:
        turn.refuse()
        return
    _leave(turn)
    broken_off = [] if turn.state.agenda.current_is_full else [turn.due]
    agenda, left_out = turn.state.agenda.skip_exercise()
    turn.update(agenda=agenda)
    turn.skipped([*broken_off, *left_out], turn.command.value)
    turn.enter(Releasing())
    turn.perform(turn.sentences("skipped"), Then.BEGIN_STEP, delay_s=0.2)
