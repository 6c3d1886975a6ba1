"""Writes a plan step by step, and numbers its exercises. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from typing import Literal, Protocol

from voicecoach.routine.dosage import Amounts, Dosage
from voicecoach.routine.plan_step import PlanContext, PlanStep, StepPlace
from voicecoach.routine.position_check import Checks, PositionCheck, planned_checks
from voicecoach.routine.sides import Side

Sides = Literal["left", "right", "both"]


class PlannedBlock(Protocol):
    """A step of a script, whatever its kind, as far as it must be known to number exercises."""

    def write(self, writer: PlanWriter, scope: Scope) -> None: ...

    @property
    def is_talk(self) -> bool: ...

    @property
    def is_work(self) -> bool: ...

    @property
    def instructs(self) -> bool: ...


class PlannedLeaf(PlannedBlock, Protocol):
    """A step that holds no other steps."""

    @property
    def picture(self) -> str | None: ...

    def planned(self, context: PlanContext) -> Iterator[PlanStep]: ...


class PlannedRoutine(Protocol):
    """A routine, as far as whoever includes it must know it."""

    @property
    def name(self) -> str: ...

    @property
    def steps(self) -> Sequence[PlannedBlock]: ...

    @property
    def switch_s(self) -> float: ...

    @property
    def own_first_side(self) -> Side | None: ...

    @property
    def stretches(self) -> tuple[str, ...]: ...

    @property
    def checks(self) -> Checks: ...

    def amounts(self, dose: str | None) -> Amounts | None:
        """The dose of that name, None if the routine has none of it."""
        ...


@dataclass(frozen=True, slots=True)
class Scope:
    """What holds for the steps being written: settings of their routine, and the blocks around them."""

    routine: str
    switch_s: float
    dosage: Dosage
    first_side: Side | None
    """Which side is first, by what the person or a programme around the routine wants, or else by its own script."""
    stretches: tuple[str, ...] = ()
    checks: Checks = ()
    included: bool = False
    exercise: int | None = None
    """The exercise to which all steps belong. None: they belong to runs, each numbered as it begins."""
    side: Side | None = None


class PlanWriter:
    """A plan in the making.

    Outside of ``exercise`` blocks every ``each_side`` block is an exercise, and so is every run of other steps between
    two such blocks, rests or included routines. A run of several things to do, each introduced by an instruction, is an
    exercise for each of them.
    """

    def __init__(
        self, sides: Sides, side_words: Mapping[Side, str], included: Mapping[str, PlannedRoutine], dose: str | None
    ) -> None:
        self.steps: list[PlanStep] = []
        self.exercises: list[str] = []
        self.stretches: list[tuple[str, ...]] = []
        self.checks: list[tuple[PositionCheck, ...]] = []
        self.included = included
        self.dose = dose
        """The name of the dose that was asked for."""
        self._sides = sides
        self._side_words = side_words
        self._run: int | None = None
        """The exercise to which unsided steps belong for now."""
        self._run_has_work = False
        self._run_is_talk = True
        self._picture: str | None = None

    def write(self, steps: Sequence[PlannedBlock], scope: Scope) -> None:
        """Write steps one after the other."""
        for index, step in enumerate(steps):
            if scope.exercise is None and self._run_has_work and _begins_another_exercise(steps[index:]):
                self._run = None
                self._run_has_work = False
            step.write(self, scope)

    def add(self, step: PlannedLeaf, scope: Scope) -> None:
        """Write a step in its exercise, or in that of the run at hand."""
        exercise = self.run(scope) if scope.exercise is None else scope.exercise
        self._run_has_work = self._run_has_work or step.is_work
        self._run_is_talk = self._run_is_talk and step.is_talk
        self._picture = step.picture or self._picture
        self._write(step, StepPlace(exercise=exercise, side=scope.side, picture=self._picture), scope)

    def add_apart(self, step: PlannedLeaf, scope: Scope) -> None:
        """Write a step that belongs to no exercise, and ends the run before it."""
        self.end_run()
        self._write(step, StepPlace(exercise=None, side=None, picture=step.picture), scope)

    def _write(self, step: PlannedLeaf, place: StepPlace, scope: Scope) -> None:
        self.steps += step.planned(PlanContext(place, scope.dosage, self._side_words))

    def place(self, scope: Scope) -> StepPlace:
        """Where a step stands that a block adds between its own, such as a rest between rounds."""
        return StepPlace(
            exercise=self._run if scope.exercise is None else scope.exercise, side=scope.side, picture=self._picture
        )

    def sides(self, scope: Scope) -> tuple[Side, ...]:
        """The sides to be done, in their order."""
        if self._sides != "both":
            return (Side(self._sides),)
        first = scope.first_side or Side.RIGHT
        return (first, first.other)

    def run(self, scope: Scope) -> int:
        """The exercise of the run at hand, a new one if there is none."""
        if self._run is None:
            self._run = self.new_exercise(scope.routine, scope.stretches, scope.checks)
            self._run_has_work = False
            self._run_is_talk = True
        return self._run

    def run_for_sides(self, scope: Scope) -> int:
        """The exercise of an ``each_side`` block outside of ``exercise`` blocks. In an included routine the talk before
        it belongs to it, so that both are skipped together."""
        if not (scope.included and self._run is not None and self._run_is_talk):
            self.end_run()
        return self.run(scope)

    def end_run(self) -> None:
        """What follows is another exercise."""
        self._run = None
        self._run_has_work = False
        self._picture = None

    def forget_picture(self) -> None:
        """No pose is shown until a step names one."""
        self._picture = None

    def new_exercise(self, name: str, stretches: tuple[str, ...], checks: Checks) -> int:
        """The number of an exercise that begins here."""
        sides = tuple(Side) if self._sides == "both" else (Side(self._sides),)
        self.exercises.append(name)
        self.stretches.append(stretches)
        self.checks.append(tuple(planned_checks(checks, sides, self._side_words)))
        return len(self.exercises) - 1


def _begins_another_exercise(steps: Sequence[PlannedBlock]) -> bool:
    """Whether the first of these steps introduces something to do: an instruction, and work after it."""
    first_done = next(dropwhile(lambda step: step.is_talk, steps), None)
    return steps[0].instructs and first_done is not None and first_done.is_work
