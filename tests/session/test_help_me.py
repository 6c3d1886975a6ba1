""" "Help me": the session stands still and asks; unless that is taken back, an alarm sounds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rehearsal import Rehearsal, two_sided
from voicecoach.language.adjustments import Adjustment
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.routine.plan import PositionCheck
from voicecoach.session.actions import ChangeVolume, Earcon, PlayEarcon
from voicecoach.session.activities.calling import ALARM_AT_LATEST_S, TAKE_BACK_S
from voicecoach.session.events import AdjustmentHeard, CommandHeard, InputEnded, NearlyHeard
from voicecoach.session.records import AlarmEnded, AlarmRaised, HelpCalled, HoldEnded, Paused, Resumed
from voicecoach.session.state import SessionSettings

HELP_ME = CommandHeard(Command.CALL)


def in_a_hold(settings: SessionSettings | None = None) -> Rehearsal:
    r = Rehearsal(two_sided(), settings).run_until("waiting")
    r.run(3.0)
    r.hear(Command.READY)
    return r.run_until("holding").run(8.0)


def called(settings: SessionSettings | None = None) -> Rehearsal:
    r = in_a_hold(settings)
    r.tell(HELP_ME)
    return r


def alarms(r: Rehearsal) -> list[float]:
    return [at_s for at_s, action in r.actions if isinstance(action, PlayEarcon) and action.earcon is Earcon.ALARM]


def test_it_falls_silent_pauses_and_asks() -> None:
    r = called()
    assert not r.sounding
    assert r.session.phase.value == "calling"
    assert [type(record) for _, record in r.records[-2:]] == [HelpCalled, Paused]
    assert r.expectation is Expectation.YES_NO
    at_s = r.now_s
    r.run(12.0)
    said = r.said_since(at_s)
    assert "Take your hands away." in said
    assert "Do you need somebody?" in said


def test_the_list_of_what_can_be_said_is_still_to_be_had() -> None:
    r = in_a_hold()
    r.hear(Command.HELP)
    assert r.session.phase.value == "holding"
    assert not r.of(HelpCalled)


def test_silence_brings_the_alarm_and_it_goes_on_sounding() -> None:
    r = called().run_until("alarm", limit_s=ALARM_AT_LATEST_S)
    assert len(r.of(AlarmRaised)) == 1
    raised_s = r.now_s
    r.run(60.0)
    assert len(alarms(r)) >= 9
    assert alarms(r)[0] - raised_s < 0.1
    assert "This alarm is for anybody who is near." in r.said_since(raised_s)
    assert r.session.phase.value == "alarm"


def test_the_alarm_waits_until_the_question_was_asked_and_a_while_longer() -> None:
    r = called().run(10.0)
    while r.sounding or r.waiting:
        r.run(0.1)
    asked_s = r.now_s
    r.run_until("alarm")
    assert r.now_s - asked_s == pytest.approx(TAKE_BACK_S, abs=0.2)


def test_other_words_put_the_alarm_off_only_so_long() -> None:
    r = called()
    began_s = r.now_s
    while r.session.phase.value == "calling":
        r.hear(Command.LOUDER)
        r.run(2.0)
    assert r.session.phase.value == "alarm"
    assert r.now_s - began_s <= ALARM_AT_LATEST_S + 2.0


@pytest.mark.parametrize("answer", [CommandHeard(Command.YES), HELP_ME])
def test_a_yes_or_a_second_call_sounds_it_at_once(answer: CommandHeard) -> None:
    r = called().run(2.0)
    r.tell(answer)
    r.run(0.1)
    assert r.session.phase.value == "alarm"
    assert alarms(r)


@pytest.mark.parametrize("alarm", [False, True])
def test_carry_on_takes_it_back_and_the_hold_goes_on(alarm: bool) -> None:
    r = called()
    if alarm:
        r.run_until("alarm").run(3.0)
    r.hear(Command.RESUME)
    assert r.session.phase.value == "preparing"
    assert len(r.of(Resumed)) == 1
    assert len(r.of(AlarmEnded)) == len(r.of(AlarmRaised)) == int(alarm)
    heard_s = r.now_s
    r.run_until("releasing")
    assert not [at_s for at_s in alarms(r) if at_s > heard_s]
    assert [hold.held_s for hold in r.of(HoldEnded)] == [30.0]


@pytest.mark.parametrize("answer", [Command.NO, Command.PAUSE])
def test_no_ends_the_alarm_and_stays_paused(answer: Command) -> None:
    r = called().run_until("alarm").run(1.0)
    r.hear(answer)
    assert r.session.phase.value == "paused"
    assert r.of(AlarmEnded)
    r.run(5.0)
    r.hear(Command.RESUME)
    assert r.session.phase.value == "preparing"


def test_stop_and_it_hurts_mean_what_they_always_mean() -> None:
    for command, phase in ((Command.STOP, "stopped"), (Command.HURTS, "hurt")):
        r = called().run_until("alarm")
        r.hear(command)
        assert r.session.phase.value == phase
        assert r.of(AlarmEnded)


def test_after_a_pain_the_same_hold_is_not_gone_on_with() -> None:
    r = in_a_hold()
    r.hear(Command.HURTS)
    r.run(5.0)
    r.tell(HELP_ME)
    r.hear(Command.RESUME)
    assert r.session.phase.value not in ("preparing", "holding")


@pytest.mark.parametrize("asked", [None, Adjustment.SETTINGS, Adjustment.CHECK_POSITION])
def test_in_a_pause_it_calls_too_and_the_pause_is_noted_once(asked: Adjustment | None) -> None:
    checked = replace(two_sided(), checks=((PositionCheck("Is your back flat?", "Let it sink."),),))
    r = Rehearsal(checked).run_until("waiting")
    r.hear(Command.PAUSE)
    r.run(5.0)
    if asked is not None:
        r.tell(AdjustmentHeard(asked))
        r.run(1.0)
    r.tell(HELP_ME)
    assert r.session.phase.value == "calling"
    assert len(r.of(Paused)) == 1


def test_the_alarm_is_loud_however_quiet_the_voice() -> None:
    r = called(SessionSettings(gain_db=-16.0)).run_until("alarm")
    assert ChangeVolume(0.0, lasting=False) in [action for _, action in r.actions]
    r.hear(Command.RESUME)
    assert ChangeVolume(-16.0, lasting=False) in [action for _, action in r.actions[-10:]]


def test_with_nobody_left_to_hear_the_alarm_still_sounds() -> None:
    r = called()
    r.tell(InputEnded())
    r.run_until("alarm").run(20.0)
    assert r.why is None
    assert len(alarms(r)) > 3


def test_a_session_ends_also_when_nobody_comes() -> None:
    r = called(SessionSettings(give_up_s=120.0)).run_to_end(answering=False)
    assert r.why is not None
    assert r.why.value == "unanswered"
    assert len(r.of(AlarmEnded)) == 1


def test_nearly_heard_twice_and_confirmed_is_a_call() -> None:
    r = Rehearsal(two_sided()).run_until("waiting")
    r.run(3.0)
    for _ in range(2):
        r.tell(NearlyHeard(Command.CALL, "help me"))
    r.run(3.0)
    r.hear(Command.YES)
    assert r.session.phase.value == "calling"
