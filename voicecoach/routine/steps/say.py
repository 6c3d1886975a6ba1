"""``say``: an instruction, spoken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Generic

from pydantic import Field

from voicecoach.routine.outline import OutlineKind, OutlineLine, OutlineWriter
from voicecoach.routine.plan_step import PlanContext, PlanStep
from voicecoach.routine.script_part import PauseTime, TextT
from voicecoach.routine.speech_time import speech_s
from voicecoach.routine.step_model import LeafModel


@dataclass(frozen=True, slots=True, kw_only=True)
class SayStep(PlanStep):
    """An instruction, for its side."""

    text: str
    short: str | None = None
    """What is said instead once the patient knows the routine."""
    pause_s: float | None = None
    """The quiet after it for the movement it asks for; None for the session's own choice."""

    is_talk: ClassVar[bool] = True

    def duration_s(self, rate_wpm: float) -> float:
        return speech_s(self.text, rate_wpm) + (self.pause_s or 0.0)

    def shape(self) -> tuple[str | float, ...]:
        return ("say",)


class SayModel(LeafModel, Generic[TextT]):
    """An instruction, spoken."""

    kind = "say"
    heading = "An instruction: `say`"
    is_talk = True

    say: TextT = Field(description="The instruction, in full. One action to a sentence is easiest to follow.")
    short: TextT | None = Field(default=None, description="What is said instead once the patient knows the routine.")
    pause_s: PauseTime | None = Field(
        default=None,
        alias="pause",
        description="The quiet after it for the movement; the coach chooses unless it is given.",
    )

    @property
    def instructs(self) -> bool:
        return True

    def planned(self, context: PlanContext) -> Iterator[PlanStep]:
        yield SayStep(
            **context.place,
            text=context.said(self.say),
            short=context.maybe_said(self.short),
            pause_s=self.pause_s,
        )

    def lines(self, writer: OutlineWriter) -> Iterator[OutlineLine]:
        if text := writer.printed(self.say):
            yield OutlineLine(OutlineKind.NOTE if writer.tells(text) else OutlineKind.STEP, text)
