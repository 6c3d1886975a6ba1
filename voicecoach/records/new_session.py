"""Creates the entry of a session, and reads how far the one that it may resume was written."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from voicecoach.errors import StorageError
from voicecoach.records.columns import StoredRow, seconds
from voicecoach.records.database import Database
from voicecoach.records.patients import create
from voicecoach.records.prescribed import PlanOptions, fingerprint, works_of
from voicecoach.records.timestamps import to_columns
from voicecoach.records.unfinished import RESUMABLE_WITHIN, Unfinished
from voicecoach.routine.plan import Plan

Whose = int | str | None
"""The number of a patient, the name of one who is new, or None for a guest."""


@dataclass(frozen=True, slots=True)
class Written:
    """How far a session has been written."""

    session_id: int | None = None
    """None for one that is still to be created."""
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


class NewSession:
    """A ``Change`` that creates the entry, and the patient where they are new. Called again, it begins anew.

    Sessions of earlier guests are deleted, except those that can still be resumed.
    """

    def __init__(
        self,
        whose: Whose,
        routine: str,
        plan: Plan,
        started_at: datetime,
        options: PlanOptions,
        offered: Unfinished | None = None,
    ) -> None:
        self.session_id: int | None = None
        """Its number. None before it is written, and for a patient who has been deleted meanwhile."""
        self._whose = whose
        self._routine = routine
        self._plan = plan
        self._started_at = started_at
        self._options = options
        self._offered = offered

    def __call__(self, connection: sqlite3.Connection) -> None:
        utc, offset_min = to_columns(self._started_at)
        stale_utc, _ = to_columns(self._started_at - RESUMABLE_WITHIN)
        offered, options = self._offered, self._options
        connection.execute(
            "DELETE FROM sessions WHERE patient_id IS NULL AND (ended IS NOT NULL OR seen_utc < ?) AND id IS NOT ?",
            (stale_utc, offered.session_id if offered is not None else None),
        )
        patient_id = create(connection, self._whose, self._started_at) if isinstance(self._whose, str) else self._whose
        made = connection.execute(
            "INSERT INTO sessions (patient_id, routine, routine_name, fingerprint, sides, first_side, hold_s,"
            " dose, started_utc, started_offset_min, seen_utc)"
            " SELECT :patient, :routine, :name, :fingerprint, :sides, :first_side, :hold_s, :dose, :utc, :offset, :utc"
            " WHERE :patient IS NULL OR EXISTS (SELECT 1 FROM patients WHERE id = :patient)",
            {
                "patient": patient_id,
                "routine": self._routine,
                "name": self._plan.name,
                "fingerprint": fingerprint(self._plan),
                "sides": options.sides,
                "first_side": options.first_side.value if options.first_side else None,
                "hold_s": options.hold_s,
                "dose": options.dose,
                "utc": utc,
                "offset": offset_min,
            },
        )
        self.session_id = made.lastrowid if made.rowcount else None
        if self.session_id is not None:
            connection.executemany(
                "INSERT INTO works VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (self.session_id, w.step, w.exercise, w.side, w.hold_s, w.reps, w.every_s)
                    for w in works_of(self._plan)
                ],
            )


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
    columns = StoredRow(row, f"session {unfinished.session_id}")
    return Written(
        unfinished.session_id,
        columns("length_s", seconds),
        columns("paused_s", seconds),
        efforts,
        skips,
        hurts,
        notes,
        signs,
        open_step=open_step,
        pain_scored=row["pain_before"] is not None,
    )
