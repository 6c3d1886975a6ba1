"""A patient comes to a session: what they are asked, what is said in short, what is written down."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import voicecoach.records.patient_session as patient_session_module
import voicecoach.records.writer as writer_module
from tests.rehearsal import two_sided
from tests.sitting import Sitting
from voicecoach.errors import RequestError, StorageError
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
from voicecoach.session.records import Answered, EndReason, Heard, PainScored, SessionEnded, SessionStarted

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
    with Database() as database:
        assert not sessions_of(database, Patients(database).get("Anna").id), "nor one that was never begun"
    with attending() as anna:
        anna.begin()
        anna.recorders[0].keep(SessionStarted("test", "Test stretch", 8), 0.0)
    with Database() as database:
        assert len(sessions_of(database, Patients(database).get("Anna").id)) == 1


NOBODY_KNOWS = "nobody knows what has been prescribed for Anna, so no session of theirs starts. A guest's does"


class TestWhatCannotBeRead:
    """Somebody whose settings are not known has no session: a side that is to be left out would be stretched."""

    @staticmethod
    def check() -> None:
        with pytest.raises(StorageError, match=NOBODY_KNOWS), attending():
            pass
        for ask in (settings_of, nearly_called):
            with pytest.raises(StorageError, match=NOBODY_KNOWS):
                ask("Anna")

    def test_no_journal(self, folder: Path) -> None:
        (folder / JOURNAL_NAME).write_bytes(b"this is no database" * 100)
        self.check()

    def test_one_that_another_program_keeps_for_itself(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(patient_session_module, "READ_WITHIN_S", 0.05)
        exercised(to_end=True)
        with closing(sqlite3.connect(folder / JOURNAL_NAME, isolation_level=None)) as other:
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
            other.execute("BEGIN IMMEDIATE")
            other.execute("UPDATE patients SET gate_again = 1")
            self.check()
        with attending():
            pass

    def test_one_with_a_page_of_something_else(self, folder: Path) -> None:
        exercised(to_end=True)
        with Database() as database:
            [[page]] = database.rows("SELECT rootpage FROM sqlite_schema WHERE name = 'patients'")
            [[size]] = database.rows("PRAGMA page_size")
        with (folder / JOURNAL_NAME).open("r+b") as file:
            file.seek((page - 1) * size)
            file.write(b"x" * size)
        self.check()

    def test_one_in_whose_index_the_patient_is_missing(self, folder: Path) -> None:
        """SQLite does not notice it by itself: Anna seems to be somebody new."""
        exercised(to_end=True)
        with Database() as database:
            name = "sqlite_autoindex_patients_1"
            [[page]] = database.rows("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,))
            [[size]] = database.rows("PRAGMA page_size")
        with (folder / JOURNAL_NAME).open("r+b") as file:
            file.seek((page - 1) * size)
            file.write(bytes([10, 0, 0, 0, 0, size // 256, size % 256, 0]))  # an empty leaf
        with pytest.raises(StorageError, match=NOBODY_KNOWS):
            settings_of("Anna")


class TestTwoAtOnce:
    def test_the_second_session_of_somebody_is_refused(self) -> None:
        exercised(to_end=True)
        with attending():
            with pytest.raises(RequestError, match="A session of anna is running on this computer already"):
                open_patient_session("anna", ROUTINE, two_sided(), PlanOptions(), LANGUAGE, NOW)
            with attending("Bo"):
                pass
        with attending():
            pass

    def test_and_of_somebody_who_is_new(self) -> None:
        with attending("Bo"), pytest.raises(RequestError, match="A session of Bo is running"):
            open_patient_session("Bo", ROUTINE, two_sided(), PlanOptions(), LANGUAGE, NOW)


def test_a_name_that_nobody_can_have_is_a_wrong_request() -> None:
    with pytest.raises(RequestError):
        open_patient_session("  ", ROUTINE, two_sided(), PlanOptions(), LANGUAGE, NOW)
    with pytest.raises(RequestError):
        settings_of("\x07")


def test_what_the_ears_learnt_is_kept_with_the_patient() -> None:
    file = learnt_by("Anna", NOW)
    with attending() as anna:
        assert anna.learnt is None
    file.parent.mkdir(parents=True, exist_ok=True)
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


def test_a_journal_that_cannot_be_written_is_said_and_what_is_not_kept_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writer_module, "TOLD_AFTER_S", 0.0)
    monkeypatch.setattr(writer_module, "CLOSING_S", 0.3)
    said: list[str] = []
    with attending("Bo") as bo:
        bo.begin()
        bo.on_failure = said.append
        with Database() as database:
            database.rows("DROP TABLE patients")
        bo.recorders[0].keep(PainScored("before", 3), 5.0)
    assert len(said) == 1
    assert "patients. Nothing of this session is kept." in bo.notes[-1]


@pytest.mark.parametrize(("name", "near"), [("Ana", "Anna"), ("ANNA", None), ("Zoltan", None)])
def test_a_name_that_is_nearly_anothers_is_told(name: str, near: str | None) -> None:
    with Database() as database:
        Patients(database).called("Anna", NOW)
    assert nearly_called(name) == near
    with attending(name) as somebody:
        assert [near in note for note in somebody.notes if near] == ([True] if near else [])
        assert len(somebody.notes) == (1 if near else 0)
