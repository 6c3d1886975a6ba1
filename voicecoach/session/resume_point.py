"""The point at which an interrupted session stood, so that a later one can go on from there."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.session.activities.work import work_of
from voicecoach.session.agenda import Agenda
from voicecoach.session.state import State


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """What is still to be done, and how much of the current hold was held."""

    agenda: Agenda
    held_s: float = 0.0
    """Seconds held, or moved, in the current step or in the one that it leads to."""
    hold_s: float | None = None
    """How long that hold was to be, with time added by voice; None where it was not begun."""

    @property
    def anything_left(self) -> bool:
        """True where a hold, a set or breaths are still to be done."""
        return any(due.is_work and due.number not in self.agenda.full for due in self.agenda.remaining)


def resume_point_of(state: State, at_s: float) -> ResumePoint:
    """Where a session in this state stood at this session time, running clocks included."""
    work, before = work_of(state.activity), state.held_before
    if work is not None:
        return ResumePoint(state.agenda, work.clock.held_s(at_s), work.clock.hold_s)
    if before is not None and before.number == state.agenda.work_ahead:
        return ResumePoint(state.agenda, before.held_s, before.hold_s)
    return ResumePoint(state.agenda)
