"""``patients``, ``history`` and ``report`` as they are typed."""

from __future__ import annotations

import csv
import io
import json
import re
import stat
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import typer

from tests.sitting import Sitting
from voicecoach.cli import people_app
from voicecoach.errors import RequestError, StorageError, VoicecoachError
from voicecoach.language.vocabulary import Command
from voicecoach.paths import JOURNAL_NAME
from voicecoach.records.database import Database
from voicecoach.records.patients import Patients
from voicecoach.session.records import PainScored

Run = Callable[..., str]
TWO_DAYS_AGO = datetime.now().astimezone().replace(hour=8) - timedelta(days=2)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command line against a journal of its own, and answers what it printed."""
    monkeypatch.setenv("VOICECOACH_DATA", str(tmp_path))
    app = typer.Typer()
    app.add_typer(people_app.patients, name="patients")
    app.command()(people_app.history)
    app.command()(people_app.report)

    def typed(*arguments: str) -> str:
        capsys.readouterr()
        answer = app(args=list(arguments), standalone_mode=False)
        assert answer in (None, 0)
        return capsys.readouterr().out

    return typed


@pytest.fixture
def anna(tmp_path: Path) -> str:
    """Somebody with two sessions two days ago: a whole one after which pain rose, and one broken off."""
    with Database(tmp_path) as database:
        patient = Patients(database).called("Anna", TWO_DAYS_AGO)
        first = Sitting(database, patient.id, at=TWO_DAYS_AGO).keep(PainScored("before", 2))
        first.keep(PainScored("after", 5)).to_end().close()
        later = Sitting(database, patient.id, at=TWO_DAYS_AGO + timedelta(hours=9))
        later.hold(12.0).then(Command.STOP).to_end().close()
    return patient.name


class TestPatients:
    def test_nobody_yet(self, run: Run) -> None:
        assert "Nobody has exercised here" in run("patients")
        assert json.loads(run("patients", "--json")) == {"version": 1, "patients": []}

    def test_set_makes_changes_and_forgets(self, run: Run) -> None:
        run("patients", "set", "Anna", "--rate", "130", "--leave-out", "left", "--hold", "45", "--instructions", "full")
        run(
            "patients", "set", "ANNA", "--volume", "4", "--emergency-number", "+44 1632 960001", "--first-side", "right"
        )
        run("patients", "set", "anna", "--forget", "rate", "--forget", "instructions", "--days", "mon,fri")
        run("patients", "set", "anna", "--per-day", "2")
        row = json.loads(run("patients", "show", "Anna", "--json"))
        wanted = {
            "patient": "Anna",
            "rate_wpm": None,
            "gain_db": 4.0,
            "hold_s": 45.0,
            "leave_out_side": "left",
            "first_side": "right",
            "verbosity": "auto",
            "emergency_number": "+44 1632 960001",
            "weekdays": ["mon", "fri"],
            "a_day": 2,
        }
        assert {key: row[key] for key in wanted} == wanted

    def test_what_cannot_be_set_changes_nothing(self, run: Run) -> None:
        run("patients", "set", "Anna", "--rate", "130")
        for wrong in (["--rate", "7"], ["--days", "someday"], ["--forget", "shoes"], ["--per-day", "0"]):
            with pytest.raises(RequestError):
                run("patients", "set", "Anna", *wrong)
        assert json.loads(run("patients", "--json"))["patients"][0]["rate_wpm"] == 130

    def test_a_voice_that_is_not_there_is_refused(self, run: Run) -> None:
        run("patients", "set", "Anna", "--voice", "en-gb")
        with pytest.raises(RequestError, match="no voice called 'en-gbb'"):
            run("patients", "set", "Anna", "--voice", "en-gbb")
        assert json.loads(run("patients", "show", "Anna", "--json"))["voice"] == "en-gb"

    def test_a_dose_and_a_pace(self, run: Run) -> None:
        run("patients", "set", "Anna", "--dose", "flexibility", "--pace", "slow")
        row = json.loads(run("patients", "show", "Anna", "--json"))
        assert (row["dose"], row["pace"]) == ("flexibility", "slow")
        with pytest.raises(RequestError, match=r"Did you mean 'flexibility'\?.* There are .*gentle"):
            run("patients", "set", "Anna", "--dose", "flexibilty")
        run("patients", "set", "Anna", "--forget", "dose", "--forget", "pace")
        row = json.loads(run("patients", "show", "Anna", "--json"))
        assert (row["dose"], row["pace"]) == (None, None)

    def test_a_doctors_look_is_noted_and_shown(self, run: Run, anna: str, tmp_path: Path) -> None:
        with Database(tmp_path) as database:
            patient = Patients(database).get(anna)
            with database.transaction() as connection:
                connection.executemany(
                    "INSERT INTO sign_events (patient_id, sign, kind, day) VALUES (?, ?, 'yes', '2026-11-01')",
                    [(patient.id, "night"), (patient.id, "fever")],
                )
        assert "no doctor has looked at it yet" in run("patients", "show", anna)
        run("patients", "clear", "ANNA", "--sign", "fever", "--on", "2026-11-02")
        shown = " ".join(run("patients", "clear", anna).split())
        assert "a doctor looked at it on 2 November 2026" in shown
        signs = json.loads(run("patients", "show", anna, "--json"))["warning_signs"]
        today = datetime.now().astimezone().date().isoformat()
        assert [(sign["sign"], sign["open"], sign["cleared_on"]) for sign in signs] == [
            ("night", False, today),
            ("fever", False, "2026-11-02"),
        ]
        assert "On 2 November 2026 a doctor looked at this warning sign: a fever" in run("report", "--patient", anna)

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["Ana"], "Did you mean 'Anna'"),
            (["Anna"], "No warning sign is open"),
            (["Anna", "--sign", "nigth"], "Did you mean 'night'"),
            (["Anna", "--sign", "night", "--on", "2999-01-01"], "still to come"),
            (["Anna", "--sign", "night", "--on", "yesterday"], "Write it as 2026-11-02"),
        ],
    )
    @pytest.mark.usefixtures("anna")
    def test_what_cannot_be_cleared_is_told_in_a_line(self, run: Run, arguments: list[str], told: str) -> None:
        with pytest.raises(RequestError, match=told) as caught:
            run("patients", "clear", *arguments)
        assert caught.value.exit_code == 2
        assert "\n" not in str(caught.value)

    def test_the_list_for_people_and_for_spreadsheets(self, run: Run, anna: str) -> None:
        run("patients", "set", "=Bo")
        assert anna in run("patients")
        rows = list(csv.DictReader(io.StringIO(run("patients", "--csv"))))
        assert [row["patient"] for row in rows] == ["'=Bo", "Anna"]

    def test_deleting_wants_to_be_sure(self, run: Run, anna: str) -> None:
        with pytest.raises(RequestError, match=r"2 sessions for good.*add --yes"):
            run("patients", "delete", anna)
        assert "is deleted" in run("patients", "delete", anna, "--yes")
        with pytest.raises(RequestError, match="There is no patient called 'Anna'"):
            run("patients", "show", anna)

    def test_export_is_for_its_owner_only(self, run: Run, anna: str, tmp_path: Path) -> None:
        file = tmp_path / "anna.json"
        run("patients", "export", anna, "-o", str(file))
        document = json.loads(file.read_text(encoding="utf-8"))
        assert [session["ended"] for session in document["sessions"]] == ["finished", "stopped"]
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert json.loads(run("patients", "export", anna))["patient"] == document["patient"]

    def test_rename(self, run: Run, anna: str) -> None:
        assert run("patients", "rename", anna, "Anne Marie") == "Anne Marie\n"
        assert json.loads(run("patients", "show", "anne marie", "--json"))["sessions"] == 2


class TestHistory:
    def test_shows_sessions_in_every_form(self, run: Run, anna: str, tmp_path: Path) -> None:
        assert "pain rose by 3" in " ".join(run("history").split())
        sessions = json.loads(run("history", "--json", "--patient", anna))["sessions"]
        assert [session["outcome"] for session in sessions] == ["done", "partly"]
        rows = list(csv.DictReader(io.StringIO(run("history", "--csv"))))
        assert [row["held_right_s"] for row in rows] == ["30.0", "12.0"]
        page = tmp_path / "history.html"
        assert run("history", "--html", str(page)) == ""
        assert "Exercise history: Anna" in page.read_text(encoding="utf-8")

    def test_of_nobody(self, run: Run) -> None:
        assert "Nobody has exercised here" in run("history")
        assert json.loads(run("history", "--json"))["sessions"] == []
        with pytest.raises(RequestError, match=r"no patient called 'Anna'\. There are no patients"):
            run("history", "--patient", "Anna")


class TestReport:
    def test_is_a_letter_unless_told_otherwise(self, run: Run, anna: str) -> None:
        text = run("report")
        assert text.startswith(f"{anna}, ")
        assert re.search(rf"After the session on \w+day {TWO_DAYS_AGO.day} \w+, pain had risen from 2 to 5\.", text)

    def test_writes_several_forms_at_once(self, run: Run, anna: str, tmp_path: Path) -> None:
        page, letter, reminders = tmp_path / "r.html", tmp_path / "r.txt", tmp_path / "r.ics"
        arguments = ["--html", str(page), "--text", str(letter), "--ics", str(reminders), "--at", "7:15", "--json"]
        document = json.loads(run("report", "--patient", anna, *arguments))
        assert document["reports"][0]["patient"] == anna
        assert "Exercise report: Anna" in page.read_text(encoding="utf-8")
        assert letter.read_text(encoding="utf-8").startswith("Anna, ")
        events = reminders.read_bytes()
        assert b"T071500\r\n" in events
        assert b"\r\r\n" not in events
        assert b"voicecoach start deep-piriformis" in events.replace(b"\r\n ", b"")

    def test_a_row_a_day(self, run: Run, anna: str) -> None:
        rows = list(csv.DictReader(io.StringIO(run("report", "--csv", "--patient", anna))))
        assert {row["patient"] for row in rows} == {anna}
        [row] = [row for row in rows if row["day"] == TWO_DAYS_AGO.date().isoformat()]
        assert (row["done"], row["in_part"], row["prescribed"]) == ("1", "1", "1")

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["--json", "--csv"], "Only one of --json and --csv"),
            (["--at", "9:00"], "--at needs --ics"),
            (["--ics", "r.ics"], "Reminders need --patient"),
            (["--patient", "Ana"], "Did you mean 'Anna'"),
        ],
    )
    def test_says_what_is_wrong(self, run: Run, anna: str, tmp_path: Path, arguments: list[str], message: str) -> None:
        with Database(tmp_path) as database:
            Patients(database).called("Bo", TWO_DAYS_AGO)
        assert anna
        with pytest.raises(RequestError, match=message):
            run("report", *arguments)

    def test_a_file_that_cannot_be_written(self, run: Run, anna: str, tmp_path: Path) -> None:
        assert anna
        with pytest.raises(StorageError, match="cannot be written"):
            run("report", "--html", str(tmp_path))


@pytest.mark.parametrize("command", [["patients"], ["history"], ["report"], ["patients", "show", "Anna"]])
def test_a_journal_that_cannot_be_read_is_one_clear_sentence(run: Run, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / JOURNAL_NAME).write_bytes(b"not a journal" * 100)
    with pytest.raises(VoicecoachError, match="is not a journal, or is damaged: bring it back from a copy") as raised:
        run(*command)
    assert raised.value.exit_code == 1
    assert "\n" not in str(raised.value)
