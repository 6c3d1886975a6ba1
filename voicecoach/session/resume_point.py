"""Where an interrupted session stood, so that a later one can go on from there."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.session.agenda import Agenda


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """What is still to be done, and how much of the current hold was held."""

    agenda: Agenda
    held_s: float = 0.0
    """Seconds held, or moved, in the current step; 0 where it is neither."""
    hold_s: float | None = None
    """How long that hold was to be, with time added by voice; None where it was not begun."""
