"""Where a session stood when it was left, so that another can go on from there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """A place in a plan. Steps count from 1, as in the records."""

    step: int
    """The step that was being done. Where it is in ``full_steps`` it was done to its end, and the next one is due."""
    held_s: float
    """Seconds held, or moved, in that step; 0 where it is no hold and no set of movements, or was full."""
    full_steps: frozenset[int]
    """The holds and sets of movements that were done in full."""
