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
from voicecoach.records.database import Database, Statement, Value
from voicecoach.records.entry import NoteKind, PrescribedWork
from voicecoach.records.new_session import Written, begin_session, written_of
from voicecoach.records.prescribed import PlanOptions, works_of
from voicecoach.records.session_lock import SessionLocks
from voicecoach.records.timestamps import to_columns
from voicecoach.records.unfinished import KEPT_FOR_LATER, Unfinished
from voicecoach.records.writer import JournalWriter
from voicecoach.routine.plan import Plan
from voicecoach.session.questions import Topic
from voicecoach.session.records import (
    AlarmEnded,
    AlarmRaised,
    Answered,
    EndReason,
    GatePassed,
    Heard,
    HelpCalled,
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
    SettingChanged,
    StepSkipped,
    StepStarted,
    StopAsked,
    TakenUp,
    TopicAsked,
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
_NOTE = f"INSERT INTO notes SELECT :session, :number, :kind, :detail, :at_s {_IF_THERE}"
_COMMAND = (
    f"INSERT INTO commands SELECT :session, :command, :by, 1 {_IF_THERE}"
    " ON CONFLICT (session_id, command, by) DO UPDATE SET times = times + 1"
)
_SEEN = "UPDATE sessions SET length_s = :length_s, paused_s = :paused_s, seen_utc = :seen_utc WHERE id = :session"
_THEIRS = "(SELECT patient_id FROM sessions WHERE id = :session)"
_GATE_AGAIN = f"UPDATE patients SET gate_again = 1 WHERE id = {_THEIRS}"
_GATE_PASSED = f"UPDATE patients SET gate_again = 0, gate_passed_on = :day, flags = '' WHERE id = {_THEIRS}"
_FLAG = f"UPDATE patients SET gate_again = 1, flags = trim(flags || char(10) || :key, char(10)) WHERE id = {_THEIRS}"
_CLEAR = (
    f"INSERT INTO clearances SELECT patient_id, :routine, :day {_IF_THERE} AND patient_id IS NOT NULL"
    " ON CONFLICT (patient_id, routine) DO UPDATE SET cleared_on = :day"
)
_JOIN = (
    "UPDATE sessions SET sittings = sittings + 1, ended = NULL,"
    " pain_before = coalesce(pain_before, (SELECT pain_before FROM sessions WHERE id = :begun)),"
    " not_understood = not_understood + (SELECT not_understood FROM sessions WHERE id = :begun) WHERE id = :session",
    "INSERT INTO commands SELECT :session, command, by, times FROM commands WHERE session_id = :begun"
    " ON CONFLICT (session_id, command, by) DO UPDATE SET times = times + excluded.times",
    "INSERT INTO notes SELECT :session, number + :notes, kind, detail, at_s + :length_s FROM notes"
    " WHERE session_id = :begun",
    "DELETE FROM sessions WHERE id = :begun",
)


class JournalRecorder:
    """A ``Recorder`` of one session. Made by ``begin``; ``close`` it when the session has ended."""

    def __init__(
        self,
        database: Database,
        routine: str,
        plan: Plan,
        started_at: datetime,
        written: Written,
        earlier: Written | None,
        on_failure: OnFailure | None,
    ) -> None:
        """``earlier`` is the session that ``TakenUp`` would go on with. Raises StorageError when it is being run."""
        self._routine = routine
        self._works: dict[int, PrescribedWork] = {work.step: work for work in works_of(plan)}
        self._started_at = started_at
        self._earlier = earlier
        self._cleared = False
        self._paused_since_s: float | None = None
        self._ticked_at_s = -TICK_S
        self._write_on(written)
        self._marks = SessionLocks(
            database.folder, [each.session_id for each in (written, earlier) if each is not None]
        )
        self._writer = JournalWriter(database, on_failure)

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
        unfinished: Unfinished | None = None,
        on_failure: OnFailure | None = None,
    ) -> Self:
        """A session that is about to run.

        ``patient_id`` is None for a guest. ``routine`` is what the library finds it by: a name or an absolute path.
        ``started_at`` is the wall clock, with its time zone. ``unfinished`` is what the session may offer to go on
        with; on ``TakenUp`` the two become one. ``on_failure`` is called once, from another thread, when the journal
        cannot be written any more; the session goes on without it.

        Raises StorageError when it cannot be written to begin with, or ``unfinished`` is no longer there to go on with.
        """
        earlier = written_of(database, unfinished) if unfinished is not None else None
        written = begin_session(
            database, patient_id, routine, plan, started_at, options or PlanOptions(), offered=unfinished
        )
        return cls(database, routine, plan, started_at, written, earlier, on_failure)

    @property
    def failure(self) -> StorageError | None:
        """Why the journal is no longer written, None while it is."""
        return self._writer.failure

    def keep(self, record: Record, at_s: float) -> None:
        """One record of the session; ``at_s`` counts from the beginning of this sitting."""
        match record:
            case StepStarted(step=step):
                self._write("UPDATE sessions SET step = :step WHERE id = :session", step=step)
                self._clear_routine()
            case HoldStarted(step=step, hold_s=hold_s):
                if self._open_step != step:
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
                self._begin_pause(at_s)
            case Paused() | StopAsked():
                self._begin_pause(at_s)
            case Resumed():
                self._end_pause(at_s)
                self._write("UPDATE sessions SET hurting = 0 WHERE id = :session")
            case PainScored(when=Topic.PAIN_BEFORE, score=score) if not self._pain_scored:
                self._write("UPDATE sessions SET pain_before = :score WHERE id = :session", score=score)
            case PainScored(when=Topic.PAIN_AFTER, score=score):
                self._write("UPDATE sessions SET pain_after = :score WHERE id = :session", score=score)
            case Answered(topic=topic, key=key, yes=yes):
                self._note_answer(topic, key, yes)
            case GatePassed():
                self._write(_GATE_PASSED, day=self._started_at.date().isoformat())
            case TakenUp() if self._earlier is not None:
                self._take_up(self._earlier)
            case Heard(command=command, by=by):
                self._write(_COMMAND, command=command, by=by)
            case NotRecognised():
                self._write("UPDATE sessions SET not_understood = not_understood + 1 WHERE id = :session")
            case HelpCalled():
                self._note(NoteKind.HELP, at_s)
            case AlarmRaised():
                self._note(NoteKind.ALARM, at_s)
            case AlarmEnded():
                self._note(NoteKind.ALARM_ENDED, at_s)
            case TopicAsked(topic=topic):
                self._note(NoteKind.TOPIC, at_s, topic)
            case SettingChanged(setting=setting):
                self._note(NoteKind.SETTING, at_s, setting)
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
            if view.phase is Phase.MOVING and self._open_step != view.step:
                self._begin_effort(view.step, view.whole_s)
            if self._open_step == view.step:
                held_s = view.whole_s - view.left_s
                self._write(_EFFORT_GOES_ON, number=self._efforts, held_s=held_s, asked_s=view.whole_s)
        self._write_seen(at_s)

    def write(self, statement: Statement) -> None:
        """Another change to the journal, in its turn and by the same thread. Returns at once."""
        self._writer.write(statement)

    def flush(self) -> None:
        """Waits until all that was kept is on disk, or was given up."""
        self._writer.flush()

    def close(self) -> None:
        """Writes what is left. The session's place stays as it is: without an ending it can be taken up again."""
        self._writer.close()
        self._marks.release()

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

    def _begin_pause(self, at_s: float) -> None:
        """From a stop or a pain on, nobody exercises either, until it goes on."""
        if self._paused_since_s is None:
            self._paused_since_s = at_s

    def _note(self, kind: NoteKind, at_s: float, detail: str = "") -> None:
        self._notes += 1
        self._write(_NOTE, number=self._notes, kind=kind.value, detail=detail, at_s=self._length_s(at_s))

    def _end_pause(self, at_s: float) -> None:
        self._paused_s = self._pauses_s(at_s)
        self._paused_since_s = None

    def _write_on(self, written: Written) -> None:
        """From here on everything goes to this session, after what it has."""
        self.session_id = written.session_id
        self._before_s, self._paused_s = written.length_s, written.paused_s
        self._efforts, self._skips, self._hurts = written.efforts, written.skips, written.hurts
        self._notes = written.notes
        self._open_step = written.open_step
        self._pain_scored = written.pain_scored

    def _take_up(self, earlier: Written) -> None:
        """The session begun a moment ago and the earlier one become one, and that is the earlier one."""
        begun_id, begun_notes = self.session_id, self._notes
        self._write_on(earlier)
        self._earlier = None
        # What an unwanted ending left out is due again, and the hold that it broke off goes on.
        unwanted = {"first": KEPT_FOR_LATER[0].value, "second": KEPT_FOR_LATER[1].value}
        self._write("DELETE FROM skips WHERE session_id = :session AND why IN (:first, :second)", **unwanted)
        self._write(
            "UPDATE efforts SET ended = NULL WHERE session_id = :session AND ended IN (:first, :second)", **unwanted
        )
        for statement in _JOIN:
            self._write(statement, begun=begun_id, notes=earlier.notes, length_s=earlier.length_s)
        self._notes += begun_notes

    def _begin_effort(self, step: int, asked_s: float) -> None:
        self._efforts += 1
        self._open_step = step
        self._write(_EFFORT, number=self._efforts, step=step, held_s=0.0, asked_s=asked_s, movements=None, ended=None)

    def _end_effort(self, step: int, held_s: float, asked_s: float, movements: int | None, ended: str) -> None:
        if self._open_step != step:
            self._begin_effort(step, asked_s)
        self._open_step = None
        number = self._efforts
        self._write(_EFFORT_ENDED, number=number, held_s=held_s, asked_s=asked_s, movements=movements, ended=ended)

    def _note_answer(self, topic: str, key: str, yes: bool) -> None:
        if topic == Topic.NOT_FOR:
            self._cleared = not yes
        elif topic != Topic.WARNING_SIGN:
            return
        if yes:
            self._write("UPDATE sessions SET refused = :topic WHERE id = :session", topic=topic)
        if yes and topic == Topic.WARNING_SIGN:
            self._write(_FLAG, key=key)

    def _clear_routine(self) -> None:
        """The first step was reached, so every reason against the routine that was asked about was answered "no"."""
        if self._cleared:
            self._cleared = False
            self._write(_CLEAR, routine=self._routine, day=self._started_at.date().isoformat())

    def _end(self, why: EndReason, at_s: float) -> None:
        self._end_pause(at_s)
        self._write("UPDATE sessions SET ended = :why WHERE id = :session", why=why.value)
        if why not in KEPT_FOR_LATER:
            # Nobody will ask for a guest's session again.
            self._write("DELETE FROM sessions WHERE id = :session AND patient_id IS NULL")
