"""Patients found, made, changed, renamed, deleted, exported."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.rehearsal import Rehearsal, two_sided
from tests.sitting import MONDAY, Sitting
from voicecoach.errors import RequestError, StorageError
from voicecoach.language.vocabulary import Command
from voicecoach.limits import GAIN_RANGE_DB
from voicecoach.records.database import Database
from voicecoach.records.export import everything
from voicecoach.records.patient import Pace, Verbosity
from voicecoach.records.patients import Patients
from voicecoach.records.prescription import Prescription, prescribed_on, weekdays_from
from voicecoach.routine.plan import Side
from voicecoach.session.actions import ChangeVolume
from voicecoach.session.records import PainScored

TODAY = MONDAY.date()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path) as opened:
        yield opened


@pytest.fixture
def patients(database: Database) -> Patients:
    return Patients(database)


class TestFinding:
    def test_a_name_used_for_the_first_time_makes_a_patient(self, patients: Patients) -> None:
        anna = patients.called("Anna", MONDAY)
        assert (anna.name, anna.created, anna.verbosity, anna.rate_wpm) == ("Anna", MONDAY, Verbosity.AUTO, None)
        assert anna.gate_passed_on is None

    def test_in_other_capitals_it_is_the_same_patient(self, patients: Patients) -> None:
        anna = patients.called("Anna", MONDAY)
        assert patients.called("ANNA", MONDAY + timedelta(days=1)) == anna
        assert patients.get(" anna ") == anna
        assert len(patients.all()) == 1

    def test_a_name_that_nobody_has_is_answered_with_the_nearest(self, patients: Patients) -> None:
        patients.called("Anna Maria", MONDAY)
        with pytest.raises(RequestError, match="Did you mean 'Anna Maria'"):
            patients.get("Ana Maria")
        with pytest.raises(RequestError, match=r"called 'Zoltan'\. 'voicecoach patients' shows those there are\.$"):
            patients.get("Zoltan")
        assert patients.find("Bo") is None

    def test_when_nobody_is_there_it_says_so(self, patients: Patients) -> None:
        with pytest.raises(RequestError, match=r"There are no patients yet.*--patient NAME"):
            patients.get("Anna")


class TestRemembering:
    def test_what_was_changed_is_there_the_next_time(self, database: Database, patients: Patients) -> None:
        patients.called("Anna", MONDAY)
        changed = patients.remember(
            "anna",
            voice="en-gb+f2",
            rate_wpm=130,
            gain_db=4.0,
            hold_s=45.0,
            leave_out_side=Side.LEFT,
            first_side=Side.RIGHT,
            verbosity=Verbosity.FULL,
            emergency_number="+44 1632 960001",
            gate_passed_on=TODAY,
            gate_again=True,
            dose="flexibility",
            pace=Pace.SLOW,
        )
        assert Patients(database).get("Anna") == changed
        assert (changed.dose, changed.pace) == ("flexibility", Pace.SLOW)

    def test_none_takes_a_setting_back_and_leaves_the_others(self, patients: Patients) -> None:
        patients.called("Anna", MONDAY)
        patients.remember("Anna", rate_wpm=130, hold_s=45.0)
        patients.remember("Anna", rate_wpm=None)
        assert (patients.get("Anna").rate_wpm, patients.get("Anna").hold_s) == (None, 45.0)

    @pytest.mark.parametrize(
        "change",
        [
            {"rate_wpm": 5},
            {"gain_db": 40.0},
            {"gain_db": float("nan")},
            {"hold_s": 0.5},
            {"hold_s": 601.0},
            {"voice": " "},
            {"voice": "a\nb"},
            {"emergency_number": "call my son"},
            {"emergency_number": "+"},
        ],
    )
    def test_what_cannot_be_is_refused_and_changes_nothing(self, patients: Patients, change: dict[str, object]) -> None:
        anna = patients.called("Anna", MONDAY)
        with pytest.raises(RequestError):
            patients.remember("Anna", **change)  # type: ignore[arg-type]
        assert patients.get("Anna") == anna

    def test_the_volume_goes_as_far_as_it_does_by_voice(self) -> None:
        rehearsal = Rehearsal(two_sided())
        for command in [Command.LOUDER] * 20 + [Command.QUIETER] * 20:
            rehearsal.hear(command)
        gains_db = [action.gain_db for _, action in rehearsal.actions if isinstance(action, ChangeVolume)]
        assert (min(gains_db), max(gains_db)) == GAIN_RANGE_DB


class TestRenaming:
    def test_keeps_the_sessions(self, database: Database, patients: Patients) -> None:
        anna = patients.called("Anna", MONDAY)
        Sitting(database, anna.id).to_end().close()
        assert patients.rename("anna", "Anne") == patients.get("Anne")
        assert patients.get("Anne").id == anna.id
        assert patients.find("Anna") is None

    def test_may_change_only_the_capitals(self, patients: Patients) -> None:
        patients.called("anna", MONDAY)
        assert patients.rename("anna", "Anna").name == "Anna"

    def test_somebody_elses_name_is_refused(self, patients: Patients) -> None:
        patients.called("Anna", MONDAY)
        patients.called("Bo", MONDAY)
        with pytest.raises(RequestError, match="a patient called 'Anna' already"):
            patients.rename("Bo", "ANNA")


class TestDeleting:
    def test_leaves_nothing_of_the_patient_in_any_file(self, database: Database, patients: Patients) -> None:
        anna = patients.called("Anneliese Quittenbaum", MONDAY)
        patients.remember(anna.name, emergency_number="+49 30 55501234")
        patients.folder(anna).mkdir(parents=True)
        (patients.folder(anna) / "voice.npz").write_bytes(b"her voice")
        Sitting(database, anna.id).keep(PainScored("before", 7)).hold(10.0).then(Command.SKIP).to_end().close()
        patients.delete("anneliese quittenbaum")
        assert not patients.all()
        assert not patients.folder(anna).exists()
        for table in ("sessions", "works", "efforts", "skips", "hurts", "commands", "prescriptions", "clearances"):
            assert not database.rows(f"SELECT * FROM {table}"), table
        for path in database.folder.rglob("*"):
            if path.is_file():
                content = path.read_bytes().lower()
                for secret in (b"quittenbaum", b"55501234", b"deep-piriformis"):
                    assert secret not in content, (path, secret)

    def test_says_what_another_program_that_reads_the_journal_still_holds(self, tmp_path: Path) -> None:
        with Database(tmp_path, busy_s=0.1) as database:
            Patients(database).called("Anneliese Quittenbaum", MONDAY)
            database.forget_traces()
            with Database(tmp_path) as other, other.reading():
                other.rows("SELECT * FROM patients")
                with pytest.raises(StorageError, match="is deleted, but another program is reading the journal"):
                    Patients(database).delete("Anneliese Quittenbaum")
                assert b"Quittenbaum" in database.path.read_bytes(), "and that is so"
            assert not Patients(database).all()
        with Database(tmp_path):
            pass
        assert not [path for path in tmp_path.iterdir() if b"Quittenbaum" in path.read_bytes()]

    def test_leaves_the_others_alone(self, database: Database, patients: Patients) -> None:
        for name in ("Anna", "Bo"):
            Sitting(database, patients.called(name, MONDAY).id).to_end().close()
        patients.delete("Anna")
        assert [patient.name for patient in patients.all()] == ["Bo"]
        assert len(database.rows("SELECT * FROM sessions")) == 1

    def test_a_number_is_never_given_twice(self, patients: Patients) -> None:
        anna = patients.called("Anna", MONDAY)
        patients.delete("Anna")
        assert patients.called("Bo", MONDAY).id != anna.id


class TestExporting:
    def test_has_everything(self, database: Database, patients: Patients) -> None:
        anna = patients.called("Anna", MONDAY)
        anna = patients.remember("Anna", hold_s=45.0, leave_out_side=Side.LEFT)
        with database.transaction() as connection:
            row = (anna.id, "deep-piriformis", TODAY.isoformat())
            connection.execute("INSERT INTO clearances VALUES (?, ?, ?)", row)
        patients.folder(anna).mkdir(parents=True)
        (patients.folder(anna) / "voice.npz").write_bytes(b"\x00\x01")
        Sitting(database, anna.id).keep(PainScored("before", 7)).hold(10.0).then(Command.HURTS).then(
            Command.SKIP
        ).to_end().close()
        document = json.loads(json.dumps(everything(database, anna, MONDAY)))
        assert document["version"] == 1
        assert document["patient"]["name"] == "Anna"
        assert document["patient"]["leave_out_side"] == "left"
        assert document["patient"]["flags"] == []
        assert document["cleared_routines"] == {"deep-piriformis": "2026-11-02"}
        assert document["prescriptions"][0]["weekdays"] == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        assert base64.b64decode(document["files"]["voice.npz"]) == b"\x00\x01"
        [session] = document["sessions"]
        assert session["started"] == "2026-11-02T08:00:00+01:00"
        assert session["pain_before"] == 7
        assert session["hurt_at_steps"] == [4]
        assert session["efforts"][0]["held_s"] == pytest.approx(10.0, abs=0.1)
        assert session["commands"] == {"hurts": 1, "ready": 1, "skip": 1}


class TestPrescription:
    def test_every_day_once_from_the_first_day_on(self, patients: Patients) -> None:
        anna = patients.called("Anna", MONDAY)
        assert patients.prescriptions(anna) == (Prescription(TODAY),)

    def test_a_new_one_does_not_change_the_past(self, patients: Patients) -> None:
        anna = patients.called("Anna", MONDAY)
        patients.prescribe(anna, Prescription(TODAY + timedelta(days=7), frozenset({0, 2, 4}), 2))
        both = patients.prescriptions(anna)
        assert [prescribed_on(both, TODAY + timedelta(days=day)) for day in (-1, 0, 1, 6, 7, 8, 9)] == [
            0, 1, 1, 1, 2, 0, 2,
        ]  # fmt: skip

    def test_two_on_one_day_leave_the_later(self, patients: Patients) -> None:
        anna = patients.called("Anna", MONDAY)
        patients.prescribe(anna, Prescription(TODAY, frozenset({0}), 3))
        assert patients.prescriptions(anna) == (Prescription(TODAY, frozenset({0}), 3),)

    @pytest.mark.parametrize(
        "wrong", [Prescription(TODAY, frozenset()), Prescription(TODAY, a_day=0), Prescription(TODAY, a_day=99)]
    )
    def test_nonsense_is_refused(self, patients: Patients, wrong: Prescription) -> None:
        anna = patients.called("Anna", MONDAY)
        with pytest.raises(RequestError):
            patients.prescribe(anna, wrong)

    def test_days_as_they_are_written(self) -> None:
        assert weekdays_from("mon,wed,fri") == {0, 2, 4}
        assert weekdays_from("Tuesday, Sat") == {1, 5}
        assert weekdays_from("daily") == set(range(7))
        for wrong in ("", "someday", "mon,xyz"):
            with pytest.raises(RequestError):
                weekdays_from(wrong)

    def test_before_the_first_nothing_is_prescribed(self) -> None:
        assert prescribed_on([], date(2026, 11, 2)) == 0
