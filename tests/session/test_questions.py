"""What is asked before and after: warning signs, pain, and whether to go on where it stood."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rehearsal import WORDING, Rehearsal, two_sided
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.language.wording import sentences_of
from voicecoach.routine.plan import Contraindication, Side
from voicecoach.session.agenda import Agenda
from voicecoach.session.events import KEYBOARD, CommandHeard
from voicecoach.session.phase import Phase
from voicecoach.session.questions import Question, QuestionKind
from voicecoach.session.records import (
    Answered,
    EndReason,
    GatePassed,
    HoldEnded,
    HoldStarted,
    PainScored,
    StepSkipped,
    StepStarted,
    TakenUp,
)
from voicecoach.session.resume_point import ResumePoint, resume_point_of
from voicecoach.session.state import SessionSettings

SIGN = Question(QuestionKind.WARNING_SIGN, "saddle", "Are you numb between your legs?", on_yes="Call an ambulance.")
OTHER_SIGN = Question(QuestionKind.WARNING_SIGN, "fever", "Do you have a fever?", on_yes="Call your doctor.")
NOT_FOR = Question(QuestionKind.NOT_FOR, "hip", "Have you had a hip replacement?", on_yes="Ask your surgeon first.")
BEFORE = Question(QuestionKind.PAIN_BEFORE, "before", "How bad is the pain?")
AFTER = Question(QuestionKind.PAIN_AFTER, "after", "And how bad is it now?")
RESUME = Question(QuestionKind.RESUME, "resume", "Go on where you were?")
DOCTOR = Question(QuestionKind.DOCTOR_SEEN, "saddle", "Has a doctor looked at it since?", on_no="See a doctor first.")
REMEMBER = Question(QuestionKind.REMEMBER, "remember", "Shall I remember you next time?")
ALL = (SIGN, OTHER_SIGN, NOT_FOR, BEFORE)


def asked(
    *before: Question,
    after: tuple[Question, ...] = (),
    resume_point: ResumePoint | None = None,
    settings: SessionSettings | None = None,
) -> Rehearsal:
    settings = settings or SessionSettings(guest=False, give_up_s=60.0)
    r = Rehearsal(two_sided(), settings, before=before, after=after, resume_point=resume_point)
    return r.run_until_asked()


def say(key: str, **values: object) -> list[str]:
    return sentences_of(WORDING.say(key, **values))


class TestSigns:
    def test_they_are_asked_one_at_a_time_and_all_no_begins(self) -> None:
        r = asked(*ALL)
        for _ in range(3):
            r.run_until_asked()
            assert r.expectation is Expectation.YES_NO
            r.hear(Command.NO)
        r.run_until_asked()
        assert r.expectation is Expectation.NUMBER
        r.hear(Command.N4)
        assert [a.key for a in r.of(Answered)] == ["saddle", "fever", "hip"]
        assert r.of(PainScored)[0].score == 4
        r.run_until("instructing")
        assert len(r.of(GatePassed)) == 1

    def test_an_answer_counts_only_once_its_question_has_been_heard(self) -> None:
        r = Rehearsal(two_sided(), SessionSettings(guest=False), before=(SIGN,)).run_until("asking")
        r.run(0.5)
        early = r.expectation
        assert early is Expectation.SESSION
        r.hear(Command.NO)
        r.hear(Command.YES)
        assert not r.of(Answered)
        r.run_until_asked()
        assert r.expectation is Expectation.YES_NO
        r.hear(Command.NO)
        assert [(a.key, a.yes) for a in r.of(Answered)] == [("saddle", False)]

    def test_one_answer_does_not_count_for_the_next_question_too(self) -> None:
        r = asked(SIGN, OTHER_SIGN)
        r.hear(Command.NO)
        r.hear(Command.NO)
        assert [a.key for a in r.of(Answered)] == ["saddle"]

    def test_one_yes_that_is_meant_means_no_session_and_leaves_the_advice(self) -> None:
        r = asked(*ALL).answer(Command.NO, Command.YES)
        r.run_until_asked()
        assert "You said yes." in r.texts()
        assert "Is that right?" in r.texts()
        assert not any(a.yes for a in r.of(Answered))
        r.hear(Command.YES)
        r.run_to_end()
        assert not r.of(HoldStarted)
        assert not r.of(GatePassed)
        assert "Call your doctor." in r.texts()
        assert r.session.view(r.now_s).advice == ("Call your doctor.",)
        assert len(r.of(StepSkipped)) == len(two_sided().steps)
        assert r.why is EndReason.STOPPED

    def test_a_yes_that_was_not_meant_asks_the_question_again(self) -> None:
        r = asked(SIGN).answer(Command.YES, Command.NO)
        assert not r.of(Answered)
        r.answer(Command.NO)
        assert [(a.key, a.yes) for a in r.of(Answered)] == [("saddle", False)]
        r.run_until("instructing")

    def test_a_reason_against_the_routine_is_asked_back_too(self) -> None:
        r = asked(NOT_FOR).answer(Command.YES, Command.YES).run_to_end()
        assert "Ask your surgeon first." in r.texts()
        assert not r.of(HoldStarted)

    def test_a_doctor_who_has_looked_at_it_lets_the_session_go_on(self) -> None:
        r = asked(DOCTOR, OTHER_SIGN).answer(Command.YES, Command.NO)
        assert next((a.topic, a.key, a.yes) for a in r.of(Answered)) == ("doctor-seen", "saddle", True)
        r.run_until("instructing")

    def test_where_no_doctor_has_there_is_no_session(self) -> None:
        r = asked(DOCTOR).answer(Command.NO).run_to_end()
        assert r.session.view(r.now_s).advice == ("See a doctor first.",)
        assert not r.of(HoldStarted)

    def test_silence_is_never_a_no(self) -> None:
        r = asked(SIGN).run_to_end(answering=False)
        assert r.why is EndReason.UNANSWERED
        assert not r.of(HoldStarted)

    def test_the_question_is_asked_again_after_a_pause_and_on_request(self) -> None:
        r = asked(SIGN)
        r.hear(Command.REPEAT)
        r.run(6.0).hear(Command.PAUSE)
        r.run(8.0).hear(Command.RESUME)
        r.run(6.0)
        assert r.texts().count("Are you numb between your legs?") == 3
        assert r.session.phase is Phase.ASKING

    def test_a_slip_can_be_taken_back(self) -> None:
        r = asked(SIGN, OTHER_SIGN).answer(Command.NO)
        r.hear(Command.BACK)
        r.answer(Command.YES, Command.YES).run_to_end()
        assert not r.of(HoldStarted)

    def test_signs_cannot_be_skipped_and_pain_can(self) -> None:
        r = asked(SIGN, BEFORE)
        r.hear(Command.SKIP)
        assert r.session.phase is Phase.ASKING
        r.run(8.0).answer(Command.NO, Command.SKIP).run_until("instructing")
        assert not r.of(PainScored)

    def test_a_number_is_no_answer_to_a_sign(self) -> None:
        r = asked(SIGN)
        r.hear(Command.N3)
        r.run(8.0)
        assert say("not_now")[0] in r.texts()
        assert r.session.phase is Phase.ASKING

    def test_the_coach_never_says_that_somebody_is_safe(self) -> None:
        r = asked(*ALL).answer(Command.NO, Command.NO, Command.NO, Command.N2).run_to_end()
        assert "safe" not in " ".join(r.texts()).lower()

    def test_pain_during_the_questions_does_not_get_round_them(self) -> None:
        r = asked(SIGN)
        r.hear(Command.HURTS)
        r.run(3.0).hear(Command.RESUME)
        assert r.session.phase is Phase.ASKING

    def test_next_in_the_opening_does_not_get_round_the_questions(self) -> None:
        r = Rehearsal(two_sided(), before=(SIGN,))
        r.hear(Command.NEXT)
        assert r.session.phase is Phase.ASKING


class TestGuests:
    def test_nothing_is_asked_the_signs_are_told_before_the_first_hold(self) -> None:
        r = Rehearsal(two_sided()).run_until("waiting")
        assert set(say("guest_warning")) <= set(r.texts())
        assert not r.of(Answered)

    def test_who_should_leave_the_routine_out_is_told_before_anything_moves(self) -> None:
        plan = replace(two_sided(), not_for=(Contraindication("New hip?", "It can slip.", "a new hip"),))
        r = Rehearsal(plan).run_until("instructing")
        assert set(say("guest_not_for", reasons="a new hip")) <= set(r.texts())

    @pytest.mark.parametrize(("command", "every_s"), [(Command.NEXT, 0.7), (Command.NEXT, 3.1), (Command.READY, 5.3)])
    def test_nobody_skips_what_a_guest_is_told_of_warning_signs(self, command: Command, every_s: float) -> None:
        plan = replace(two_sided(), not_for=(Contraindication("New hip?", "It can slip.", "a new hip"),))
        pressed = {Phase.OPENING: Command.NEXT, Phase.INSTRUCTING: command, Phase.WAITING: Command.READY}
        r = Rehearsal(plan)
        while not r.of(HoldStarted) and r.now_s < 300.0:
            r.run(every_s)
            if r.session.phase in pressed:
                r.hear(pressed[r.session.phase])
        assert r.of(HoldStarted)
        assert {*say("guest_not_for", reasons="a new hip"), *say("guest_warning")} <= set(r.texts())

    @pytest.mark.parametrize("pause", [False, True])
    @pytest.mark.parametrize("command", [Command.SKIP, Command.SWITCH, Command.BACK, Command.NEXT])
    def test_warning_signs_that_were_broken_off_are_told_before_the_next_hold(
        self, command: Command, pause: bool
    ) -> None:
        r = Rehearsal(two_sided(sets=2)).run_until("instructing")
        while not {line.text for line in r.sounding} & set(say("guest_warning")):
            r.run(0.3)
        if pause:
            r.hear(Command.PAUSE)
        r.hear(command)
        while not r.of(HoldStarted) and r.why is None:
            r.run(1.0)
            if r.session.phase is Phase.WAITING:
                r.hear(Command.READY)
        assert not r.of(HoldStarted) or set(say("guest_warning")) <= set(r.texts())

    def test_who_wants_to_be_remembered_says_so_at_the_end(self) -> None:
        r = Rehearsal(two_sided(), after=(REMEMBER,)).run_until("waiting")
        r.hear(Command.SKIP)
        r.answer(Command.YES).run_to_end()
        assert r.session.state.wants_to_be_remembered


class TestPain:
    def test_a_score_is_said_back(self) -> None:
        r = asked(BEFORE).answer(Command.N3).run(4.0)
        assert say("pain_noted", score="three")[0] in r.texts()

    def test_a_typed_one_waits_for_the_zero_of_ten(self) -> None:
        r = asked(BEFORE)
        r.tell(typed(Command.N1))
        r.run(0.5)
        assert not r.of(PainScored)
        r.tell(typed(Command.N0))
        assert [p.score for p in r.of(PainScored)] == [10]

    @pytest.mark.parametrize("ends_with", [None, Command.READY])
    def test_a_typed_one_alone_is_one(self, ends_with: Command | None) -> None:
        r = asked(BEFORE)
        r.tell(typed(Command.N1))
        r.run(2.0) if ends_with is None else r.tell(typed(ends_with))
        assert [p.score for p in r.of(PainScored)] == [1]

    def test_a_spoken_one_does_not_wait(self) -> None:
        r = asked(BEFORE).answer(Command.N1)
        assert [p.score for p in r.of(PainScored)] == [1]

    def test_a_score_can_be_undone(self) -> None:
        r = asked(BEFORE).answer(Command.N9)
        r.hear(Command.UNDO)
        r.answer(Command.N2).run_until("instructing")
        assert r.session.state.pain_before == 2

    @pytest.mark.parametrize(
        ("choice", "goes_on", "words"),
        [(Command.N1, True, "gently"), (Command.N2, False, "closing_easier"), (Command.N3, False, "closing_stopped")],
    )
    def test_with_much_pain_it_asks_how_to_go_on(self, choice: Command, goes_on: bool, words: str) -> None:
        r = asked(BEFORE).answer(Command.N7)
        r.run_until_asked()
        assert set(say("high_pain")) <= set(r.texts())
        assert r.expectation is Expectation.NUMBER
        r.answer(choice).run_to_end()
        assert set(say(words)) <= set(r.texts())
        assert bool(r.of(HoldStarted)) is goes_on

    @pytest.mark.parametrize(
        ("before", "after", "words"),
        [
            (Command.N4, Command.N3, "pain_less"),
            (Command.N4, Command.N4, "pain_same"),
            (Command.N4, Command.N5, "pain_more"),
            (Command.N6, Command.N7, "pain_still_high"),
        ],
    )
    def test_the_words_after_it_fit(self, before: Command, after: Command, words: str) -> None:
        r = asked(BEFORE, after=(AFTER,)).answer(before)
        r.run_until("waiting").hear(Command.SKIP)
        r.answer(after).run_to_end()
        assert set(say(words)) <= set(r.texts())

    def test_a_rise_of_two_points_is_told(self) -> None:
        r = asked(BEFORE, after=(AFTER,)).answer(Command.N3)
        r.run_until("waiting").hear(Command.SKIP)
        r.answer(Command.N5).run_to_end()
        assert [(p.when, p.score) for p in r.of(PainScored)] == [("before", 3), ("after", 5)]
        assert set(say("pain_rose", rise="two")) <= set(r.texts())
        assert r.why is EndReason.FINISHED

    @pytest.mark.parametrize("after", [Command.N9, Command.N10])
    def test_nobody_is_praised_for_pain(self, after: Command) -> None:
        r = asked(BEFORE, after=(AFTER,)).answer(Command.N2)
        r.run_until("waiting").hear(Command.SKIP)
        r.answer(after).run_to_end()
        assert "well done" not in " ".join(r.texts()).lower()
        assert set(say("closing_after_pain")) <= set(r.texts())

    def test_risen_pain_of_the_last_sessions_is_said_at_the_start(self) -> None:
        r = Rehearsal(two_sided(), SessionSettings(notice="Your pain has risen three times.")).run_until("instructing")
        assert "Your pain has risen three times." in r.texts()


def typed(command: Command) -> CommandHeard:
    return CommandHeard(command, command.value, by=KEYBOARD)


def stood_at(step: int, held_s: float = 0.0, full: frozenset[int] = frozenset()) -> ResumePoint:
    """An earlier session that stood at this step (from 1)."""
    agenda = replace(Agenda.of(two_sided()), cursor=step - 1, full=full)
    return ResumePoint(agenda, held_s, 30.0 if held_s else None)


class TestTakingUp:
    def test_yes_goes_on_in_the_hold_with_what_was_left(self) -> None:
        r = asked(RESUME, resume_point=stood_at(4, 18.0))
        r.answer(Command.YES)
        r.run_to_end()
        assert r.of(TakenUp)[0].held_s == 18.0
        assert [h.held_s for h in r.of(HoldEnded)] == [30.0, 30.0]
        first = next(at for at, record in r.records if isinstance(record, HoldStarted))
        ended = next(at for at, record in r.records if isinstance(record, HoldEnded))
        assert round(ended - first, 6) == 12.0

    def test_the_way_into_the_position_is_said_again(self) -> None:
        r = asked(RESUME, resume_point=stood_at(4, 18.0))
        r.answer(Command.YES)
        r.run_to_end()
        assert r.of(StepStarted)[0].step == 2

    def test_first_comes_the_position_to_be_in(self) -> None:
        r = asked(RESUME, resume_point=stood_at(4, 18.0)).answer(Command.YES)
        r.run(4.0)
        assert "Lie on your back." in r.said_since(r.now_s - 4.0)

    def test_a_full_side_is_not_done_again(self) -> None:
        r = asked(RESUME, resume_point=stood_at(4, full=frozenset({4})))
        r.answer(Command.YES)
        r.run_to_end()
        assert [h.side for h in r.of(HoldEnded)] == [Side.LEFT]

    def test_a_side_that_was_put_off_still_comes(self) -> None:
        earlier = Rehearsal(two_sided(), SessionSettings(guest=False))
        earlier.run_until("waiting").hear(Command.READY)
        earlier.run_until("holding").run(5.0).hear(Command.SWITCH)
        earlier.run_until("waiting").hear(Command.READY)
        earlier.run_until("holding").run(5.0)
        state = earlier.session.state
        r = asked(RESUME, resume_point=ResumePoint(state.agenda, 5.0, 30.0))
        r.answer(Command.YES)
        r.run_to_end()
        assert [h.side for h in r.of(HoldEnded)] == [Side.LEFT, Side.RIGHT]

    def test_time_that_was_added_to_the_hold_is_kept(self) -> None:
        r = asked(RESUME, resume_point=replace(stood_at(4, 18.0), hold_s=40.0))
        r.answer(Command.YES)
        r.run_to_end()
        assert [h.held_s for h in r.of(HoldEnded)] == [40.0, 30.0]

    def test_broken_off_again_on_the_way_there_it_still_goes_on_with_what_was_left(self) -> None:
        second = asked(RESUME, resume_point=stood_at(4, 18.0)).answer(Command.YES)
        second.run_until("waiting").run(2.0)
        third = asked(RESUME, resume_point=resume_point_of(second.session.state, second.now_s)).answer(Command.YES)
        third.run_to_end()
        first = next(at for at, record in third.records if isinstance(record, HoldStarted))
        ended = next(at for at, record in third.records if isinstance(record, HoldEnded))
        assert round(ended - first, 6) == 12.0

    def test_the_seconds_of_a_hold_that_was_then_skipped_count_for_no_other(self) -> None:
        second = asked(RESUME, resume_point=stood_at(4, 18.0)).answer(Command.YES)
        second.run_until("waiting").hear(Command.SWITCH)
        second.run_until("waiting")
        assert resume_point_of(second.session.state, second.now_s).held_s == 0.0

    def test_no_begins_anew(self) -> None:
        r = asked(RESUME, resume_point=stood_at(4, 18.0))
        r.answer(Command.NO)
        r.run_to_end()
        assert r.of(StepStarted)[0].step == 1
        assert [h.held_s for h in r.of(HoldEnded)] == [30.0, 30.0]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.floats(0.1, 20.0), st.sampled_from(list(Command))), max_size=20))
def test_no_stretch_begins_before_every_sign_was_answered_with_no(script: list[tuple[float, Command]]) -> None:
    r = Rehearsal(two_sided(), SessionSettings(give_up_s=60.0), before=(SIGN, OTHER_SIGN, NOT_FOR))
    for wait_s, command in script:
        r.run(wait_s)
        r.hear(command)
    r.run_to_end(answering=False, limit_s=6000.0)
    noes = {a.key for a in r.of(Answered) if not a.yes}
    if r.of(HoldStarted):
        assert noes == {"saddle", "fever", "hip"}
    assert r.why is not None
