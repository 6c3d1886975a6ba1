"""From a routine and a person's choices to the flat list of steps that a session walks through. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

from voicecoach.errors import RequestError, did_you_mean
from voicecoach.limits import LONGEST_HOLD_S, SHORTEST_HOLD_S
from voicecoach.routine.breathing import Breath
from voicecoach.routine.dosage import Amounts, Dosage
from voicecoach.routine.model import Routine, includes
from voicecoach.routine.plan_step import PlanStep
from voicecoach.routine.plan_writer import PlanWriter, Scope, Sides
from voicecoach.routine.position_check import PositionCheck
from voicecoach.routine.quantities import Length
from voicecoach.routine.sides import SIDE_WORDS, Side
from voicecoach.routine.steps import (
    BreatheStep,
    HoldStep,
    RepsStep,
    RestStep,
    SayStep,
    Step,
    SwitchStep,
    WaitStep,
)
from voicecoach.routine.steps.hold import Cue

__all__ = [
    "NOTHING_INCLUDED",
    "Breath",
    "BreatheStep",
    "Contraindication",
    "Cue",
    "HoldStep",
    "Plan",
    "PositionCheck",
    "RepsStep",
    "RestStep",
    "SayStep",
    "Side",
    "Sides",
    "Step",
    "SwitchStep",
    "WaitStep",
    "check_dose",
    "joined",
    "plan",
]

NOTHING_INCLUDED: Mapping[str, Routine] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Contraindication:
    """A question that is asked before a first session; a "yes" means that there is none."""

    ask: str
    because: str
    short: str | None = None
    """The same in a few words; completes "if you have …"."""


@dataclass(frozen=True, slots=True)
class DoseChoice:
    """A dose that can be asked for by its name, and what it is for."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A session's worth of steps. Sides appear in the order in which they are done."""

    key: str
    """The library name, such as ``deep-piriformis``."""
    name: str
    summary: str
    language: str
    needs: tuple[str, ...]
    steps: tuple[Step, ...]
    exercises: tuple[str, ...] = ()
    """The name of each exercise, by its number: that of its ``exercise`` block, or of the routine it comes from."""
    not_for: tuple[Contraindication, ...] = ()
    """The routine's own, and those of all that it includes, each once."""
    stretches: tuple[tuple[str, ...], ...] = ()
    """The muscles that each exercise stretches, by its number; empty where the script does not say."""
    checks: tuple[tuple[PositionCheck, ...], ...] = ()
    """The questions about the position of each exercise, by its number; empty where the script has none."""
    dose: str | None = None
    """The name of the dose that was asked for; None for that of the script."""
    doses: tuple[DoseChoice, ...] = ()
    """Those that can be asked for: the routine's own, and those of all that it includes, each name once."""

    def checks_of(self, step: PlanStep) -> tuple[PositionCheck, ...]:
        """The questions about the position that belong to a step, for its side. Empty where there are none."""
        if step.exercise is None or step.exercise >= len(self.checks):
            return ()
        return tuple(check for check in self.checks[step.exercise] if check.side in (None, step.side))


def plan(
    routine: Routine,
    *,
    key: str,
    sides: Sides = "both",
    first_side: Side | None = None,
    hold_s: float | None = None,
    dose: str | None = None,
    included: Mapping[str, Routine] = NOTHING_INCLUDED,
    side_words: Mapping[Side, str] | None = None,
) -> Plan:
    """Flatten a routine: both sides one after the other, sets, repetitions and included routines written out.

    ``sides`` leaves a side out. ``first_side``, ``hold_s`` and ``dose``, one of the routine's own or of one that it
    includes, overrule what the script says; ``hold_s`` counts for every hold, and a cue that falls after such an end is
    dropped. ``included`` holds the routines that ``include`` steps name, as ``library.load`` returns them;
    ``side_words`` what {side} becomes, English unless given.

    Raises RequestError when ``hold_s`` is not between 1 s and 10 min, or when there is no such dose.
    """
    if hold_s is not None and not SHORTEST_HOLD_S <= hold_s <= LONGEST_HOLD_S:
        limits = f"{SHORTEST_HOLD_S:g} to {LONGEST_HOLD_S:g} seconds"
        raise RequestError(f"A hold lasts from {limits}, and {hold_s:g} were asked for.")
    parts = list(joined(routine, included))
    check_dose(dose, parts)
    own = Amounts(hold=None if hold_s is None else Length(seconds=hold_s))
    writer = PlanWriter(sides, side_words or SIDE_WORDS, included, dose)
    scope = Scope(
        routine=routine.name,
        switch_s=routine.switch_s,
        dosage=Dosage(chosen=own.over(routine.amounts(dose) or Amounts())),
        first_side=first_side or routine.own_first_side,
        stretches=routine.stretches,
        checks=routine.checks,
    )
    writer.write(routine.steps, scope)
    reasons: dict[str, Contraindication] = {}
    for item in (item for part in parts for item in part.not_for):
        reasons.setdefault(item.ask, Contraindication(item.ask, item.because, item.short))
    doses: dict[str, str] = {}
    for name, model in (item for part in parts for item in part.doses.items()):
        doses.setdefault(name, model.why)
    return Plan(
        key=key,
        name=routine.name,
        summary=routine.summary,
        language=routine.language,
        needs=tuple(dict.fromkeys(need for part in parts for need in part.needs)),
        steps=cast("tuple[Step, ...]", tuple(writer.steps)),
        exercises=tuple(writer.exercises),
        not_for=tuple(reasons.values()),
        stretches=tuple(writer.stretches),
        checks=tuple(writer.checks),
        dose=dose,
        doses=tuple(DoseChoice(name, why) for name, why in doses.items()),
    )


def joined(routine: Routine, included: Mapping[str, Routine]) -> Iterator[Routine]:
    """A routine and all that it includes, each once, in the order in which they come.

    Raises RequestError for one that is not among ``included``.
    """
    seen: set[str] = set()

    def within(outer: Routine) -> Iterator[Routine]:
        yield outer
        for _, step in includes(outer.steps):
            if step.include not in seen:
                seen.add(step.include)
                if step.include not in included:
                    raise RequestError(f"The routine '{step.include}' is included and was not loaded.")
                yield from within(included[step.include])

    return within(routine)


def check_dose(dose: str | None, parts: Sequence[Routine]) -> None:
    """Raises RequestError, with the name that was probably meant, when there is no such dose in a routine and all that
    it includes: ``parts``, as ``joined`` gives them."""
    name = parts[0].name
    known = list(dict.fromkeys(key for part in parts for key in part.doses))
    if dose is None or dose in known:
        return
    if not known:
        raise RequestError(f"'{name}' has no dose called '{dose}'. It has only its own.")
    raise RequestError(f"'{name}' has no dose called '{dose}'.{did_you_mean(dose, known)} It has {', '.join(known)}.")
