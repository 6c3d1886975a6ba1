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
    first = first_side or (Side(routine.first_side) if routine.first_side else None)
    writer = _Writer(sides, side_words or SIDE_WORDS, included)
    writer.write(routine.steps, _Part(routine.name, routine.switch_s, Dose(hold_s=hold_s), first, included=False))
    parts = list(joined(routine, included))
    reasons: dict[str, str] = {}
    for item in (item for part in parts for item in part.not_for):
        reasons.setdefault(item.ask, item.because)
    return Plan(
        key=key,
        name=routine.name,
        summary=routine.summary,
        language=routine.language,
        needs=tuple(dict.fromkeys(need for part in parts for need in part.needs)),
        steps=tuple(writer.steps),
        exercises=tuple(writer.exercises),
        not_for=tuple(Contraindication(ask, because) for ask, because in reasons.items()),
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


@dataclass(frozen=True, slots=True)
class _Part:
    """The routine whose steps are being written: the script itself, or one that it includes."""

    name: str
    switch_s: float
    dose: Dose
    first_side: Side | None
    """Which side is first here, by what the person or a programme around it wants, or else by its own script."""
    included: bool

    @property
    def order(self) -> tuple[Side, Side]:
        first = self.first_side or Side.RIGHT
        return first, first.other


class _Writer:
    """Writes a plan step by step, and numbers its exercises."""

    def __init__(
        self,
        sides: Literal["left", "right", "both"],
        words: Mapping[Side, str],
        included: Mapping[str, model.Routine],
    ) -> None:
        self.steps: list[Step] = []
        self.exercises: list[str] = []
        self._sides = sides
        self._words = words
        self._included = included
        self._run: int | None = None
        """The exercise to which unsided steps belong for now."""
        self._only_talk = True
        """Whether that run holds no work so far."""
        self._picture: str | None = None

    def write(self, steps: tuple[model.Step, ...], part: _Part) -> None:
        for step in steps:
            match step:
                case model.EachSide():
                    self._each_side(step, part)
                case model.Include():
                    self._include(step, part)
                case model.Repeat():
                    self._repeat(step, part)
                case model.Rest():
                    self._end_run()
                    self.steps += leaf(step, Place(picture=step.picture))
                case _:
                    self._leaf(step, self._open_run(part), None, part)

    def _include(self, step: model.Include, part: _Part) -> None:
        routine = _included(step, self._included)
        own = Side(routine.first_side) if routine.first_side else None
        self._end_run()
        self.write(
            routine.steps,
            _Part(routine.name, routine.switch_s, part.dose.inside(step), part.first_side or own, included=True),
        )
        self._end_run()

    def _repeat(self, block: model.Repeat, part: _Part) -> None:
        apart = _holds_exercises(block.steps)
        for number in range(block.repeat):
            if number and block.rest_s is not None:
                if apart:
                    self._end_run()
                self.steps.append(RestStep(exercise=self._run, side=None, picture=self._picture, rest_s=block.rest_s))
            if apart:
                self.write(block.steps, part)
            else:
                self._write_run(block.steps, part)

    def _write_run(self, steps: tuple[model.Step, ...], part: _Part) -> None:
        """A repeated block without sides: one exercise with the steps around it, its rests too."""
        for step in steps:
            if isinstance(step, model.Repeat):
                self._repeat(step, part)
            elif not isinstance(step, model.EachSide | model.Include):
                self._leaf(step, self._open_run(part), None, part)

    def _each_side(self, block: model.EachSide, part: _Part) -> None:
        if part.included and self._run is not None and self._only_talk:
            exercise = self._run
        else:
            self._end_run()
            exercise = self._open_run(part)
        self._end_run()
        sides = part.order if self._sides == "both" else (Side(self._sides),)
        for side in sides:
            if side is not sides[0]:
                self.steps.append(SwitchStep(exercise=exercise, side=side, switch_s=part.switch_s))
            self._picture = None
            self._write_side(block.each_side, exercise, side, part)
        self._picture = None

    def _write_side(self, steps: tuple[model.SidedStep, ...], exercise: int, side: Side, part: _Part) -> None:
        for step in steps:
            if not isinstance(step, model.SidedRepeat):
                self._leaf(step, exercise, side, part)
                continue
            for number in range(step.repeat):
                if number and step.rest_s is not None:
                    self.steps.append(RestStep(exercise=exercise, side=side, picture=self._picture, rest_s=step.rest_s))
                self._write_side(step.steps, exercise, side, part)

    def _leaf(self, step: Leaf, exercise: int, side: Side | None, part: _Part) -> None:
        self._picture = step.picture or self._picture
        self._only_talk = self._only_talk and isinstance(step, model.Say | model.Wait)
        self.steps += leaf(step, Place(exercise, side, self._picture), part.dose, self._words)

    def _open_run(self, part: _Part) -> int:
        if self._run is None:
            self._run = len(self.exercises)
            self._only_talk = True
            self.exercises.append(part.name)
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
