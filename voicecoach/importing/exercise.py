"""An exercise, read: its holds with what is said before, during and after them, its doses, its sides. Data only."""

from __future__ import annotations

from dataclasses import dataclass, field

from voicecoach.importing.cautions import Question
from voicecoach.importing.classify import Clause
from voicecoach.importing.dose import Dose
from voicecoach.importing.lexicon import KnownExercise
from voicecoach.importing.numbers import Amount
from voicecoach.importing.stretched import Stretched


@dataclass(slots=True)
class Effort:
    """One hold, or one movement to be counted, and what belongs to it."""

    says: list[Clause] = field(default_factory=list)
    held: bool = False
    hold: Amount | None = None
    open: bool = False
    """The text asks for a hold and leaves its time open."""
    feel: list[str] = field(default_factory=list)
    not_feel: list[str] = field(default_factory=list)
    tips: list[Clause] = field(default_factory=list)
    """For the time of the hold."""
    release: list[Clause] = field(default_factory=list)
    after: list[Clause] = field(default_factory=list)
    """Orders that follow the hold and do not lead out of it."""
    notes: list[str] = field(default_factory=list)
    sentence: int = 0
    """The sentence that gives the time of the hold."""


@dataclass(slots=True)
class Reading:
    """An exercise, read."""

    name: str | None
    line: int
    known: KnownExercise | None
    terse: bool
    efforts: list[Effort]
    dose: Dose
    """Everything but the holds: count, sets, rest, pace, breathing, how often."""
    stretched: Stretched
    sided: bool
    literal: bool = False
    """Sides are named, and it is not to be mirrored."""
    side_checks: list[str] = field(default_factory=list)
    safety: list[str] = field(default_factory=list)
    questions: list[tuple[Question, str]] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    variations: list[str] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    for_all: Dose = field(default_factory=Dose)
    """A dose that the text gives for all exercises at once."""
    clauses: list[Clause] = field(default_factory=list)
