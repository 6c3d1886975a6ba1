"""Time to move in, the question before a hold, the second side, and whether the position is right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.pace import LONGEST_QUIET_S, SHORTEST_QUIET_S, measured
from tests.rehearsal import WORDING, Rehearsal, plan_of, two_sided
from voicecoach.language.adjustments import Adjustment
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.language.wording import sentences_of
from voicecoach.routine import library
from voicecoach.routine.plan import HoldStep, PositionCheck, SayStep, Side, WaitStep
from voicecoach.session.actions import Remember, Setting
from voicecoach.session.events import AdjustmentHeard
from voicecoach.session.phase import Phase
from voicecoach.session.records import AlarmRaised, HoldEnded, HoldStarted, SideSwitched, StepSkipped
from voicecoach.session.state import SessionSettings

KNOWN = SessionSettings(guest=False, short=True)


def moving_in(pace: float = 1.0, *, guest: bool = False) -> Rehearsal:
    """Lie down, a foot, the hands, a question, a hold that begins with a cue."""
    steps = (
        SayStep(exercise=0, side=None, text="Lie on your back. This is calm.", short="On your back."),
        SayStep(exercise=0, side=None, text="Put your left foot on the wall."),
        SayStep(exercise=0, side=None, text="Rest your hands on your belly."),
        WaitStep(exercise=0, side=None),
        SayStep(exercise=0, side=None, text="Press gently now."),
        HoldStep(exercise=0, side=None, hold_s=30.0, feel="in your hip", set_number=1, sets=1),
    )
    return Rehearsal(plan_of(*steps), SessionSettings(guest=guest, pace=pace))


def quiet_after(r: Rehearsal, text: str) -> float:
    texts = [line.text for line in r.spoken]
    at = texts.index(text)
    return r.spoken[at + 1].from_s - r.spoken[at].to_s


class TestQuiet:
    def test_there_is_time_by_what_is_moved(self) -> None:
        r = moving_in().run_until("waiting").run(8.0)
        assert quiet_after(r, "Lie on your back.") == pytest.approx(8.0)
        assert quiet_after(r, "Put your left foot on the wall.") == pytest.approx(5.0, abs=0.7)
        assert quiet_after(r, "Rest your hands on your belly.") == pytest.approx(3.0, abs=0.7)
        assert quiet_after(r, "This is calm.") < 1.0

    def test_the_pace_makes_it_longer_or_shorter(self) -> None:
        slow = moving_in(pace=1.5).run_until("waiting").run(8.0)
        assert quiet_after(slow, "Lie on your back.") == pytest.approx(12.0)

    @pytest.mark.parametrize("command", [Command.READY, Command.NEXT])
    def test_ready_or_next_ends_it_and_nothing_is_left_out(self, command: Command) -> None:
        r = moving_in().run_until("instructing")
        while not r.session.state.speech.quiet:
            r.run(0.05)
        r.run(1.0).hear(command)
        r.run(0.1)
        assert [line.text for line in r.sounding] == ["This is calm."]
        assert not r.of(StepSkipped)

    def test_more_time_is_given_at_once_and_after_every_movement_from_then_on(self) -> None:
        r = moving_in().run_until("instructing")
        while not r.session.state.speech.quiet:
            r.run(0.05)
        r.hear(Command.MORE_TIME)
        r.run(12.0)
        assert "This is calm." not in r.texts()
        assert r.session.state.settings.pace == 1.5
        assert Remember(Setting.PACE, "slow") in [action for _, action in r.actions]
        r.run_until("waiting").run(8.0)
        assert quiet_after(r, "Put your left foot on the wall.") == pytest.approx(7.5, abs=0.7)

    def test_a_pause_in_the_quiet_goes_on_with_what_comes_next(self) -> None:
        r = moving_in().run_until("instructing")
        while not r.session.state.speech.quiet:
            r.run(0.05)
        r.hear(Command.PAUSE)
        r.run(10.0).hear(Command.RESUME)
        r.run(6.0)
        assert "This is calm." in r.texts()


class TestTheQuestion:
    def test_how_long_and_where_it_is_felt_come_before_it(self) -> None:
        r = moving_in().run_until("waiting").run(15.0)
        texts = r.texts()
        length = WORDING.say("hold", duration=WORDING.duration(30.0))
        assert texts.index(length) < texts.index(WORDING.say("ask_ready"))
        assert texts.index(WORDING.say("feel", feel="in your hip")) < texts.index(WORDING.say("ask_ready"))

    def test_after_ready_come_the_cue_and_the_count_alone(self) -> None:
        r = moving_in().run_until("waiting").run(15.0)
        ready_s = r.now_s
        r.hear(Command.READY)
        r.run_until("holding")
        assert r.said_since(ready_s) == "Press gently now. three two one"
        assert r.now_s - ready_s < 6.0

    def test_an_early_ready_goes_straight_to_the_hold(self) -> None:
        r = moving_in().run_until("instructing").run(0.5)
        assert r.expectation is Expectation.READY
        ready_s = r.now_s
        r.hear(Command.READY)
        r.run_until("holding")
        assert len(r.of(StepSkipped)) == 4
        assert r.now_s - ready_s < 6.0

    @pytest.mark.parametrize("told_before", [False, True])
    def test_a_guest_who_is_early_hears_the_warning_signs_once(self, told_before: bool) -> None:
        warning = sentences_of(WORDING.say("guest_warning"))[0]
        r = moving_in(guest=True).run_until("instructing")
        while told_before and warning not in r.texts():
            r.run(1.0)
        r.run(0.5).hear(Command.READY)
        r.run_until("holding")
        assert r.texts().count(warning) == 1

    def test_next_over_the_warning_signs_leaves_no_instruction_out(self) -> None:
        warning = sentences_of(WORDING.say("guest_warning"))[0]
        r = moving_in(guest=True).run_until("instructing")
        while warning not in [line.text for line in r.sounding]:
            r.run(0.5)
        r.hear(Command.NEXT)
        r.run_until("waiting")
        assert "Put your left foot on the wall." in r.texts()
        assert not r.of(StepSkipped)

    def test_ready_before_anything_to_hold_is_answered(self) -> None:
        r = Rehearsal(plan_of(SayStep(exercise=0, side=None, text="This is calm. It really is.")))
        r.run_until("instructing").run(0.3).hear(Command.READY)
        r.run(4.0)
        assert sentences_of(WORDING.say("still_explaining"))[0] in r.texts()


class TestTheSecondSide:
    def test_it_is_said_in_short_and_repeat_brings_the_whole(self) -> None:
        r = Rehearsal(two_sided())
        r.run_until("waiting").hear(Command.READY)
        r.run_until("switching").hear(Command.READY)
        r.run(2.0)
        assert "Foot up." in r.said_since(0.0)
        r.run_until("waiting").run(8.0).hear(Command.REPEAT)
        r.run(6.0)
        assert "Put your right foot on the wall." in r.texts()

    def test_after_switch_legs_the_first_side_comes_back_in_short(self) -> None:
        r = Rehearsal(two_sided())
        r.run_until("waiting").hear(Command.READY)
        r.run_until("holding").run(5.0).hear(Command.SWITCH)
        assert r.of(SideSwitched)[-1].to is Side.LEFT
        r.run_until("waiting")
        assert "Foot up." in r.said_since(0.0)


class TestPain:
    def test_silence_after_it_hurts_is_asked_about_twice_and_then_the_alarm_sounds(self) -> None:
        r = Rehearsal(two_sided())
        r.run_until("waiting").hear(Command.READY)
        r.run_until("holding").run(5.0).hear(Command.HURTS)
        r.run_until("alarm", limit_s=200.0)
        asked = sentences_of(WORDING.say("ask_after_hurt"))[0]
        assert r.texts().count(asked) == 3
        assert r.of(AlarmRaised)
        r.run(5.0).hear(Command.RESUME)
        r.run(0.1)
        assert [h.why for h in r.of(HoldEnded)] == ["hurts"]
        assert len(r.of(HoldStarted)) == 1


CHECKED = replace(
    two_sided(),
    checks=(
        (
            PositionCheck("Is your shin level?", "Move closer to the wall.", Side.RIGHT),
            PositionCheck("Is your back flat?", "Let it sink.", Side.RIGHT),
            PositionCheck("Is your left shin level?", "Move.", Side.LEFT),
        ),
    ),
)


class TestIsItRight:
    def asking(self) -> Rehearsal:
        r = Rehearsal(CHECKED)
        r.run_until("waiting").hear(Command.READY)
        r.run_until("holding").run(8.0).hear(Command.PAUSE)
        r.run(3.0).tell(AdjustmentHeard(Adjustment.CHECK_POSITION))
        return r.run(8.0)

    def test_the_questions_of_this_side_come_in_their_order(self) -> None:
        r = self.asking()
        assert r.expectation is Expectation.YES_NO
        assert "Is your shin level?" in r.texts()
        r.hear(Command.NO)
        r.run(8.0)
        assert "Move closer to the wall." in r.texts()
        r.hear(Command.YES)
        r.run(8.0)
        assert "Is your left shin level?" not in r.texts()
        assert r.session.phase is Phase.PAUSED
        r.hear(Command.RESUME)
        r.run_until("holding").run(1.0)
        assert r.session.view(r.now_s).left_s == pytest.approx(21.0, abs=0.1)

    def test_it_can_be_left_with_carry_on(self) -> None:
        r = self.asking()
        r.hear(Command.RESUME)
        r.run_until("holding")

    def test_an_answer_can_be_undone(self) -> None:
        r = self.asking()
        r.hear(Command.YES)
        r.run(1.0).hear(Command.UNDO)
        r.run(6.0)
        assert r.texts().count("Is your shin level?") == 2

    def test_where_the_script_asks_nothing_it_says_so(self) -> None:
        r = Rehearsal(two_sided())
        r.run_until("waiting").hear(Command.PAUSE)
        r.run(3.0).tell(AdjustmentHeard(Adjustment.CHECK_POSITION))
        r.run(6.0)
        assert sentences_of(WORDING.say("checks_none"))[0] in r.texts()
        assert r.session.phase is Phase.PAUSED


LONGEST_TO_A_GUESTS_FIRST_HOLD_S = {"deep-piriformis": 110.0}
"""Longer than the rest: a place at a wall, two legs to set up, and four reasons against it."""


@pytest.mark.parametrize("known", [False, True], ids=["guest", "known"])
@pytest.mark.parametrize("name", library.names())
def test_every_shipped_routine_keeps_the_pace(name: str, known: bool) -> None:
    pace = measured(name, known=known)
    assert pace.ready_to_hold_s is None or pace.ready_to_hold_s <= 6.0
    assert pace.beyond_hold_s is None or pace.beyond_hold_s <= 5.0
    assert pace.to_first_movement_s is not None
    assert pace.to_first_movement_s <= (10.0 if known else 30.0)
    assert pace.to_first_hold_s is not None
    assert pace.to_first_hold_s <= (45.0 if known else LONGEST_TO_A_GUESTS_FIRST_HOLD_S.get(name, 80.0))
    assert all(SHORTEST_QUIET_S <= quiet_s <= LONGEST_QUIET_S + 0.7 for quiet_s in pace.quiet_s)
