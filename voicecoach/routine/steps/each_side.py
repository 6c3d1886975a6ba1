"""``each_side``: steps for one side of the body, and then for the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import Field

from voicecoach.routine.outline import OutlineWriter
from voicecoach.routine.plan_step import ChapterWords, PlanStep
from voicecoach.routine.plan_writer import PlanWriter, Scope
from voicecoach.routine.sides import Side
from voicecoach.routine.step_model import DurationMeter, StepModel, StepsIn, Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchStep(PlanStep):
    """Time to change sides."""

    side: Side
    """The side that comes next."""
    switch_s: float

    def duration_s(self, rate_wpm: float) -> float:  # noqa: ARG002 - it says nothing
        return self.switch_s

    def shape(self) -> tuple[str | float, ...]:
        return ("switch", float(self.switch_s))

    def chapter(self, words: ChapterWords) -> str:
        return words.turn(self.side)


class EachSideModel(StepModel):
    """Steps done for one side, and then, mirrored, for the other, with full holds on both."""

    kind = "each_side"
    heading = "Both sides: `each_side`"
    stands_in = frozenset({Surroundings.ROUTINE, Surroundings.EXERCISE})

    each_side: Annotated[tuple[StepModel, ...], StepsIn(Surroundings.EACH_SIDE)] = Field(
        description="The steps. {side} is the side that is stretched, {other} the opposite one.",
    )

    @property
    def makes_exercises(self) -> bool:
        return True

    def write(self, writer: PlanWriter, scope: Scope) -> None:
        exercise = writer.run_for_sides(scope) if scope.exercise is None else scope.exercise
        sides = writer.sides(scope)
        for side in sides:
            if side is not sides[0]:
                writer.steps.append(SwitchStep(exercise=exercise, side=side, picture=None, switch_s=scope.switch_s))
            writer.forget_picture()
            writer.write(self.each_side, replace(scope, exercise=exercise, side=side))
        writer.end_run()

    def duration_s(self, meter: DurationMeter) -> float:
        return 2 * meter.steps_s(self.each_side) + meter.switch_s

    def outline(self, writer: OutlineWriter) -> None:
        writer.write_both_sides(self.each_side)

    def inner(self) -> tuple[str, tuple[StepModel, ...]]:
        return "each_side", self.each_side
