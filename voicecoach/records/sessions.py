"""Sessions read back from the journal."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import date

from voicecoach.records.columns import StoredRow, optional, seconds, text, whole
from voicecoach.records.database import Database
from voicecoach.records.entry import Note, PrescribedWork, SessionEntry, Skip, WorkDone
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
    what = f"session {row['id']}, of {str(row['started_utc'])[:10]},"
    columns = StoredRow(row, what)
    works, efforts, skips, hurts, notes = (
        [StoredRow(part, what) for part in parts[name]] for name in ("works", "efforts", "skips", "hurts", "notes")
    )
    commands: defaultdict[str, int] = defaultdict(int)
    for command in (StoredRow(command, what) for command in parts["commands"]):
        commands[command("command", text)] += command("times", whole())
    pain = optional(whole(0, 10))
    return SessionEntry(
        id=row["id"],
        routine=columns("routine", text),
        routine_name=columns("routine_name", text),
        started=columns.moment("started_utc", "started_offset_min"),
        sittings=columns("sittings", whole()),
        length_s=columns("length_s", seconds),
        paused_s=columns("paused_s", seconds),
        works=tuple(
            PrescribedWork(
                work("step", whole()),
                work("exercise", text),
                work("side", optional(lambda value: Side(text(value)))),
                work("hold_s", optional(seconds)),
                work("reps", optional(whole())),
                work("every_s", optional(seconds)),
            )
            for work in works
        ),
        efforts=tuple(
            WorkDone(
                effort("step", whole()),
                effort("held_s", seconds),
                effort("asked_s", seconds),
                effort("movements", optional(whole())),
                effort("ended", optional(text)),
            )
            for effort in efforts
        ),
        skips=tuple(Skip(skip("step", whole()), skip("why", text)) for skip in skips),
        hurt_steps=tuple(hurt("step", whole()) for hurt in hurts),
        commands=dict(commands),
        not_understood=columns("not_understood", whole()),
        pain_before=columns("pain_before", pain),
        pain_after=columns("pain_after", pain),
        refused=columns("refused", optional(text)) is not None,
        ended=columns("ended", optional(lambda value: EndReason(text(value)))),
        notes=tuple(Note(note("kind", text), note("detail", text), note("at_s", seconds)) for note in notes),
        begun=columns("step", optional(whole())) is not None,
    )
