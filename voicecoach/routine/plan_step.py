"""Base of all steps of a plan. Pure."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol, TypedDict

from voicecoach.routine.dosage import AS_WRITTEN, Dosage
from voicecoach.routine.sides import SIDE_WORDS, Side, mirror


class ChapterWords(Protocol):
    """How a language names the chapters of a recording."""

    def part(self, key: str, side: Side | None, **values: object) -> str:
        """What is done, and on which side."""
        ...

    def one_of(self, part: str, number: int, sets: int) -> str:
        """Which set of an exercise that has several."""
        ...

    def turn(self, side: Side) -> str:
        """The change to a side."""
        ...

    def duration(self, seconds: float) -> str: ...

    def breaths(self, breaths: int) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep(ABC):
    """One step of a session."""

    exercise: int | None
    """The exercise it belongs to, from 0: "skip" leaves it behind. An ``exercise`` block is one; outside of such blocks
    each ``each_side`` block, and each run of unsided steps (see ``PlanWriter``). None for what belongs to no exercise,
    such as a rest between two."""
    side: Side | None
    """The side being stretched, None outside ``each_side``."""
    picture: str | None = None
    """The pose to show: its own, else the last one named before it in the same block."""

    is_talk: ClassVar[bool] = False
    """Whether it only speaks to the patient: what leads into an exercise."""
    is_work: ClassVar[bool] = False
    """Whether it is what the patient came for: a hold, a set of movements or breaths."""

    @abstractmethod
    def duration_s(self, rate_wpm: float) -> float:
        """How long it takes, at so many spoken words a minute. An estimate."""

    @abstractmethod
    def shape(self) -> tuple[str | float, ...]:
        """What it is without its words, its place and the length of a hold: equal for two steps that count as the same
        when a session is resumed."""

    def chapter(self, words: ChapterWords) -> str:
        """The title of its chapter in a recording."""
        return words.part("position", self.side)


class StepPlace(TypedDict):
    """Where in a plan a step stands: the fields that all steps share."""

    exercise: int | None
    side: Side | None
    picture: str | None


NOWHERE = StepPlace(exercise=None, side=None, picture=None)


@dataclass(frozen=True, slots=True)
class PlanContext:
    """What a step of a script must know to write its steps of the plan."""

    place: StepPlace = field(default_factory=lambda: NOWHERE)
    dosage: Dosage = AS_WRITTEN
    side_words: Mapping[Side, str] = field(default_factory=lambda: SIDE_WORDS)

    def said(self, text: str) -> str:
        """A text for the side at hand."""
        side = self.place["side"]
        return text if side is None else mirror(text, side, self.side_words)

    def maybe_said(self, text: str | None) -> str | None:
        """The same for a text that may be missing."""
        return None if text is None else self.said(text)
