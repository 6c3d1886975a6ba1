"""What is kept of a plan: how it was asked for, what it prescribes, and whether another is the same. Pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Literal

from voicecoach.records.entry import PrescribedWork
from voicecoach.routine.plan import HoldStep, Plan, RepsStep, RestStep, SayStep, Side, Step, SwitchStep

Sides = Literal["left", "right", "both"]


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What ``routine.plan.plan`` was told besides the routine."""

    sides: Sides = "both"
    first_side: Side | None = None
    hold_s: float | None = None


def works_of(plan: Plan) -> tuple[PrescribedWork, ...]:
    """The holds and sets of movements, with the names of their exercises."""
    works = []
    for number, step in enumerate(plan.steps, start=1):
        name = _exercise_name(plan, step)
        match step:
            case HoldStep(side=side, hold_s=hold_s):
                works.append(PrescribedWork(number, name, side, float(hold_s), None, None))
            case RepsStep(side=side, reps=reps, every_s=every_s):
                works.append(PrescribedWork(number, name, side, None, reps, float(every_s)))
            case _:
                pass
    return tuple(works)


def _exercise_name(plan: Plan, step: Step) -> str:
    if step.exercise is None or step.exercise >= len(plan.exercises):
        return plan.name
    return plan.exercises[step.exercise]


def fingerprint(plan: Plan) -> str:
    """Equal for two plans whose steps follow one another alike.

    Wording and cues do not count, nor how long the holds are: that is the patient's to change, also in mid-session.
    """
    text = json.dumps([_outline(step) for step in plan.steps], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _outline(step: Step) -> list[object]:
    """A step without its words."""
    place: list[object] = [step.exercise, step.side.value if step.side is not None else None]
    match step:
        case SayStep():
            return ["say", *place]
        case HoldStep():
            return ["hold", *place]
        case RepsStep(reps=reps, every_s=every_s):
            return ["reps", *place, reps, float(every_s)]
        case RestStep(rest_s=rest_s):
            return ["rest", *place, float(rest_s)]
        case SwitchStep(switch_s=switch_s):
            return ["switch", *place, float(switch_s)]
        case _:
            return ["wait", *place]
