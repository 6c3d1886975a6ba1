"""Says how long the rest of the session takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicecoach.routine.duration import steps_s

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn


def say_time_left(turn: Turn) -> None:
    """In whole minutes, an estimate."""
    steps = (due.step for due in turn.state.agenda.remaining)
    minutes = max(1, round(steps_s(steps, turn.state.settings.rate_wpm) / 60))
    turn.answer("left_in_all", left=turn.wording.duration(minutes * 60))
