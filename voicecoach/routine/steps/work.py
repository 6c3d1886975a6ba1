"""What the kinds of step share that a patient works at: sets with rests, and where it is felt. No kind by itself."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Generic, Self, TypedDict

from pydantic import Field

from voicecoach.routine.dosage import Amounts
from voicecoach.routine.outline import OutlineKind, OutlineLine, OutlineWriter
from voicecoach.routine.plan_step import PlanContext, PlanStep, StepPlace
from voicecoach.routine.script_part import PauseTime, TextT, Times
from voicecoach.routine.speech_time import speech_s, words_s
from voicecoach.routine.step_model import LeafModel, Remark
from voicecoach.routine.steps.rest import RestStep

DEFAULT_REST_S = 10.0
PREPARE_S = 4.0
"""Three, two, one, and a breath before it."""
ANNOUNCED_WORDS = 8
"""How long a hold is, or how many movements come."""
FEEL_WORDS = 4
NOT_FEEL_WORDS = 5
"""What the coach says around the place where a stretch is felt, or should not be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkStep(PlanStep):
    """One set of what a patient works at."""

    set_number: int = 1
    """From 1."""
    sets: int = 1
    feel: str | None = None
    not_feel: str | None = None
    release: str | None = None

    is_work: ClassVar[bool] = True

    def announced_s(self, rate_wpm: float) -> float:
        """How long it takes to say what comes, and to count down to it."""
        announced_s = words_s(ANNOUNCED_WORDS, rate_wpm) + PREPARE_S
        if self.set_number > 1:
            return announced_s
        felt_s = speech_s(self.feel, rate_wpm, FEEL_WORDS) + speech_s(self.not_feel, rate_wpm, NOT_FEEL_WORDS)
        return announced_s + felt_s

    def in_sets(self, rest_s: float) -> Iterator[PlanStep]:
        """This set, and those that follow it, with rests between."""
        yield self
        for number in range(2, self.sets + 1):
            place = StepPlace(exercise=self.exercise, side=self.side, picture=self.picture)
            yield RestStep(**place, rest_s=rest_s)
            yield self.numbered(number)

    def numbered(self, set_number: int) -> Self:
        """The same as another set."""
        return replace(self, set_number=set_number)


@dataclass(frozen=True, slots=True, kw_only=True)
class PacedStep(WorkStep):
    """One set of what is counted or paced aloud, with an instruction of its own."""

    say: str | None = None
    """Said before the first set."""
    short: str | None = None
    """What is said instead once the patient knows the routine."""
    pause_s: float | None = None
    """The quiet after ``say``; None for the session's own choice."""

    @property
    @abstractmethod
    def paced_s(self) -> float:
        """The length of what is counted or paced."""

    def duration_s(self, rate_wpm: float) -> float:
        said_s = speech_s(self.say, rate_wpm) + (self.pause_s or 0.0) if self.set_number == 1 else 0.0
        return said_s + self.announced_s(rate_wpm) + self.paced_s + speech_s(self.release, rate_wpm)


class WorkTexts(TypedDict):
    """The texts that all work has."""

    feel: str | None
    not_feel: str | None
    release: str | None


class PacedTexts(WorkTexts):
    """The texts of what is counted or paced aloud, and the quiet after them."""

    say: str | None
    short: str | None
    pause_s: float | None


class WorkModel(LeafModel, Generic[TextT]):
    """Something a patient works at."""

    times: Times = Field(default=1, description="How often it is done: how many holds, or sets.")
    rest_s: PauseTime = Field(
        default=DEFAULT_REST_S, alias="rest", description="The pause between, if it is done more than once."
    )
    say: TextT | None = Field(default=None, description="An instruction just before the first of them.")
    short: TextT | None = Field(default=None, description="The same, once the patient knows the routine.")
    pause_s: PauseTime | None = Field(
        default=None,
        alias="pause",
        description="The quiet after `say` for the movement; the coach chooses unless it is given.",
    )
    feel: TextT | None = Field(default=None, description='Where it should be felt; completes "You should feel it …".')
    not_feel: TextT | None = Field(
        default=None, description='Where it should not be felt; completes "You should not feel it …".'
    )
    release: TextT | None = Field(default=None, description="What to do after it: how to come out of the stretch.")

    @property
    def is_work(self) -> bool:
        return True

    @property
    def instructs(self) -> bool:
        return self.say is not None

    def sets(self, amounts: Amounts) -> int:
        """How many sets of movements or breaths."""
        return amounts.sets or amounts.times or self.times

    def between_s(self, amounts: Amounts) -> float:
        """The rest between two holds or sets."""
        return self.rest_s if amounts.rest_s is None else amounts.rest_s

    def texts(self, context: PlanContext) -> WorkTexts:
        """The texts of its steps, for the side at hand."""
        return WorkTexts(
            feel=context.maybe_said(self.feel),
            not_feel=context.maybe_said(self.not_feel),
            release=context.maybe_said(self.release),
        )

    def paced_texts(self, context: PlanContext) -> PacedTexts:
        """The same for steps that say their instruction themselves."""
        return PacedTexts(
            **self.texts(context),
            say=context.maybe_said(self.say),
            short=context.maybe_said(self.short),
            pause_s=self.pause_s,
        )

    @abstractmethod
    def amount(self, writer: OutlineWriter) -> str:
        """How much of it is done, in a sentence of the sheet."""

    def lines(self, writer: OutlineWriter) -> Iterator[OutlineLine]:
        yield OutlineLine(
            OutlineKind.STEP,
            writer.printed(self.say) or "",
            dose=self.amount(writer),
            feel=writer.word("feel", feel=writer.said(self.feel)) if self.feel else None,
            not_feel=writer.word("not_feel", not_feel=writer.said(self.not_feel)) if self.not_feel else None,
            release=writer.printed(self.release),
        )

    def doubts(self) -> Iterator[Remark]:
        if "rest_s" in self.model_fields_set and self.times == 1:
            yield Remark(
                ("rest",),
                "this rest comes between repetitions, and 'times' asks for one only: "
                "for a pause afterwards write '- rest:' as a step of its own",
                at_key=True,
            )
        for key, value in (("short", self.short), ("pause", self.pause_s)):
            if self.say is None and value is not None:
                yield Remark((key,), f"'{key}' has no effect without 'say'", at_key=True)
