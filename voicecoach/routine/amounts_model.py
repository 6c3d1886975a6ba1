"""How much is done, where a programme or a dose sets it instead of the steps themselves. Pure."""

from __future__ import annotations

from pydantic import Field

from voicecoach.routine.dosage import Amounts
from voicecoach.routine.script_part import Breaths, HoldTime, Movements, PauseTime, ScriptPart, Times


class AmountsModel(ScriptPart):
    """Amounts that replace those of the steps."""

    hold: HoldTime | None = Field(default=None, description="Holds last this long.")
    times: Times | None = Field(
        default=None, description="How often each hold is done; also how many sets, unless `sets` says so."
    )
    sets: Times | None = Field(default=None, description="How many sets of movements or breaths.")
    reps: Movements | None = Field(default=None, description="How many movements are in a set.")
    breathe: Breaths | None = Field(default=None, description="How many breaths are in a set of slow breaths.")
    rest_s: PauseTime | None = Field(default=None, alias="rest", description="The pause between holds or sets.")

    @property
    def amounts(self) -> Amounts:
        return Amounts(self.hold, self.times, self.sets, self.reps, self.breathe, self.rest_s)
