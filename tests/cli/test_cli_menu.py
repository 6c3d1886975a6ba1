"""What the start screen lists: every routine with its posture and minutes, and when it was last done."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from voicecoach.cli.menu import FIRST_OFFERED, menu_of
from voicecoach.language import loading
from voicecoach.paths import JOURNAL_NAME, VARIABLE
from voicecoach.records.database import Database
from voicecoach.records.patients import Patients
from voicecoach.records.timestamps import to_columns
from voicecoach.routine import library

TODAY = date(2026, 11, 4)
POSTURES = loading.load("en").texts.screen.postures


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    return tmp_path


def test_every_routine_is_offered_and_stands_on_the_screen() -> None:
    items, board = menu_of("en", TODAY)
    assert [item.key for item in items[:3]] == list(FIRST_OFFERED)
    assert {item.key for item in items} == {row.picks for row in board.routines} == set(library.names())
    assert all(row.minutes for row in board.routines)
    postures = [row.posture for row in board.routines]
    assert postures == sorted(postures, key=list(POSTURES.values()).index)
    assert {row.picks: row.posture for row in board.routines}["sphinx"] == POSTURES["on-the-front"]


def test_a_routine_without_drawings_stands_with_the_others(folder: Path) -> None:
    own = folder / "routines" / "nod.yaml"
    own.parent.mkdir()
    own.write_text(
        "name: Nod\nsummary: Nods.\nlanguage: en\nsources: [My therapist]\nsteps:\n"
        "  - say: Nod.\n  - wait: ready\n  - reps: 3\n    every: 3s\n    say: Nod.\n",
        encoding="utf-8",
    )
    _, board = menu_of("en", TODAY)
    assert [(row.name, row.posture) for row in board.routines][-1] == ("Nod", POSTURES["other"])


def test_people_are_listed_with_their_last_session_and_a_guest_comes_last() -> None:
    with Database() as database:
        patients = Patients(database)
        for name in ("Anna", "Bo"):
            patients.called(name, datetime.now().astimezone())
        anna = patients.get("Anna")
        for day, step in ((1, 3), (3, 3), (4, None)):  # the last one ended at a question
            utc, offset_min = to_columns(datetime(2026, 11, day, 8, 0).astimezone())
            with database.transaction() as connection:
                connection.execute(
                    "INSERT INTO sessions (patient_id, routine, routine_name, fingerprint, sides, started_utc,"
                    " started_offset_min, seen_utc, step) VALUES (?, 'bridge', 'Bridge', '', 'both', ?, ?, ?, ?)",
                    (anna.id, utc, offset_min, utc, step),
                )
    _, board = menu_of("en", TODAY)
    assert [(row.picks, row.last_done) for row in board.patients] == [
        ("Anna", date(2026, 11, 3)),
        ("Bo", None),
        ("", None),
    ]
    assert {row.picks: row.last_done for row in board.routines}["bridge"] == date(2026, 11, 3)


def test_without_a_journal_the_routines_are_still_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / JOURNAL_NAME).write_bytes(b"no database" * 100)
    items, board = menu_of("en", TODAY)
    assert items
    assert [row.picks for row in board.patients] == [""]
    assert capsys.readouterr().err
