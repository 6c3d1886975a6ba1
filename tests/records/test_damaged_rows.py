"""A row in which anything may stand: a sentence, or a patient who is left out and named, never a traceback."""

from __future__ import annotations

import io
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout, suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.conversation import LANGUAGE
from tests.rehearsal import two_sided
from tests.sitting import MONDAY, Sitting
from voicecoach.cli import people, reports
from voicecoach.errors import StorageError, VoicecoachError
from voicecoach.language.vocabulary import Command
from voicecoach.paths import JOURNAL_NAME, VARIABLE
from voicecoach.records.database import Database
from voicecoach.records.patient_session import open_patient_session, settings_of
from voicecoach.records.patients import Patients
from voicecoach.records.prescribed import PlanOptions
from voicecoach.records.unfinished import unfinished
from voicecoach.records.warning_signs import clear_signs
from voicecoach.routine.plan import Side
from voicecoach.session.records import NotRecognised, PainScored, SettingChanged

LATER = MONDAY + timedelta(minutes=30)
OF_PATIENTS = ("patients", "prescriptions", "clearances", "sign_events")
OF_SESSIONS = ("sessions", "works", "efforts", "skips", "hurts", "commands", "notes")
VALUES: st.SearchStrategy[object] = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.sampled_from([-1, 0, 1, 2, 11, 10**6, 10**12]),
    st.floats(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.sampled_from(["left", "both", "full", "yes", "2026-13-45", "0001-01-01", "9999-12-31", "2026-11-02"]),
    st.sampled_from(["9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00.000Z", "[/b]", "{}", "no JSON", "\x1b[2J"]),
    st.binary(max_size=4),
)


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal with two patients, a finished session, one that was left in a hold, and a bit of everything."""
    folder = tmp_path_factory.mktemp("journal")
    with Database(folder) as database:
        patients = Patients(database)
        for name in ("Anna", "Bo"):
            patient = patients.called(name, MONDAY - timedelta(days=3))
            patients.remember(name, leave_out_side=Side.LEFT, gate_passed_on=MONDAY.date(), hold_s=20.0)
            clear_signs(database, patient.id, "night", date(2026, 11, 1), today=MONDAY.date(), there_are=["night"])
            with database.transaction() as connection:
                connection.execute("INSERT INTO clearances VALUES (?, 'deep-piriformis', '2026-11-01')", (patient.id,))
            first = Sitting(database, patient.id, at=MONDAY - timedelta(days=1)).keep(PainScored("before", 3))
            first.hold(5.0).then(Command.HURTS).run(30.0).then(Command.SKIP).keep(SettingChanged("hold"))
            first.keep(NotRecognised(1.0)).to_end().keep(PainScored("after", 4)).close()
            Sitting(database, patient.id).hold(12.0).close()
    return folder / JOURNAL_NAME


@pytest.fixture(scope="module")
def columns(journal: Path) -> Sequence[tuple[str, str]]:
    with closing(sqlite3.connect(journal)) as connection:
        return [
            (t, row[1]) for t in (*OF_PATIENTS, *OF_SESSIONS) for row in connection.execute(f"PRAGMA table_info({t})")
        ]


def resuming() -> None:
    with Database() as database:
        found = unfinished(database, Patients(database).get("Anna").id, LATER)
    if found is not None:
        found.resume_point(PLAN)


def starting() -> None:
    settings_of("Anna")
    open_patient_session("Anna", "deep-piriformis", PLAN, PlanOptions(), LANGUAGE, LATER).close()


PLAN = two_sided()
ASKED: Sequence[Callable[[], object]] = (
    people.list_patients,
    lambda: people.list_patients(as_json=True),
    lambda: people.list_patients(as_csv=True),
    lambda: people.show_patient("Anna"),
    lambda: people.export_patient("Anna", None, now=LATER),
    lambda: reports.history(None, now=LATER),
    lambda: reports.history("Anna", as_json=True, now=LATER),
    lambda: reports.history(None, as_csv=True, now=LATER),
    lambda: reports.report(None, now=LATER),
    lambda: reports.report("Anna", as_json=True, now=LATER),
    lambda: reports.report(None, as_csv=True, now=LATER),
    lambda: people.delete_patient("Anna", sure=False),
    resuming,
    starting,
)


def damage(journal: Path, folder: Path, table: str, column: str, value: object, whose: str = "") -> bool:
    """A copy of the journal with this value in all rows, or in those ``whose`` names. False where SQLite refuses it."""
    shutil.copyfile(journal, folder / JOURNAL_NAME)
    with closing(sqlite3.connect(folder / JOURNAL_NAME)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        changed = 0
        with suppress(sqlite3.Error, OverflowError), connection:
            changed = connection.execute(f"UPDATE OR IGNORE {table} SET {column} = ? {whose}", (value,)).rowcount
        return changed > 0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    return tmp_path


def answer(ask: Callable[[], object]) -> tuple[str, str]:
    """What is printed, and what is complained of."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            ask()
        except VoicecoachError as error:
            err.write(f"{error}\n")
    return out.getvalue(), err.getvalue()


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_value_in_any_column_is_a_sentence_or_a_patient_left_out(
    journal: Path, columns: Sequence[tuple[str, str]], folder: Path, data: st.DataObject
) -> None:
    table, column = data.draw(st.sampled_from(columns))
    assume(damage(journal, folder, table, column, data.draw(VALUES)))
    for ask in data.draw(st.lists(st.sampled_from(ASKED), min_size=3, max_size=3, unique=True)):
        _, complaints = answer(ask)
        assert all(line.endswith((".", "?")) for line in complaints.splitlines()), complaints


