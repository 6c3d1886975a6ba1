"""Sessions read back from the journal."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import date

from voicecoach.records.database import Database
from voicecoach.records.entry import Note, PrescribedWork, SessionEntry, Skip, WorkDone
from voicecoach.records.timestamps import from_columns
from voicecoach.routine.plan import Side
from voicecoach.session.records import EndReason

_TABLES = {
    table: f"SELECT * FROM {table} WHERE session_id IN (SELECT id FROM sessions WHERE patient_id = :patient)"
    f" ORDER BY session_id, {order}"
    for table, order in {
        "works": "step",
        "efforts": "number",
        "skips": "number",
        "hurts": "number",
        "notes": "number",
        "commands": "command, by",
    }.items()
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
        works=tuple(
            PrescribedWork(
                work["step"], work["exercise"], side_from(work["side"]), work["hold_s"], work["reps"], work["every_s"]
            )
            for work in parts["works"]
        ),
        efforts=tuple(
            WorkDone(effort["step"], effort["held_s"], effort["asked_s"], effort["movements"], effort["ended"])
            for effort in parts["efforts"]
        ),
        skips=tuple(Skip(skip["step"], skip["why"]) for skip in parts["skips"]),
        hurt_steps=tuple(hurt["step"] for hurt in parts["hurts"]),
        commands=dict(commands),
        not_understood=row["not_understood"],
        pain_before=row["pain_before"],
        pain_after=row["pain_after"],
        refused=row["refused"] is not None,
        ended=EndReason(row["ended"]) if row["ended"] is not None else None,
        notes=tuple(Note(note["kind"], note["detail"], note["at_s"]) for note in parts["notes"]),
    )
