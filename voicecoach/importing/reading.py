"""What was read of one exercise: its holds and movements, what is said of them, its dose and its sides. Data only."""

from __future__ import annotations

from dataclasses import dataclass, field

from voicecoach.importing.amounts import Amount, Dose
from voicecoach.importing.fates import Clause
from voicecoach.importing.lexicon import KnownExercise
from voicecoach.importing.script import Check
from voicecoach.importing.stretched import Stretched


@dataclass(slots=True)
class Effort:
    """One hold, or one movement that is counted, and what is said of it."""

    says: list[Clause] = field(default_factory=list)
    tips: list[Clause] = field(default_factory=list)
    release: list[Clause] = field(default_factory=list)
    after: list[Clause] = field(default_factory=list)
    """Orders after the hold, before nothing else."""
    feel: list[Clause] = field(default_factory=list)
    not_feel: list[Clause] = field(default_factory=list)
    held: bool = False
    hold: Amount | None = None
    open: bool = False
    """The text leaves the length open."""
    checks: list[Check] = field(default_factory=list)
    sentence: int = -1


@dataclass(slots=True)
class Reading:
    """What the text says of one exercise."""

    name: str | None
    line: int
    known: KnownExercise | None
    terse: bool
    stretched: Stretched
    clauses: list[Clause]
    dose: Dose = field(default_factory=Dose)
    efforts: list[Effort] = field(default_factory=list)
    sided: bool = False
    literal: bool = False
    """Left and right are said as they stand."""
    checks: list[Check] = field(default_factory=list)
    """About the sides."""
    stops: list[Clause] = field(default_factory=list)
    reasons: list[Clause] = field(default_factory=list)
    for_all: Dose = field(default_factory=Dose)
    """What it says for every exercise of the text."""