def test_a_patient_with_a_side_that_there_is_not_has_no_session(journal: Path, folder: Path) -> None:
    assert damage(journal, folder, "patients", "leave_out_side", "lefft", "WHERE name = 'Anna'")
    with pytest.raises(StorageError, match=r"what is kept of Anna cannot be read \(leave_out_side is 'lefft'\)"):
        settings_of("Anna")
    assert settings_of("Bo") is not None


def test_a_patient_whose_name_is_spoilt_is_not_taken_for_somebody_new(journal: Path, folder: Path) -> None:
    assert damage(journal, folder, "patients", "name_key", "amma", "WHERE name = 'Anna'")
    with pytest.raises(StorageError, match="is damaged"):
        settings_of("Anna")


def test_a_hold_that_nobody_prescribes_is_none(journal: Path, folder: Path) -> None:
    assert damage(journal, folder, "patients", "hold_s", 9000.0, "WHERE name = 'Anna'")
    with pytest.raises(StorageError, match="must be 1 to 600 seconds"):
        settings_of("Anna")


def test_a_sign_of_which_it_is_not_known_whether_it_is_open_is_not_taken_for_cleared(
    journal: Path, folder: Path
) -> None:
    assert damage(journal, folder, "sign_events", "kind", "yess")
    with pytest.raises(StorageError, match="a warning sign cannot be read"):
        starting()


@pytest.mark.parametrize("table", ["patients", "sessions"])
def test_others_are_shown_and_who_cannot_be_read_is_named_and_can_be_deleted(
    journal: Path, folder: Path, table: str
) -> None:
    column = {"patients": "created_utc", "sessions": "started_utc"}[table]
    whose = {"patients": "id", "sessions": "patient_id"}[table]
    assert damage(journal, folder, table, column, "yesterday", f"WHERE {whose} = 1")
    for ask in (people.list_patients, lambda: reports.report(None, now=LATER)):
        shown, complaint = answer(ask)
        assert "Bo" in shown
        assert "Anna" not in shown
        assert "Anna" in complaint
    assert answer(lambda: people.delete_patient("Anna", sure=True)) == ("Everything of Anna is deleted.\n", "")
    assert answer(people.list_patients)[1] == ""
