"""Slow breaths being paced aloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicecoach.routine.plan import BreatheStep
from voicecoach.session.actions import LineKind
from voicecoach.session.activities.counting_in import CountingIn, interrupted_work
from voicecoach.session.activities.work import Work, place_end
from voicecoach.session.phase import Phase
from voicecoach.session.records import BreathsStarted
from voicecoach.session.speech_queue import Sentences
from voicecoach.session.timetable import Mark, breaths_timetable

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn


@dataclass(frozen=True)
class Breathing(Work):
    """Breaths are being paced; each has the same length."""

    phase = Phase.BREATHING

    def interrupted(self, now_s: float) -> CountingIn:
        return interrupted_work(self, now_s)

    def answer(self, turn: Turn, sentences: Sentences) -> None:
        turn.talk_over(sentences)


def begin(turn: Turn, work: Work) -> None:
    """Starts the clock and places "in" and "out" of the breaths that are left."""
    due, now_s = turn.due, turn.now_s
    step = due.step
    if not isinstance(step, BreatheStep):
        raise RuntimeError("only breaths are paced")
    clock = work.clock.started(now_s)
    turn.enter(Breathing(clock, step.breath.length_s, noted=True, later=work.later))
    if not work.noted:
        turn.record(BreathsStarted(due.number, due.step.side, step.breaths))
    origin_s = clock.starts_at_s(now_s)
    for entry in breaths_timetable(step.breath, clock.held_s(now_s), clock.hold_s - 1e-6):
        word = turn.wording.say("breathe_in" if entry.mark is Mark.BREATHE_IN else "breathe_out")
        turn.place(word, LineKind.COUNT, origin_s + entry.at_s)
    place_end(turn, clock)
