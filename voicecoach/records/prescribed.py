"""The part of a plan that the journal stores: options, prescribed work, and a fingerprint. Pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from voicecoach.records.entry import PrescribedWork
from voicecoach.routine.plan import (
    BreatheStep,
    HoldStep,
    Plan,
    RepsStep,
    RestStep,
    SayStep,
    Side,
    Sides,
    Step,
    SwitchStep,
    WaitStep,
)


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """The arguments of ``routine.plan.plan`` besides the routine."""

    sides: Sides = "both"
    first_side: Side | None = None
    hold_s: float | None = None
    dose: str | None = None


def works_of(plan: Plan) -> tuple[PrescribedWork, ...]:
    """The holds and the sets of movements and breaths, with the names of their exercises."""
    works = []
    for number, step in enumerate(plan.steps, start=1):
        name = _exercise_name(plan, step)
        match step:
            case HoldStep(side=side, hold_s=hold_s):
                works.append(PrescribedWork(number, name, side, float(hold_s), None, None))
            case RepsStep(side=side, reps=reps, every_s=every_s):
                works.append(PrescribedWork(number, name, side, None, reps, float(every_s)))
            case BreatheStep(side=side, breaths=breaths, breath=breath):
                works.append(PrescribedWork(number, name, side, None, breaths, breath.length_s))
            case SayStep() | WaitStep() | RestStep() | SwitchStep():
                pass
    return tuple(works)


def _exercise_name(plan: Plan, step: Step) -> str:
    if step.exercise is None or step.exercise >= len(plan.exercises):
        return plan.name
    return plan.exercises[step.exercise]


def fingerprint(plan: Plan) -> str:
    """Equal for two plans with the same sequence of steps.

    Texts, cues and the length of holds do not count: the patient may change those, also during a session.
    """
    shapes = [[*step.shape(), step.exercise, step.side.value if step.side is not None else None] for step in plan.steps]
    return hashlib.sha256(json.dumps(shapes, separators=(",", ":")).encode()).hexdigest()[:16]
