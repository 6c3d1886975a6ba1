"""What is asked before and after: warning signs, pain, and whether to go on where it stood."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rehearsal import Rehearsal, two_sided
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.routine.plan import Side
from voicecoach.session.agenda import Agenda
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
from voicecoach.session.resume_point import ResumePoint
from voicecoach.session.state import SessionSettings

SIGN = Question(QuestionKind.WARNING_SIGN, "saddle", "Are you numb between your legs?", on_yes="Call an ambulance.")
OTHER_SIGN = Question(QuestionKind.WARNING_SIGN, "fever", "Do you have a fever?", on_yes="Call your doctor.")
NOT_FOR = Question(QuestionKind.NOT_FOR, "hip", "Have you had a hip replacement?", on_yes="Ask your surgeon first.")
BEFORE = Question(QuestionKind.PAIN_BEFORE, "before", "How bad is the pain?")
AFTER = Question(QuestionKind.PAIN_AFTER, "after", "And how bad is it now?")
RESUME = Question(QuestionKind.RESUME, "resume", "Go on where you were?")
ALL = (SIGN, OTHER_SIGN, NOT_FOR, BEFORE)


def asked(*before: Question, after: tuple[Question, ...] = (), resume_point: ResumePoint | None = None) -> Rehearsal:
    r = Rehearsal(two_sided(), SessionSettings(guest=False), before=before, after=after, resume_point=resume_point)
    return r.run_until("asking")


def test_signs_are_asked_one_at_a_time_and_all_no_begins() -> None:
    r = asked(*ALL)
    for _ in range(3):
        assert r.expectation is Expectation.YES_NO
        r.hear(Command.NO)
        r.run(0.1)
    assert r.expectation is Expectation.NUMBER
    r.hear(Command.N4)
    assert [a.key for a in r.of(Answered)] == ["saddle", "fever", "hip"]
    assert len(r.of(GatePassed)) == 1
    assert r.of(PainScored)[0].score == 4
    assert r.session.phase.value == "instructing"


def test_one_yes_means_no_session() -> None:
    r = asked(*ALL)
    r.hear(Command.NO)
    r.hear(Command.YES)
    r.run_to_end()
    assert not r.of(HoldStarted)
    assert not r.of(GatePassed)
    assert "Call your doctor." in r.texts()
    assert len(r.of(StepSkipped)) == len(two_sided().steps)
    assert r.why is EndReason.STOPPED


def test_the_coach_never_says_that_somebody_is_safe() -> None:
    r = asked(*ALL)
    for command in (Command.NO, Command.NO, Command.NO, Command.N2):
        r.hear(command)
    r.run_to_end()
    assert "safe" not in " ".join(r.texts()).lower()


def test_a_guest_is_asked_nothing_and_warned_in_a_sentence() -> None:
    r = Rehearsal(two_sided()).run_until("instructing")
    assert any("call your doctor" in text for text in r.texts())
    assert not r.of(Answered)


def test_silence_is_never_a_no() -> None:
    r = asked(SIGN)
    r.run_to_end(answering=False)
    assert r.why is EndReason.UNANSWERED
    assert not r.of(HoldStarted)


def test_the_question_is_asked_again_after_a_pause_and_on_request() -> None:
    r = asked(SIGN).run(4.0)
    r.hear(Command.REPEAT)
    r.run(4.0).hear(Command.PAUSE)
    r.run(4.0).hear(Command.RESUME)
    r.run(4.0)
    assert r.texts().count("Are you numb between your legs?") == 3
    assert r.session.phase.value == "asking"


def test_a_slip_can_be_taken_back() -> None:
    r = asked(SIGN, OTHER_SIGN)
    r.hear(Command.NO)
    r.hear(Command.BACK)
    r.hear(Command.YES)
    r.run_to_end()
    assert not r.of(HoldStarted)


def test_signs_cannot_be_skipped_and_pain_can() -> None:
    r = asked(SIGN, BEFORE)
    r.hear(Command.SKIP)
    assert r.session.phase.value == "asking"
    r.hear(Command.NO)
    r.hear(Command.SKIP)
    assert r.session.phase.value == "instructing"
    assert not r.of(PainScored)


def test_a_number_is_no_answer_to_a_sign() -> None:
    r = asked(SIGN)
    r.hear(Command.N3)
    r.run(3.0)
    assert "I cannot do that at this point." in r.texts()
    assert r.session.phase.value == "asking"


def test_pain_during_the_questions_does_not_get_round_them() -> None:
    r = asked(SIGN)
    r.hear(Command.HURTS)
    r.run(3.0).hear(Command.RESUME)
    assert r.session.phase.value == "asking"


def test_next_in_the_opening_does_not_get_round_the_questions() -> None:
    r = Rehearsal(two_sided(), before=(SIGN,))
    r.hear(Command.NEXT)
    assert r.session.phase.value == "asking"


def test_a_rise_of_two_points_is_told() -> None:
    r = asked(BEFORE, after=(AFTER,))
    r.hear(Command.N3)
    while r.session.phase.value != "asking":
        r.run(1.0)
        if r.session.phase.value == "waiting":
            r.hear(Command.READY)
    r.hear(Command.N5)
    r.run_to_end()
    assert [(p.when, p.score) for p in r.of(PainScored)] == [("before", 3), ("after", 5)]
    assert any("gone up by 2" in text for text in r.texts())
    assert r.why is EndReason.FINISHED


def stood_at(step: int, held_s: float = 0.0, full: frozenset[int] = frozenset()) -> ResumePoint:
    """An earlier session that stood at this step (from 1)."""
    agenda = replace(Agenda.of(two_sided()), cursor=step - 1, full=full)
    return ResumePoint(agenda, held_s, 30.0 if held_s else None)


class TestTakingUp:
    def test_yes_goes_on_in_the_hold_with_what_was_left(self) -> None:
        r = asked(RESUME, resume_point=stood_at(4, 18.0))
        r.hear(Command.YES)
        r.run_to_end()
        assert r.of(TakenUp)[0].held_s == 18.0
        assert [h.held_s for h in r.of(HoldEnded)] == [30.0, 30.0]
        first = next(at for at, record in r.records if isinstance(record, HoldStarted))
        ended = next(at for at, record in r.records if isinstance(record, HoldEnded))
        assert round(ended - first, 6) == 12.0

    def test_the_way_into_the_position_is_said_again(self) -> None:
        r = asked(RESUME, resume_point=stood_at(4, 18.0))
        r.hear(Command.YES)
        r.run_to_end()
        assert r.of(StepStarted)[0].step == 2

    def test_a_full_side_is_not_done_again(self) -> None:
        r = asked(RESUME, resume_point=stood_at(4, full=frozenset({4})))
        r.hear(Command.YES)
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
        r.hear(Command.YES)
        r.run_to_end()
        assert [h.side for h in r.of(HoldEnded)] == [Side.LEFT, Side.RIGHT]

    def test_time_that_was_added_to_the_hold_is_kept(self) -> None:
        r = asked(RESUME, resume_point=replace(stood_at(4, 18.0), hold_s=40.0))
        r.hear(Command.YES)
        r.run_to_end()
        assert [h.held_s for h in r.of(HoldEnded)] == [40.0, 30.0]

    def test_no_begins_anew(self) -> None:
        r = asked(RESUME, resume_point=stood_at(4, 18.0))
        r.hear(Command.NO)
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
