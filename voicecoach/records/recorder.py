"""Writes a running session into the journal, as it happens.

``keep`` takes the session's records, ``tick`` its state, at least twice a second; both only queue changes for the
writer and return at once, and nothing else writes while the session runs. Commands are counted by kind, and speech that
was not understood by its number: no sound and no text of it is kept.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Self

from voicecoach.records import recorder_sql as sql
from voicecoach.records.answers import AnswersRecorder, AnswersWritten
from voicecoach.records.database import Database, Value
from voicecoach.records.entry import NoteKind, PrescribedWork
from voicecoach.records.new_session import NewSession, Whose, Written, written_of
from voicecoach.records.patients import assigned
from voicecoach.records.prescribed import PlanOptions, works_of
from voicecoach.records.timestamps import to_columns
from voicecoach.records.trace import Recorder
from voicecoach.records.unfinished import KEPT_FOR_LATER, Unfinished
from voicecoach.records.writer import JournalWriter, Statement
from voicecoach.routine.plan import Plan
from voicecoach.session.activities.closing import Closing, Ended
from voicecoach.session.activities.work import work_of
from voicecoach.session.engine import state_to_json
from voicecoach.session.events import AdjustmentHeard, CommandHeard, Event, NearlyHeard
from voicecoach.session.records import (
    AlarmEnded,
    AlarmRaised,
    Answered,
    BreathsEnded,
    BreathsStarted,
    Counted,
    EndReason,
    Fault,
    GatePassed,
    Heard,
    HelpCalled,
    HoldEnded,
    HoldStarted,
    HurtReported,
    LeftOut,
    NotRecognised,
    PainScored,
    Paused,
    Record,
    Recovered,
    RepsEnded,
    Resumed,
    Said,
    SessionEnded,
    SessionStarted,
    SettingChanged,
    SideSwitched,
    StepSkipped,
    StepStarted,
    StopAsked,
    TakenUp,
    TopicAsked,
    Undone,
)
from voicecoach.session.state import State

TICK_S = 0.4
"""A killed session loses at most this, and the few milliseconds of a commit: half a second in all."""

COMMANDS_REMEMBERED = 64
"""More than a patient says between a command and its undoing."""


@dataclass(frozen=True, slots=True)
class _Counts:
    """How much had been written at one moment."""

    efforts: int
    skips: int
    open_step: int | None
    answers: AnswersWritten


def _as_text(state: State) -> str:
    return json.dumps(state_to_json(state), separators=(",", ":"))


class JournalRecorder(Recorder):
    """A ``Recorder`` of one session. Made by ``begin``; ``close`` it when the session has ended."""

    def __init__(
        self,
        writer: JournalWriter,
        new: NewSession,
        routine: str,
        plan: Plan,
        started_at: datetime,
        earlier: Written | None,
        *,
        first_answer: bool,
    ) -> None:
        """``earlier`` is the session that ``TakenUp`` resumes. With ``first_answer`` nothing is written before one."""
        self._writer = writer
        self._waits_for_answer = first_answer
        self._works: dict[int, PrescribedWork] = {work.step: work for work in works_of(plan)}
        self._started_at = started_at
        self._earlier = earlier
        self._answers = AnswersRecorder(self._write, routine, started_at.date())
        self._paused_since_s: float | None = None
        self._ticked_at_s = -TICK_S
        self._state: State | None = None
        self._before_commands: deque[tuple[float, _Counts]] = deque(maxlen=COMMANDS_REMEMBERED)
        self._session_id: Callable[[], int | None] = lambda: new.session_id
        self._write_on(Written())
        self._writer.write(new)

    @classmethod
    def begin(
        cls,
        database: Database,
        whose: Whose,
        routine: str,
        plan: Plan,
        started_at: datetime,
        *,
        options: PlanOptions | None = None,
        unfinished: Unfinished | None = None,
        on_failure: Callable[[str], None] = lambda _: None,
        on_recovery: Callable[[], None] = lambda: None,
    ) -> Self:
        """The recorder of a session that is about to run. Its first record creates the entry; for somebody new their
        first answer does, and creates them, so that a name mistyped leaves nobody behind.

        ``routine`` is what the library finds it by: a name or an absolute path. ``started_at`` is the wall clock, with
        its time zone. ``unfinished`` is what the session may offer to go on with; on ``TakenUp`` the two become one.
        ``on_failure`` and ``on_recovery`` are those of ``JournalWriter``.

        Raises StorageError when ``unfinished`` is no longer there to go on with.
        """
        earlier = None
        if unfinished is not None:
            point = unfinished.resume_point(plan)
            current = point.agenda.current if point is not None and point.held_s > 0.0 else None
            earlier = written_of(database, unfinished, current.number if current is not None else None)
        new = NewSession(whose, routine, plan, started_at, options or PlanOptions(), unfinished)
        writer = JournalWriter(database, on_failure=on_failure, on_recovery=on_recovery)
        return cls(writer, new, routine, plan, started_at, earlier, first_answer=isinstance(whose, str))

    def keep(self, record: Record, at_s: float) -> None:
        """One record of the session; ``at_s`` counts from the beginning of this sitting."""
        if not self._waits_for_answer or isinstance(record, Answered | PainScored | StepStarted):
            self._writer.release()
        match record:
            case StepStarted(step=step):
                self._write("UPDATE sessions SET step = :step WHERE id = :session", step=step)
                self._answers.step_started()
            case HoldStarted(step=step, hold_s=hold_s):
                if self._open_step != step:
                    self._begin_effort(step, float(hold_s))
            case HoldEnded(step=step, held_s=held_s, hold_s=hold_s, why=why):
                self._end_effort(step, held_s, hold_s, None, why)
            case (
                RepsEnded(step=step, done=done, reps=reps, why=why)
                | BreathsEnded(step=step, done=done, breaths=reps, why=why)
            ):
                every_s = self._works[step].every_s or 0.0
                self._end_effort(step, done * every_s, reps * every_s, done, why)
            case StepSkipped(step=step, why=why) if step in self._works:
                self._skips += 1
                self._write(sql.SKIP, number=self._skips, step=step, why=why, at_s=self._length_s(at_s))
            case HurtReported(step=step):
                self._hurts += 1
                self._write(sql.HURT, number=self._hurts, step=step, at_s=self._length_s(at_s))
                self._write("UPDATE sessions SET hurting = 1 WHERE id = :session")
                self._write(sql.GATE_AGAIN)
                self._begin_pause(at_s)
            case Paused() | StopAsked():
                self._begin_pause(at_s)
            case Resumed():
                self._end_pause(at_s)
                self._write("UPDATE sessions SET hurting = 0 WHERE id = :session")
            case Undone(since_s=since_s):
                self._undo(since_s)
            case Answered() | GatePassed() | PainScored():
                self._answers.keep(record)
            case TakenUp() if self._earlier is not None:
                self._take_up(self._earlier)
            case Heard(command=command, by=by):
                self._write(sql.COMMAND, command=command, by=by)
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
            case Fault(part=part):
                self._note(NoteKind.FAULT, at_s, part)
            case Recovered(part=part):
                self._note(NoteKind.RECOVERED, at_s, part)
            case SettingChanged(setting=setting):
                self._note(NoteKind.SETTING, at_s, setting)
            case SessionEnded(why=why):
                self._end(why, at_s)
            case (
                SessionStarted()
                | BreathsStarted()
                | Said()
                | LeftOut()
                | Counted()
                | SideSwitched()
                | StepSkipped()
                | TakenUp()
            ):
                return
        self._write_seen(at_s)

    def event(self, event: Event, at_s: float) -> None:
        """Remembers what was written before a command, in case that it is undone."""
        if isinstance(event, CommandHeard | NearlyHeard | AdjustmentHeard):
            self._before_commands.append((at_s, self._counts))

    def tick(self, state: State, at_s: float) -> None:
        """Writes where the session stands: at once when it moves on, else twice a second of session time."""
        if at_s - self._ticked_at_s < TICK_S and not self._moved(state):
            return
        self._ticked_at_s = at_s
        self._write_state(state, at_s)
        work, due = work_of(state.activity), state.agenda.current
        if work is not None and work.noted and due is not None:
            if self._open_step != due.number and work.clock.running:
                self._begin_effort(due.number, work.clock.hold_s)
            if self._open_step == due.number:
                held_s = work.clock.held_s(at_s)
                values = {"number": self._efforts, "held_s": held_s, "asked_s": work.clock.hold_s}
                self._queue(sql.EFFORT_GOES_ON, values, replaces=(sql.EFFORT_GOES_ON, self._efforts))
        self._write_seen(at_s)

    def _moved(self, state: State) -> bool:
        before = self._state
        return before is None or before.agenda != state.agenda or type(before.activity) is not type(state.activity)

    def _write_state(self, state: State, at_s: float) -> None:
        """The state, where it has changed. What it was before the last words is what a later session goes on from."""
        if state is self._state:
            return
        self._state, activity = state, state.activity
        if isinstance(activity, Closing | Ended):
            if activity.why not in KEPT_FOR_LATER:
                self._write(sql.STATE, state=None, at_s=at_s)
            return
        late = {"state": partial(_as_text, replace(state, history=()))}
        self._queue(sql.STATE, {"at_s": at_s}, late=late, replaces=sql.STATE)

    def set_patient(self, columns: Mapping[str, Value]) -> None:
        """Changes these columns of the patient, whoever has changed them meanwhile. Returns at once."""
        if not self._waits_for_answer:
            self._writer.release()
        self._queue(f"UPDATE patients SET {assigned(columns)} WHERE id = {sql.THEIRS}", columns)

    def flush(self) -> None:
        """Waits until all that is queued is on disk, or cannot be written at present."""
        self._writer.flush()

    def close(self) -> None:
        """Waits for the disk, not for ever: see ``not_kept``. A session without an ending can be resumed."""
        self._writer.close()

    @property
    def not_kept(self) -> str:
        """After ``close``: what of this session is not on disk, and why, as sentences; empty when all of it is."""
        return self._writer.not_kept

    # -- the parts of a record ------------------------------------------------------------------------------------

    def _write(self, sql: str, **values: Value) -> None:
        self._queue(sql, values)

    def _queue(
        self,
        sql: str,
        values: Mapping[str, Value] | None = None,
        *,
        late: Mapping[str, Callable[[], Value]] | None = None,
        replaces: Hashable | None = None,
        at_s: float | None = None,
    ) -> None:
        change = Statement(sql, values or {}, {"session": self._session_id, **(late or {})})
        self._writer.write(change, replaces=replaces, at_s=at_s)

    def _write_seen(self, at_s: float) -> None:
        utc, _ = to_columns(self._started_at + timedelta(seconds=at_s))
        values = {"length_s": self._length_s(at_s), "paused_s": self._pauses_s(at_s), "at_s": at_s}
        self._queue(sql.SEEN, {**values, "seen_utc": utc}, replaces=sql.SEEN, at_s=at_s)

    def _length_s(self, at_s: float) -> float:
        return self._before_s + at_s

    def _pauses_s(self, at_s: float) -> float:
        since_s = self._paused_since_s
        return self._paused_s + (max(0.0, at_s - since_s) if since_s is not None else 0.0)

    def _begin_pause(self, at_s: float) -> None:
        """Counts the time until the session goes on as a pause."""
        if self._paused_since_s is None:
            self._paused_since_s = at_s

    def _note(self, kind: NoteKind, at_s: float, detail: str = "") -> None:
        self._notes += 1
        self._write(sql.NOTE, number=self._notes, kind=kind.value, detail=detail, at_s=self._length_s(at_s))

    def _end_pause(self, at_s: float) -> None:
        self._paused_s = self._pauses_s(at_s)
        self._paused_since_s = None

    def _write_on(self, written: Written) -> None:
        """Writes to this session from now on, after what it already has."""
        self._before_s, self._paused_s = written.length_s, written.paused_s
        self._efforts, self._skips, self._hurts = written.efforts, written.skips, written.hurts
        self._notes = written.notes
        self._open_step = written.open_step
        self._answers.write_on(written.signs, pain_known=written.pain_scored)

    def _take_up(self, earlier: Written) -> None:
        """Merges the new session into the earlier one, which continues."""
        begun_id, begun_notes, begun_signs = self._session_id, self._notes, self._answers.written.signs
        self._session_id = lambda: earlier.session_id
        self._write_on(earlier)
        self._earlier = None
        # What an unwanted ending left out is due again, and the hold that it broke off goes on.
        for why in KEPT_FOR_LATER:
            self._write("DELETE FROM skips WHERE session_id = :session AND why = :why", why=why.value)
            self._write("UPDATE efforts SET ended = NULL WHERE session_id = :session AND ended = :why", why=why.value)
        for statement in sql.JOIN:
            values: Mapping[str, Value] = {"notes": earlier.notes, "signs": earlier.signs, "length_s": earlier.length_s}
            self._queue(statement, values, late={"begun": begun_id})
        self._notes += begun_notes
        self._answers.write_on(earlier.signs + begun_signs, pain_known=earlier.pain_scored)
        # What the earlier session had done is not undone with the answer that took it up.
        self._before_commands = deque(
            (
                (at_s, replace(self._counts, answers=replace(each.answers, signs=earlier.signs + each.answers.signs)))
                for at_s, each in self._before_commands
            ),
            maxlen=COMMANDS_REMEMBERED,
        )

    @property
    def _counts(self) -> _Counts:
        return _Counts(self._efforts, self._skips, self._open_step, self._answers.written)

    def _undo(self, since_s: float) -> None:
        """Takes back what was written since a command was heard."""
        while self._before_commands:
            at_s, before = self._before_commands.pop()
            if at_s <= since_s:
                break
        else:
            return
        numbers: dict[str, Value] = {"efforts": before.efforts, "skips": before.skips}
        self._write("DELETE FROM skips WHERE session_id = :session AND number > :skips", **numbers)
        self._write("DELETE FROM efforts WHERE session_id = :session AND number > :efforts", **numbers)
        if before.open_step is not None:
            self._write(
                "UPDATE efforts SET ended = NULL, movements = NULL WHERE session_id = :session AND number = :efforts",
                **numbers,
            )
        self._answers.undo(before.answers)
        self._efforts, self._skips, self._open_step = before.efforts, before.skips, before.open_step

    def _begin_effort(self, step: int, asked_s: float) -> None:
        self._efforts += 1
        self._open_step = step
        self._write(
            sql.EFFORT, number=self._efforts, step=step, held_s=0.0, asked_s=asked_s, movements=None, ended=None
        )

    def _end_effort(self, step: int, held_s: float, asked_s: float, movements: int | None, ended: str) -> None:
        if self._open_step != step:
            self._begin_effort(step, asked_s)
        self._open_step = None
        number = self._efforts
        self._write(sql.EFFORT_ENDED, number=number, held_s=held_s, asked_s=asked_s, movements=movements, ended=ended)

    def _end(self, why: EndReason, at_s: float) -> None:
        self._end_pause(at_s)
        self._write("UPDATE sessions SET ended = :why WHERE id = :session", why=why.value)
        if why not in KEPT_FOR_LATER:
            # Nobody will ask for a guest's session again.
            self._write("DELETE FROM sessions WHERE id = :session AND patient_id IS NULL")
