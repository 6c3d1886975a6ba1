"""The timetable of a hold: what sounds at which second, and how much of it is left. Pure arithmetic.

A hold is a stretch of held seconds. Pauses are not part of it: a hold that is paused at 12 s goes on at 12 s.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from voicecoach.routine.plan import Breath, Cue

COUNTED_S = 5
"""Every hold counts its last seconds aloud, from five."""
HALF_TIME_FROM_S = 20.0
"""Holds as long as this have their half time announced."""
PREPARE_S = 3
"""Three, two, one, a second apart."""


class Mark(StrEnum):
    """What an entry of the timetable is."""

    HALF_TIME = "half-time"
    COUNT = "count"
    CUE = "cue"
    BREATHE_IN = "breathe-in"
    BREATHE_OUT = "breathe-out"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to say ``at_s`` seconds into the hold."""

    at_s: float
    mark: Mark
    text: str = ""
    """The cue's own words."""
    seconds_left: int = 0
    """For a count."""


def timetable(hold_s: float, cues: tuple[Cue, ...], breathe: Breath | None, *, after_s: float = 0.0) -> list[Entry]:
    """All that is said in a hold of ``hold_s`` seconds from ``after_s`` on, in order.

    A hold shorter than the count counts what it has: three seconds are counted from three. Breathing leaves the first
    second, the last five and a short gap around half time alone.
    """
    entries = [
        Entry(hold_s - left, Mark.COUNT, seconds_left=left) for left in range(min(COUNTED_S, int(hold_s)), 0, -1)
    ]
    half_s = hold_s / 2
    with_half = hold_s >= HALF_TIME_FROM_S
    if with_half:
        entries.append(Entry(half_s, Mark.HALF_TIME))
    entries += [Entry(cue.at_s, Mark.CUE, text=cue.say) for cue in cues if cue.at_s < hold_s]
    if breathe is not None:
        entries += _breaths(hold_s, breathe, [half_s] if with_half else [])
    return sorted((e for e in entries if e.at_s >= after_s), key=lambda e: (e.at_s, e.mark))


def _breaths(hold_s: float, breathe: Breath, taken: list[float]) -> list[Entry]:
    entries: list[Entry] = []
    at_s, inward = 1.0, True
    while at_s < hold_s - COUNTED_S - 1.0:
        if all(abs(at_s - other) > 1.5 for other in taken):
            entries.append(Entry(at_s, Mark.BREATHE_IN if inward else Mark.BREATHE_OUT))
        at_s += breathe.in_s if inward else breathe.out_s
        inward = not inward
    return entries


@dataclass(slots=True)
class HoldClock:
    """How much of a hold has been held. It runs between ``start`` and ``stop`` and stands still in between."""

    hold_s: float
    before_s: float = 0.0
    """Held before it was last stopped."""
    since_s: float | None = None
    """When it was last started; None while it stands still."""

    def start(self, now_s: float) -> None:
        self.since_s = now_s

    def stop(self, now_s: float) -> None:
        self.before_s = self.held_s(now_s)
        self.since_s = None

    @property
    def running(self) -> bool:
        return self.since_s is not None

    def held_s(self, now_s: float) -> float:
        """Seconds held so far, never more than were asked for; all of them within a microsecond of the end."""
        running_s = 0.0 if self.since_s is None else max(0.0, now_s - self.since_s)
        held_s = self.before_s + running_s
        return self.hold_s if held_s > self.hold_s - 1e-6 else held_s

    def left_s(self, now_s: float) -> float:
        return self.hold_s - self.held_s(now_s)

    def starts_at_s(self, now_s: float) -> float:
        """When the hold would have begun, had it run without a pause until now."""
        return now_s - self.held_s(now_s)
