"""What a person is asked, given what is known of them, and what they are told after a yes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.rehearsal import Rehearsal, two_sided
from voicecoach.language.loading import load
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.records.screening import (
    ScreeningHistory,
    question_to_guest,
    questions_after,
    questions_before,
    signs_due,
)
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


def answer(r: Rehearsal, *commands: Command) -> None:
    """Each of these, as soon as a question has been asked to its end."""
    for command in commands:
        while r.expectation is not Expectation.YES_NO and r.why is None:
            r.run(0.1)
        r.hear(command)


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
    answer(r, *[Command.NO] * 7)
    r.run(15.0)
    said = " ".join(r.texts())
    assert said.count(GATE.leads.signs) == 1
    assert said.count(GATE.leads.not_for) == 1


def test_a_question_that_is_repeated_comes_without_its_lead() -> None:
    r = asked(ScreeningHistory())
    at_s = r.run(15.0).now_s
    r.hear(Command.REPEAT)
    assert r.run(8.0).said_since(at_s) == GATE.signs[0].ask


@pytest.mark.parametrize("sign", range(7), ids=SIGNS)
def test_one_yes_is_no_session_and_says_what_to_do(sign: int) -> None:
    r = asked(ScreeningHistory(emergency_number="112"))
    answer(r, *[Command.NO] * sign, Command.YES)
    at_s = r.now_s
    answer(r, Command.YES)
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


def asked_signs(known: ScreeningHistory, today: date = TODAY) -> list[str]:
    questions = questions_before(GATE, LANGUAGE.wording, known, [], today)
    return [q.key for q in questions if q.kind is QuestionKind.WARNING_SIGN]


def test_a_sign_that_was_said_yes_to_is_asked_about_first_and_the_others_as_they_are_due() -> None:
    known = ScreeningHistory(open_signs=["night"], cleared=True, emergency_number="112")
    first, *others = before(known)
    assert (first.kind, first.key) == (QuestionKind.DOCTOR_SEEN, "night")
    assert "constant pain" in first.text
    assert "Has a doctor looked at it since then?" in first.text
    assert (first.on_yes, first.on_no) == ("", GATE.do["doctor"])
    assert [q.key for q in others] == [*SIGNS[:-1], "before"]
    [urgent] = [q for q in before(ScreeningHistory(gate_passed_on=TODAY, open_signs=["saddle"])) if q.on_no]
    assert urgent.on_no == GATE.do["emergency"]
    assert asked_signs(ScreeningHistory(gate_passed_on=TODAY, open_signs=["night"])) == []


@pytest.mark.parametrize(
    ("days", "again", "saddle", "night"),
    [
        (0, False, False, False),
        (181, False, False, False),
        (182, False, True, True),
        (-1, False, True, True),
        (6, True, False, False),
        (7, True, True, False),
    ],
    ids=["today", "within half a year", "half a year ago", "the clock was set back", "pain in a week", "pain later"],
)
def test_a_sign_that_a_doctor_has_looked_at_is_left_alone_for_half_a_year(
    days: int, again: bool, saddle: bool, night: bool
) -> None:
    day = TODAY - timedelta(days=days)
    signs = asked_signs(ScreeningHistory(gate_again=again, cleared_signs={"saddle": day, "night": day}))
    assert ("saddle" in signs, "night" in signs) == (saddle, night)
    assert {"fever", "legs"} <= set(signs), "a new sign is asked as before"


def test_a_guest_is_asked_whether_to_be_remembered() -> None:
    assert [q.kind for q in question_to_guest(GATE)] == [QuestionKind.REMEMBER]


def test_without_a_number_none_is_read_out() -> None:
    assert "number" not in before(ScreeningHistory())[0].on_yes
