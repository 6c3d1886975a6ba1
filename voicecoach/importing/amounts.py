"""Amounts, and what a text prescribes with them. Data only."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Self

BREATH_S = 6.0
"""A slow breath in and out, where a length is given in breaths."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or a range of them, as written."""

    low: float
    high: float
    words: str
    unit: str = ""
    """``s``, ``breaths`` or ``counts``; empty for plain numbers."""
    vague: bool = False
    """"a few", "several"."""
    at_most: bool = False
    """"up to 30": the number is the most there should be."""

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    def same_as(self, other: Amount) -> bool:
        return (self.low, self.high) == (other.low, other.high)

    def times(self, factor: float, unit: str, words: str) -> Amount:
        return replace(self, low=self.low * factor, high=self.high * factor, unit=unit, words=words)


@dataclass(frozen=True, slots=True)
class Dose:
    """What a text prescribes: any of it may be missing."""

    hold: Amount | None = None
    count: Amount | None = None
    """How often it is held in one set, or how many movements a set has."""
    sets: Amount | None = None
    rounds: Amount | None = None
    """How often the whole list of exercises is gone through."""
    rest: Amount | None = None
    every: Amount | None = None
    """The time of one movement, there and back."""
    breathe: tuple[Amount, Amount] | None = None
    """In and out."""
    open_hold: bool = False
    """The text leaves the length open: "as long as is comfortable", "___ seconds"."""
    open_count: bool = False
    each_side: bool = False
    switch: bool = False
    """It tells to change sides."""
    alternating: bool = False
    frequency: tuple[str, ...] = ()
    """How often a day or a week, as written."""
    later: tuple[str, ...] = ()
    """What to build up to, as written."""
    notes: tuple[str, ...] = ()
    """What is doubtful about how it was read."""

    @property
    def amounts(self) -> bool:
        """Whether it says how long, how often or how many."""
        return bool(self.hold or self.count or self.sets or self.open_hold or self.open_count)

    @property
    def empty(self) -> bool:
        return all(getattr(self, each.name) == each.default for each in fields(self))

    def joined(self, later: Self) -> Self:
        """Both together. Where both say something of the same, the first counts and the other is noted."""
        values: dict[str, object] = {}
        notes = [*self.notes, *(note for note in later.notes if note not in self.notes)]
        for each in fields(self):
            mine, theirs = getattr(self, each.name), getattr(later, each.name)
            if isinstance(mine, Amount) and isinstance(theirs, Amount) and not mine.same_as(theirs):
                notes.append(f"the text also says “{theirs.words}”")
            if each.name in {"frequency", "later"}:
                values[each.name] = tuple(dict.fromkeys((*mine, *theirs)))
            else:
                values[each.name] = mine or theirs
        values["notes"] = tuple(notes)
        return replace(self, **values)  # type: ignore[arg-type]
