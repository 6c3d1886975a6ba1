"""The session that broke off, and where it can be taken up again."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from voicecoach.language.vocabulary import Command
from voicecoach.records.database import Database
from voicecoach.records.entry import PrescribedWork, Skip, WorkDone
from voicecoach.records.prescribed import PlanOptions, fingerprint
from voicecoach.records.session_lock import is_running
from voicecoach.records.sessions import efforts_from, side_from, skips_from, works_from
from voicecoach.records.timestamps import from_columns
from voicecoach.routine.plan import Plan, Side
from voicecoach.session.records import SIDE_LEFT_OUT, EndReason
from voicecoach.session.standing import Standing

RESUMABLE_WITHIN = timedelta(hours=24)
"""Later than this a session begins anew: nobody knows any more how the body was then."""
KEPT_FOR_LATER = (EndReason.UNANSWERED, EndReason.FAILED)
"""Endings that nobody wanted. A session that was stopped or that hurt is over; one that was killed has no ending."""

_WANTED_ENDINGS = (EndReason.FINISHED, EndReason.STOPPED, EndReason.HURT)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A session that can be gone on with: hand it to ``JournalRecorder.begin``, which writes on in it when it is."""

    session_id: int
    routine: str
    """What the library finds it by: a name or a path."""
    routine_name: str
    options: PlanOptions
    standing: Standing
    next_work: PrescribedWork
    """The hold or set that was being done, or is due next."""
    sides_done: frozenset[Side]
    """The sides that have all their holds and movements in full, in the exercise of ``next_work``."""
    started: datetime
    left: datetime
    """When it broke off, to about a second."""
    sittings: int
    plan_fingerprint: str

    def age(self, now: datetime) -> timedelta:
        """How long ago it broke off; nothing when the clock has been set back since."""
        return max(timedelta(), now - self.left)

    def fits(self, plan: Plan) -> bool:
        """False when the script has changed since, so that the steps are no longer the same."""
        return fingerprint(plan) == self.plan_fingerprint


def unfinished(
    database: Database, patient_id: int | None, now: datetime, within: timedelta = RESUMABLE_WITHIN
) -> Unfinished | None:
    """The patient's last session (a guest's: None), if it broke off, was not long ago and is not running elsewhere.

    A session that was followed by another one is not offered any more, nor one in which "it hurts" was the last word.
    One that ended before its first step, at a question, counts for nothing.
    Raises StorageError.
    """
    with database.reading():
        found = database.rows(
            "SELECT * FROM sessions WHERE patient_id IS ? AND step IS NOT NULL ORDER BY id DESC LIMIT 1",
            (patient_id,),
        )
        if not found:
            return None
        [row] = found
        works = works_from(database.rows("SELECT * FROM works WHERE session_id = ? ORDER BY step", (row["id"],)))
        efforts = efforts_from(
            database.rows("SELECT * FROM efforts WHERE session_id = ? ORDER BY number", (row["id"],))
        )
        skips = skips_from(database.rows("SELECT * FROM skips WHERE session_id = ? ORDER BY number", (row["id"],)))
    session = _unfinished(row, works, efforts, skips)
    if session is None or session.age(now) > within or is_running(database.folder, session.session_id):
        return None
    return session


def _unfinished(
    row: sqlite3.Row, works: tuple[PrescribedWork, ...], efforts: tuple[WorkDone, ...], skips: tuple[Skip, ...]
) -> Unfinished | None:
    step: int = row["step"]
    broke_off = row["ended"] is None or row["ended"] in KEPT_FOR_LATER
    if not broke_off or row["hurting"] or (step == 1 and not efforts):
        return None
    full = frozenset(effort.step for effort in efforts if effort.full)
    due = _due(works, full, skips, step)
    if not due:
        return None
    next_work = next((work for work in due if work.step >= step), due[0])
    held_s = 0.0
    if efforts and efforts[-1].step == next_work.step and _open(efforts[-1]):
        # Taken up before, and broken off again on the way back into the position: the hold is still the one to do.
        step, held_s = next_work.step, efforts[-1].held_s
    return Unfinished(
        session_id=row["id"],
        routine=row["routine"],
        routine_name=row["routine_name"],
        options=PlanOptions(row["sides"], side_from(row["first_side"]), row["hold_s"]),
        standing=Standing(step, held_s, full),
        next_work=next_work,
        sides_done=_sides_done(works, full, next_work.exercise),
        started=from_columns(row["started_utc"], row["started_offset_min"]),
        left=from_columns(row["seen_utc"], row["started_offset_min"]),
        sittings=row["sittings"],
        plan_fingerprint=row["fingerprint"],
    )


def _due(
    works: tuple[PrescribedWork, ...], full: frozenset[int], skips: tuple[Skip, ...], step: int
) -> list[PrescribedWork]:
    """What is still to be done: all that lies ahead, and what "switch legs" put off."""
    last_skip = {skip.step: skip.why for skip in skips}
    due = []
    for work in works:
        why = last_skip.get(work.step)
        ahead = work.step >= step or why == Command.SWITCH
        if work.step not in full and ahead and why not in (*_WANTED_ENDINGS, SIDE_LEFT_OUT):
            due.append(work)
    return due


def _open(effort: WorkDone) -> bool:
    return effort.ended is None or effort.ended in KEPT_FOR_LATER


def _sides_done(works: tuple[PrescribedWork, ...], full: frozenset[int], exercise: str) -> frozenset[Side]:
    of_exercise = [work for work in works if work.exercise == exercise and work.side is not None]
    owed = {work.side for work in of_exercise if work.step not in full}
    return frozenset(work.side for work in of_exercise if work.side is not None and work.side not in owed)
