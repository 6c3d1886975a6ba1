"""Each rule of the session, as events and what comes of them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.rehearsal import Rehearsal, plan_of, two_sided
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.routine.plan import HoldStep, RepsStep, Side
from voicecoach.session.actions import ChangeRate, ChangeVolume, Keep, LineKind, StopSpeaking
from voicecoach.session.events import (
    HardToInterrupt,
    InputEnded,
    LineFinished,
    NearlyHeard,
    NotUnderstood,
    QuitRequested,
    RoomFailed,
    TimeLost,
)
from voicecoach.session.questions import Question, QuestionKind
from voicecoach.session.records import (
    EndReason,
    HoldEnded,
    HoldStarted,
    HurtReported,
    Paused,
    RepsEnded,
    Resumed,
    SessionEnded,
    SideSwitched,
    StepSkipped,
    StepStarted,
)
from voicecoach.session.state import SessionSettings


def holding(into_s: float = 10.0, **plan: object) -> Rehearsal:
    """In the first hold, some seconds into it."""
    r = Rehearsal(two_sided(**plan))  # type: ignore[arg-type]
    r.run_until("waiting").hear(Command.READY)
    r.run_until("holding")
    return r.run(into_s)


class TestAWholeSession:
    def test_holds_both_sides_in_full(self) -> None:
        r = Rehearsal(two_sided()).run_to_end()
        assert [(h.side, h.held_s, h.why) for h in r.of(HoldEnded)] == [
            (Side.RIGHT, 30.0, "full"),
            (Side.LEFT, 30.0, "full"),
        ]
        assert [s.to for s in r.of(SideSwitched)] == [Side.LEFT]
        assert r.why is EndReason.FINISHED
        assert not r.of(StepSkipped)

    def test_names_the_routine_and_the_signs_not_to_exercise_with(self) -> None:
        r = Rehearsal(two_sided()).run_until("waiting")
        opening = " ".join(r.texts())
        assert "Test stretch" in opening
        assert "numb between the legs" in opening
        assert "Call an ambulance" in opening
        assert "call your doctor first" in opening
        assert "a wall and a mat" in opening

    def test_counts_in_and_counts_the_last_five_seconds_on_the_beat(self) -> None:
        r = Rehearsal(two_sided()).run_to_end()
        start_s = next(at for at, record in r.records if isinstance(record, HoldStarted))
        by_start = {round(s.from_s - start_s, 9): s.text for s in r.spoken}
        assert [by_start[-3.0], by_start[-2.0], by_start[-1.0]] == ["three", "two", "one"]
        assert [by_start[t] for t in (25.0, 26.0, 27.0, 28.0, 29.0)] == ["five", "four", "three", "two", "one"]
        assert by_start[15.0] == "You are halfway."
        assert by_start[7.0] == "Let your shoulders sink."
        assert by_start[1.0] == "In."
        assert by_start[5.0] == "Out."

    def test_a_hold_under_twenty_seconds_has_no_half_time(self) -> None:
        r = Rehearsal(two_sided(hold_s=19.0)).run_to_end()
        assert "You are halfway." not in r.texts()

    def test_says_where_it_is_felt_and_how_to_let_go_with_the_side(self) -> None:
        r = Rehearsal(two_sided())
        for _ in (Side.RIGHT, Side.LEFT):
            r.run_until("waiting").run(15.0).hear(Command.READY)
            r.run_until("holding")
        texts = " ".join(r.run_to_end().texts())
        assert "You should feel it deep in your right buttock." in texts
        assert "You should feel it deep in your left buttock." in texts
        assert texts.count("Take your hands away.") == 2

    def test_sets_have_rests_between(self) -> None:
        r = Rehearsal(two_sided(sets=3)).run_to_end()
        assert len(r.of(HoldEnded)) == 6
        assert [s.kind for s in r.of(StepStarted)].count("rest") == 4

    def test_short_instructions_for_those_who_know_them(self) -> None:
        r = Rehearsal(two_sided(), SessionSettings(short=True)).run_to_end()
        assert "Foot up." in r.texts()
        assert "Put your left foot on the wall." not in r.texts()

    def test_counts_movements_at_their_pace(self) -> None:
        r = Rehearsal(plan_of(RepsStep(exercise=0, side=None, reps=4, every_s=3.0, say="Tilt."))).run_to_end()
        beats = [s.from_s for s in r.spoken if s.line.kind is LineKind.COUNT]
        assert [round(b - a, 9) for a, b in pairwise(beats)] == [3.0, 3.0, 3.0]
        assert r.of(RepsEnded)[0].done == 4


class TestReady:
    def test_goes_on_when_the_patient_is_ready(self) -> None:
        r = Rehearsal(two_sided()).run_until("waiting")
        assert r.expectation is Expectation.READY
        r.hear(Command.READY)
        assert r.session.phase.value == "preparing"

    def test_may_be_said_while_the_question_is_still_being_asked(self) -> None:
        r = Rehearsal(two_sided()).run_until("waiting").run(1.0)
        assert r.sounding
        assert any(isinstance(a, StopSpeaking) for a in r.hear(Command.READY))

    def test_is_not_listened_for_in_a_hold(self) -> None:
        assert holding().expectation is Expectation.SESSION

    def test_silence_brings_a_reminder_then_a_pause_and_never_goes_on_alone(self) -> None:
        r = Rehearsal(two_sided(), SessionSettings(give_up_s=300.0)).run_until("waiting")
        r.run(40.0)
        assert any("I am waiting for you" in t for t in r.texts())
        r.run(70.0)
        assert r.session.phase.value == "paused"
        assert r.of(Paused)[-1].why == "unanswered"
        assert not r.of(HoldStarted)

    def test_gives_up_after_so_long(self) -> None:
        r = Rehearsal(two_sided(), SessionSettings(give_up_s=60.0)).run_until("waiting")
        asked_s = r.now_s
        r.run_to_end(answering=False)
        assert r.why is EndReason.UNANSWERED
        assert 60.0 <= r.now_s - asked_s <= 75.0

    def test_more_time_starts_the_waiting_anew(self) -> None:
        r = Rehearsal(two_sided()).run_until("waiting").run(80.0)
        r.hear(Command.MORE_TIME)
        r.run(60.0)
        assert r.session.phase.value == "waiting"


class TestPause:
    def test_stands_still_and_goes_on_with_what_is_left_of_the_hold(self) -> None:
        r = holding(12.0)
        r.hear(Command.PAUSE)
        assert not r.sounding
        r.run(200.0).hear(Command.RESUME)
        r.run_to_end()
        assert [h.held_s for h in r.of(HoldEnded)] == [30.0, 30.0]
        assert len(r.of(HoldStarted)) == 2
        assert len(r.of(Paused)) == len(r.of(Resumed)) == 1

    def test_counts_in_again_and_says_what_is_left(self) -> None:
        r = holding(12.0)
        r.hear(Command.PAUSE)
        r.run(5.0).hear(Command.RESUME)
        resumed_s = r.now_s
        r.run_until("holding")
        said = r.said_since(resumed_s)
        assert "There are 18 seconds left" in said or "There are eighteen seconds left" in said
        assert said.endswith("three two one")

    def test_takes_an_instruction_up_at_the_sentence_that_was_cut(self) -> None:
        r = Rehearsal(two_sided()).run_until("instructing").run(1.0)
        assert [line.text for line in r.sounding] == ["Lie on your back."]
        r.hear(Command.PAUSE)
        r.run(8.0).hear(Command.RESUME)
        r.run(10.0)
        assert [s.text for s in r.spoken if s.cut] == ["Lie on your back."]
        assert "Lie on your back." in r.texts()

    def test_asks_again_after_a_pause_in_a_question(self) -> None:
        r = Rehearsal(two_sided()).run_until("waiting").run(5.0)
        r.hear(Command.PAUSE)
        r.run(5.0).hear(Command.RESUME)
        assert r.session.phase.value == "waiting"

    def test_a_rest_keeps_what_it_had_left(self) -> None:
        r = holding(0.0, sets=2).run_until("resting").run(2.0)
        r.hear(Command.PAUSE)
        r.run(100.0).hear(Command.RESUME)
        resumed_s = r.now_s
        r.run_until("preparing")
        assert r.now_s - resumed_s == pytest.approx(8.0, abs=0.2)

    def test_a_broken_movement_is_done_again(self) -> None:
        r = Rehearsal(plan_of(RepsStep(exercise=0, side=None, reps=5, every_s=4.0))).run_until("moving").run(9.0)
        r.hear(Command.PAUSE)
        r.run(5.0).hear(Command.RESUME)
        r.run_to_end()
        counted = [s.text for s in r.spoken if s.line.kind is LineKind.COUNT]
        assert counted == ["one", "two", "three", "three", "four", "five"]

    def test_a_second_pause_changes_nothing(self) -> None:
        r = holding(12.0)
        r.hear(Command.PAUSE)
        r.run(3.0).hear(Command.PAUSE)
        r.run(3.0).hear(Command.RESUME)
        r.run_to_end()
        assert r.of(HoldEnded)[0].held_s == 30.0


class TestStop:
    @pytest.mark.parametrize("phase", ["opening", "instructing", "waiting", "preparing", "holding", "releasing"])
    def test_silences_at_once_everywhere(self, phase: str) -> None:
        r = Rehearsal(two_sided())
        if phase in ("preparing", "holding", "releasing"):
            r.run_until("waiting").hear(Command.READY)
        r.run_until(phase).run(0.2)
        actions = r.hear(Command.STOP)
        assert isinstance(next(a for a in actions if not isinstance(a, Keep)), StopSpeaking)
        assert not r.sounding

    def test_tells_how_to_come_out_and_ends(self) -> None:
        r = holding()
        stopped_s = r.now_s
        r.hear(Command.STOP)
        r.run_to_end()
        assert "Take your hands away." in r.said_since(stopped_s)
        assert r.why is EndReason.STOPPED
        assert r.of(HoldEnded)[0].held_s == pytest.approx(10.0, abs=0.06)

    def test_can_be_taken_back(self) -> None:
        r = holding()
        r.hear(Command.STOP)
        r.run(5.0).hear(Command.RESUME)
        r.run_to_end()
        assert r.why is EndReason.FINISHED
        assert [h.held_s for h in r.of(HoldEnded)] == [30.0, 30.0]

    def test_said_twice_ends_at_once(self) -> None:
        r = holding()
        r.hear(Command.STOP)
        r.hear(Command.STOP)
        assert r.session.phase.value == "closing"

    def test_in_a_pause_keeps_what_was_paused(self) -> None:
        r = holding(12.0)
        r.hear(Command.PAUSE)
        r.run(3.0).hear(Command.STOP)
        r.run(3.0).hear(Command.RESUME)
        r.run_to_end()
        assert [h.held_s for h in r.of(HoldEnded)] == [30.0, 30.0]


class TestHurts:
    def test_ends_the_hold_and_says_how_to_come_out_and_when_to_call_a_doctor(self) -> None:
        r = holding()
        hurt_s = r.now_s
        actions = r.hear(Command.HURTS)
        assert isinstance(next(a for a in actions if not isinstance(a, Keep)), StopSpeaking)
        assert r.of(HoldEnded)[0].why == "hurts"
        assert r.of(HurtReported)[0].side is Side.RIGHT
        r.run(40.0)
        said = r.said_since(hurt_s)
        for part in ("Take your hands away.", "call your doctor", "carry on", "skip", "stop"):
            assert part in said

    def test_going_on_never_repeats_the_hold_that_hurt(self) -> None:
        r = holding(sets=2)
        r.hear(Command.HURTS)
        r.run(5.0).hear(Command.RESUME)
        assert r.session.phase.value == "resting"
        r.run_to_end()
        assert [h.why for h in r.of(HoldEnded)] == ["hurts", "full", "full", "full"]

    def test_skipping_leaves_the_exercise_out(self) -> None:
        r = holding()
        r.hear(Command.HURTS)
        r.run(5.0).hear(Command.SKIP)
        r.run_to_end()
        assert len(r.of(HoldStarted)) == 1
        assert r.why is EndReason.FINISHED

    def test_finishing_is_noted_as_hurt(self) -> None:
        r = holding()
        r.hear(Command.HURTS)
        r.run(5.0).hear(Command.STOP)
        r.run_to_end()
        assert r.why is EndReason.HURT

    def test_no_answer_is_never_taken_for_going_on(self) -> None:
        r = holding()
        r.hear(Command.HURTS)
        r.run_to_end(answering=False)
        assert r.why is EndReason.UNANSWERED
        assert len(r.of(HoldStarted)) == 1

    def test_going_on_after_a_long_silence_does_not_bring_the_hold_back_either(self) -> None:
        r = holding()
        r.hear(Command.HURTS)
        r.run_until("alarm").run(5.0).hear(Command.RESUME)
        r.run(2.0).hear(Command.RESUME)
        r.run_to_end()
        assert [h.why for h in r.of(HoldEnded)] == ["hurts", "full"]
        assert r.why is EndReason.FINISHED

    def test_in_a_pause_the_hold_does_not_come_back(self) -> None:
        r = holding()
        r.hear(Command.PAUSE)
        r.run(2.0).hear(Command.HURTS)
        r.run(2.0).hear(Command.RESUME)
        r.run_to_end()
        assert [h.why for h in r.of(HoldEnded)] == ["hurts", "full"]

    def test_while_listening_the_instruction_is_given_anew(self) -> None:
        r = Rehearsal(two_sided()).run_until("instructing")
        r.hear(Command.HURTS)
        r.run(2.0).hear(Command.RESUME)
        assert r.session.phase.value == "instructing"
        assert [s.step for s in r.of(StepStarted)] == [1, 1]


class TestSwitch:
    def test_in_mid_hold_gives_the_other_side_its_full_hold_and_comes_back(self) -> None:
        r = holding(8.0)
        r.hear(Command.SWITCH)
        r.run_to_end()
        assert [(h.side, round(h.held_s), h.why) for h in r.of(HoldEnded)] == [
            (Side.RIGHT, 8, "switch"),
            (Side.LEFT, 30.0, "full"),
            (Side.RIGHT, 30.0, "full"),
        ]
        assert [s.to for s in r.of(SideSwitched)] == [Side.LEFT, Side.RIGHT]

    def test_only_what_is_owed_comes_back(self) -> None:
        r = holding(0.0, sets=2).run_until("resting").run_until("holding").run(5.0)
        r.hear(Command.SWITCH)
        r.run_to_end()
        full = [(h.side, h.why) for h in r.of(HoldEnded)]
        assert full.count((Side.RIGHT, "full")) == 2
        assert full.count((Side.LEFT, "full")) == 2

    def test_back_to_a_side_that_is_done_gives_it_another_hold(self) -> None:
        r = holding(30.5).run_until("waiting")
        r.hear(Command.READY)
        r.run_until("holding").run(4.0).hear(Command.SWITCH)
        r.run_to_end()
        assert [(h.side, h.why) for h in r.of(HoldEnded)] == [
            (Side.RIGHT, "full"),
            (Side.LEFT, "switch"),
            (Side.RIGHT, "full"),
            (Side.LEFT, "full"),
        ]

    def test_without_sides_is_answered(self) -> None:
        r = Rehearsal(plan_of(HoldStep(exercise=0, side=None, hold_s=30.0, set_number=1, sets=1)))
        r.run_until("holding").run(3.0)
        r.hear(Command.SWITCH)
        r.run(4.0)
        assert r.session.phase.value == "holding"
        assert "There is no other side in this part." in r.texts()

    def test_while_changing_says_which_side(self) -> None:
        r = holding(0.0).run_until("switching").run(1.0)
        at_s = r.now_s
        r.hear(Command.SWITCH)
        r.run(3.0)
        assert "your left side now" in r.said_since(at_s)


class TestMovingThrough:
    def test_next_ends_the_hold_early_and_says_so_in_the_record(self) -> None:
        r = holding(10.0)
        r.hear(Command.NEXT)
        assert r.session.phase.value == "releasing"
        r.run_to_end()
        assert [h.why for h in r.of(HoldEnded)] == ["next", "full"]
        assert [s.why for s in r.of(StepSkipped)] == ["next"]

    def test_next_in_a_rest_goes_on(self) -> None:
        r = holding(0.0, sets=2).run_until("resting")
        r.hear(Command.NEXT)
        assert r.session.phase.value == "preparing"

    def test_next_in_a_pause_goes_on_with_the_next_step(self) -> None:
        r = holding(sets=2)
        r.hear(Command.PAUSE)
        r.run(2.0).hear(Command.NEXT)
        assert len(r.of(Resumed)) == 1
        r.run_to_end()
        assert r.why is EndReason.FINISHED

    def test_back_goes_one_step_back(self) -> None:
        r = holding()
        r.hear(Command.BACK)
        assert r.session.phase.value == "waiting"

    def test_back_at_the_beginning_is_answered(self) -> None:
        r = Rehearsal(two_sided()).run_until("instructing")
        r.hear(Command.BACK)
        r.run(3.0)
        assert "We are at the very beginning." in r.texts()

    def test_repeat_says_the_instruction_again_in_full(self) -> None:
        r = Rehearsal(two_sided(), SessionSettings(short=True)).run_until("instructing")
        r.run_until("waiting").run(3.0)
        at_s = r.now_s
        r.hear(Command.REPEAT)
        r.run(15.0)
        assert r.said_since(at_s) == (
            "Put your left foot on the wall. Breathe. You will hold it for 30 seconds. "
            "You should feel it deep in your right buttock. Tell me when you are ready."
        )

    def test_repeat_in_a_hold_lets_the_hold_run(self) -> None:
        r = holding(5.0)
        r.hear(Command.REPEAT)
        r.run_to_end()
        assert r.of(HoldEnded)[0].held_s == 30.0

    def test_skip_leaves_out_both_sides_and_records_every_step(self) -> None:
        r = holding()
        r.hear(Command.SKIP)
        r.run_to_end()
        started = {s.step for s in r.of(StepStarted)}
        skipped = {s.step for s in r.of(StepSkipped)}
        assert started | skipped == set(range(1, len(two_sided().steps) + 1))

    def test_next_after_skip_does_not_leave_out_the_next_exercise_as_well(self) -> None:
        r = Rehearsal(two_sided(last_words="Rest on your back.")).run_until("waiting")
        r.hear(Command.SKIP)
        r.run(0.5).hear(Command.NEXT)
        r.run(3.0)
        assert "Rest on your back." in r.texts()

    @pytest.mark.parametrize("command", [Command.NEXT, Command.SKIP, Command.SWITCH, Command.STOP])
    @pytest.mark.parametrize("paused", [False, True])
    def test_a_hold_that_was_full_is_never_called_skipped(self, command: Command, paused: bool) -> None:
        r = holding().run_until("releasing").run(0.5)
        if paused:
            r.hear(Command.PAUSE)
            r.run(2.0)
        r.hear(command)
        r.run_to_end()
        full = {h.step for h in r.of(HoldEnded) if h.why == "full"}
        assert full
        assert not full & {s.step for s in r.of(StepSkipped)}


class TestTimes:
    def test_how_long_in_a_hold_says_the_seconds_and_the_count_keeps_its_beat(self) -> None:
        r = holding(10.0)
        start_s = next(at for at, record in r.records if isinstance(record, HoldStarted))
        r.hear(Command.HOW_LONG)
        r.run(3.0)
        assert "There are twenty seconds left." in r.texts()
        r.run(30.0)
        assert {round(s.from_s - start_s, 9) for s in r.spoken if s.text == "five"} == {25.0}

    def test_how_long_during_the_count_lets_the_count_answer(self) -> None:
        r = holding(25.5)
        r.hear(Command.HOW_LONG)
        r.run(4.0)
        assert not any("left." in t for t in r.texts())

    def test_how_long_elsewhere_says_the_minutes(self) -> None:
        r = Rehearsal(two_sided()).run_until("waiting")
        r.hear(Command.HOW_LONG)
        r.run(4.0)
        assert any("are left in all" in t for t in r.texts())

    def test_more_time_lengthens_the_hold_and_counts_its_new_end(self) -> None:
        r = holding(10.0)
        start_s = next(at for at, record in r.records if isinstance(record, HoldStarted))
        r.hear(Command.MORE_TIME)
        r.run_to_end()
        assert r.of(HoldEnded)[0].held_s == 40.0
        assert next(round(s.from_s - start_s, 9) for s in r.spoken if s.text == "five") == 35.0

    def test_help_late_in_a_hold_waits_for_its_end(self) -> None:
        r = holding(24.0)
        r.hear(Command.HELP)
        r.run(5.9)
        assert not any("You can say" in t for t in r.texts() if "how long" in t)
        r.run(10.0)
        assert any("You can say how long" in t for t in r.texts())


class TestVoice:
    def test_slower_and_faster_change_the_rate_and_say_so(self) -> None:
        r = Rehearsal(two_sided()).run_until("waiting")
        assert ChangeRate(130) in r.hear(Command.SLOWER)
        assert ChangeRate(150) in r.hear(Command.FASTER)

    def test_limits_are_told(self) -> None:
        r = Rehearsal(two_sided()).run_until("waiting")
        for _ in range(10):
            r.hear(Command.LOUDER)
        r.run(5.0)
        assert "I cannot change my volume any further." in r.texts()
        assert max(a.gain_db for _, a in r.actions if isinstance(a, ChangeVolume)) == 8.0

    def test_an_answer_cuts_a_sentence_and_then_says_it_again(self) -> None:
        r = Rehearsal(two_sided()).run_until("instructing").run(0.5)
        r.hear(Command.LOUDER)
        r.run(6.0)
        texts = r.texts()
        assert texts.index("I am louder now.") < texts.index("Lie on your back.")


class TestHardOfHearing:
    def test_the_same_guess_twice_is_asked_about_and_yes_does_it(self) -> None:
        r = Rehearsal(two_sided()).run_until("waiting").run(4.0)
        r.tell(NearlyHeard(Command.PAUSE, "pause"))
        r.tell(NearlyHeard(Command.PAUSE, "pause"))
        assert r.expectation is Expectation.YES_NO
        r.run(2.0).hear(Command.YES)
        assert r.session.phase.value == "paused"

    def test_no_leaves_things_as_they_were(self) -> None:
        r = Rehearsal(two_sided()).run_until("waiting").run(4.0)
        r.tell(NearlyHeard(Command.STOP, "stop"))
        r.tell(NearlyHeard(Command.STOP, "stop"))
        r.run(2.0).hear(Command.NO)
        assert r.session.phase.value == "waiting"
        assert r.expectation is Expectation.READY

    def test_said_again_instead_of_yes_it_is_done(self) -> None:
        r = Rehearsal(two_sided()).run_until("waiting").run(4.0)
        for _ in range(3):
            r.tell(NearlyHeard(Command.READY, "ready"))
        assert r.session.phase.value == "preparing"

    def test_silence_is_not_paused_for_while_its_own_question_is_open(self) -> None:
        r = Rehearsal(two_sided()).run_until("waiting").run(89.0)
        r.tell(NearlyHeard(Command.READY, "ready"))
        r.tell(NearlyHeard(Command.READY, "ready"))
        r.run(6.0)
        assert r.session.phase.value == "waiting"
        r.hear(Command.YES)
        assert r.session.phase.value == "preparing"

    def test_a_question_that_nobody_answered_is_forgotten_when_the_hold_begins(self) -> None:
        r = Rehearsal(two_sided()).run_until("instructing")
        r.tell(NearlyHeard(Command.NEXT, "next"))
        r.tell(NearlyHeard(Command.NEXT, "next"))
        r.run_until("waiting").run(9.0)
        assert r.expectation is Expectation.READY
        r.hear(Command.READY)
        assert r.session.phase.value == "preparing"

    def test_a_pause_ends_the_question_whether_something_was_heard_rightly(self) -> None:
        r = Rehearsal(two_sided()).run_until("waiting")
        r.tell(NearlyHeard(Command.SKIP, "skip"))
        r.tell(NearlyHeard(Command.SKIP, "skip"))
        r.hear(Command.PAUSE)
        r.hear(Command.YES)
        assert not r.of(StepSkipped)

    def test_different_guesses_are_not_asked_about(self) -> None:
        r = Rehearsal(two_sided()).run_until("waiting").run(4.0)
        r.tell(NearlyHeard(Command.STOP, "stop"))
        r.tell(NearlyHeard(Command.PAUSE, "pause"))
        assert r.expectation is Expectation.READY

    def test_three_misses_bring_help_but_not_for_ever(self) -> None:
        r = Rehearsal(two_sided()).run_until("waiting").run(4.0)
        for _ in range(9):
            r.tell(NotUnderstood())
            r.run(6.0)
        assert (
            sum(
                "Tell me when you are ready. You can" in f"{a} {b}"
                for a, b in zip(r.texts(), r.texts()[1:], strict=False)
            )
            == 1
        )


class TestMisfortune:
    def test_that_the_coach_drowns_the_patient_is_said_once_and_where_it_disturbs_nothing(self) -> None:
        r = holding().run(27.0)
        r.tell(HardToInterrupt())
        assert not [text for text in r.texts() if "go quiet" in text]
        r.run(22.0)
        assert len([text for text in r.texts() if "go quiet" in text]) == 1

    def test_a_computer_that_slept_pauses_the_hold(self) -> None:
        r = holding(10.0)
        r.tell(TimeLost(40.0))
        assert r.session.phase.value == "paused"
        r.run(8.0)
        assert any("asleep" in t for t in r.texts())
        r.hear(Command.RESUME)
        r.run_to_end()
        assert r.of(HoldEnded)[0].held_s == 30.0

    def test_a_lost_card_ends_the_session_as_failed(self) -> None:
        r = holding()
        r.tell(RoomFailed())
        assert r.why is EndReason.FAILED
        assert r.of(HoldEnded)[0].why == "failed"

    def test_control_c_ends_without_a_word(self) -> None:
        r = holding()
        said = len(r.waiting) and len(r.spoken)
        r.tell(QuitRequested())
        assert r.why is EndReason.STOPPED
        assert len(r.spoken) <= said + 1
        assert not r.waiting

    def test_with_nobody_to_hear_a_question_ends_it(self) -> None:
        r = Rehearsal(two_sided())
        r.tell(InputEnded())
        r.run_to_end(answering=False)
        assert r.why is EndReason.UNANSWERED
        assert r.now_s < 60.0

    def test_with_nobody_to_hear_the_first_question_of_all_ends_it(self) -> None:
        r = Rehearsal(two_sided(), before=[Question(QuestionKind.PAIN_BEFORE, "before", "How bad is it?")])
        r.tell(InputEnded())
        r.run_to_end(answering=False)
        assert r.why is EndReason.UNANSWERED
        assert r.now_s < 60.0

    def test_a_line_that_was_stopped_and_finishes_late_is_ignored(self) -> None:
        r = Rehearsal(two_sided()).run_until("instructing").run(1.0)
        stale = r.sounding[0].id
        r.hear(Command.PAUSE)
        before = len(r.actions)
        r.tell(LineFinished(stale))
        assert len(r.actions) == before

    def test_after_the_end_nothing_is_done(self) -> None:
        r = Rehearsal(two_sided()).run_to_end()
        assert r.hear(Command.STOP) == []
        assert len(r.of(SessionEnded)) == 1
