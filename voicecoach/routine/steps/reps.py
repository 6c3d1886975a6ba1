"""``reps``: a movement done several times, counted aloud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Generic

from pydantic import Field

from voicecoach.routine.outline import OutlineWriter
from voicecoach.routine.plan_step import ChapterWords, PlanContext, PlanStep
from voicecoach.routine.quantities import DurationIn
from voicecoach.routine.script_part import Movements, TextT
from voicecoach.routine.steps.work import PacedStep, WorkModel


@dataclass(frozen=True, slots=True, kw_only=True)
class RepsStep(PacedStep):
    """One set of movements, counted aloud at a pace."""

    reps: int
    every_s: float

    @property
    def paced_s(self) -> float:
        return self.reps * self.every_s

    def shape(self) -> tuple[str | float, ...]:
        return ("reps", self.reps, float(self.every_s))

    def chapter(self, words: ChapterWords) -> str:
        return words.one_of(words.part("reps", self.side, count=self.reps), self.set_number, self.sets)


class RepsModel(WorkModel[TextT], Generic[TextT]):
    """A movement done several times, counted aloud at a pace."""

    kind = "reps"
    heading = "A movement that is counted: `reps`"

    reps: Movements = Field(description="How many movements.")
    every_s: Annotated[float, DurationIn(1, 60)] = Field(
        alias="every", description="The time for one movement, there and back."
    )

    def planned(self, context: PlanContext) -> Iterator[PlanStep]:
        amounts = context.dosage.amounts
        first = RepsStep(
            **context.place,
            **self.paced_texts(context),
            reps=amounts.reps or self.reps,
            every_s=self.every_s,
            sets=self.sets(amounts),
        )
        yield from first.in_sets(self.between_s(amounts))

    def amount(self, writer: OutlineWriter) -> str:
        amounts = writer.dosage.amounts
        sets, rest = self.sets(amounts), writer.time(self.between_s(amounts))
        every = writer.time(self.every_s)
        key = "reps_in_sets" if sets > 1 else "reps"
        return writer.word(key, reps=amounts.reps or self.reps, every=every, times=sets, rest=rest)
