"""The handler of each continuation, and the activities that may follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from voicecoach.session import doubts, flow
from voicecoach.session.activities import (
    adjusting,
    breathing,
    calling,
    choosing,
    closing,
    counting_in,
    holding,
    hurting,
    instructing,
    moving,
    pausing,
    releasing,
    resting,
    screening,
    stopping,
    waiting,
)
from voicecoach.session.continuations import Then
from voicecoach.session.patience import await_answer, remind
from voicecoach.session.state import Activity
from voicecoach.session.turn import Turn

Handler = Callable[[Turn], None]
Kinds = frozenset[type[Activity]]


@dataclass(frozen=True, slots=True)
class Rule:
    """What runs, and the activities that may follow besides the present one."""

    handler: Handler
    follows: Kinds = frozenset()


def kinds(*activities: type[Activity]) -> Kinds:
    return frozenset(activities)


STEP = kinds(
    instructing.Instructing,
    waiting.Waiting,
    counting_in.CountingIn,
    resting.Resting,
    resting.Switching,
    screening.Screening,
    closing.Closing,
    closing.Ended,
)
"""What can begin with a step of the plan, or at its end."""

CONTINUATIONS: Mapping[Then, Rule] = {
    Then.ASK_BEFORE: Rule(flow.ask_before, STEP | kinds(choosing.Choosing)),
    Then.AWAIT_ANSWER: Rule(await_answer),
    Then.AWAIT_QUESTION: Rule(screening.await_question),
    Then.AWAIT_HURT: Rule(hurting.await_hurt),
    Then.TAKE_DIGIT: Rule(screening.take_digit, STEP),
    Then.TAKE_POSITION: Rule(instructing.take_position, kinds(instructing.Instructing)),
    Then.SPEAK_ON: Rule(Turn.speak_on, STEP),
    Then.NEXT_QUESTION: Rule(screening.next_question, STEP),
    Then.BEGIN_STEP: Rule(flow.begin_step, STEP),
    Then.ORIENTED: Rule(flow.oriented, STEP),
    Then.NEXT_STEP: Rule(flow.next_step, STEP),
    Then.NEXT_STEP_WHEN_SILENT: Rule(resting.next_step_when_silent, STEP),
    Then.NEXT_STEP_AFTER_WAIT: Rule(resting.next_step_after_wait),
    Then.COUNT_IN: Rule(counting_in.count_in),
    Then.COUNT_IN_POSITIONED: Rule(counting_in.count_in_positioned),
    Then.BEGIN_WORK: Rule(flow.begin_work, kinds(holding.Holding, moving.Moving, breathing.Breathing)),
    Then.FINISH_WORK: Rule(releasing.finish_work, kinds(releasing.Releasing)),
    Then.REMIND: Rule(remind),
    Then.PAUSE_UNANSWERED: Rule(pausing.pause_unanswered, kinds(pausing.Pausing)),
    Then.WAIT_ON: Rule(pausing.wait_on),
    Then.AWAIT_SETTING: Rule(adjusting.await_setting),
    Then.LEAVE_SETTING: Rule(adjusting.leave_as_it_was, kinds(pausing.Pausing)),
    Then.AWAIT_END: Rule(stopping.await_end),
    Then.AWAIT_CALL: Rule(calling.await_call),
    Then.RAISE_ALARM: Rule(calling.raise_alarm, kinds(calling.Alarming)),
    Then.PLAY_ALARM: Rule(calling.play_alarm),
    Then.SOUND_ALARM: Rule(calling.sound_alarm),
    Then.EXPLAIN_ALARM: Rule(calling.explain_alarm),
    Then.SOUND_ALARM_AGAIN: Rule(calling.sound_alarm_again),
    Then.FORGET_DOUBT: Rule(doubts.forget),
    Then.CLOSE_UNANSWERED: Rule(closing.close_unanswered, kinds(closing.Closing)),
    Then.CLOSE_STOPPED: Rule(closing.close_stopped, kinds(closing.Closing)),
    Then.CLOSE_EASIER: Rule(closing.close_easier, kinds(closing.Closing)),
    Then.CLOSE_FINISHED: Rule(closing.close_finished, kinds(closing.Closing)),
    Then.REFUSE: Rule(closing.refuse, kinds(closing.Closing)),
    Then.END: Rule(closing.end, kinds(closing.Ended)),
}
"""What runs when a sentence has ended or a deadline has passed."""
CONTINUATION_HANDLERS = {then: rule.handler for then, rule in CONTINUATIONS.items()}
