"""What a routine looks like on paper and on a page: its lines, and what steps need to write them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from voicecoach.routine.dosage import Amounts, Dosage
from voicecoach.routine.position_check import Checks


class OutlineKind(StrEnum):
    """What a line of the instructions is."""

    STEP = "step"
    NOTE = "note"
    SIDE = "side"
    """A heading: which side comes now."""
    TURN = "turn"
    """To do something again: on the other side, or several times."""


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """One instruction with all that belongs to it, each a whole sentence."""

    kind: OutlineKind
    text: str
    number: int | None = None
    """For steps, from 1 in each section."""
    dose: str | None = None
    feel: str | None = None
    not_feel: str | None = None
    breathe: str | None = None
    tips: tuple[str, ...] = ()
    release: str | None = None

    @property
    def felt(self) -> str:
        """Where it should be felt, and where not."""
        return " ".join(filter(None, (self.feel, self.not_feel)))

    @property
    def details(self) -> tuple[str, ...]:
        """The paragraphs that follow the text and the dose."""
        return tuple(filter(None, (self.felt, self.breathe, " ".join(self.tips), self.release)))


class OutlinedStep(Protocol):
    """A step of a script, whatever its kind."""

    def outline(self, writer: OutlineWriter) -> None: ...


class OutlineWriter(Protocol):
    """Gathers the lines of a routine. Texts are those of the side that comes first."""

    @property
    def dosage(self) -> Dosage:
        """What overrules the amounts that steps name."""
        ...

    def word(self, key: str, **values: object) -> str:
        """A sentence of the language's section ``sheet``."""
        ...

    def time(self, seconds: float) -> str:
        """ "30 seconds", "1 minute and 30 seconds"."""
        ...

    def breaths(self, breaths: int) -> str:
        """ "5 slow breaths"."""
        ...

    def said(self, text: str) -> str:
        """A text for the side at hand."""
        ...

    def printed(self, text: str | None) -> str | None:
        """A text without the sentences that only make sense aloud, None when none is left."""
        ...

    def tells(self, text: str) -> bool:
        """Whether a text explains something and asks for nothing to be done."""
        ...

    def show(self, picture: str | None) -> None:
        """The drawing for the lines to come. None leaves it as it is."""
        ...

    def add(self, line: OutlineLine) -> None:
        """Add a line; steps are numbered."""
        ...

    def write(self, steps: Sequence[OutlinedStep]) -> None:
        """Add the lines of steps."""
        ...

    def write_both_sides(self, steps: Sequence[OutlinedStep]) -> None:
        """Add steps for the first side, and that they are done again on the other."""
        ...

    def write_rounds(self, steps: Sequence[OutlinedStep], rounds: int, rest_s: float | None) -> None:
        """Add steps, and how often they are done."""
        ...

    def write_section(self, title: str, steps: Sequence[OutlinedStep], checks: Checks) -> None:
        """Add steps under a heading, and the questions about their position."""
        ...

    def write_included(self, key: str, amounts: Amounts) -> None:
        """Add an included routine under its name."""
        ...
