"""A breathing pace, as scripts write it and as plans keep it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import Field

from voicecoach.routine.outline import OutlineWriter
from voicecoach.routine.script_part import BreathTime, ScriptPart


@dataclass(frozen=True, slots=True)
class Breath:
    """A breathing pace."""

    in_s: float
    out_s: float

    @property
    def length_s(self) -> float:
        """The length of one breath, in and out."""
        return self.in_s + self.out_s


SLOW = Breath(4.0, 6.0)
"""Six breaths a minute, longer out than in: the pace of slow breathing unless a script names another."""


class PaceModel(ScriptPart):
    """A breathing pace, given aloud and softly during the hold."""

    in_s: BreathTime = Field(alias="in", description="Breathing in takes this long.")
    out_s: BreathTime = Field(alias="out", description="Breathing out takes this long.")

    @property
    def breath(self) -> Breath:
        return Breath(self.in_s, self.out_s)


def pace_words(breath: Breath, writer: OutlineWriter) -> dict[str, str]:
    """A breathing pace for a sentence of the sheet."""
    return {"in": writer.time(breath.in_s), "out": writer.time(breath.out_s)}
