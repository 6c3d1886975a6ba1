"""What can be shown of a session at one moment: plain values, for a terminal or a page."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.routine.plan import HoldStep, Plan, RepsStep, Side
from voicecoach.session.agenda import Entry
from voicecoach.session.transitions import Phase


@dataclass(frozen=True, slots=True)
class View:
    """A moment of a session. ``left_s`` is None where nothing is being timed."""

    routine: str
    phase: Phase
    step: int
    steps: int
    side: Side | None
    picture: str | None
    set_number: int | None
    sets: int | None
    left_s: float | None
    whole_s: float | None
    """The length of what ``left_s`` counts down, where it is a hold or a set of movements."""


def view_of(plan: Plan, phase: Phase, entry: Entry | None, left_s: float | None, hold_s: float | None) -> View:
    step = entry.step if entry is not None else None
    work = step if isinstance(step, HoldStep | RepsStep) else None
    return View(
        routine=plan.name,
        phase=phase,
        step=entry.number if entry is not None else len(plan.steps),
        steps=len(plan.steps),
        side=step.side if step is not None else None,
        picture=step.picture if step is not None else None,
        set_number=work.set_number if work is not None else None,
        sets=work.sets if work is not None else None,
        left_s=left_s,
        whole_s=hold_s,
    )
