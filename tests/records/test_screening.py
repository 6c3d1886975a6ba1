"""What a person is asked, given what is known of them, and what they are told after a yes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.rehearsal import Rehearsal, two_sided
from voicecoach.language.loading import load
from voicecoach.language.vocabulary import Command
from voicecoach.records.screening import ScreeningHistory, questions_after, questions_before, signs_due
from voicecoach.routine.plan import Contraindication
from voicecoach.session.questions import Question, QuestionKind
from voicecoach.session.records import Answered, EndReason, HoldStarted
from voicecoach.session.state import SessionSettings

TODAY = date(2026, 11, 4)
LANGUAGE = load("en")
GATE = LANGUAGE.texts.gate
HIP = Contraindication("Have you had a hip replacement?", "It can put a new hip out of joint.")
SIGNS = ["saddle", "bladder-or-bowel", "legs", "fall", "fever", "cancer", "night"]


def before(known: ScreeningHistory, broke_off: timedelta | None = None) -> list[Question]:
    return questions_before(GATE, LANGUAGE.wording, known, [HIP], TODAY, broke_off=broke_off)


def asked(known: ScreeningHistory) -> Rehearsal:
    settings = SessionSettings(guest=False)
    return Rehearsal(two_sided(), settings, before=before(known), after=questions_after(GATE)).run_until("asking")


@pytest.mark.parametrize(
    ("known", "due"),
    [
        (ScreeningHistory(), True),
        (ScreeningHistory(gate_passed_on=TODAY), False),
        (ScreeningHistory(gate_passed_on=TODAY - timedelta(days=6)), False),
        (ScreeningHistory(gate_passed_on=TODAY - timedelta(days=7)), True),
        (ScreeningHistory(gate_passed_on=TODAY, gate_again=True), True),
        (ScreeningHistory(gate_passed_on=TODAY + timedelta(days=3)), True),
    ],
    ids=["first", "today", "this week", "a week ago", "after a pain", "the clock was set back"],
)
def test_the_signs_are_due_first_then_weekly_and_after_any_pain(known: ScreeningHistory, due: bool) -> None:
    assert signs_due(known, TODAY) is due


def test_the_order_is_signs_reasons_going_on_pain() -> None:
    kinds = [q.kind for q in before(ScreeningHistory(), timedelta(minutes=5))]
    assert kinds == [QuestionKind.WARNING_SIGN] * 7 + [
        QuestionKind.NOT_FOR,
        QuestionKind.RESUME,
        QuestionKind.PAIN_BEFORE,
    ]
    assert [q.key for q in before(ScreeningHistory())][:7] == SIGNS


def test_who_is_known_is_asked_for_the_pain_alone() -> None:
    assert [q.kind for q in before(ScreeningHistory(gate_passed_on=TODAY, cleared=True))] == [QuestionKind.PAIN_BEFORE]


def test_it_says_once_what_the_questions_are() -> None:
    r = asked(ScreeningHistory())
    r.run(30.0)
    for _ in range(7):
        r.hear(Command.NO)
        r.run(15.0)
    assert r.texts().count("First, a few questions about warning signs.") == 1
    assert r.texts().count("Now a few questions about this exercise.") == 1


def test_a_question_that_is_repeated_comes_without_its_lead() -> None:
    r = asked(ScreeningHistory())
    at_s = r.run(15.0).now_s
    r.hear(Command.REPEAT)
    assert r.run(8.0).said_since(at_s) == GATE.signs[0].ask


@pytest.mark.parametrize("sign", range(7), ids=SIGNS)
def test_one_yes_is_no_session_and_says_what_to_do(sign: int) -> None:
    r = asked(ScreeningHistory(emergency_number="112"))
    for _ in range(sign):
        r.hear(Command.NO)
    at_s = r.now_s
    r.hear(Command.YES)
    said = r.run_to_end().said_since(at_s)
    urgent = GATE.signs[sign].do == "emergency"
    assert [a.yes for a in r.of(Answered)] == [False] * sign + [True]
    assert not r.of(HoldStarted)
    assert "Please do not exercise" in said
    assert ("Call an ambulance" in said) is urgent
    assert ("The number that was noted for you is 1 1 2." in said) is urgent
    assert ("Call your doctor today." in said) is not urgent
    assert "safe" not in said
    assert r.why is EndReason.STOPPED


def test_without_a_number_none_is_read_out() -> None:
    assert "number" not in before(ScreeningHistory())[0].on_yes
