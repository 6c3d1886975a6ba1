"""What all kinds of step have in common: what each must say of itself for the plan, the sheet and the checker. Pure.

A kind of step is one module of ``steps``, and one line in its registry.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Protocol, cast

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema

from voicecoach.routine.dosage import AS_WRITTEN, Amounts, Dosage
from voicecoach.routine.outline import OutlineLine, OutlineWriter
from voicecoach.routine.plan_step import PlanContext, PlanStep
from voicecoach.routine.plan_writer import PlanWriter, Scope
from voicecoach.routine.script_part import PictureKey, PlainText, ScriptPart, SidedText
from voicecoach.routine.speech_time import RATE_WPM

KeyPath = tuple[str | int, ...]
"""The way to a value inside a step: keys, and places in lists."""

SPOKEN_KEYS = ("say", "short", "feel", "not_feel", "release")


class Surroundings(StrEnum):
    """Where in a script a step stands; the values are the keys of the blocks."""

    ROUTINE = "routine"
    EXERCISE = "exercise"
    EACH_SIDE = "each_side"


ANYWHERE = frozenset(Surroundings)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that is allowed and probably not meant."""

    path: KeyPath
    message: str
    at_key: bool = False
    """It is the key that is in doubt, not the value."""


class TimedRoutine(Protocol):
    """A routine, as far as its length depends on it."""

    @property
    def steps(self) -> Sequence[StepModel]: ...

    @property
    def switch_s(self) -> float: ...

    def amounts(self, dose: str | None) -> Amounts | None: ...


@dataclass(frozen=True, slots=True)
class DurationMeter:
    """Adds up how long the steps of a routine take, without writing them out: blocks multiply, and a small file can ask
    for more steps than there is memory for."""

    included: Mapping[str, TimedRoutine]
    switch_s: float
    dosage: Dosage = AS_WRITTEN
    dose: str | None = None
    known_s: dict[tuple[str, Dosage], float] = field(default_factory=dict)
    """The length of each included routine, by its name and dosage."""

    def steps_s(self, steps: Sequence[StepModel]) -> float:
        """How long these steps take."""
        return sum(step.duration_s(self) for step in steps)

    def included_s(self, key: str, amounts: Amounts) -> float:
        """How long an included routine takes with these amounts, nothing if it is not known."""
        routine = self.included.get(key)
        if routine is None:
            return 0.0
        inner = replace(self, switch_s=routine.switch_s, dosage=self.dosage.inside(amounts, routine.amounts(self.dose)))
        if (key, inner.dosage) not in self.known_s:
            self.known_s[key, inner.dosage] = inner.steps_s(routine.steps)
        return self.known_s[key, inner.dosage]


class StepModel(ScriptPart):
    """A step of a script."""

    kind: ClassVar[str]
    """The key that makes it what it is."""
    heading: ClassVar[str]
    """Its title in the documentation."""
    stands_in: ClassVar[frozenset[Surroundings]] = ANYWHERE
    is_talk: ClassVar[bool] = False
    """Whether it only speaks to the patient."""

    @classmethod
    def form_in(cls, surroundings: Surroundings) -> type[StepModel]:
        """The class that reads it there: inside ``each_side`` its texts may name the side."""
        if not cls.__pydantic_generic_metadata__["parameters"]:
            return cls
        text: Any = SidedText if surroundings is Surroundings.EACH_SIDE else PlainText
        return cast("type[StepModel]", cls.__class_getitem__(text))

    @property
    def is_work(self) -> bool:
        """Whether it is what the patient came for."""
        return False

    @property
    def instructs(self) -> bool:
        """Whether it says something of its own to do."""
        return False

    @property
    def makes_exercises(self) -> bool:
        """Whether it is an exercise by itself, or holds some."""
        return False

    @abstractmethod
    def write(self, writer: PlanWriter, scope: Scope) -> None:
        """Write its steps of the plan."""

    @abstractmethod
    def duration_s(self, meter: DurationMeter) -> float:
        """How long it takes, on both sides where it has any. An estimate."""

    @abstractmethod
    def outline(self, writer: OutlineWriter) -> None:
        """Write its lines for the sheet and the page."""

    def inner(self) -> tuple[str, tuple[StepModel, ...]] | None:
        """The steps that it holds, and the key under which they stand; None if it is no block."""
        return None

    def spoken(self) -> Iterator[tuple[KeyPath, str]]:
        """All texts that are spoken as they are written."""
        for key in SPOKEN_KEYS:
            if text := getattr(self, key, None):
                yield (key,), text

    def doubts(self) -> Iterator[Remark]:
        """What is allowed here and probably not meant."""
        yield from ()


def every_step(steps: Sequence[StepModel], path: KeyPath = ()) -> Iterator[tuple[KeyPath, StepModel]]:
    """The steps, also those inside blocks, in the order of the script, each with its path."""
    for index, step in enumerate(steps):
        here = (*path, index)
        yield here, step
        if inner := step.inner():
            key, nested = inner
            yield from every_step(nested, (*here, key))


class LeafModel(StepModel):
    """A step that holds no other steps."""

    picture: PictureKey | None = Field(
        default=None,
        description="The pose to show from here on, mirrored with the side. Without one the last one stays.",
    )

    @abstractmethod
    def planned(self, context: PlanContext) -> Iterator[PlanStep]:
        """Its steps of the plan: sets with the rests between them, texts for the side at hand."""

    @abstractmethod
    def lines(self, writer: OutlineWriter) -> Iterator[OutlineLine]:
        """Its lines for the sheet."""

    def write(self, writer: PlanWriter, scope: Scope) -> None:
        writer.add(self, scope)

    def duration_s(self, meter: DurationMeter) -> float:
        return sum(step.duration_s(RATE_WPM) for step in self.planned(PlanContext(dosage=meter.dosage)))

    def outline(self, writer: OutlineWriter) -> None:
        writer.show(self.picture)
        for line in self.lines(writer):
            writer.add(line)


class StepsIn:
    """An annotation for a list of steps, at least one, in certain surroundings.

    Blocks hold steps, and steps are blocks: which kinds there are is known only when all are defined, and ``FORMS_IN``
    is filled. Schemas are built after that.
    """

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        forms: Any = FORMS_IN[self.surroundings]
        return handler.generate_schema(Annotated[tuple[forms, ...], Field(min_length=1)])


FORMS_IN: dict[Surroundings, Any] = {}
"""The union of the kinds of step that may stand in each place. The registry in ``steps`` fills it."""
