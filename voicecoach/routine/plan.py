"""From a routine and a person's settings to the flat list of steps that a session walks through. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from voicecoach.routine.model import Routine


class Side(StrEnum):
    """The side of the body that is stretched."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


@dataclass(frozen=True, slots=True)
class Cue:
    """A tip spoken ``at_s`` seconds into a hold."""

    at_s: float
    say: str


@dataclass(frozen=True, slots=True)
class Breath:
    """A breathing pace."""

    in_s: float
    out_s: float

    @property
    def length_s(self) -> float:
        """The length of one breath, in and out."""
        return self.in_s + self.out_s


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """What all steps share."""

    exercise: int | None
    """Which ``each_side`` block (or unsided run of steps between them) it belongs to, from 0: "skip" leaves it
    behind. In an included routine the talk before an ``each_side`` block belongs to that block. None for what belongs
    to no exercise, such as a rest between blocks."""
    side: Side | None
    """The side being stretched, None outside ``each_side``."""
    picture: str | None = None
    """The pose to show: its own, else the last one named before it in the same block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SayStep(_Placed):
    """An instruction, already mirrored for its side."""

    text: str
    short: str | None = None
    pause_s: float | None = None
    """The quiet after it for the movement it asks for; None for the session's own choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitStep(_Placed):
    """Ask whether the patient is ready, and wait for the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldStep(_Placed):
    """One hold of one set."""

    hold_s: float
    set_number: int
    """From 1."""
    sets: int
    feel: str | None = None
    not_feel: str | None = None
    breathe: Breath | None = None
    """The pace of breathing during the hold, said aloud."""
    breaths: int | None = None
    """The length in breaths when the script gives it so; then ``hold_s`` is that many breaths at the pace of
    ``breathe``, which is never None."""
    cues: tuple[Cue, ...] = ()
    release: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepsStep(_Placed):
    """Movements counted aloud at a pace."""

    reps: int
    every_s: float
    say: str | None = None
    short: str | None = None
    feel: str | None = None
    not_feel: str | None = None
    release: str | None = None
    set_number: int = 1
    sets: int = 1
    pause_s: float | None = None
    """The quiet after ``say``; None for the session's own choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreatheStep(_Placed):
    """One set of slow breaths, paced aloud."""

    breaths: int
    breath: Breath
    say: str | None = None
    """Said before the first set."""
    short: str | None = None
    feel: str | None = None
    not_feel: str | None = None
    release: str | None = None
    set_number: int = 1
    sets: int = 1
    pause_s: float | None = None
    """The quiet after ``say``; None for the session's own choice."""

    @property
    def breathe_s(self) -> float:
        """The length of all its breaths."""
        return self.breaths * self.breath.length_s


@dataclass(frozen=True, slots=True, kw_only=True)
class RestStep(_Placed):
    rest_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchStep(_Placed):
    """Time to change sides; ``side`` is the side that comes next."""

    switch_s: float


Step = SayStep | WaitStep | HoldStep | RepsStep | BreatheStep | RestStep | SwitchStep


@dataclass(frozen=True, slots=True)
class Contraindication:
    """A question that is asked before a first session; a "yes" means that there is none."""

    ask: str
    because: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A session's worth of steps. Sides appear in the order in which they are done."""

    key: str
    """The library name, such as ``deep-piriformis``."""
    name: str
    summary: str
    language: str
    needs: tuple[str, ...]
    steps: tuple[Step, ...]
    exercises: tuple[str, ...] = ()
    """The name of each exercise, by its number: that of its ``exercise`` block, or of the routine it comes from."""
    stretches: tuple[tuple[str, ...], ...] = ()
    """The muscles that each exercise stretches, by its number; empty where the script does not say."""
    dose: str | None = None
    """The name of the dose that was applied; None for the script's own."""
    not_for: tuple[Contraindication, ...] = ()
    """The routine's own, and those of all that it includes, each once."""


NOTHING_INCLUDED: Mapping[str, Routine] = MappingProxyType({})


def plan(
    routine: Routine,
    *,
    key: str,
    sides: Literal["left", "right", "both"] = "both",
    first_side: Side | None = None,
    hold_s: float | None = None,
    included: Mapping[str, Routine] = NOTHING_INCLUDED,
    side_words: Mapping[Side, str] | None = None,
) -> Plan:
    """Flatten a routine: both sides one after the other, sets, repetitions and included routines written out.

    ``sides`` leaves a side out; ``first_side`` and ``hold_s`` overrule what the script says, the latter for every
    hold (a cue that falls after such an end is dropped). ``included`` holds the routines that ``include`` steps
    name, as ``library.load`` returns them; ``side_words`` what {side} becomes, English unless given.

    Raises RequestError when ``hold_s`` is not between 1 s and 10 min.
    """
    # The model brings pydantic with it; whoever only walks through a finished plan need not load that.
    from voicecoach.routine.flatten import flatten

    return flatten(
        routine,
        key=key,
        sides=sides,
        first_side=first_side,
        hold_s=hold_s,
        included=included,
        side_words=side_words,
    )
