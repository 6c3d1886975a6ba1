"""What can be shown of a session at one moment: plain values, for a terminal or a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voicecoach.routine.plan import HoldStep, Plan, RepsStep, RestStep, SayStep, Side, SwitchStep
from voicecoach.session.agenda import Entry
from voicecoach.session.hold import PREPARE_S
from voicecoach.session.transitions import Phase

_ANSWER_S = 8.0
"""A guess at how long somebody takes to say that they are ready."""


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


def estimate_left_s(entries: Sequence[Entry], rate_wpm: int) -> float:
    """About how long these steps take, speech at so many words a minute included."""
    total_s = 0.0
    for entry in entries:
        match entry.step:
            case SayStep(text=text):
                total_s += len(text.split()) * 60.0 / rate_wpm
            case HoldStep(hold_s=hold_s):
                total_s += hold_s + 2 * PREPARE_S
            case RepsStep(reps=reps, every_s=every_s):
                total_s += reps * every_s + 2 * PREPARE_S
            case RestStep(rest_s=seconds) | SwitchStep(switch_s=seconds):
                total_s += seconds
            case _:
                total_s += _ANSWER_S
    return total_s
