"""Base of holds, movements and paced breaths: a clock, an announcement, an end that is noted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicecoach.routine.plan import BreatheStep, HoldStep, RepsStep
from voicecoach.routine.steps.work import WorkStep
from voicecoach.session.actions import Earcon, LineKind
from voicecoach.session.continuations import Then
from voicecoach.session.records import BreathsEnded, HoldEnded, RepsEnded
from voicecoach.session.speech_queue import Sentences
from voicecoach.session.state import Activity
from voicecoach.session.timetable import HoldClock

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn

_COUNTED_SOON_S = 6.5
ANSWER_UNTIL_LEFT_S = 9.0
"""With less than this left of a hold an answer longer than a word is kept for after it: the count comes first."""


@dataclass(frozen=True)
class Work(Activity):
    """Something that is exercised against a clock."""

    clock: HoldClock
    unit_s: float | None = None
    """The length of what is not broken off in the middle: a movement, a breath. None for a hold."""
    noted: bool = False
    """True once its beginning is in the records."""
    later: Sentences = ()
    """Answers kept for after the hold."""


def work_of(activity: Activity) -> Work | None:
    """The work that is being done, or was interrupted."""
    aside = getattr(activity, "aside", None)
    inner = aside.activity if aside is not None else activity
    return inner if isinstance(inner, Work) else None


def amount_left(turn: Turn, work: Work) -> str:
    """What is left of a hold or a set, as it is said."""
    left_s = work.clock.left_s(turn.now_s)
    if work.unit_s is None:
        return turn.wording.duration(left_s)
    return turn.wording.say("movements", count=turn.wording.number(round(left_s / work.unit_s)))


def place_end(turn: Turn, clock: HoldClock) -> None:
    """The tone at the end of the work, and the deadline that ends it."""
    end_s = clock.starts_at_s(turn.now_s) + clock.hold_s
    turn.earcon(Earcon.HOLD_END, end_s)
    turn.at(end_s, Then.FINISH_WORK)


def end_work(turn: Turn, why: str) -> None:
    """Notes what was done of the work that ends now, if any had begun."""
    work, due = work_of(turn.activity), turn.state.agenda.current
    if work is None or due is None or not work.noted:
        return
    held_s = work.clock.held_s(turn.now_s)
    match due.step:
        case HoldStep():
            turn.record(HoldEnded(due.number, due.step.side, held_s, work.clock.hold_s, why))
        case RepsStep(reps=reps, every_s=every_s):
            done = reps if why == "full" else math.floor(held_s / every_s)
            turn.record(RepsEnded(due.number, due.step.side, done, reps, why))
        case BreatheStep(breaths=breaths, breath=breath):
            done = breaths if why == "full" else math.floor(held_s / breath.length_s)
            turn.record(BreathsEnded(due.number, due.step.side, done, breaths, why))
        case _:
            pass


def release_words(turn: Turn, kind: LineKind) -> Sentences:
    """How to come out of the stretch at hand."""
    due = turn.state.agenda.current
    own = due.step.release if due is not None and isinstance(due.step, WorkStep) else None
    return turn.words(own, kind) or turn.sentences("release", kind)


def words_after(turn: Turn) -> Sentences:
    """What is said when a hold or a set is done. There is nothing to come out of after movements and breaths."""
    step = turn.due.step
    if isinstance(step, RepsStep | BreatheStep) and not step.release:
        return turn.sentences("release_reps", LineKind.INSTRUCTION)
    return release_words(turn, LineKind.INSTRUCTION)


def repeat(turn: Turn) -> None:
    """What to do in it, in its last words, unless the count is near."""
    if turn.doing(Work).clock.left_s(turn.now_s) < ANSWER_UNTIL_LEFT_S:
        return
    step = turn.due.step
    own = step.say if isinstance(step, RepsStep | BreatheStep) else None
    words = turn.words(own, LineKind.CONTROL) or instructions(turn, LineKind.CONTROL)
    turn.talk_over(words[-1:])


def instructions(turn: Turn, kind: LineKind) -> Sentences:
    """The last instruction in full; all that led here, if they were said in short."""
    told = turn.state.agenda.instructions()
    text = " ".join(told if turn.briefly else told[-1:])
    return turn.words(text, kind) or turn.sentences("release", kind)


def how_long(turn: Turn) -> None:
    """What is left of it, unless it is being counted anyway."""
    work = turn.doing(Work)
    if work.clock.left_s(turn.now_s) > _COUNTED_SOON_S:
        turn.talk_over(turn.sentences("left", left=amount_left(turn, work)))
