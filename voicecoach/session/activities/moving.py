"""Movements being counted aloud at their pace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicecoach.routine.plan import RepsStep
from voicecoach.session.actions import LineKind
from voicecoach.session.activities.counting_in import CountingIn, interrupted_work
from voicecoach.session.activities.work import Work, place_end
from voicecoach.session.phase import Phase
from voicecoach.session.speech_queue import Sentences

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn


@dataclass(frozen=True)
class Moving(Work):
    """Movements are being counted; each has the same length."""

    phase = Phase.MOVING

    def interrupted(self, now_s: float) -> CountingIn:
        return interrupted_work(self, now_s)

    def answer(self, turn: Turn, sentences: Sentences) -> None:
        turn.talk_over(sentences)


def begin(turn: Turn, work: Work) -> None:
    """Starts the clock and places the count of the movements that are left."""
    step, now_s = turn.due.step, turn.now_s
    if not isinstance(step, RepsStep):
        raise RuntimeError("only movements are counted")
    clock = work.clock.started(now_s)
    turn.enter(Moving(clock, step.every_s, noted=True, later=work.later))
    origin_s = clock.starts_at_s(now_s)
    for rep in range(round(clock.held_s(now_s) / step.every_s), step.reps):
        turn.place(turn.wording.number(rep + 1), LineKind.COUNT, origin_s + rep * step.every_s)
    place_end(turn, clock)
