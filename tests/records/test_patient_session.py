"""A patient comes to a session: what they are asked, what is said in short, what is written down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.rehearsal import two_sided
from tests.sitting import Sitting
from voicecoach.errors import RequestError
from voicecoach.language.loading import load
from voicecoach.language.vocabulary import Command
from voicecoach.paths import JOURNAL_NAME, VARIABLE
from voicecoach.records.database import Database
from voicecoach.records.patient import Verbosity
from voicecoach.records.patient_session import (
    PatientSession,
    learnt_by,
    nearly_called,
    open_patient_session,
    settings_of,
)
from voicecoach.records.patients import Patients
from voicecoach.records.prescribed import PlanOptions
from voicecoach.records.sessions import sessions_of
from voicecoach.session.actions import ChangeVolume
from voicecoach.session.questions import QuestionKind
from voicecoach.session.records import Answered, EndReason, Heard, PainScored, SessionEnded

LANGUAGE = load("en")
NOW = datetime(2026, 11, 4, 8, 0).astimezone()
ROUTINE = "deep-piriformis"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    return tmp_path


@contextmanager
def attending(name: str = "Anna", routine: str = ROUTINE, at: datetime = NOW) -> Iterator[PatientSession]:
    patient_session = open_patient_session(name, routine, two_sided(), PlanOptions(), LANGUAGE, at)
    try:
        yield patient_session
    finally:
        patient_session.close()


def exercised(*, to_end: bool, ago: timedelta = timedelta(minutes=10)) -> None:
    """A session of Anna's that is over, or was killed in its first hold."""
    with Database() as database:
        anna = Patients(database).called("Anna", NOW - ago)
        sitting = Sitting(database, anna.id, at=NOW - ago)
        (sitting.to_end() if to_end else sitting.hold(12.0)).close()


def topics(patient_session: PatientSession) -> set[QuestionKind]:
    return {question.kind for question in patient_session.before}


def test_a_first_session_is_in_full_and_begins_with_the_warning_signs() -> None:
    with attending() as anna:
        assert not anna.knows_it
        assert QuestionKind.WARNING_SIGN in topics(anna)
        assert [question.kind for question in anna.after] == [QuestionKind.PAIN_AFTER]


def test_a_routine_that_was_done_to_its_end_is_said_in_short() -> None:
    exercised(to_end=True)
    with attending() as anna:
        assert anna.knows_it
    with attending(routine="bridge") as anna:
        assert not anna.knows_it, "another routine is new"


@pytest.mark.parametrize(("verbosity", "short"), [(Verbosity.SHORT, True), (Verbosity.FULL, False)])
def test_unless_the_patient_wants_it_otherwise(verbosity: Verbosity, short: bool) -> None:
    exercised(to_end=verbosity is Verbosity.FULL)
    with Database() as database:
        Patients(database).remember("Anna", verbosity=verbosity)
    with attending() as anna:
        assert anna.knows_it is short


def test_one_that_broke_off_is_offered_to_go_on_with() -> None:
    exercised(to_end=False)
    with attending() as anna:
        assert QuestionKind.RESUME in topics(anna)
        assert anna.resume_point is not None
        assert 11.0 < anna.resume_point.held_s < 12.5
    with attending(routine="bridge") as anna:
        assert QuestionKind.RESUME not in topics(anna), "another routine is another session"


def test_a_day_later_it_begins_anew() -> None:
    exercised(to_end=False, ago=timedelta(hours=25))
    with attending() as anna:
        assert QuestionKind.RESUME not in topics(anna)
        assert anna.resume_point is None


def test_after_a_pain_the_signs_are_asked_again() -> None:
    with Database() as database:
        anna_id = Patients(database).called("Anna", NOW).id
        Patients(database).remember("Anna", gate_passed_on=NOW.date())
    with attending() as anna:
        assert QuestionKind.WARNING_SIGN not in topics(anna)
    with Database() as database:
        sitting = Sitting(database, anna_id, at=NOW).hold(5.0).then(Command.HURTS).run(30.0)
        sitting.then(Command.STOP).to_end().close()
    with attending() as anna:
        assert QuestionKind.WARNING_SIGN in topics(anna)


def test_a_request_that_was_wrong_leaves_no_session_behind() -> None:
    with Database() as database:
        Patients(database).called("Anna", NOW)
    with attending():
        pass
    with Database() as database:
        assert not sessions_of(database, Patients(database).get("Anna").id)
    with attending() as anna:
        anna.begin()
        assert len(anna.recorders) == 1
    with Database() as database:
        assert len(sessions_of(database, Patients(database).get("Anna").id)) == 1


def test_where_the_journal_cannot_be_opened_everything_is_asked_and_it_is_said(folder: Path) -> None:
    (folder / JOURNAL_NAME).write_bytes(b"this is no database" * 100)
    with attending() as anna:
        anna.begin()
        assert QuestionKind.WARNING_SIGN in topics(anna)
        assert anna.recorders == [], "and nothing that would begin later"
        assert "Nothing of this session is kept." in anna.notes[0]
    assert settings_of("Anna") is None


def test_a_name_that_nobody_can_have_is_a_wrong_request() -> None:
    with pytest.raises(RequestError):
        open_patient_session("  ", ROUTINE, two_sided(), PlanOptions(), LANGUAGE, NOW)
    with pytest.raises(RequestError):
        settings_of("\x07")


def test_what_the_ears_learnt_is_kept_with_the_patient() -> None:
    file = learnt_by("Anna", NOW)
    with attending() as anna:
        assert anna.learnt is None
    file.parent.mkdir(parents=True)
    file.write_text("this is no lesson", encoding="utf-8")
    with attending() as anna:
        assert anna.learnt is None
        assert anna.notes, "a file that cannot be read is said"
    with Database() as database:
        Patients(database).delete("Anna")
    assert not file.exists()


def test_somebody_new_is_kept_from_the_first_answer_on_with_what_was_set_before_it() -> None:
    with attending("Bo") as bo:
        bo.begin()
        [recorder] = bo.recorders
        recorder.keep(Heard("louder", "louder", 0.9, None, "phrases"), 1.0)
        bo.remember(ChangeVolume(3.0))
        assert settings_of("Bo") is None
        recorder.keep(Answered("warning-sign", "night", yes=False), 20.0)
    patient = settings_of("Bo")
    assert patient is not None
    assert patient.gain_db == 3.0
    with Database() as database:
        [entry] = sessions_of(database, patient.id)
    assert (entry.routine, entry.commands) == (ROUTINE, {"louder": 1})


def test_somebody_new_who_answers_nothing_is_not_kept() -> None:
    with attending("Bo") as bo:
        bo.begin()
        bo.remember(ChangeVolume(3.0))
        bo.recorders[0].keep(SessionEnded(EndReason.STOPPED), 5.0)
    assert settings_of("Bo") is None


def test_a_journal_that_fails_at_the_first_answer_is_said() -> None:
    with attending("Bo") as bo:
        with Database() as database:
            database.rows("DROP TABLE patients")
        bo.recorders[0].keep(PainScored("before", 3), 5.0)
    assert "Nothing of this session is kept." in bo.notes[-1]


@pytest.mark.parametrize(("name", "near"), [("Ana", "Anna"), ("ANNA", None), ("Zoltan", None)])
def test_a_name_that_is_nearly_anothers_is_told(name: str, near: str | None) -> None:
    with Database() as database:
        Patients(database).called("Anna", NOW)
    assert nearly_called(name) == near
    with attending(name) as somebody:
        assert [near in note for note in somebody.notes if near] == ([True] if near else [])
        assert len(somebody.notes) == (1 if near else 0)
