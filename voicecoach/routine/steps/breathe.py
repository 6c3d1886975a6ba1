"""``breathe``: slow breaths, paced aloud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic

from pydantic import Field

from voicecoach.routine.breathing import SLOW, Breath, pace_words
from voicecoach.routine.outline import OutlineWriter
from voicecoach.routine.plan_step import ChapterWords, PlanContext, PlanStep
from voicecoach.routine.script_part import Breaths, BreathTime, TextT
from voicecoach.routine.steps.work import PacedStep, WorkModel


@dataclass(frozen=True, slots=True, kw_only=True)
class BreatheStep(PacedStep):
    """One set of slow breaths, paced aloud."""

    breaths: int
    breath: Breath

    @property
    def paced_s(self) -> float:
        return self.breaths * self.breath.length_s

    def shape(self) -> tuple[str | float, ...]:
        return ("breathe", self.breaths, float(self.breath.in_s), float(self.breath.out_s))

    def chapter(self, words: ChapterWords) -> str:
        part = words.part("breathe", self.side, breaths=words.breaths(self.breaths))
        return words.one_of(part, self.set_number, self.sets)


class BreatheModel(WorkModel[TextT], Generic[TextT]):
    """Slow breaths, in and out paced aloud."""

    kind = "breathe"
    heading = "Slow breaths: `breathe`"

    breaths: Breaths = Field(alias="breathe", description="How many breaths.")
    in_s: BreathTime = Field(default=SLOW.in_s, alias="in", description="Breathing in takes this long.")
    out_s: BreathTime = Field(default=SLOW.out_s, alias="out", description="Breathing out takes this long.")

    @property
    def breath(self) -> Breath:
        """The pace."""
        return Breath(self.in_s, self.out_s)

    def planned(self, context: PlanContext) -> Iterator[PlanStep]:
        amounts = context.dosage.amounts
        first = BreatheStep(
            **context.place,
            **self.paced_texts(context),
            breaths=amounts.breaths or self.breaths,
            breath=self.breath,
            sets=self.sets(amounts),
        )
        yield from first.in_sets(self.between_s(amounts))

    def amount(self, writer: OutlineWriter) -> str:
        amounts = writer.dosage.amounts
        sets, rest = self.sets(amounts), writer.time(self.between_s(amounts))
        breaths = writer.breaths(amounts.breaths or self.breaths)
        key = "breathe_in_sets" if sets > 1 else "breathe_step"
        return writer.word(key, breaths=breaths, times=sets, rest=rest, **pace_words(self.breath, writer))
