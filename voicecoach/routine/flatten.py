"""A routine written out: every set, round, side and included routine one after the other. Pure; see ``plan``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from voicecoach.errors import RequestError
from voicecoach.routine import model
from voicecoach.routine.plan import (
    Breath,
    Contraindication,
    Cue,
    HoldStep,
    Plan,
    RepsStep,
    RestStep,
    SayStep,
    Side,
    Step,
    SwitchStep,
    WaitStep,
)
from voicecoach.routine.sides import SIDE_WORDS, mirror

Leaf = model.Say[str] | model.Wait | model.Hold[str] | model.Reps[str] | model.Rest
"""A step that holds no other steps."""


@dataclass(frozen=True, slots=True)
class Dose:
    """What overrules the script: a person's hold length, or what a programme asks of an exercise."""

    hold_s: float | None = None
    times: int | None = None
    reps: int | None = None

    def inside(self, step: model.Include) -> Dose:
        """The dose for an included routine: what comes from further out wins."""
        return Dose(
            hold_s=step.hold_s if self.hold_s is None else self.hold_s,
            times=step.times if self.times is None else self.times,
            reps=step.reps if self.reps is None else self.reps,
        )


AS_WRITTEN = Dose()


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a plan a step comes to stand."""

    exercise: int | None = None
    side: Side | None = None
    picture: str | None = None


def flatten(
    routine: model.Routine,
    *,
    key: str,
    sides: Literal["left", "right", "both"],
    first_side: Side | None,
    hold_s: float | None,
    included: Mapping[str, model.Routine],
    side_words: Mapping[Side, str] | None,
) -> Plan:
    """See ``plan.plan``."""
    if hold_s is not None and not 1 <= hold_s <= 600:
        raise RequestError(f"a hold lasts from 1 to 600 seconds, and {hold_s:g} were asked for")
    writer = _Writer(sides, first_side, included, side_words or SIDE_WORDS)
    writer.routine(routine, Dose(hold_s=hold_s))
    parts = list(joined(routine, included))
    return Plan(
        key=key,
        name=routine.name,
        summary=routine.summary,
        language=routine.language,
        needs=tuple(dict.fromkeys(need for part in parts for need in part.needs)),
        steps=tuple(writer.steps),
        exercises=tuple(writer.exercises),
        not_for=tuple(
            {item.ask: Contraindication(item.ask, item.because) for part in parts for item in part.not_for}.values()
        ),
    )


def joined(routine: model.Routine, included: Mapping[str, model.Routine]) -> Iterator[model.Routine]:
    """A routine and all that it includes, each once, in the order in which they come."""
    seen: set[str] = set()

    def within(outer: model.Routine) -> Iterator[model.Routine]:
        yield outer
        for step in includes(outer.steps):
            if step.include not in seen:
                seen.add(step.include)
                yield from within(_included(step, included))

    return within(routine)


def includes(steps: tuple[model.Step, ...]) -> Iterator[model.Include]:
    """The ``include`` steps, also those in repeated blocks."""
    for step in steps:
        if isinstance(step, model.Include):
            yield step
        elif isinstance(step, model.Repeat):
            yield from includes(step.steps)


def leaf(step: Leaf, place: Place, dose: Dose = AS_WRITTEN, words: Mapping[Side, str] = SIDE_WORDS) -> Iterator[Step]:
    """The plan steps of one script step: its sets with the rests between them, mirrored for its side."""
    exercise, side, picture = place.exercise, place.side, place.picture

    def said(text: str | None) -> str | None:
        return text if text is None or side is None else mirror(text, side, words)

    match step:
        case model.Say():
            text = said(step.say) or ""
            yield SayStep(exercise=exercise, side=side, picture=picture, text=text, short=said(step.short))
        case model.Wait():
            yield WaitStep(exercise=exercise, side=side, picture=picture)
        case model.Rest():
            yield RestStep(exercise=exercise, side=side, picture=picture, rest_s=step.rest_s)
        case model.Hold():
            if step.say is not None:
                text = said(step.say) or ""
                yield SayStep(exercise=exercise, side=side, picture=picture, text=text, short=said(step.short))
            hold_s = step.hold_s if dose.hold_s is None else dose.hold_s
            sets = step.times if dose.times is None else dose.times
            cues = (Cue(cue.at_s, said(cue.say) or "") for cue in sorted(step.cues, key=lambda cue: cue.at_s))
            hold = HoldStep(
                exercise=exercise,
                side=side,
                picture=picture,
                hold_s=hold_s,
                set_number=1,
                sets=sets,
                feel=said(step.feel),
                not_feel=said(step.not_feel),
                breathe=Breath(step.breathe.in_s, step.breathe.out_s) if step.breathe else None,
                cues=tuple(cue for cue in cues if cue.at_s < hold_s),
                release=said(step.release),
            )
            yield from _in_sets(hold, step.rest_s)
        case model.Reps():
            movement = RepsStep(
                exercise=exercise,
                side=side,
                picture=picture,
                reps=step.reps if dose.reps is None else dose.reps,
                every_s=step.every_s,
                say=said(step.say),
                short=said(step.short),
                feel=said(step.feel),
                not_feel=said(step.not_feel),
                release=said(step.release),
                sets=step.times if dose.times is None else dose.times,
            )
            yield from _in_sets(movement, step.rest_s)


def _in_sets(first: HoldStep | RepsStep, rest_s: float) -> Iterator[Step]:
    yield first
    for number in range(2, first.sets + 1):
        yield RestStep(exercise=first.exercise, side=first.side, picture=first.picture, rest_s=rest_s)
        yield replace(first, set_number=number)


def _included(step: model.Include, included: Mapping[str, model.Routine]) -> model.Routine:
    if step.include not in included:
        raise RequestError(f"the routine '{step.include}' is included and was not loaded")
    return included[step.include]


class _Writer:
    """Writes a plan step by step, and numbers its exercises."""

    def __init__(
        self,
        sides: Literal["left", "right", "both"],
        first_side: Side | None,
        included: Mapping[str, model.Routine],
        words: Mapping[Side, str],
    ) -> None:
        self.steps: list[Step] = []
        self.exercises: list[str] = []
        self._sides = sides
        self._first_side = first_side
        self._included = included
        self._words = words
        self._run: int | None = None
        """The exercise to which unsided steps belong for now."""
        self._picture: str | None = None

    def routine(self, routine: model.Routine, dose: Dose, default_first: Side | None = None) -> None:
        own = default_first or (Side(routine.first_side) if routine.first_side else None)
        self._end_run()
        self._block(routine.steps, routine, dose, own)
        self._end_run()

    def _block(self, steps: tuple[model.Step, ...], routine: model.Routine, dose: Dose, own_first: Side | None) -> None:
        for step in steps:
            match step:
                case model.EachSide():
                    self._end_run()
                    self._each_side(step, routine, dose, self._first_side or own_first or Side.RIGHT)
                case model.Include():
                    self.routine(_included(step, self._included), dose.inside(step), own_first)
                case model.Repeat():
                    self._repeat(step, routine, dose, own_first)
                case model.Rest():
                    self._end_run()
                    self.steps += leaf(step, Place(picture=step.picture))
                case _:
                    self._leaf(step, self._open_run(routine), None, dose)

    def _repeat(self, block: model.Repeat, routine: model.Routine, dose: Dose, own_first: Side | None) -> None:
        apart = _holds_exercises(block.steps)
        for number in range(block.repeat):
            if number and block.rest_s is not None:
                exercise = None if apart else self._run
                if apart:
                    self._end_run()
                self.steps.append(RestStep(exercise=exercise, side=None, rest_s=block.rest_s))
            if apart:
                self._block(block.steps, routine, dose, own_first)
            else:
                self._plain(block.steps, routine, dose)

    def _plain(self, steps: tuple[model.Step, ...], routine: model.Routine, dose: Dose) -> None:
        """A repeated block without sides: one exercise with the steps around it, its rests too."""
        for step in steps:
            if isinstance(step, model.Repeat):
                self._repeat(step, routine, dose, None)
            elif not isinstance(step, model.EachSide | model.Include):
                self._leaf(step, self._open_run(routine), None, dose)

    def _each_side(self, block: model.EachSide, routine: model.Routine, dose: Dose, first: Side) -> None:
        order = (first, first.other) if self._sides == "both" else (Side(self._sides),)
        exercise = len(self.exercises)
        self.exercises.append(routine.name)
        for side in order:
            if side is not order[0]:
                self.steps.append(SwitchStep(exercise=exercise, side=side, switch_s=routine.switch_s))
            self._picture = None
            self._sided(block.each_side, exercise, side, dose)
        self._picture = None

    def _sided(self, steps: tuple[model.SidedStep, ...], exercise: int, side: Side, dose: Dose) -> None:
        for step in steps:
            if isinstance(step, model.SidedRepeat):
                for number in range(step.repeat):
                    if number and step.rest_s is not None:
                        self.steps.append(
                            RestStep(exercise=exercise, side=side, picture=self._picture, rest_s=step.rest_s)
                        )
                    self._sided(step.steps, exercise, side, dose)
            else:
                self._leaf(step, exercise, side, dose)

    def _leaf(self, step: Leaf, exercise: int, side: Side | None, dose: Dose) -> None:
        self._picture = step.picture or self._picture
        self.steps += leaf(step, Place(exercise, side, self._picture), dose, self._words)

    def _open_run(self, routine: model.Routine) -> int:
        if self._run is None:
            self._run = len(self.exercises)
            self.exercises.append(routine.name)
        return self._run

    def _end_run(self) -> None:
        self._run = None
        self._picture = None


def _holds_exercises(steps: tuple[model.Step, ...]) -> bool:
    return any(
        isinstance(step, model.EachSide | model.Include)
        or (isinstance(step, model.Repeat) and _holds_exercises(step.steps))
        for step in steps
    )
