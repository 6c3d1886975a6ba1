"""Finds an interrupted session, and the point at which it can be resumed."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from voicecoach.records.columns import StoredRow, optional, seconds, text, whole
from voicecoach.records.database import Database
from voicecoach.records.prescribed import fingerprint
from voicecoach.routine.plan import Plan
from voicecoach.session.engine import state_from_json
from voicecoach.session.records import EndReason
from voicecoach.session.resume_point import ResumePoint, resume_point_of

RESUMABLE_WITHIN = timedelta(hours=24)
"""After this time a session begins anew, because the patient's condition may have changed."""
KEPT_FOR_LATER = (EndReason.UNANSWERED, EndReason.INTERRUPTED, EndReason.FAILED)
"""Endings after which a session can be resumed. A killed session has no ending, and can be resumed too."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A session that can be resumed: hand it to ``JournalRecorder.begin``."""

    session_id: int
    routine: str
    """What the library finds it by: a name or a path."""
    routine_name: str
    started: datetime
    left: datetime
    """When it broke off, to about a second."""
    sittings: int
    plan_fingerprint: str
    state: str
    """The session's state, as JSON."""
    state_at_s: float
    """The session time of the sitting at which it broke off."""

    def age(self, now: datetime) -> timedelta:
        """Time since the interruption; zero when the clock has been set back since."""
        return max(timedelta(), now - self.left)

    def resume_point(self, plan: Plan) -> ResumePoint | None:
        """The point in this plan at which to resume.

        None when the script has changed since, so that the steps are no longer the same, and when nothing is left to
        do.
        """
        if fingerprint(plan) != self.plan_fingerprint:
            return None
        try:
            point = resume_point_of(state_from_json(json.loads(self.state), plan), self.state_at_s)
        except (ValueError, IndexError):
            return None
        return point if point.anything_left else None


def unfinished(database: Database, patient_id: int | None, now: datetime) -> Unfinished | None:
    """The patient's last session (a guest's: None), if it broke off and was not long ago. Ask with the patient's
    ``SessionLock``: one that is running looks as if it had broken off.

    A session that was followed by another one is not offered any more, nor one in which "it hurts" was the last word.
    One that ended before its first step, at a question, counts for nothing.
    Raises StorageError.
    """
    with database.reading():
        found = database.rows(
            "SELECT *, (SELECT count(*) FROM efforts WHERE session_id = sessions.id) AS efforts FROM sessions"
            " WHERE patient_id IS ? AND step IS NOT NULL ORDER BY id DESC LIMIT 1",
            (patient_id,),
        )
    session = _unfinished(found[0]) if found else None
    if session is None or session.age(now) > RESUMABLE_WITHIN:
        return None
    return session


def _unfinished(row: sqlite3.Row) -> Unfinished | None:
    columns = StoredRow(row, f"session {row['id']}")
    ended, state = columns("ended", optional(text)), columns("state", optional(text))
    begun = columns("step", whole()) > 1 or row["efforts"]
    if (ended is not None and ended not in KEPT_FOR_LATER) or not begun or row["hurting"] or state is None:
        return None
    return Unfinished(
        session_id=row["id"],
        routine=columns("routine", text),
        routine_name=columns("routine_name", text),
        started=columns.moment("started_utc", "started_offset_min"),
        left=columns.moment("seen_utc", "started_offset_min"),
        sittings=columns("sittings", whole()),
        plan_fingerprint=columns("fingerprint", text),
        state=state,
        state_at_s=columns("state_at_s", seconds),
    )
