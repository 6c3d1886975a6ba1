"""``include``: the steps of another routine."""

from __future__ import annotations

from pydantic import Field

from voicecoach.routine.amounts_model import AmountsModel
from voicecoach.routine.outline import OutlineWriter
from voicecoach.routine.plan_writer import PlanWriter, Scope
from voicecoach.routine.script_part import RoutineKey
from voicecoach.routine.step_model import DurationMeter, StepModel, Surroundings


class IncludeModel(AmountsModel, StepModel):
    """The steps of another routine, joined in at this place. That makes a programme."""

    kind = "include"
    heading = "Another routine: `include`"
    stands_in = frozenset({Surroundings.ROUTINE})

    include: RoutineKey = Field(description="The name of a routine in the library, or of one beside this file.")

    @property
    def makes_exercises(self) -> bool:
        return True

    def write(self, writer: PlanWriter, scope: Scope) -> None:
        routine = writer.included[self.include]
        inner = Scope(
            routine=routine.name,
            switch_s=routine.switch_s,
            dosage=scope.dosage.inside(self.amounts, routine.amounts(writer.dose)),
            first_side=scope.first_side or routine.own_first_side,
            stretches=routine.stretches,
            checks=routine.checks,
            included=True,
        )
        writer.end_run()
        writer.write(routine.steps, inner)
        writer.end_run()

    def duration_s(self, meter: DurationMeter) -> float:
        return meter.included_s(self.include, self.amounts)

    def outline(self, writer: OutlineWriter) -> None:
        writer.write_included(self.include, self.amounts)
