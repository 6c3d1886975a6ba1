"""Creates the entry of a session, and reads how far the one that it may resume was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicecoach.errors import StorageError
from voicecoach.records.database import Database
from voicecoach.records.prescribed import PlanOptions, fingerprint, works_of
from voicecoach.records.timestamps import to_columns
from voicecoach.records.unfinished import RESUMABLE_WITHIN, Unfinished
from voicecoach.routine.plan import Plan


@dataclass(frozen=True, slots=True)
class Written:
    """How far a session has been written."""

    session_id: int
    length_s: float = 0.0
    paused_s: float = 0.0
    efforts: int = 0
    skips: int = 0
    hurts: int = 0
    notes: int = 0
    signs: int = 0
    open_step: int | None = None
    """The step whose last effort can be continued."""
    pain_scored: bool = False
    """Pain before the session is known."""


def begin_session(
    database: Database,
    patient_id: int | None,
    routine: str,
    plan: Plan,
    started_at: datetime,
    options: PlanOptions,
    offered: Unfinished | None = None,
) -> Written:
    """Creates the entry. Sessions of earlier guests are deleted, except those that can still be resumed.

    Raises StorageError.
    """
    utc, offset_min = to_columns(started_at)
    stale_utc, _ = to_columns(started_at - RESUMABLE_WITHIN)
    with database.transaction() as connection:
        connection.execute(
            "DELETE FROM sessions WHERE patient_id IS NULL AND (ended IS NOT NULL OR seen_utc < ?) AND id IS NOT ?",
            (stale_utc, offered.session_id if offered is not None else None),
        )
        session_id = connection.execute(
            "INSERT INTO sessions (patient_id, routine, routine_name, fingerprint, sides, first_side, hold_s,"
            " dose, started_utc, started_offset_min, seen_utc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                patient_id,
                routine,
                plan.name,
                fingerprint(plan),
                options.sides,
                options.first_side.value if options.first_side else None,
                options.hold_s,
                options.dose,
                utc,
                offset_min,
                utc,
            ),
        ).lastrowid
        if session_id is None:
            raise RuntimeError("SQLite gave a new session no number")
        connection.executemany(
            "INSERT INTO works VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(session_id, w.step, w.exercise, w.side, w.hold_s, w.reps, w.every_s) for w in works_of(plan)],
        )
    return Written(session_id)


def written_of(database: Database, unfinished: Unfinished, open_step: int | None) -> Written:
    """How far an interrupted session was written. ``open_step`` is the step whose hold continues.

    Raises StorageError when it has been resumed elsewhere meanwhile, or deleted.
    """
    session = (unfinished.session_id,)
    with database.reading():
        found = database.rows("SELECT * FROM sessions WHERE id = ?", session)
        if not found or found[0]["sittings"] != unfinished.sittings:
            raise StorageError("This session has been resumed elsewhere, or deleted.")
        [row] = found
        efforts, skips, hurts, notes, signs = (
            int(database.rows(f"SELECT coalesce(max(number), 0) FROM {table} WHERE session_id = ?", session)[0][0])
            for table in ("efforts", "skips", "hurts", "notes", "sign_events")
        )
    return Written(
        unfinished.session_id,
        row["length_s"],
        row["paused_s"],
        efforts,
        skips,
        hurts,
        notes,
        signs,
        open_step=open_step,
        pain_scored=row["pain_before"] is not None,
    )
