"""Writes a running session into the journal, as it happens.

``keep`` takes the session's records, ``tick`` the place in the hold twice a second; both only hand over to the writer
and return at once. Of what was heard the commands are counted, and of what was not understood only how often: no
sound and no text of it is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Self

from voicecoach.errors import StorageError
from voicecoach.journal.database import Database, Value
from voicecoach.journal.entry import FULL, Work
from voicecoach.journal.moments import to_columns
from voicecoach.journal.prescribed import PlanOptions, fingerprint, works_of
from voicecoach.journal.running import RunningMark
from voicecoach.journal.unfinished import KEPT_FOR_LATER, RESUMABLE_WITHIN, Unfinished
from voicecoach.journal.writer import Statement, Writer
from voicecoach.routine.plan import Plan
from voicecoach.session.records import (
    EndReason,
    Heard,
    HoldEnded,
    HoldStarted,
    HurtReported,
    NotRecognised,
    PainScored,
    Paused,
    Record,
    RepsEnded,
    Resumed,
    SessionEnded,
    StepSkipped,
    StepStarted,
)
from voicecoach.session.transitions import Phase
from voicecoach.session.view import View

TICK_S = 0.5
"""Of a killed session no more than this, and the few milliseconds of a commit, is lost."""

OnFailure = Callable[[StorageError], None]

# A patient may be deleted while a session of theirs runs. What comes after that is not written: there is no session.
_IF_THERE = "FROM sessions WHERE id = :session"
_EFFORT = f"INSERT INTO efforts SELECT :session, :number, :step, :held_s, :asked_s, :movements, :ended {_IF_THERE}"
_EFFORT_ENDED = (
    "UPDATE efforts SET held_s = :held_s, asked_s = :asked_s, movements = :movements, ended = :ended"
    " WHERE session_id = :session AND number = :number"
)
_EFFORT_GOES_ON = (
    "UPDATE efforts SET held_s = :held_s, asked_s = :asked_s WHERE session_id = :session AND number = :number"
)
_SKIP = f"INSERT INTO skips SELECT :session, :number, :step, :why, :at_s {_IF_THERE}"
_HURT = f"INSERT INTO hurts SELECT :session, :number, :step, :at_s {_IF_THERE}"
_COMMAND = (
    f"INSERT INTO commands SELECT :session, :command, :by, 1 {_IF_THERE}"
    " ON CONFLICT (session_id, command, by) DO UPDATE SET times = times + 1"
)
_SEEN = "UPDATE sessions SET length_s = :length_s, paused_s = :paused_s, seen_utc = :seen_utc WHERE id = :session"
_GATE_AGAIN = "UPDATE patients SET gate_again = 1 WHERE id = (SELECT patient_id FROM sessions WHERE id = :session)"


class JournalKeeper:
    """A ``Keeper`` of one sitting. Made by ``begin`` or ``resume``; ``close`` it when the session has ended."""

    def __init__(
        self,
        database: Database,
        session_id: int,
        plan: Plan,
        started_at: datetime,
        *,
        before_s: float = 0.0,
        paused_before_s: float = 0.0,
        numbers: tuple[int, int, int] = (0, 0, 0),
        effort: tuple[int, int] | None = None,
        on_failure: OnFailure | None = None,
    ) -> None:
        """``numbers``: efforts, skips and hurts so far. ``effort``: number and step of the one that is still open."""
        self.session_id = session_id
        self._works: dict[int, Work] = {work.step: work for work in works_of(plan)}
        self._started_at = started_at
        self._before_s = before_s
        self._paused_s = paused_before_s
        self._paused_since_s: float | None = None
        self._efforts, self._skips, self._hurts = numbers
        self._effort = effort
        self._ticked_at_s = -TICK_S
        self._running = RunningMark(database.folder, session_id)
        self._writer = Writer(database, on_failure)

    @classmethod
    def begin(
        cls,
        database: Database,
        patient_id: int | None,
        routine: str,
        plan: Plan,
        started_at: datetime,
        *,
        options: PlanOptions | None = None,
        on_failure: OnFailure | None = None,
    ) -> Self:
        """A new session. ``patient_id`` is None for a guest; ``started_at`` is the wall clock, with its time zone.

        ``on_failure`` is called once, from another thread, when the journal cannot be written any more; the session
        goes on without it. Raises StorageError when it cannot be written to begin with.
        """
        options = options or PlanOptions()
        utc, offset_min = to_columns(started_at)
        stale_utc, _ = to_columns(started_at - RESUMABLE_WITHIN)
        with database.transaction() as connection:
            connection.execute(
                "DELETE FROM sessions WHERE patient_id IS NULL AND (ended IS NOT NULL OR seen_utc < ?)", (stale_utc,)
            )
            session_id = connection.execute(
                "INSERT INTO sessions (patient_id, routine, routine_name, fingerprint, sides, first_side, hold_s,"
                " started_utc, started_offset_min, seen_utc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    patient_id,
                    routine,
                    plan.name,
                    fingerprint(plan),
                    options.sides,
                    options.first_side.value if options.first_side else None,
                    options.hold_s,
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
        return cls(database, session_id, plan, started_at, on_failure=on_failure)

    @classmethod
    def resume(
        cls,
        database: Database,
        unfinished: Unfinished,
        plan: Plan,
        started_at: datetime,
        *,
        on_failure: OnFailure | None = None,
    ) -> Self:
        """Another sitting of a session that broke off; ``started_at`` is when this sitting begins.

        Raises StorageError when it is being run or has been taken up elsewhere.
        """
        session = {"session": unfinished.session_id}
        utc, _ = to_columns(started_at)
        with database.transaction() as connection:
            row = connection.execute("SELECT * FROM sessions WHERE id = :session", session).fetchone()
            if row is None or row["sittings"] != unfinished.sittings:
                raise StorageError("This session has been taken up elsewhere, or was deleted.")
            connection.execute(
                "UPDATE sessions SET sittings = sittings + 1, ended = NULL, seen_utc = :utc WHERE id = :session",
                {**session, "utc": utc},
            )
            # What an unwanted ending left out is due again.
            connection.execute(
                "DELETE FROM skips WHERE session_id = :session AND why IN (:first, :second)",
                {**session, "first": KEPT_FOR_LATER[0], "second": KEPT_FOR_LATER[1]},
            )
            numbers = [
                connection.execute(
                    f"SELECT coalesce(max(number), 0) FROM {table} WHERE session_id = :session", session
                ).fetchone()[0]
                for table in ("efforts", "skips", "hurts")
            ]
            last = connection.execute(
                "SELECT number, step FROM efforts WHERE session_id = :session AND number = :number AND step = :step"
                " AND ended IS NOT :full",
                {**session, "number": numbers[0], "step": unfinished.standing.step, "full": FULL},
            ).fetchone()
        return cls(
            database,
            unfinished.session_id,
            plan,
            started_at,
            before_s=row["length_s"],
            paused_before_s=row["paused_s"],
            numbers=(numbers[0], numbers[1], numbers[2]),
            effort=(last["number"], last["step"]) if last is not None else None,
            on_failure=on_failure,
        )

    @property
    def failure(self) -> StorageError | None:
        """Why the journal is no longer written, None while it is."""
        return self._writer.failure

    def keep(self, record: Record, at_s: float) -> None:
        """One record of the session; ``at_s`` counts from the beginning of this sitting."""
        match record:
            case StepStarted(step=step):
                self._write("UPDATE sessions SET step = :step WHERE id = :session", step=step)
            case HoldStarted(step=step, hold_s=hold_s):
                self._begin_effort(step, float(hold_s))
            case HoldEnded(step=step, held_s=held_s, hold_s=hold_s, why=why):
                self._end_effort(step, held_s, hold_s, None, why)
            case RepsEnded(step=step, done=done, reps=reps, why=why):
                every_s = self._works[step].every_s or 0.0
                self._end_effort(step, done * every_s, reps * every_s, done, why)
            case StepSkipped(step=step, why=why) if step in self._works:
                self._skips += 1
                self._write(_SKIP, number=self._skips, step=step, why=why, at_s=self._length_s(at_s))
            case HurtReported(step=step):
                self._hurts += 1
                self._write(_HURT, number=self._hurts, step=step, at_s=self._length_s(at_s))
                self._write("UPDATE sessions SET hurting = 1 WHERE id = :session")
                self._write(_GATE_AGAIN)
            case Paused():
                self._paused_since_s = at_s
            case Resumed():
                self._end_pause(at_s)
                self._write("UPDATE sessions SET hurting = 0 WHERE id = :session")
            case PainScored(when=when, score=score):
                column = "pain_before" if when == "before" else "pain_after"
                self._write(f"UPDATE sessions SET {column} = :score WHERE id = :session", score=score)
            case Heard(command=command, by=by):
                self._write(_COMMAND, command=command, by=by)
            case NotRecognised():
                self._write("UPDATE sessions SET not_understood = not_understood + 1 WHERE id = :session")
            case SessionEnded(why=why):
                self._end(why, at_s)
            case _:
                return
        self._write_seen(at_s)

    def tick(self, view: View, at_s: float) -> None:
        """Where the session stands. May be called every block; writes twice a second of session time."""
        if at_s - self._ticked_at_s < TICK_S:
            return
        self._ticked_at_s = at_s
        if view.left_s is not None and view.whole_s is not None:
            held_s = view.whole_s - view.left_s
            if view.phase is Phase.MOVING and self._effort is None:
                self._begin_effort(view.step, view.whole_s)
            if self._effort is not None and self._effort[1] == view.step:
                self._write(_EFFORT_GOES_ON, number=self._effort[0], held_s=held_s, asked_s=view.whole_s)
        self._write_seen(at_s)

    def flush(self) -> None:
        """Waits until all that was kept is on disk, or was given up."""
        self._writer.flush()

    def close(self) -> None:
        """Writes what is left. The session's place stays as it is: without an ending it can be taken up again."""
        self._writer.close()
        self._running.release()

    # -- the parts of a record ------------------------------------------------------------------------------------

    def _write(self, sql: str, **values: Value) -> None:
        self._writer.write(Statement(sql, {"session": self.session_id, **values}))

    def _write_seen(self, at_s: float) -> None:
        utc, _ = to_columns(self._started_at + timedelta(seconds=at_s))
        self._write(_SEEN, length_s=self._length_s(at_s), paused_s=self._pauses_s(at_s), seen_utc=utc)

    def _length_s(self, at_s: float) -> float:
        return self._before_s + at_s

    def _pauses_s(self, at_s: float) -> float:
        since_s = self._paused_since_s
        return self._paused_s + (max(0.0, at_s - since_s) if since_s is not None else 0.0)

    def _end_pause(self, at_s: float) -> None:
        self._paused_s = self._pauses_s(at_s)
        self._paused_since_s = None

    def _begin_effort(self, step: int, asked_s: float) -> None:
        self._efforts += 1
        self._effort = (self._efforts, step)
        self._write(_EFFORT, number=self._efforts, step=step, held_s=0.0, asked_s=asked_s, movements=None, ended=None)

    def _end_effort(self, step: int, held_s: float, asked_s: float, movements: int | None, ended: str) -> None:
        if self._effort is None or self._effort[1] != step:
            self._begin_effort(step, asked_s)
        number, self._effort = self._efforts, None
        self._write(_EFFORT_ENDED, number=number, held_s=held_s, asked_s=asked_s, movements=movements, ended=ended)

    def _end(self, why: EndReason, at_s: float) -> None:
        self._end_pause(at_s)
        self._write("UPDATE sessions SET ended = :why WHERE id = :session", why=why.value)
        if why not in KEPT_FOR_LATER:
            # Nobody will ask for a guest's session again.
            self._write("DELETE FROM sessions WHERE id = :session AND patient_id IS NULL")
