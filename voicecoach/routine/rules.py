"""Checks between the values of a script, which its schema cannot make. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from voicecoach.errors import Problem
from voicecoach.limits import LONGEST_HOLD_S
from voicecoach.routine.breathing import SLOW
from voicecoach.routine.duration import routine_s
from voicecoach.routine.model import Routine
from voicecoach.routine.nodes import Document, Path
from voicecoach.routine.plan import NOTHING_INCLUDED
from voicecoach.routine.position_check import Checks
from voicecoach.routine.quantities import duration_s, written
from voicecoach.routine.script_part import HOLD
from voicecoach.routine.step_model import StepModel, every_step
from voicecoach.routine.steps.each_side import EachSideModel
from voicecoach.routine.steps.exercise import ExerciseModel

LONGEST_S = 3 * 3600.0


def between_values(document: Document) -> Iterator[Problem]:
    """Tips that would come when their hold is over, and holds of too many breaths. Looks at the bare data, to find them
    beside other faults."""
    yield from _in_holds(document, document.data, ())


def too_long(
    document: Document, routine: Routine, included: Mapping[str, Routine] = NOTHING_INCLUDED
) -> Iterator[Problem]:
    """A routine of more than three hours with what it includes, as it is written or in one of its doses."""
    for dose in (None, *routine.doses):
        length_s = routine_s(routine, included, dose)
        if length_s <= LONGEST_S:
            continue
        hours = length_s / 3600
        length = f"{hours:.1f} hours" if hours < 100 else "more than 100 hours"
        place = document.key_at(("steps",) if dose is None else ("doses", dose))
        which = "this one takes" if dose is None else "in this dose it takes"
        yield document.problem(place, f"a routine may last 3 hours, and with both sides {which} {length}")
        if dose is None:
            return


def sided_checks(document: Document, routine: Routine) -> Iterator[Problem]:
    """Questions about the position that name a side where nothing is done side by side."""
    yield from _sided_checks(document, routine.checks, routine.steps, ())
    for index, step in enumerate(routine.steps):
        if isinstance(step, ExerciseModel):
            yield from _sided_checks(document, step.checks, step.steps, ("steps", index))


def _sided_checks(document: Document, checks: Checks, steps: Sequence[StepModel], path: Path) -> Iterator[Problem]:
    if any(isinstance(step, EachSideModel) for _, step in every_step(steps)):
        return
    for index, check in enumerate(checks):
        if check.is_sided:
            message = "a question may name {side} or {other} only where its exercise has an each_side"
            yield document.problem(document.value_at((*path, "checks", index)), message)


def _in_holds(document: Document, data: object, path: Path) -> Iterator[Problem]:
    if isinstance(data, list):
        for index, item in enumerate(data):
            yield from _in_holds(document, item, (*path, index))
    if not isinstance(data, dict):
        return
    hold_s = _hold_s(data)
    if hold_s is not None:
        if hold_s > LONGEST_HOLD_S and "breath" in str(data["hold"]):
            yield document.problem(
                document.value_at((*path, "hold")),
                f"so many breaths take {written(hold_s)}, and a hold lasts {written(LONGEST_HOLD_S)} at most",
            )
        yield from _late_cues(document, data.get("cues"), hold_s, (*path, "cues"))
    for key, value in data.items():
        yield from _in_holds(document, value, (*path, key))


def _late_cues(document: Document, cues: object, hold_s: float, path: Path) -> Iterator[Problem]:
    for index, cue in enumerate(cues if isinstance(cues, list) else ()):
        at_s = _seconds(cue.get("at")) if isinstance(cue, dict) else None
        if at_s is not None and hold_s <= at_s <= LONGEST_HOLD_S:
            yield document.problem(
                document.value_at((*path, index, "at")),
                f"this cue comes at {written(at_s)}, when its hold of {written(hold_s)} is over",
            )


def _hold_s(step: dict[str, object]) -> float | None:
    """The length of a hold, None where there is none or where it is faulty."""
    try:
        length = HOLD.read(step.get("hold"))
    except ValueError:
        return _seconds(step.get("hold"))
    if length.breaths is None:
        return length.seconds
    pace = step.get("breathe")
    if not isinstance(pace, dict):
        return length.breaths * SLOW.length_s
    in_s, out_s = _seconds(pace.get("in")), _seconds(pace.get("out"))
    return None if in_s is None or out_s is None else length.breaths * (in_s + out_s)


def _seconds(value: object) -> float | None:
    try:
        return duration_s(value)
    except ValueError:
        return None
