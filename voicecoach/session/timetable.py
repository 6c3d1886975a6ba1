"""The timetable of a hold, of movements and of breaths: what sounds at which second. Pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from voicecoach.routine.plan import Breath, Cue

COUNTED_S = 5
"""Every hold counts its last seconds aloud, from five."""
HALF_TIME_FROM_S = 20.0
"""Holds as long as this have their half time announced."""
PREPARE_S = 3
"""Three, two, one, a second apart."""


class Mark(StrEnum):
    """What a timetable entry is."""

    HALF_TIME = "half-time"
    COUNT = "count"
    CUE = "cue"
    BREATHE_IN = "breathe-in"
    BREATHE_OUT = "breathe-out"


@dataclass(frozen=True, slots=True)
class TimetableEntry:
    """Something to say ``at_s`` seconds into the hold."""

    at_s: float
    mark: Mark
    text: str = ""
    """The cue's own words."""
    seconds_left: int = 0
    """For a count."""


def hold_timetable(
    hold_s: float, cues: tuple[Cue, ...], breathe: Breath | None, *, after_s: float = 0.0
) -> list[TimetableEntry]:
    """All that is said in a hold of ``hold_s`` seconds from ``after_s`` on, in order.

    A hold shorter than the count counts what it has: three seconds are counted from three. Breathing leaves the first
    second, the last five and a short gap around half time alone.
    """
    entries = [
        TimetableEntry(hold_s - left, Mark.COUNT, seconds_left=left)
        for left in range(min(COUNTED_S, int(hold_s)), 0, -1)
    ]
    half_s = hold_s / 2
    with_half = hold_s >= HALF_TIME_FROM_S
    if with_half:
        entries.append(TimetableEntry(half_s, Mark.HALF_TIME))
    entries += [TimetableEntry(cue.at_s, Mark.CUE, text=cue.say) for cue in cues if cue.at_s < hold_s]
    if breathe is not None:
        paced = breaths_timetable(breathe, 1.0, hold_s - COUNTED_S - 1.0)
        entries += [entry for entry in paced if not with_half or abs(entry.at_s - half_s) > 1.5]
    return sorted((e for e in entries if e.at_s >= after_s), key=lambda e: (e.at_s, e.mark))


def breaths_timetable(breath: Breath, from_s: float, until_s: float) -> list[TimetableEntry]:
    """In and out, in turn, from ``from_s`` to before ``until_s``."""
    entries: list[TimetableEntry] = []
    at_s, inward = from_s, True
    while at_s < until_s:
        entries.append(TimetableEntry(at_s, Mark.BREATHE_IN if inward else Mark.BREATHE_OUT))
        at_s += breath.in_s if inward else breath.out_s
        inward = not inward
    return entries


@dataclass(frozen=True, slots=True)
class HoldClock:
    """How much of a hold has been held. It runs from ``started`` to ``stopped`` and stands still in between."""

    hold_s: float
    before_s: float = 0.0
    """Held before it was last stopped."""
    since_s: float | None = None
    """When it was last started; None while it stands still."""

    def started(self, now_s: float) -> HoldClock:
        return replace(self, since_s=now_s)

    def stopped(self, now_s: float) -> HoldClock:
        return replace(self, before_s=self.held_s(now_s), since_s=None)

    def longer(self, by_s: float) -> HoldClock:
        return replace(self, hold_s=self.hold_s + by_s)

    def whole(self, unit_s: float, now_s: float) -> HoldClock:
        """Stopped at the last whole unit, such as a movement: a broken one is done again from its beginning."""
        return HoldClock(self.hold_s, self.held_s(now_s) // unit_s * unit_s)

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
