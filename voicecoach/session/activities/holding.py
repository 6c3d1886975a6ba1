"""A stretch being held: half time, the last five seconds counted, tips and breathing at their times."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voicecoach.limits import LONGEST_HOLD_S
from voicecoach.routine.plan import HoldStep
from voicecoach.session.actions import LineKind
from voicecoach.session.activities.counting_in import CountingIn, interrupted_work
from voicecoach.session.activities.work import ANSWER_UNTIL_LEFT_S, Work, amount_left, place_end
from voicecoach.session.phase import Phase
from voicecoach.session.records import HoldStarted
from voicecoach.session.speech_queue import Sentences
from voicecoach.session.timetable import Mark, hold_timetable

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn

MORE_HOLD_S = 10.0
"""How much longer "more time" makes a hold."""


@dataclass(frozen=True)
class Holding(Work):
    """A stretch is being held."""

    phase = Phase.HOLDING

    def interrupted(self, now_s: float) -> CountingIn:
        return interrupted_work(self, now_s)

    def answer(self, turn: Turn, sentences: Sentences) -> None:
        if self.clock.left_s(turn.now_s) < ANSWER_UNTIL_LEFT_S:
            turn.become(replace(self, later=self.later + sentences))
        else:
            turn.talk_over(sentences)


def begin(turn: Turn, work: Work) -> None:
    """Starts the clock and places all that is to sound."""
    due = turn.due
    holding = Holding(work.clock.started(turn.now_s), noted=True, later=work.later)
    turn.enter(holding)
    if not work.noted:
        turn.record(HoldStarted(due.number, due.step.side, work.clock.hold_s))
    _place(turn, holding)


def _place(turn: Turn, holding: Holding) -> None:
    """Everything that is still to sound in this hold, each at its own time, and its end."""
    step, clock, wording = turn.due.step, holding.clock, turn.wording
    if not isinstance(step, HoldStep):
        raise RuntimeError("only a hold is held")
    origin_s = clock.starts_at_s(turn.now_s)
    for entry in hold_timetable(clock.hold_s, step.cues, step.breathe, after_s=clock.held_s(turn.now_s)):
        match entry.mark:
            case Mark.COUNT:
                text, kind = wording.number(entry.seconds_left), LineKind.COUNT
            case Mark.CUE:
                text, kind = entry.text, LineKind.TIP
            case Mark.HALF_TIME:
                text, kind = wording.say("half_time"), LineKind.INSTRUCTION
            case Mark.BREATHE_IN:
                text, kind = wording.say("breathe_in"), LineKind.BREATH
            case Mark.BREATHE_OUT:
                text, kind = wording.say("breathe_out"), LineKind.BREATH
        turn.place(text, kind, origin_s + entry.at_s, seconds_left=entry.seconds_left or None)
    place_end(turn, clock)


def lengthen(turn: Turn) -> None:
    """More time: the hold becomes longer, and its count is placed anew."""
    holding = turn.doing(Holding)
    if holding.clock.hold_s + MORE_HOLD_S > LONGEST_HOLD_S:
        turn.refuse()
        return
    turn.fall_silent()
    longer = replace(holding, clock=holding.clock.longer(MORE_HOLD_S))
    turn.enter(longer)
    _place(turn, longer)
    turn.drop_speech()
    turn.talk_over(turn.sentences("longer_hold", left=amount_left(turn, longer)))
