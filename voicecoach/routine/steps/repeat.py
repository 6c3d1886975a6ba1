"""``repeat``: a block of steps done again."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from voicecoach.routine.outline import OutlineWriter
from voicecoach.routine.plan_writer import PlanWriter, Scope
from voicecoach.routine.script_part import PauseTime, Rounds
from voicecoach.routine.step_model import DurationMeter, StepModel, StepsIn, Surroundings
from voicecoach.routine.steps.rest import RestStep


class RepeatModel(StepModel):
    """A block of steps done again."""

    kind = "repeat"
    heading = "A block again: `repeat`"

    repeat: Rounds = Field(description="How often the block is done in all.")
    rest_s: PauseTime | None = Field(default=None, alias="rest", description="A pause between the rounds.")
    steps: Annotated[tuple[StepModel, ...], StepsIn(Surroundings.ROUTINE)] = Field(description="The block.")

    @classmethod
    def form_in(cls, surroundings: Surroundings) -> type[StepModel]:
        return {
            Surroundings.ROUTINE: RepeatModel,
            Surroundings.EXERCISE: ExerciseRepeatModel,
            Surroundings.EACH_SIDE: SidedRepeatModel,
        }[surroundings]

    @property
    def is_work(self) -> bool:
        return not self.makes_exercises and any(step.is_work for step in self.steps)

    @property
    def instructs(self) -> bool:
        return self.steps[0].instructs

    @property
    def makes_exercises(self) -> bool:
        return any(step.makes_exercises for step in self.steps)

    def write(self, writer: PlanWriter, scope: Scope) -> None:
        """Without exercises in it, it belongs to the run around it, with its rests."""
        apart = scope.exercise is None and self.makes_exercises
        inner = scope if apart or scope.exercise is not None else replace(scope, exercise=writer.run(scope))
        for number in range(self.repeat):
            if number and self.rest_s is not None:
                if apart:
                    writer.end_run()
                writer.steps.append(RestStep(**writer.place(inner), rest_s=self.rest_s))
            writer.write(self.steps, inner)

    def duration_s(self, meter: DurationMeter) -> float:
        return self.repeat * meter.steps_s(self.steps) + (self.repeat - 1) * (self.rest_s or 0.0)

    def outline(self, writer: OutlineWriter) -> None:
        writer.write_rounds(self.steps, self.repeat, self.rest_s)

    def inner(self) -> tuple[str, tuple[StepModel, ...]]:
        return "steps", self.steps


class ExerciseRepeatModel(RepeatModel):
    """A block of steps done again, in the same exercise."""

    steps: Annotated[tuple[StepModel, ...], StepsIn(Surroundings.EXERCISE)] = Field(description="The block.")


class SidedRepeatModel(RepeatModel):
    """A block of steps done again, on the same side."""

    steps: Annotated[tuple[StepModel, ...], StepsIn(Surroundings.EACH_SIDE)] = Field(description="The block.")
