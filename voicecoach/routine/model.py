"""A whole script as data. The JSON Schema, the documentation and the checker are made from this and the step kinds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from voicecoach.routine.amounts_model import AmountsModel
from voicecoach.routine.breathing import PaceModel
from voicecoach.routine.dosage import Amounts
from voicecoach.routine.position_check import Checks, PositionCheckModel
from voicecoach.routine.quantities import DOSE_NAME, LANGUAGE, DurationIn, wrong
from voicecoach.routine.script_part import Line, Muscles, PlainText, ScriptPart, Title, keys_of
from voicecoach.routine.sides import Side
from voicecoach.routine.step_model import KeyPath, StepModel, StepsIn, Surroundings, every_step
from voicecoach.routine.steps.hold import CueModel
from voicecoach.routine.steps.include import IncludeModel

DEFAULT_SWITCH_S = 10.0


class NotForModel(ScriptPart):
    """A question asked before a patient's first session. One "yes", and there is no session."""

    ask: Line = Field(description="A question that can be answered with yes or no.")
    because: Line = Field(description="Why a yes speaks against this routine.")
    short: Line | None = Field(
        default=None,
        description='The same in a few words, for a list that is told and not asked; completes "if you have …".',
    )


class DoseModel(AmountsModel):
    """Another dose than that of the steps, which a person can ask for by its name."""

    # What it is for, where it comes from, and at least one amount.
    model_config = ConfigDict(json_schema_extra={"minProperties": 3})

    why: Line = Field(description="What this dose is for, in a few words.")
    source: Line = Field(description="Where it comes from.")

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if self.amounts == Amounts():
            raise wrong(f"this dose changes nothing: give it one of {', '.join(keys_of(AmountsModel))}")
        return self


class Routine(ScriptPart):
    """One script: a routine, or a programme that joins several."""

    name: Title = Field(description="What it is called, on screen and aloud.")
    summary: Line = Field(default="", description="What it is for, in a sentence. Promise nothing.")
    language: Annotated[str, LANGUAGE] = Field(
        default="en", description="The language of the texts; wording, commands and voice follow it."
    )
    needs: tuple[Title, ...] = Field(default=(), description="What to have at hand before lying down.")
    sources: tuple[PlainText, ...] = Field(default=(), description="Where position, dose and cautions come from.")
    not_for: tuple[NotForModel, ...] = Field(
        default=(), description="Questions asked before a first session; one yes, and there is no session."
    )
    stretches: Muscles = Field(
        default=(), description="The muscles that are stretched, for the record of what was done."
    )
    checks: Checks = Field(
        default=(),
        description="Questions whether the position is right, in the order in which one gets into it. In a pause a "
        "patient asks for them: `am I doing it right?`",
    )
    first_side: Literal["left", "right"] | None = Field(
        default=None, description="The side that is stretched first; the right one unless it says so."
    )
    switch_s: Annotated[float, DurationIn(1, 300)] = Field(
        default=DEFAULT_SWITCH_S, alias="switch", description="Time to change sides."
    )
    doses: dict[Annotated[str, DOSE_NAME], DoseModel] = Field(
        default={},
        description="Other doses than that of the steps, by their names.",
        json_schema_extra={"additionalProperties": False},
    )
    steps: Annotated[tuple[StepModel, ...], StepsIn(Surroundings.ROUTINE)] = Field(
        description="What is done, in order."
    )

    @property
    def own_first_side(self) -> Side | None:
        """The side that the script puts first, None if it does not say."""
        return Side(self.first_side) if self.first_side else None

    def amounts(self, dose: str | None) -> Amounts | None:
        """The dose of that name, None if there is none of it."""
        return self.doses[dose].amounts if dose in self.doses else None


MODEL_OF_KEY: dict[str, type[ScriptPart]] = {
    "not_for": NotForModel,
    "checks": PositionCheckModel,
    "breathe": PaceModel,
    "cues": CueModel,
    "doses": DoseModel,
}
"""The parts that are no steps, by the key under which they stand."""


def includes(steps: tuple[StepModel, ...], path: KeyPath = ()) -> Iterator[tuple[KeyPath, IncludeModel]]:
    """The ``include`` steps, also those inside blocks, each with its path."""
    for here, step in every_step(steps, path):
        if isinstance(step, IncludeModel):
            yield here, step
