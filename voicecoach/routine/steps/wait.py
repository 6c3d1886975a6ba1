"""``wait``: a question whether the patient is ready."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import Field

from voicecoach.routine.outline import OutlineLine, OutlineWriter
from voicecoach.routine.plan_step import PlanContext, PlanStep
from voicecoach.routine.step_model import LeafModel

WAIT_S = 6.0
"""A question, a movement into place, an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitStep(PlanStep):
    """Ask whether the patient is ready, and wait for the answer."""

    is_talk: ClassVar[bool] = True

    def duration_s(self, rate_wpm: float) -> float:  # noqa: ARG002 - it says nothing
        return WAIT_S

    def shape(self) -> tuple[str | float, ...]:
        return ("wait",)


class WaitModel(LeafModel):
    """A question whether the patient is ready. The session goes on when it hears so."""

    kind = "wait"
    heading = "A question: `wait`"
    is_talk = True

    wait: Literal["ready"] = Field(description="Always `ready`. For a pause of a fixed length write `rest`.")

    def planned(self, context: PlanContext) -> Iterator[PlanStep]:
        yield WaitStep(**context.place)

    def lines(self, writer: OutlineWriter) -> Iterator[OutlineLine]:  # noqa: ARG002 - it writes nothing
        """None: nobody waits for an answer from paper."""
        yield from ()
