"""From step to step: what begins when the plan reaches a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicecoach.routine.plan import BreatheStep, HoldStep, RepsStep, RestStep, SayStep, SwitchStep, WaitStep
from voicecoach.session.activities import (
    breathing,
    choosing,
    counting_in,
    holding,
    instructing,
    moving,
    resting,
    screening,
    waiting,
)
from voicecoach.session.activities.closing import end
from voicecoach.session.activities.opening import orientation
from voicecoach.session.activities.work import Work
from voicecoach.session.continuations import Then
from voicecoach.session.records import StepStarted

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn


def ask_before(turn: Turn) -> None:
    """After the opening: the menu's question, or those before a session."""
    if turn.context.menu is not None:
        choosing.ask_routine(turn)
    else:
        screening.ask_before(turn)


def next_step(turn: Turn) -> None:
    turn.update(agenda=turn.state.agenda.advance())
    begin_step(turn)


def begin_step(turn: Turn) -> None:
    """The step under the agenda's cursor; at the end, the questions after the session."""
    due = turn.state.agenda.current
    if turn.context.menu is not None:
        end(turn)
        return
    if due is None:
        screening.ask_after(turn)
        return
    if not turn.state.oriented and (turn.state.agenda.cursor > 0 or not isinstance(due.step, SayStep)):
        if words := orientation(turn):
            instructing.tell(turn, words, Then.ORIENTED)
            return
        turn.update(oriented=True)
    turn.record(StepStarted(due.number, due.kind, due.step.side))
    match due.step:
        case SayStep() as step:
            instructing.begin(turn, step)
        case WaitStep():
            waiting.ask_ready(turn)
        case HoldStep() | RepsStep() | BreatheStep():
            counting_in.announce(turn)
        case RestStep() | SwitchStep() as step:
            resting.begin(turn, step)


def oriented(turn: Turn) -> None:
    """The warning signs, and how to talk to the coach, have been told to the end."""
    turn.update(oriented=True)
    begin_step(turn)


def begin_work(turn: Turn) -> None:
    """On the beat after "one"."""
    work = turn.doing(Work)
    match turn.due.step:
        case HoldStep():
            holding.begin(turn, work)
        case RepsStep():
            moving.begin(turn, work)
        case BreatheStep():
            breathing.begin(turn, work)
        case SayStep() | WaitStep() | RestStep() | SwitchStep():
            raise RuntimeError("only holds, movements and breaths are counted in")
