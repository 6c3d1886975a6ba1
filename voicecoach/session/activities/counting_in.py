"""Announces a hold, a set of movements or breaths, and counts in: three, two, one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voicecoach.routine.plan import BreatheStep, HoldStep, RepsStep, Step
from voicecoach.session.actions import Earcon, LineKind
from voicecoach.session.activities.work import Work, amount_left, instructions
from voicecoach.session.agenda import DueStep
from voicecoach.session.continuations import Then
from voicecoach.session.phase import Phase
from voicecoach.session.speech_queue import Sentences, SpeechQueue
from voicecoach.session.timetable import PREPARE_S, HoldClock

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn

COUNT_IN_GAP_S = 0.1
"""From the last word to "three"."""
POSITION_S = 2.0
"""Time to take the position again before a hold goes on."""


@dataclass(frozen=True)
class CountingIn(Work):
    """The announcement of a hold, movements or breaths, and "three, two, one".

    An interrupted hold is counted in again.
    """

    phase = Phase.PREPARING

    def resume(self, turn: Turn, speech: SpeechQueue, said: Sentences | None = None) -> None:
        turn.enter(self)
        if self.clock.before_s > 0.0:
            said = (said or ()) + turn.sentences("position_again", left=amount_left(turn, self))
        elif said is None:
            said = turn.sentences("carrying_on")
        turn.perform((*said, *speech.sentences), Then.COUNT_IN_POSITIONED)

    def answer(self, turn: Turn, sentences: Sentences) -> None:
        turn.fall_silent()
        turn.enter(self)
        turn.perform((*sentences, *turn.state.speech.sentences), Then.COUNT_IN, delay_s=0.2)


def announce(turn: Turn) -> None:
    """Says how long or how often, unless it was said ahead, and counts in."""
    due = turn.due
    work = _work(turn, due)
    announced = turn.state.announced == due.number
    turn.update(held_before=None, announced=None)
    turn.enter(work)
    words = () if announced else _announcement(turn, due.step, work)
    turn.perform(words, Then.COUNT_IN)


def announcement_of(turn: Turn, number: int | None, *, whole: bool = False) -> Sentences:
    """The announcement of the step with this number, ahead of it; ``whole`` with what a known routine leaves out."""
    if number is None:
        return ()
    due = turn.state.agenda.due_of(number)
    return _announcement(turn, due.step, _work(turn, due), whole=whole)


def _work(turn: Turn, due: DueStep) -> CountingIn:
    """A hold or a set from its beginning, or from where an earlier session left it."""
    match due.step:
        case HoldStep() as step:
            work = CountingIn(HoldClock(step.hold_s))
        case RepsStep() as step:
            work = CountingIn(HoldClock(step.reps * step.every_s), step.every_s)
        case BreatheStep() as step:
            work = CountingIn(HoldClock(step.paced_s), step.breath.length_s)
        case _:
            raise RuntimeError("only holds, movements and breaths are counted in")
    before = turn.state.held_before
    if before is None or before.number != due.number:
        return work
    hold_s = before.hold_s or work.clock.hold_s
    return interrupted_work(replace(work, clock=HoldClock(hold_s, min(before.held_s, hold_s))), turn.now_s)


def _announcement(turn: Turn, step: Step, work: Work, *, whole: bool = False) -> Sentences:
    """What is to be held or moved, and where it is felt; later sets only say how much."""
    wording = turn.wording
    if not isinstance(step, HoldStep | RepsStep | BreatheStep):
        return ()
    words: Sentences = ()
    first = step.set_number == 1
    if isinstance(step, HoldStep):
        words = turn.sentences(
            "hold" if first else "hold_again",
            LineKind.INSTRUCTION,
            duration=wording.breaths(step.breaths) if step.breaths is not None else wording.duration(work.clock.hold_s),
            number=wording.number(step.set_number),
            sets=wording.number(step.sets),
        )
    else:
        if first:
            words = turn.words(
                step.short if step.short and turn.briefly and not whole else step.say, LineKind.INSTRUCTION
            )
        if isinstance(step, RepsStep):
            key = "reps" if first else "reps_again"
            numbers = {"number": wording.number(step.set_number), "sets": wording.number(step.sets)}
            words += turn.sentences(key, LineKind.INSTRUCTION, count=wording.number(step.reps), **numbers)
        else:
            words += turn.sentences("breathe", LineKind.INSTRUCTION, breaths=wording.breaths(step.breaths))
    tells_where = first and (whole or not turn.state.settings.short)
    if step.feel and tells_where:
        words += turn.sentences("feel", LineKind.INSTRUCTION, feel=step.feel)
    if work.clock.before_s > 0.0:
        words += turn.sentences("left", LineKind.INSTRUCTION, left=amount_left(turn, work))
    if step.not_feel and tells_where:
        words += turn.sentences("not_feel", LineKind.INSTRUCTION, not_feel=step.not_feel)
    return words


def count_in(turn: Turn) -> None:
    """Three, two, one, and the work begins on the beat after."""
    _count_in_after(turn, COUNT_IN_GAP_S)


def count_in_positioned(turn: Turn) -> None:
    """The same, with time to take the position again."""
    _count_in_after(turn, POSITION_S)


def _count_in_after(turn: Turn, delay_s: float) -> None:
    first_s = turn.now_s + delay_s
    for beat in range(PREPARE_S):
        turn.place(turn.wording.number(PREPARE_S - beat), LineKind.CONTROL, first_s + beat)
    turn.earcon(Earcon.HOLD_START, first_s + PREPARE_S)
    turn.at(first_s + PREPARE_S, Then.BEGIN_WORK)


def repeat(turn: Turn) -> None:
    """The whole announcement again."""
    activity = turn.doing(CountingIn)
    turn.fall_silent()
    turn.enter(activity)
    whole = instructions(turn, LineKind.INSTRUCTION) if turn.briefly else ()
    turn.perform((*whole, *_announcement(turn, turn.due.step, activity, whole=True)), Then.COUNT_IN, delay_s=0.2)


def interrupted_work(work: Work, now_s: float) -> CountingIn:
    """A hold or a set whose clock stands still. A broken movement or breath is done again from its beginning."""
    clock = work.clock.stopped(now_s) if work.unit_s is None else work.clock.whole(work.unit_s, now_s)
    return CountingIn(clock, work.unit_s, work.noted, work.later)
