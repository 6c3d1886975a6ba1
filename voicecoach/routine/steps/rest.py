"""``rest``: a pause of a fixed length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import Field

from voicecoach.routine.outline import OutlineKind, OutlineLine, OutlineWriter
from voicecoach.routine.plan_step import ChapterWords, PlanContext, PlanStep
from voicecoach.routine.plan_writer import PlanWriter, Scope
from voicecoach.routine.script_part import PauseTime
from voicecoach.routine.step_model import LeafModel


@dataclass(frozen=True, slots=True, kw_only=True)
class RestStep(PlanStep):
    """A pause of a fixed length, between sets, rounds or exercises."""

    rest_s: float

    def duration_s(self, rate_wpm: float) -> float:  # noqa: ARG002 - it says nothing
        return self.rest_s

    def shape(self) -> tuple[str | float, ...]:
        return ("rest", float(self.rest_s))

    def chapter(self, words: ChapterWords) -> str:
        return words.part("rest", None)


class RestModel(LeafModel):
    """A pause of a fixed length."""

    kind = "rest"
    heading = "A pause: `rest`"

    rest_s: PauseTime = Field(alias="rest", description="How long.")

    def write(self, writer: PlanWriter, scope: Scope) -> None:
        """By itself it stands between two exercises; inside a block it belongs to its exercise."""
        if scope.exercise is None:
            writer.add_apart(self, scope)
        else:
            writer.add(self, scope)

    def planned(self, context: PlanContext) -> Iterator[PlanStep]:
        yield RestStep(**context.place, rest_s=self.rest_s)

    def lines(self, writer: OutlineWriter) -> Iterator[OutlineLine]:
        yield OutlineLine(OutlineKind.NOTE, writer.word("rest", rest=writer.time(self.rest_s)))
