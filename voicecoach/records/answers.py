"""Writes the answers to questions into the journal, and takes them back when they are undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from voicecoach.records import recorder_sql as sql
from voicecoach.records.database import Value
from voicecoach.records.warning_signs import SignEvent
from voicecoach.session.questions import QuestionKind
from voicecoach.session.records import Answered, GatePassed, PainScored


class Write(Protocol):
    """Queues a statement about the session."""

    def __call__(self, sql: str, **values: Value) -> None: ...


@dataclass(frozen=True, slots=True)
class AnswersWritten:
    """What has been answered so far."""

    signs: int = 0
    """How many sign events have been written."""
    cleared: bool = False
    """The routine's contraindications have been denied; it is written with the first step."""
    clearance_written: bool = False
    gate_passed: bool = False
    pain: Mapping[str, int] = field(default_factory=dict)
    """The scores of this sitting, by when they were asked."""


class AnswersRecorder:
    """The answers of one session; part of a ``JournalRecorder``."""

    def __init__(self, write: Write, routine: str, day: date) -> None:
        self._write = write
        self._routine = routine
        self._day = day.isoformat()
        self._pain_known = False
        self.written = AnswersWritten()
        """Hand it to ``undo`` to come back to this moment."""

    def write_on(self, signs: int, *, pain_known: bool) -> None:
        """Goes on after so many sign events. ``pain_known``: the pain before the session has been scored."""
        self.written = replace(self.written, signs=signs)
        self._pain_known = pain_known

    def keep(self, record: Answered | GatePassed | PainScored) -> None:
        match record:
            case Answered(topic=topic, key=key, yes=yes):
                self._note_answer(topic, key, yes)
            case GatePassed():
                self.written = replace(self.written, gate_passed=True)
                self._write(sql.GATE_PASSED, day=self._day)
            case PainScored(when=QuestionKind.PAIN_BEFORE) if self._pain_known:
                return
            case PainScored(when=when, score=score):
                self._note_pain({**self.written.pain, when: score})

    def step_started(self) -> None:
        """Stores the clearance: the first step was reached, so every contraindication was denied."""
        if self.written.cleared and not self.written.clearance_written:
            self.written = replace(self.written, clearance_written=True)
            self._write(sql.CLEAR, routine=self._routine, day=self._day)

    def undo(self, before: AnswersWritten) -> None:
        """Takes back what was answered since. After that the warning signs stay due: asking again is safe."""
        self._write("DELETE FROM sign_events WHERE session_id = :session AND number > :signs", signs=before.signs)
        self._write("UPDATE sessions SET refused = NULL WHERE id = :session")
        self._note_pain(before.pain)
        if self.written.clearance_written and not before.clearance_written:
            self._write(sql.NOT_CLEARED, routine=self._routine)
        if self.written.gate_passed and not before.gate_passed:
            self._write(sql.GATE_AGAIN)
        self.written = before

    def _note_answer(self, topic: str, key: str, yes: bool) -> None:
        match topic:
            case QuestionKind.NOT_FOR:
                self.written = replace(self.written, cleared=not yes)
            case QuestionKind.WARNING_SIGN if yes:
                self._note_sign(key, SignEvent.YES)
            case QuestionKind.DOCTOR_SEEN if yes:
                self._note_sign(key, SignEvent.CLEARED)
        if yes is REFUSES.get(topic):
            self._write("UPDATE sessions SET refused = :topic WHERE id = :session", topic=topic)

    def _note_sign(self, sign: str, kind: SignEvent) -> None:
        self.written = replace(self.written, signs=self.written.signs + 1)
        self._write(sql.SIGN, number=self.written.signs, sign=sign, kind=kind.value, day=self._day)

    def _note_pain(self, scores: Mapping[str, int]) -> None:
        known = self.written.pain
        for when in sorted({*scores, *known}):
            if scores.get(when) != known.get(when):
                self._write(f"UPDATE sessions SET pain_{when} = :score WHERE id = :session", score=scores.get(when))
        self.written = replace(self.written, pain=scores)


REFUSES: Mapping[str, bool] = {
    QuestionKind.WARNING_SIGN: True,
    QuestionKind.NOT_FOR: True,
    QuestionKind.DOCTOR_SEEN: False,
}
"""The answers that let no session begin."""
