"""Sessions read back from the journal."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from voicecoach.records.database import Database
from voicecoach.records.entry import Note, PrescribedWork, SessionEntry, Skip, WorkDone
from voicecoach.records.timestamps import from_columns
from voicecoach.routine.plan import Side
from voicecoach.session.records import EndReason

_OF_PATIENT = "SELECT id FROM sessions WHERE patient_id = :patient"
_TABLES = {
    "works": f"SELECT * FROM works WHERE session_id IN ({_OF_PATIENT}) ORDER BY session_id, step",
    "efforts": f"SELECT * FROM efforts WHERE session_id IN ({_OF_PATIENT}) ORDER BY session_id, number",
    "skips": f"SELECT * FROM skips WHERE session_id IN ({_OF_PATIENT}) ORDER BY session_id, number",
    "hurts": f"SELECT * FROM hurts WHERE session_id IN ({_OF_PATIENT}) ORDER BY session_id, number",
    "notes": f"SELECT * FROM notes WHERE session_id IN ({_OF_PATIENT}) ORDER BY session_id, number",
    "commands": f"SELECT * FROM commands WHERE session_id IN ({_OF_PATIENT}) ORDER BY session_id, command, by",
}


def sessions_of(database: Database, patient_id: int, since: date | None = None) -> tuple[SessionEntry, ...]:
    """A patient's sessions that began on this day or later, oldest first. Raises StorageError."""
    with database.reading():
        sessions = database.rows(
            "SELECT * FROM sessions WHERE patient_id = :patient ORDER BY started_utc, id", {"patient": patient_id}
        )
        parts = {name: _by_session(database.rows(sql, {"patient": patient_id})) for name, sql in _TABLES.items()}
    entries = (_entry(row, {name: rows[row["id"]] for name, rows in parts.items()}) for row in sessions)
    return tuple(entry for entry in entries if since is None or entry.day >= since)


def times_finished(database: Database, patient_id: int, routine: str) -> int:
    """How often a patient has reached the end of a routine, to tell whether it is known. Raises StorageError."""
    [row] = database.rows(
        "SELECT count(*) AS times FROM sessions WHERE patient_id = ? AND routine = ? AND ended = ?",
        (patient_id, routine, EndReason.FINISHED.value),
    )
    return int(row["times"])


def works_from(rows: Iterable[sqlite3.Row]) -> tuple[PrescribedWork, ...]:
    """Rows of the table ``works`` as values."""
    return tuple(
        PrescribedWork(row["step"], row["exercise"], side_from(row["side"]), row["hold_s"], row["reps"], row["every_s"])
        for row in rows
    )


def efforts_from(rows: Iterable[sqlite3.Row]) -> tuple[WorkDone, ...]:
    """Rows of the table ``efforts`` as values."""
    return tuple(WorkDone(row["step"], row["held_s"], row["asked_s"], row["movements"], row["ended"]) for row in rows)


def skips_from(rows: Iterable[sqlite3.Row]) -> tuple[Skip, ...]:
    """Rows of the table ``skips`` as values."""
    return tuple(Skip(row["step"], row["why"]) for row in rows)


def side_from(value: str | None) -> Side | None:
    return Side(value) if value is not None else None


def _by_session(rows: list[sqlite3.Row]) -> defaultdict[int, list[sqlite3.Row]]:
    found: defaultdict[int, list[sqlite3.Row]] = defaultdict(list)
    for row in rows:
        found[row["session_id"]].append(row)
    return found


def _entry(row: sqlite3.Row, parts: dict[str, list[sqlite3.Row]]) -> SessionEntry:
    commands: defaultdict[str, int] = defaultdict(int)
    for command in parts["commands"]:
        commands[command["command"]] += command["times"]
    return SessionEntry(
        id=row["id"],
        routine=row["routine"],
        routine_name=row["routine_name"],
        started=from_columns(row["started_utc"], row["started_offset_min"]),
        sittings=row["sittings"],
        length_s=row["length_s"],
        paused_s=row["paused_s"],
        works=works_from(parts["works"]),
        efforts=efforts_from(parts["efforts"]),
        skips=skips_from(parts["skips"]),
        hurt_steps=tuple(hurt["step"] for hurt in parts["hurts"]),
        commands=dict(commands),
        not_understood=row["not_understood"],
        pain_before=row["pain_before"],
        pain_after=row["pain_after"],
        refused=row["refused"] is not None,
        ended=EndReason(row["ended"]) if row["ended"] is not None else None,
        notes=tuple(Note(note["kind"], note["detail"], note["at_s"]) for note in parts["notes"]),
    )
