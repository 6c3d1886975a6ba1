"""One session as it is stored, as plain values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from voicecoach.routine.plan import Side
from voicecoach.session.records import EndReason

FULL = "full"
"""Why an effort ended that was done to its end."""


@dataclass(frozen=True, slots=True)
class PrescribedWork:
    """A hold or a set of movements that the plan prescribed."""

    step: int
    exercise: str
    side: Side | None
    hold_s: float | None
    """None for movements."""
    reps: int | None
    """None for a hold."""
    every_s: float | None


@dataclass(frozen=True, slots=True)
class WorkDone:
    """What was done of a hold or a set. One begun anew is another effort; one taken up after a pause is not."""

    step: int
    held_s: float
    """For movements, seconds moved."""
    asked_s: float
    """With time added by voice."""
    movements: int | None
    ended: str | None
    """``full``, or the command that ended it; None when nothing came after it."""

    @property
    def full(self) -> bool:
        return self.ended == FULL


@dataclass(frozen=True, slots=True)
class Skip:
    """A hold or a set of movements that was left out or broken off, and by which command or ending."""

    step: int
    why: str


class NoteKind(StrEnum):
    """What else is noted down of a session."""

    HELP = "help-called"
    ALARM = "alarm"
    """The call was not taken back."""
    ALARM_ENDED = "alarm-ended"
    TOPIC = "topic"
    """Something was explained in a pause; which topic is the detail."""
    FAULT = "fault"
    """A part of the coach failed; which one is the detail."""
    RECOVERED = "recovered"
    """It worked again."""
    SETTING = "setting"
    """Something was set otherwise by voice; which setting is the detail, and not to what."""


@dataclass(frozen=True, slots=True)
class Note:
    """One of these, ``at_s`` seconds into the session."""

    kind: str
    """A ``NoteKind``, or what a newer program wrote."""
    detail: str
    at_s: float


@dataclass(frozen=True, slots=True)
class SessionEntry:
    """A session, all its sittings together."""

    id: int
    routine: str
    routine_name: str
    started: datetime
    """Local to where it began."""
    sittings: int
    length_s: float
    """Pauses included."""
    paused_s: float
    works: tuple[PrescribedWork, ...]
    efforts: tuple[WorkDone, ...]
    """In the order in which they were made."""
    skips: tuple[Skip, ...]
    hurt_steps: tuple[int, ...]
    """The steps at which "it hurts" was said."""
    commands: Mapping[str, int]
    """How often each command was obeyed, by whatever way it came."""
    not_understood: int
    pain_before: int | None
    pain_after: int | None
    refused: bool
    """A warning sign, or a reason against the routine, was said yes to, and no session began."""
    ended: EndReason | None
    """None while it runs, and for ever if it was killed."""
    notes: tuple[Note, ...] = ()
    """In the order in which they came."""
    begun: bool = True
    """Its first step was reached; it did not end at a question before."""

    @property
    def counts(self) -> bool:
        """Whether it is a session: one that ended at a question is none, unless a sign was said yes to, or a person
        was called for. What goes on after a break is one session, whose first sitting it belongs to.
        """
        return self.begun or self.refused or any(note.kind in (NoteKind.HELP, NoteKind.ALARM) for note in self.notes)

    @property
    def day(self) -> date:
        """A session that goes on past midnight belongs to the day on which it began."""
        return self.started.date()
