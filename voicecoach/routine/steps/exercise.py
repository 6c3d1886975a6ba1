"""``exercise``: one exercise, with a name of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from voicecoach.routine.outline import OutlineWriter
from voicecoach.routine.plan_writer import PlanWriter, Scope
from voicecoach.routine.position_check import Checks
from voicecoach.routine.script_part import Muscles, Title
from voicecoach.routine.step_model import DurationMeter, StepModel, StepsIn, Surroundings


class ExerciseModel(StepModel):
    """One exercise: what "skip", "back" and "how long" mean, and what has a heading on the sheet and a chapter in a
    recording."""

    kind = "exercise"
    heading = "One exercise: `exercise`"
    stands_in = frozenset({Surroundings.ROUTINE})

    exercise: Title = Field(description="What it is called, on screen and aloud.")
    stretches: Muscles = Field(
        default=(), description="The muscles it stretches, for the record of what was done; else those of the routine."
    )
    checks: Checks = Field(
        default=(), description="Questions whether the position is right, in the order in which one gets into it."
    )
    steps: Annotated[tuple[StepModel, ...], StepsIn(Surroundings.EXERCISE)] = Field(
        description="What is done, in order."
    )

    @property
    def makes_exercises(self) -> bool:
        return True

    def write(self, writer: PlanWriter, scope: Scope) -> None:
        writer.end_run()
        exercise = writer.new_exercise(self.exercise, self.stretches or scope.stretches, self.checks or scope.checks)
        writer.write(self.steps, replace(scope, exercise=exercise))
        writer.end_run()

    def duration_s(self, meter: DurationMeter) -> float:
        return meter.steps_s(self.steps)

    def outline(self, writer: OutlineWriter) -> None:
        writer.write_section(self.exercise, self.steps, self.checks)

    def inner(self) -> tuple[str, tuple[StepModel, ...]]:
        return "steps", self.steps
