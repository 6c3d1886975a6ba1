"""Warning signs over time: a yes stays open until a doctor has looked, and what was undone was never said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.sitting import MONDAY, RESUME, Sitting
from voicecoach.errors import RequestError
from voicecoach.language.vocabulary import Command
from voicecoach.records.database import Database
from voicecoach.records.export import everything
from voicecoach.records.patients import Patients
from voicecoach.records.sessions import sessions_of
from voicecoach.records.unfinished import unfinished
from voicecoach.records.warning_signs import KnownSign, clear_signs, signs_of
from voicecoach.session.questions import Question, QuestionKind

TODAY = MONDAY.date()
THERE_ARE = ("saddle", "fever", "night")
NIGHT = Question(QuestionKind.WARNING_SIGN, "night", "Is the pain there at night?", on_yes="Call your doctor.")
FEVER = Question(QuestionKind.WARNING_SIGN, "fever", "Do you have a fever?", on_yes="Call your doctor.")
SEEN = Question(QuestionKind.DOCTOR_SEEN, "night", "Has a doctor looked at it since?", on_no="Call your doctor.")
HIP = Question(QuestionKind.NOT_FOR, "hip", "Have you a new hip?", on_yes="Ask your surgeon.")
PAIN = Question(QuestionKind.PAIN_BEFORE, "before", "How bad is your pain?")
YES, NO, UNDO = Command.YES, Command.NO, Command.UNDO


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path) as opened:
        yield opened


@pytest.fixture
def anna(database: Database) -> int:
    return Patients(database).called("Anna", MONDAY).id


def cleared(database: Database, anna: int, sign: str | None = None, day: date = TODAY) -> tuple[str, ...]:
    return clear_signs(database, anna, sign, day, today=TODAY, there_are=THERE_ARE)


class TestInASession:
    def test_a_yes_that_was_meant_stays_open(self, database: Database, anna: int) -> None:
        Sitting(database, anna, before=(FEVER, NIGHT)).answer(NO, YES, YES).to_end().close()
        assert signs_of(database, anna) == (KnownSign("night", open=True, said_on=TODAY),)
        assert sessions_of(database, anna)[0].refused
        assert Patients(database).get("Anna").gate_passed_on is None

    def test_a_yes_that_was_not_meant_was_never_said(self, database: Database, anna: int) -> None:
        Sitting(database, anna, before=(FEVER, NIGHT)).answer(NO, YES, NO, NO).run(1.0).close()
        assert signs_of(database, anna) == ()
        assert not sessions_of(database, anna)[0].refused
        assert Patients(database).get("Anna").gate_passed_on == TODAY

    def test_a_yes_that_is_undone_while_the_advice_is_given_was_never_said(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna, before=(NIGHT, FEVER)).answer(YES, YES).run(0.5).then(UNDO)
        sitting.answer(NO).answer(NO, NO).run(1.0).close()
        assert signs_of(database, anna) == ()
        [entry] = sessions_of(database, anna)
        assert not entry.refused
        assert not entry.skips

    def test_that_a_doctor_has_looked_is_dated(self, database: Database, anna: int) -> None:
        Sitting(database, anna, before=(NIGHT,)).answer(YES, YES).to_end().close()
        later = MONDAY + timedelta(days=3)
        Sitting(database, anna, at=later, before=(SEEN, FEVER)).answer(YES, NO).run(1.0).close()
        assert signs_of(database, anna) == (KnownSign("night", open=False, said_on=TODAY, cleared_on=later.date()),)
        assert Patients(database).get("Anna").gate_passed_on == later.date()

    def test_undone_it_was_never_said(self, database: Database, anna: int) -> None:
        Sitting(database, anna, before=(NIGHT,)).answer(YES, YES).to_end().close()
        sitting = Sitting(database, anna, before=(SEEN, FEVER)).answer(YES).run(0.5).then(UNDO).answer(NO).to_end()
        sitting.close()
        assert signs_of(database, anna) == (KnownSign("night", open=True, said_on=TODAY),)
        assert sessions_of(database, anna)[1].refused

    def test_without_a_doctor_there_is_no_session(self, database: Database, anna: int) -> None:
        Sitting(database, anna, before=(SEEN,)).answer(NO).to_end().close()
        [entry] = sessions_of(database, anna)
        assert entry.refused
        assert not entry.efforts

    def test_of_a_guest_nothing_is_kept(self, database: Database) -> None:
        Sitting(database, None, before=(NIGHT,)).answer(YES, YES).to_end().close()
        assert not database.rows("SELECT * FROM sign_events")


class TestOtherAnswersThatAreUndone:
    def test_a_gate_that_was_passed_is_passed_no_more(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna, before=(NIGHT,)).answer(NO).run(0.5).then(UNDO).answer(YES, YES).to_end()
        sitting.close()
        assert Patients(database).get("Anna").gate_again

    def test_a_score_that_was_undone_and_then_left_out_is_none(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna, before=(PAIN,)).answer(Command("4"))
        sitting.run(0.5).then(UNDO).answer(Command.SKIP).run(1.0).close()
        assert sessions_of(database, anna)[0].pain_before is None

    def test_a_routine_is_not_cleared_by_a_no_that_was_undone(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna, before=(HIP,)).answer(NO).run(1.0)
        sitting.then(UNDO).answer(YES, YES).to_end().close()
        assert not Patients(database).clearances(Patients(database).get("Anna"))

    def test_going_on_with_an_earlier_session_and_undoing_it_loses_nothing(self, database: Database, anna: int) -> None:
        Sitting(database, anna, before=(NIGHT,)).answer(NO).hold(12.0).close()
        soon = MONDAY + timedelta(minutes=5)
        found = unfinished(database, anna, soon)
        assert found is not None
        sitting = Sitting(database, anna, at=soon, unfinished=found, before=(SEEN, RESUME)).answer(YES, YES).run(0.5)
        sitting.then(UNDO).answer(YES).run(1.0).close()
        [entry] = sessions_of(database, anna)
        assert [round(effort.held_s) for effort in entry.efforts] == [12]
        assert [sign.key for sign in signs_of(database, anna)] == ["night"]


class TestByHand:
    def test_all_that_are_open_or_one(self, database: Database, anna: int) -> None:
        Sitting(database, anna, before=(NIGHT,)).answer(YES, YES).to_end().close()
        Sitting(database, anna, before=(FEVER,)).answer(YES, YES).to_end().close()
        assert cleared(database, anna, "fever", TODAY - timedelta(days=2)) == ("fever",)
        assert cleared(database, anna) == ("night",)
        assert [(sign.key, sign.open, sign.cleared_on) for sign in signs_of(database, anna)] == [
            ("night", False, TODAY),
            ("fever", False, TODAY - timedelta(days=2)),
        ]

    def test_one_that_nobody_has_said_yes_to_yet(self, database: Database, anna: int) -> None:
        assert cleared(database, anna, "night") == ("night",)
        Sitting(database, anna, before=(NIGHT,)).answer(YES, YES).to_end().close()
        assert signs_of(database, anna)[0].open, "a yes after that is new"

    @pytest.mark.parametrize(
        ("sign", "days", "told"),
        [
            ("nigth", 0, "Did you mean 'night'"),
            ("knee", 0, "There are saddle, fever, night"),
            ("night", 1, "still to come"),
            (None, 0, "No warning sign is open"),
        ],
    )
    def test_what_cannot_be_is_told_in_a_line(
        self, database: Database, anna: int, sign: str | None, days: int, told: str
    ) -> None:
        with pytest.raises(RequestError, match=told) as caught:
            cleared(database, anna, sign, TODAY + timedelta(days=days))
        assert "\n" not in str(caught.value)
        assert signs_of(database, anna) == ()

    def test_it_is_exported_and_deleted_with_the_patient(self, database: Database, anna: int) -> None:
        Sitting(database, anna, before=(NIGHT,)).answer(YES, YES).to_end().close()
        document = everything(database, Patients(database).get("Anna"), MONDAY)
        assert document["warning_signs"] == [
            {"sign": "night", "open": True, "said_on": TODAY.isoformat(), "cleared_on": None}
        ]
        Patients(database).delete("Anna")
        assert not database.rows("SELECT * FROM sign_events")
