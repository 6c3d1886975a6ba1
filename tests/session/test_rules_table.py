"""The table is complete, and its promises about safety hold in every activity."""

from __future__ import annotations

from typing import get_args

import pytest

from voicecoach.language.loading import load
from voicecoach.language.vocabulary import Command
from voicecoach.session import rules
from voicecoach.session.activities import calling, closing, hurting, pausing, stopping
from voicecoach.session.continuation_rules import CONTINUATIONS
from voicecoach.session.continuations import Then
from voicecoach.session.events import CommandHeard, Event, NearlyHeard
from voicecoach.session.phase import Phase
from voicecoach.session.rules import ACTIVITIES, COMMANDS, EVENTS, LEADS_ON, NOT_NOW, command_rule
from voicecoach.session.state import Activity

ALIVE = [activity for activity in ACTIVITIES if activity is not closing.Ended]


def test_every_activity_has_a_row_for_commands_and_for_what_it_leads_to() -> None:
    assert set(COMMANDS) == set(LEADS_ON) == set(ACTIVITIES)


def test_every_event_has_a_rule_in_every_activity() -> None:
    assert {*EVENTS, CommandHeard, NearlyHeard} == set(get_args(Event))
    for event, row in EVENTS.items():
        assert set(row) == set(ACTIVITIES), event


def test_every_continuation_has_a_handler_and_every_phase_an_activity() -> None:
    assert set(CONTINUATIONS) == set(Then)
    assert {activity.phase for activity in ACTIVITIES} == set(Phase)


def test_every_continuation_is_led_to_by_an_activity_or_run_at_once() -> None:
    at_once = {
        Then.CLOSE_FINISHED,
        Then.CLOSE_EASIER,
        Then.REFUSE,
        Then.FORGET_DOUBT,
        Then.TAKE_POSITION,
    }
    assert {then for row in LEADS_ON.values() for then in row} == set(Then) - at_once


@pytest.mark.parametrize("activity", ALIVE)
def test_the_urgent_commands_work_in_every_activity(activity: type[Activity]) -> None:
    stopped = command_rule(activity, Command.STOP)
    assert stopped.handler in (stopping.stop, stopping.end, closing.end_now)
    assert command_rule(activity, Command.HURTS).handler is hurting.hurt
    paused = command_rule(activity, Command.PAUSE).handler
    assert paused in (pausing.pause, pausing.hush, closing.end_now)
    called = command_rule(activity, Command.CALL)
    assert called.handler in (calling.call, calling.raise_alarm) or activity is calling.Alarming


@pytest.mark.parametrize("activity", ALIVE)
def test_help_has_words_in_every_activity(activity: type[Activity]) -> None:
    assert load("en").wording.say(f"help_{activity.phase.value}")


def test_nothing_follows_the_end() -> None:
    assert all(rule is rules.IGNORED for rule in COMMANDS[closing.Ended].values())
    assert set(COMMANDS[closing.Ended]) == set(Command)


def test_what_is_not_named_is_answered_in_a_sentence() -> None:
    assert command_rule(stopping.Stopping, Command.SKIP) is NOT_NOW
