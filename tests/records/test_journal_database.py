"""The journal's file: made, brought up to date, shared, and what its faults are called."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sitting import MONDAY
from voicecoach.errors import StorageError
from voicecoach.paths import JOURNAL_NAME
from voicecoach.records.database import Database
from voicecoach.records.migrations import STEPS
from voicecoach.records.patients import Patients
from voicecoach.records.sessions import sessions_of
from voicecoach.records.timestamps import from_columns, to_columns
from voicecoach.records.warning_signs import KnownSign, signs_of

VERSION_1 = Path(__file__).parent / "version-1.sql"
VERSION_2 = Path(__file__).parent / "version-2.sql"
VERSION_3 = Path(__file__).parent / "version-3.sql"
NOTES = ("ALTER TABLE patients ADD COLUMN note TEXT NOT NULL DEFAULT ''",)


class TestOpening:
    def test_makes_folder_and_file_for_nobody_else(self, tmp_path: Path) -> None:
        with Database(tmp_path / "deep" / "er") as database:
            Patients(database).called("Anna", MONDAY)
            assert stat.S_IMODE(database.folder.stat().st_mode) == 0o700
            files = list(database.folder.iterdir())
            assert len(files) == 3
            assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}

    @pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
    def test_closes_to_others_what_was_there_before(self, tmp_path: Path) -> None:
        (tmp_path / JOURNAL_NAME).touch(mode=0o644)
        tmp_path.chmod(0o755)
        with Database(tmp_path) as database:
            Patients(database).called("Anna", MONDAY)
            assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
        assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700

    def test_is_set_up_to_survive_power_loss(self, tmp_path: Path) -> None:
        with Database(tmp_path) as database:
            assert database.rows("PRAGMA journal_mode")[0][0] == "wal"
            assert database.rows("PRAGMA synchronous")[0][0] == 2  # FULL
            assert database.rows("PRAGMA foreign_keys")[0][0] == 1

    def test_four_processes_may_make_the_same_file_at_once(self, tmp_path: Path) -> None:
        program = (
            "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
            "from voicecoach.records.database import Database; from voicecoach.records.patients import Patients\n"
            "sys.stdin.readline()\n"
            "with Database(Path(sys.argv[1])) as d: Patients(d).called(sys.argv[2], datetime.now(UTC))\n"
        )
        children = [
            subprocess.Popen(
                [sys.executable, "-c", program, str(tmp_path), name],
                stdin=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for name in ("Anna", "Bo", "anna", "Cleo")
        ]
        for child in children:
            assert child.stdin is not None
            child.stdin.write("\n")
            child.stdin.flush()
        for child in children:
            _, complaint = child.communicate(timeout=60)
            assert child.returncode == 0, complaint
        with Database(tmp_path) as database:
            names = [patient.name.casefold() for patient in Patients(database).all()]
            assert names == ["anna", "bo", "cleo"]
            assert not database.problems()


class TestMigration:
    def test_a_file_of_version_1_is_read_in_full(self, tmp_path: Path) -> None:
        """``version-1.sql`` was dumped by the program that first wrote such a file; it is never made anew."""
        make_version_1(tmp_path)
        with Database(tmp_path) as database:
            [patient] = Patients(database).all()
            assert (patient.name, patient.rate_wpm, patient.emergency_number) == ("Zoë Ångström", 130, "+46 8 123 456")
            [entry] = sessions_of(database, patient.id)
            assert entry.pain_before == 5
            assert [effort.held_s for effort in entry.efforts] == [30.0, 12.5]
            assert entry.notes == ()
            assert database.rows("PRAGMA user_version")[0][0] == len(STEPS)

    def test_a_file_of_version_2_is_read_in_full(self, tmp_path: Path) -> None:
        make_journal(tmp_path, VERSION_2)
        with Database(tmp_path) as database:
            [patient] = Patients(database).all()
            [entry] = sessions_of(database, patient.id)
            assert [(note.kind, note.detail) for note in entry.notes] == [("topic", "sciatica"), ("help-called", "")]
            assert entry.paused_s > 10.0

    def test_signs_said_yes_to_in_a_file_of_version_3_stay_open(self, tmp_path: Path) -> None:
        make_journal(tmp_path, VERSION_3)
        with Database(tmp_path) as database:
            bo, zoe = Patients(database).all()
            assert signs_of(database, zoe.id) == (KnownSign("fever", open=True), KnownSign("night", open=True))
            assert signs_of(database, bo.id) == ()
            assert (zoe.dose, zoe.pace, zoe.gate_again) == (None, None, True)

    def test_an_older_file_gets_what_is_new_and_keeps_what_it_has(self, tmp_path: Path) -> None:
        make_version_1(tmp_path)
        with Database(tmp_path, steps=(STEPS[0], NOTES)) as database:
            [row] = database.rows("SELECT name, note FROM patients")
            assert tuple(row) == ("Zoë Ångström", "")
            assert database.rows("PRAGMA user_version")[0][0] == 2

    def test_a_step_that_fails_leaves_the_file_as_it_was(self, tmp_path: Path) -> None:
        make_version_1(tmp_path)
        with pytest.raises(StorageError):
            Database(tmp_path, steps=(STEPS[0], NOTES, ("INSERT INTO nowhere VALUES (1)",)))
        with sqlite3.connect(tmp_path / JOURNAL_NAME) as plain:
            assert plain.execute("PRAGMA user_version").fetchone() == (1,)
            assert "note" not in [row[1] for row in plain.execute("PRAGMA table_info(patients)")]

    def test_a_file_of_a_newer_program_is_refused_and_left_alone(self, tmp_path: Path) -> None:
        Database(tmp_path, steps=(STEPS[0], NOTES)).close()
        before = (tmp_path / JOURNAL_NAME).read_bytes()
        with pytest.raises(StorageError, match=r"newer voicecoach \(journal version 2, and this one knows 1\)"):
            Database(tmp_path, steps=STEPS[:1])
        assert (tmp_path / JOURNAL_NAME).read_bytes() == before

    def test_another_programs_database_is_refused(self, tmp_path: Path) -> None:
        with sqlite3.connect(tmp_path / JOURNAL_NAME) as other:
            other.execute("CREATE TABLE recipes (name)")
        with pytest.raises(StorageError, match="another program's database"):
            Database(tmp_path)


class TestFaults:
    def test_a_folder_that_cannot_be_made(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(StorageError, match=r"cannot be kept in .*VOICECOACH_DATA"):
            Database(tmp_path / "file" / "folder")

    def test_a_file_that_cannot_be_opened(self, tmp_path: Path) -> None:
        (tmp_path / JOURNAL_NAME).mkdir()
        with pytest.raises(StorageError, match="cannot be written"):
            Database(tmp_path)

    def test_a_file_that_may_not_be_written(self, tmp_path: Path) -> None:
        with Database(tmp_path) as database:
            database.rows("PRAGMA query_only = ON")
            with pytest.raises(StorageError, match="cannot be written"):
                Patients(database).called("Anna", MONDAY)

    def test_a_file_that_is_something_else(self, tmp_path: Path) -> None:
        (tmp_path / JOURNAL_NAME).write_bytes(b"Dear diary, today my hip was better.\n" * 200)
        with pytest.raises(StorageError, match="is not a journal, or is damaged"):
            Database(tmp_path)

    def test_a_damaged_page_is_met_when_it_is_read(self, tmp_path: Path) -> None:
        make_version_1(tmp_path)
        path = tmp_path / JOURNAL_NAME
        content = bytearray(path.read_bytes())
        content[4096:] = b"\x55" * (len(content) - 4096)
        path.write_bytes(content)
        with pytest.raises(StorageError, match="is damaged: bring it back from a copy"), Database(tmp_path) as database:
            Patients(database).all()

    def test_a_lock_that_is_never_let_go(self, tmp_path: Path) -> None:
        with Database(tmp_path) as holder, Database(tmp_path, busy_s=0.05) as waiting:
            with holder.transaction(), pytest.raises(StorageError, match="Another program has locked the journal"):
                Patients(waiting).called("Anna", MONDAY)
            assert Patients(waiting).called("Anna", MONDAY).name == "Anna"

    def test_what_raises_in_a_transaction_takes_it_back(self, tmp_path: Path) -> None:
        with Database(tmp_path) as database:
            with pytest.raises(ZeroDivisionError):
                self.break_off(database)
            assert not Patients(database).all()

    @staticmethod
    def break_off(database: Database) -> None:
        with database.transaction() as connection:
            connection.execute(
                "INSERT INTO patients (name, name_key, created_utc, created_offset_min) VALUES ('A', 'a', '', 0)"
            )
            raise ZeroDivisionError

    def test_threads_take_turns(self, tmp_path: Path) -> None:
        with Database(tmp_path) as database:
            patients = Patients(database)
            threads = [
                threading.Thread(target=patients.called, args=(f"Patient {number}", MONDAY)) for number in range(8)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(patients.all()) == 8


class TestMoments:
    @given(
        st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),
        st.integers(-14 * 60, 14 * 60),
    )
    def test_come_back_as_they_went_to_the_millisecond(self, naive: datetime, offset_min: int) -> None:
        zone = timezone(timedelta(minutes=offset_min))
        at = naive.replace(microsecond=naive.microsecond // 1000 * 1000, tzinfo=zone)
        assert from_columns(*to_columns(at)) == at
        assert from_columns(*to_columns(at)).utcoffset() == at.utcoffset()

    @given(st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)), min_size=2))
    def test_sort_as_text(self, times: list[datetime]) -> None:
        texts = [to_columns(at)[0] for at in sorted(times)]
        assert texts == sorted(texts)

    def test_a_time_without_a_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            to_columns(datetime(2026, 11, 2))


def make_version_1(folder: Path) -> None:
    make_journal(folder, VERSION_1)


def make_journal(folder: Path, dump: Path) -> None:
    with sqlite3.connect(folder / JOURNAL_NAME) as plain:
        plain.executescript(dump.read_text(encoding="utf-8"))
    plain.close()
