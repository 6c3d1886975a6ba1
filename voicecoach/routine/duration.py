"""Estimates how long routines and plans take; the time to get ready is a guess. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from voicecoach.routine.dosage import Amounts, Dosage
from voicecoach.routine.model import Routine
from voicecoach.routine.plan import NOTHING_INCLUDED, Plan
from voicecoach.routine.plan_step import PlanStep
from voicecoach.routine.speech_time import RATE_WPM
from voicecoach.routine.step_model import DurationMeter


def plan_s(plan: Plan, rate_wpm: float = RATE_WPM) -> float:
    """How long a whole plan takes."""
    return steps_s(plan.steps, rate_wpm)


def steps_s(steps: Iterable[PlanStep], rate_wpm: float = RATE_WPM) -> float:
    """How long these steps take, such as those that are still to come."""
    return sum(step.duration_s(rate_wpm) for step in steps)


def routine_s(routine: Routine, included: Mapping[str, Routine] = NOTHING_INCLUDED, dose: str | None = None) -> float:
    """How long a routine takes on both sides, with what it includes. What is not in ``included`` counts nothing."""
    dosage = Dosage(chosen=routine.amounts(dose) or Amounts())
    return DurationMeter(included, routine.switch_s, dosage, dose).steps_s(routine.steps)


def routine_minutes(
    routine: Routine, included: Mapping[str, Routine] = NOTHING_INCLUDED, dose: str | None = None
) -> int:
    """The same in whole minutes, at least one."""
    return max(1, round(routine_s(routine, included, dose) / 60))
