"""Settings changed by voice in a pause: what is asked back, what it changes now, what is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.rehearsal import Rehearsal, a_side, plan_of, two_sided
from voicecoach.language.adjustments import Adjustment
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.routine.plan import DoseChoice, RepsStep, SayStep, Side, Step, SwitchStep
from voicecoach.session.actions import ChangeVoice, Remember, Setting
from voicecoach.session.events import AdjustmentHeard
from voicecoach.session.questions import Question, QuestionKind
from voicecoach.session.records import (
    SIDE_LEFT_OUT,
    AlarmRaised,
    EndReason,
    HoldEnded,
    HoldStarted,
    HurtReported,
    Paused,
    SettingChanged,
    StepSkipped,
)
from voicecoach.session.state import SessionSettings

PATIENT = SessionSettings(guest=False)
STILL_WAITING = "I am still waiting for you. When you want to go on, say carry on."
DIGITS = {str(command.number): command for command in Command if command.number is not None}


def paused(
    phase: str = "waiting",
    settings: SessionSettings = PATIENT,
    into_s: float = 0.0,
    doses: tuple[DoseChoice, ...] = (),
) -> Rehearsal:
    """In a pause, with nothing being said; ``into_s`` after the phase began."""
    r = Rehearsal(replace(two_sided(last_words="That was it."), doses=doses), settings).run_until("waiting")
    if phase != "waiting":
        r.hear(Command.READY)
        r.run_until(phase)
    r.run(into_s)
    r.hear(Command.PAUSE)
    r.run(8.0)
    assert r.session.phase.value == "paused"
    assert not r.sounding
    return r


def ask(r: Rehearsal, adjustment: Adjustment, *answers: Command, voices: tuple[str, ...] = ()) -> Rehearsal:
    """Asks for it and gives the answers, each after the question has been heard."""
    r.tell(AdjustmentHeard(adjustment, voices))
    for answer in answers:
        r.run(30.0 if r.session.phase.value == "paused" else 14.0)
        r.hear(answer)
    return r.run(14.0)


def remembered(r: Rehearsal) -> dict[Setting, float | str | None]:
    return {action.setting: action.value for _, action in r.actions if isinstance(action, Remember)}


def carry_on(r: Rehearsal) -> Rehearsal:
    r.hear(Command.RESUME)
    return r.run_to_end()


class TestHolds:
    def test_longer_holds_are_longer_from_the_next_one_on(self) -> None:
        r = ask(paused(), Adjustment.LONGER_HOLDS)
        assert remembered(r) == {Setting.HOLD: 35.0}
        assert "From the next hold on, you will hold for 35 seconds. I will remember that." in " ".join(r.texts())
        assert r.texts()[-2:] == STILL_WAITING.replace(". ", ".|").split("|")
        assert [h.held_s for h in carry_on(r).of(HoldEnded)] == [35.0, 35.0]

    def test_the_hold_that_was_counted_in_stays_as_it_was_announced(self) -> None:
        r = ask(paused("holding", into_s=10.0), Adjustment.SHORTER_HOLDS)
        assert [h.held_s for h in carry_on(r).of(HoldEnded)] == [30.0, 25.0]

    def test_said_twice_it_is_twice_as_much(self) -> None:
        r = ask(paused("holding", into_s=10.0), Adjustment.SHORTER_HOLDS)
        ask(r, Adjustment.SHORTER_HOLDS)
        assert remembered(r) == {Setting.HOLD: 20.0}
        assert [h.hold_s for h in carry_on(r).of(HoldStarted)] == [30.0, 20.0]

    def test_asked_back_a_number_is_so_many_times_ten_seconds(self) -> None:
        r = ask(paused(), Adjustment.HOLDS, Command.N2)
        assert remembered(r) == {Setting.HOLD: 20.0}
        assert [h.held_s for h in carry_on(r).of(HoldEnded)] == [20.0, 20.0]

    def test_zero_is_what_each_routine_says_from_the_next_session_on(self) -> None:
        r = ask(paused(), Adjustment.HOLDS, Command.N0)
        assert remembered(r) == {Setting.HOLD: None}
        assert "From your next session on" in " ".join(r.texts())

    def test_a_hold_gets_no_shorter_than_five_seconds(self) -> None:
        r = Rehearsal(two_sided(hold_s=5.0), PATIENT).run_until("waiting")
        r.hear(Command.PAUSE)
        ask(r.run(8.0), Adjustment.SHORTER_HOLDS)
        assert remembered(r) == {}
        assert "A hold can be from five seconds to ten minutes long." in r.texts()

    def test_cues_that_would_fall_after_the_end_are_left_out_and_come_back(self) -> None:
        r = Rehearsal(two_sided(hold_s=10.0), PATIENT).run_until("waiting")
        r.hear(Command.PAUSE)
        ask(r.run(8.0), Adjustment.SHORTER_HOLDS)
        r.hear(Command.RESUME)
        r.run(4.0).hear(Command.READY)
        r.run_until("holding").run(8.0)
        assert "Let your shoulders sink." not in r.texts()
        r.hear(Command.PAUSE)
        ask(r.run(8.0), Adjustment.LONGER_HOLDS)
        carry_on(r)
        assert "Let your shoulders sink." in r.texts()

    def test_where_nothing_is_held_there_is_nothing_to_change(self) -> None:
        plan = plan_of(SayStep(exercise=None, side=None, text="Sit down."), *a_side(Side.LEFT)[1:2])
        r = Rehearsal(plan, PATIENT).run_until("waiting")
        r.hear(Command.PAUSE)
        ask(r.run(8.0), Adjustment.LONGER_HOLDS)
        assert "There is no hold here that this would change." in r.texts()
        assert remembered(r) == {}


class TestSides:
    def test_a_side_is_left_out_of_what_is_still_to_come(self) -> None:
        r = ask(paused(), Adjustment.RIGHT_ONLY)
        assert remembered(r) == {Setting.LEAVE_OUT: "left"}
        carry_on(r)
        assert [h.side for h in r.of(HoldEnded)] == [Side.RIGHT]
        assert {s.why for s in r.of(StepSkipped)} == {SIDE_LEFT_OUT}
        assert "That was it." in r.texts()
        assert r.why is EndReason.FINISHED

    def test_the_side_that_is_being_held_is_let_go_of(self) -> None:
        r = ask(paused("holding", into_s=10.0), Adjustment.LEFT_ONLY)
        assert [(h.side, h.why) for h in r.of(HoldEnded)] == [(Side.RIGHT, SIDE_LEFT_OUT)]
        carry_on(r)
        assert [(h.side, h.held_s) for h in r.of(HoldEnded)][1:] == [(Side.LEFT, 30.0)]
        assert "Now we do the same for your left side." in r.texts()

    @pytest.mark.parametrize("onward", [Command.RESUME, Command.NEXT])
    def test_afterwards_nothing_else_is_left_out(self, onward: Command) -> None:
        r = ask(paused("holding", into_s=10.0), Adjustment.LEFT_ONLY)
        r.hear(onward)
        r.run_to_end()
        assert "Now we do the same for your left side." in r.texts()

    def test_after_a_pain_it_goes_on_with_what_comes_next(self) -> None:
        r = Rehearsal(two_sided(), PATIENT).run_until("waiting")
        r.hear(Command.READY)
        r.run_until("holding").run(10.0)
        r.hear(Command.HURTS)
        r.run(40.0).hear(Command.PAUSE)
        ask(r.run(8.0), Adjustment.LEFT_ONLY)
        carry_on(r)
        assert len(r.of(HurtReported)) == 1
        assert [(h.side, h.why) for h in r.of(HoldEnded)] == [(Side.RIGHT, "hurts"), (Side.LEFT, "full")]

    def test_nobody_changes_over_in_an_exercise_that_is_done_on_one_side(self) -> None:
        right, left = a_side(Side.RIGHT, hold_s=10.0), a_side(Side.LEFT, hold_s=10.0)
        turn = SwitchStep(exercise=1, side=Side.LEFT, switch_s=10.0)
        second = [turn if isinstance(s, SwitchStep) else s for s in (*right, turn, *left)]
        r = Rehearsal(plan_of(*_of_exercise(0, a_side(Side.LEFT, hold_s=10.0)), *_of_exercise(1, second)), PATIENT)
        r.run_until("waiting").hear(Command.PAUSE)
        ask(r.run(8.0), Adjustment.LEFT_ONLY)
        carry_on(r)
        assert [h.side for h in r.of(HoldEnded)] == [Side.LEFT, Side.LEFT]
        assert not [text for text in r.texts() if "change over" in text]

    def test_where_the_side_is_not_stretched_today_it_holds_from_the_next_session_on(self) -> None:
        r = Rehearsal(plan_of(*a_side(Side.RIGHT)), PATIENT).run_until("waiting")
        r.hear(Command.PAUSE)
        ask(r.run(8.0), Adjustment.LEFT_ONLY)
        assert remembered(r) == {Setting.LEAVE_OUT: "right"}
        assert "From your next session on, I will leave out your right side." in r.texts()
        assert [h.side for h in carry_on(r).of(HoldEnded)] == [Side.RIGHT]

    def test_the_questions_before_are_still_asked(self) -> None:
        sign = Question(QuestionKind.WARNING_SIGN, "fever", "Do you have a fever?", on_yes="Call your doctor.")
        r = Rehearsal(plan_of(*a_side(Side.RIGHT), *a_side(Side.LEFT)), PATIENT, before=[sign])
        r.run_until("asking").run(3.0)
        r.hear(Command.PAUSE)
        ask(r.run(8.0), Adjustment.LEFT_ONLY)
        r.hear(Command.RESUME)
        r.run(3.0)
        assert r.session.phase.value == "asking"
        r.hear(Command.NO)
        assert [h.side for h in r.run_to_end().of(HoldEnded)] == [Side.LEFT]

    @pytest.mark.parametrize(
        ("answers", "kept"),
        [
            ((Command.N0, Command.N1), {Setting.LEAVE_OUT: None, Setting.FIRST_SIDE: "left"}),
            ((Command.N0, Command.N0), {Setting.LEAVE_OUT: None, Setting.FIRST_SIDE: None}),
            ((Command.N2,), {Setting.LEAVE_OUT: "left"}),
        ],
    )
    def test_the_order_is_asked_back_about(self, answers: tuple[Command, ...], kept: dict[Setting, str | None]) -> None:
        assert remembered(ask(paused(), Adjustment.SIDES, *answers)) == kept

    def test_which_side_comes_first_holds_from_the_next_session_on(self) -> None:
        r = ask(paused(), Adjustment.LEFT_FIRST)
        assert remembered(r) == {Setting.FIRST_SIDE: "left"}
        assert "From your next session on, your left side will come first." in r.texts()
        assert [h.side for h in carry_on(r).of(HoldEnded)] == [Side.RIGHT, Side.LEFT]


def _of_exercise(number: int, steps: Sequence[Step]) -> list[Step]:
    return [replace(step, exercise=number) for step in steps]


class TestHowMuchIsSaid:
    def test_say_less_is_short_at_once(self) -> None:
        r = carry_on(ask(paused(), Adjustment.SAY_LESS))
        assert remembered(r) == {Setting.INSTRUCTIONS: "short"}
        assert "Foot up." in r.texts()
        assert "Put your right foot on the wall." not in r.texts()

    def test_say_everything_is_in_full_at_once(self) -> None:
        r = carry_on(ask(paused(settings=SessionSettings(guest=False, short=True)), Adjustment.SAY_ALL))
        assert remembered(r) == {Setting.INSTRUCTIONS: "full"}
        assert "Put your right foot on the wall." in r.texts()

    @pytest.mark.parametrize(("answer", "value"), [("0", "auto"), ("1", "full"), ("2", "short")])
    def test_asked_back(self, answer: str, value: str) -> None:
        r = ask(paused(), Adjustment.INSTRUCTIONS, DIGITS[answer])
        assert remembered(r) == {Setting.INSTRUCTIONS: value}


class TestDose:
    DOSES = (DoseChoice("gentle", "an easy start"), DoseChoice("flexibility", "a hip that stays flexible"))

    @pytest.mark.parametrize(("answer", "value"), [("0", None), ("1", "gentle"), ("2", "flexibility")])
    def test_one_of_the_routines_own_from_the_next_session_on(self, answer: str, value: str | None) -> None:
        r = ask(paused(doses=self.DOSES), Adjustment.DOSE, DIGITS[answer])
        assert remembered(r) == {Setting.DOSE: value}
        assert "Say two for flexibility." in r.texts()
        assert "It is for a hip that stays flexible." in r.texts()
        assert [hold.held_s for hold in carry_on(r).of(HoldEnded)] == [30.0, 30.0]

    def test_a_number_without_a_dose_is_no_answer(self) -> None:
        r = ask(paused(doses=self.DOSES), Adjustment.DOSE, DIGITS["3"])
        assert r.session.phase.value == "adjusting"
        assert remembered(r) == {}

    def test_a_routine_without_doses_says_so(self) -> None:
        r = ask(paused(), Adjustment.DOSE)
        assert "This routine has one dose alone." in r.texts()
        assert r.session.phase.value == "paused"

    def test_a_guest_has_no_next_session(self) -> None:
        r = ask(paused(doses=self.DOSES, settings=SessionSettings()), Adjustment.DOSE, DIGITS["1"])
        assert remembered(r) == {}


class TestVoice:
    VOICES = ("en-gb", "en-us+f3")

    def changes(self, r: Rehearsal) -> list[str | None]:
        return [action.voice for _, action in r.actions if isinstance(action, ChangeVoice)]

    def test_each_is_heard_until_one_is_kept(self) -> None:
        r = ask(paused(), Adjustment.VOICE, Command.NO, Command.YES, voices=self.VOICES)
        assert self.changes(r) == ["en-gb", "en-us+f3"]
        assert remembered(r) == {Setting.VOICE: "en-us+f3"}
        assert r.texts().count("I can also sound like this.") == 2

    def test_when_none_is_liked_it_is_the_one_it_was(self) -> None:
        r = ask(paused(), Adjustment.VOICE, Command.NO, Command.NO, voices=self.VOICES)
        assert self.changes(r) == ["en-gb", "en-us+f3", None]
        assert remembered(r) == {}
        assert r.session.phase.value == "paused"

    @pytest.mark.parametrize("command", [Command.RESUME, Command.PAUSE, Command.STOP, Command.HURTS])
    def test_whoever_leaves_the_question_keeps_the_voice(self, command: Command) -> None:
        r = ask(paused(), Adjustment.VOICE, command, voices=self.VOICES)
        assert self.changes(r) == ["en-gb", None]
        assert remembered(r) == {}

    def test_without_another_voice_it_says_so(self) -> None:
        r = ask(paused(), Adjustment.VOICE)
        assert "I have no other voice, so I will keep the one I had." in r.texts()


class TestNumber:
    def test_digit_by_digit_with_a_word_after_each_and_read_back(self) -> None:
        r = ask(paused(), Adjustment.NUMBER, *map(DIGITS.get, "112"), Command.NEXT, Command.YES)  # type: ignore[arg-type]
        assert remembered(r) == {Setting.NUMBER: "112"}
        assert [t for t in r.texts() if t.startswith("I have noted")] == [
            "I have noted one.", "I have noted one.", "I have noted two.",
        ]  # fmt: skip
        assert "I have one, one, two." in r.texts()

    def test_a_digit_can_be_taken_away(self) -> None:
        answers = [Command.N9, Command.N7, Command.BACK, Command.N1, Command.N1, Command.NEXT, Command.YES]
        assert remembered(ask(paused(), Adjustment.NUMBER, *answers)) == {Setting.NUMBER: "911"}

    def test_no_to_the_reading_back_begins_anew(self) -> None:
        answers = [*(Command.N1,) * 3, Command.NEXT, Command.NO, *(Command.N9,) * 3, Command.NEXT, Command.YES]
        assert remembered(ask(paused(), Adjustment.NUMBER, *answers)) == {Setting.NUMBER: "999"}

    def test_ten_is_no_digit_and_one_is_no_number(self) -> None:
        r = ask(paused(), Adjustment.NUMBER, Command.N1, Command.N10, Command.NEXT)
        assert "One digit at a time, please, from zero to nine." in r.texts()
        assert "That is too short for a number." in r.texts()
        assert r.session.phase.value == "adjusting"

    def test_skip_takes_the_number_back(self) -> None:
        assert remembered(ask(paused(), Adjustment.NUMBER, Command.SKIP)) == {Setting.NUMBER: None}

    def test_the_longest_number_of_the_world_fits_and_no_longer_one(self) -> None:
        r = ask(paused(), Adjustment.NUMBER, *[Command.N1] * 16, Command.NEXT, Command.YES)
        assert remembered(r) == {Setting.NUMBER: "1" * 15}
        assert "That is as long as a number can be." in r.texts()

    def test_the_trace_is_told_that_it_changed_and_not_to_what(self) -> None:
        r = ask(paused(), Adjustment.NUMBER, *[Command.N1] * 3, Command.NEXT, Command.YES)
        assert r.of(SettingChanged) == [SettingChanged("emergency-number")]


class TestAsking:
    @pytest.mark.parametrize(
        ("number", "expectation"),
        [(1, Expectation.NUMBER), (2, Expectation.NUMBER), (3, Expectation.NUMBER), (4, Expectation.YES_NO),
         (5, Expectation.NUMBER), (6, Expectation.NUMBER)],
    )  # fmt: skip
    def test_settings_asks_which_one(self, number: int, expectation: Expectation) -> None:
        r = ask(paused(doses=TestDose.DOSES), Adjustment.SETTINGS, DIGITS[str(number)], voices=("en-gb",))
        assert r.session.phase.value == "adjusting"
        assert r.expectation is expectation

    def test_zero_is_nothing(self) -> None:
        r = ask(paused(), Adjustment.SETTINGS, Command.N0)
        assert r.session.phase.value == "paused"
        assert r.of(SettingChanged) == []

    def test_what_does_not_answer_it_is_said_not_to(self) -> None:
        r = ask(paused(), Adjustment.SETTINGS, Command.N7)
        assert "I cannot do that at this point." in r.texts()
        assert r.session.phase.value == "adjusting"

    def test_repeat_asks_again(self) -> None:
        r = ask(paused(), Adjustment.HOLDS, Command.REPEAT)
        asked = "How long should each hold be?"
        assert r.texts().count(asked) == 2
        r.hear(Command.N2)
        assert remembered(r) == {Setting.HOLD: 20.0}

    def test_silence_is_a_reminder_and_then_leaves_it_as_it_was(self) -> None:
        r = paused()
        r.tell(AdjustmentHeard(Adjustment.HOLDS))
        r.run(160.0)
        assert r.texts().count("How long should each hold be?") == 2
        assert r.session.phase.value == "paused"
        assert "All right, then nothing changes." in r.texts()
        assert remembered(r) == {}

    def test_and_at_last_the_session_ends_unanswered(self) -> None:
        r = paused(settings=SessionSettings(guest=False, give_up_s=60.0))
        r.tell(AdjustmentHeard(Adjustment.HOLDS))
        assert r.run_to_end(answering=False).why is EndReason.UNANSWERED

    def test_carry_on_leaves_it_and_goes_on(self) -> None:
        r = ask(paused("holding", into_s=10.0), Adjustment.SETTINGS, Command.RESUME)
        r.run_until("holding")
        assert [h.held_s for h in r.run_to_end().of(HoldEnded)] == [30.0, 30.0]

    def test_help_and_pain_are_heard_in_the_middle_of_it(self) -> None:
        r = ask(paused(), Adjustment.NUMBER, Command.N1, Command.HURTS)
        assert r.session.phase.value == "hurt"
        assert not r.of(AlarmRaised)

    def test_it_is_one_pause(self) -> None:
        r = ask(paused(), Adjustment.NUMBER, *[Command.N1] * 3, Command.NEXT, Command.YES)
        assert len(r.of(Paused)) == 1

    def test_outside_a_pause_there_is_no_time_for_it(self) -> None:
        r = Rehearsal(two_sided(), PATIENT).run_until("waiting")
        ask(r, Adjustment.LONGER_HOLDS)
        assert "I cannot do that at this point." in r.texts()
        assert remembered(r) == {}


class TestGuests:
    def test_what_changes_today_changes_today(self) -> None:
        r = ask(paused(settings=SessionSettings()), Adjustment.LONGER_HOLDS)
        assert "I will keep it that way until we finish today." in r.texts()
        assert [h.held_s for h in carry_on(r).of(HoldEnded)] == [35.0, 35.0]

    @pytest.mark.parametrize("adjustment", [Adjustment.NUMBER, Adjustment.LEFT_FIRST, Adjustment.BOTH_SIDES])
    def test_what_would_only_be_remembered_is_not_taken_on(self, adjustment: Adjustment) -> None:
        r = ask(paused(settings=SessionSettings()), adjustment)
        assert "I keep nothing about a guest, so I cannot note that." in r.texts()
        assert remembered(r) == {}


class TestRepeatBringsTheWhole:
    SHORT = SessionSettings(guest=False, short=True)

    def test_of_all_that_led_to_the_question(self) -> None:
        plan = plan_of(
            SayStep(exercise=None, side=None, text="Lie down on the mat.", short="Down."),
            SayStep(exercise=0, side=Side.LEFT, text="Put your foot on the wall.", short="Foot up."),
            SayStep(exercise=0, side=Side.LEFT, text="Hold your knee with both hands.", short="Hold the knee."),
            *a_side(Side.LEFT)[1:],
        )
        r = Rehearsal(plan, self.SHORT).run_until("waiting")
        assert "Foot up." in r.texts()
        at_s = r.run(3.0).now_s
        r.hear(Command.REPEAT)
        whole = (
            "Put your foot on the wall. Hold your knee with both hands. You will hold it for 30 seconds. "
            "You should feel it deep in your left buttock. Tell me when you are ready."
        )
        assert r.run(18.0).said_since(at_s) == whole

    def test_of_movements(self) -> None:
        move = RepsStep(
            exercise=0, side=None, reps=3, every_s=4.0, say="Tilt your pelvis, and let it go again.", short="Tilt."
        )
        r = Rehearsal(plan_of(move), self.SHORT).run_until("preparing").run(1.5)
        r.hear(Command.REPEAT)
        r.run_until("moving")
        assert "Tilt." in [s.text for s in r.spoken]
        assert "Tilt your pelvis, and let it go again." in r.texts()
