"""What becomes of each clause of a text. Pure.

A fate is decided by a sum: every feature of a clause adds its weight to some fates, and the fate with the highest sum
wins, if that sum is above zero. The weights stand in one table, the label above a clause adds its own, and a clause
that nothing speaks for is left out as not understood. Nothing disappears: what is left out has a reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from voicecoach.importing.amounts import Dose
from voicecoach.importing.features import features, place_of
from voicecoach.importing.imperative import addressed, without_figures
from voicecoach.importing.lexicon import words
from voicecoach.importing.sentences import Part, in_sentence_case, parts


class Fate(Enum):
    """What a clause is taken for, and so what becomes of it."""

    MOVE = "said: what to do"
    TIP = "said: how to do it"
    BREATHING = "said: how to breathe"
    FEEL = "said: where it is felt"
    NOT_FEEL = "said: where it is not felt"
    RELEASE = "said: how to come out of it"
    STOP = "said: when to stop"
    DOSE = "a dose"
    SWITCH = "a change of sides"
    NOT_FOR = "asked before a first session"
    NEEDS = "what to have at hand"
    NAME = "a name"
    ADVICE = "advice for the reader, not for the exercise"
    VARIATION = "another way to do it, to be chosen by a person"
    REASON = "why or what for, not what to do"
    SOURCE = "a source"
    PAGE = "about the page, not about the exercises"
    OTHER = "not understood"


SPOKEN = frozenset({Fate.MOVE, Fate.TIP, Fate.BREATHING, Fate.FEEL, Fate.NOT_FEEL, Fate.RELEASE, Fate.STOP})
DOING = frozenset({Fate.MOVE, Fate.TIP, Fate.RELEASE})

WEIGHTS: Mapping[Fate, Mapping[str, float]] = {
    Fate.DOSE: {"only_dose": 30, "again": 9, "dosed": 1, "prescribes": 5, "do_as_told": 8},
    Fate.SWITCH: {"only_switch": 24, "only_sides": 32},
    Fate.MOVE: {"order": 5, "statement": 2, "body": 1, "led": 2, "moves_with_breath": 5, "as_needed": 4, "clinical": -2, "about_it": -3,
                "anatomy": -2, "reason": -0.5, "question": -9, "telling": -1},
    Fate.TIP: {"manner": 7, "short": 0.2, "order": 0.5, "body": 0.5, "no_harm": -1, "clinical": -2, "chat": -4, "telling": -1, "ing_only": 0.4, "dosed": 0.3},
    Fate.BREATHING: {"breathes": 11, "led": -6, "moves_with_breath": -7, "no_harm": -2},
    Fate.FEEL: {"felt": 8.6, "sensed": 1.2, "place": 0.7, "until_felt": -7, "feels_well": -5, "not_felt": -6, "condition": -4, "harm": -1, "clinical": -1, "order": -1.5, "led": -3},
    Fate.NOT_FEEL: {"not_felt": 9, "felt": 2, "place": 1, "no_pain_at": 8, "condition": -7, "but_feel": -6, "easing": -5, "manner": -1, "order": -2},
    Fate.RELEASE: {"releases": 8.5, "condition": -2, "manner": -0.5},
    Fate.STOP: {"warns": 12, "condition": 0.9, "harm": 1, "no_harm": 9, "doctor": -1, "as_needed": -7, "body": -1, "felt": 1, "clinical": -2, "chat": -3, "releases": 0.5},
    Fate.NOT_FOR: {"asks_first": 40},
    Fate.ADVICE: {"doctor": 12, "disclaims": 9, "defines": 40, "habit": 9, "carries_on": 12, "errand": 9, "clinical": 3, "after_treatment": 3, "condition": 0.5},
    Fate.NEEDS: {"needs": 10},
    Fate.VARIATION: {"variation": 9.5, "second_limb": 22, "harm": -1, "easing": -6, "doctor": -2, "as_needed": -3},
    Fate.REASON: {"reason": 2.5, "anatomy": 3, "gain": 9, "about_it": 2, "question": 20, "telling": 2, "clinical": 1, "third_verb": 3, "body": 0.2,
                  "first_person": 4, "felt": -1},
    Fate.PAGE: {"furniture": 50, "caption": 14, "page": 15, "chat": 14, "time_of_day": 6, "clinical": 0.5, "dosed": -1},
    Fate.OTHER: {},
}  # fmt: skip
"""How much each feature speaks for each fate; the only place that decides between fates."""

LEAST = 2.0
"""What a fate needs at least to be believed."""

LABELS: Mapping[str, Mapping[Fate, float]] = {
    "setup": {Fate.MOVE: 7},
    "move": {Fate.MOVE: 2.2},
    "tip": {Fate.TIP: 6, Fate.VARIATION: 0},
    "feel": {Fate.FEEL: 9},
    "breathing": {Fate.BREATHING: 9},
    "release": {Fate.RELEASE: 9},
    "caution": {Fate.STOP: 4, Fate.ADVICE: 3.5},
    "not_for": {Fate.NOT_FOR: 60},
    "why": {Fate.REASON: 14},
    "needs": {Fate.NEEDS: 12},
    "variation": {Fate.VARIATION: 14},
    "source": {Fate.SOURCE: 60},
    "frequency": {Fate.DOSE: 3, Fate.ADVICE: 2.5},
    "note": {Fate.ADVICE: 1},
}
"""What the label above a clause adds."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence with one purpose."""

    fate: Fate
    text: str
    """What remains of it beside its dose; for feelings the place alone."""
    dose: Dose
    source: str
    """The clause as it stood."""
    line: int = 0
    sentence: int = 0
    """The number of its sentence in the text."""
    unread: tuple[str, ...] = ()


def scores(found: frozenset[str], role: str | None = None) -> dict[Fate, float]:
    """The sum for each fate, from the features of a clause and the label it stands under."""
    label = LABELS.get(role or "", {})
    return {
        fate: sum(weights.get(feature, 0.0) for feature in found) + label.get(fate, 0.0)
        for fate, weights in WEIGHTS.items()
    } | {fate: weight for fate, weight in label.items() if fate not in WEIGHTS}


def fate_of(part: Part, role: str | None = None) -> Fate:
    """The fate of a clause."""
    sums = scores(features(part), role)
    best = max(sums, key=lambda fate: sums[fate])
    return best if sums[best] >= LEAST else Fate.OTHER


_NOT_THERE = re.compile(
    r"^(?P<felt>.*\bfe(?:el|lt)\b.*?),?\s+(?:(?:and|but)\s+)?not\s+(?P<place>(?:in|behind|at|along|on|down|inside|across|around)\b.*)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=16384)
def clauses_of(sentence: str, role: str | None = None) -> tuple[Clause, ...]:
    """The clauses of a sentence, each with its fate and its dose."""
    whole = in_sentence_case(addressed(without_figures(sentence).strip()))
    if not re.search(r"\w", whole):
        return ()
    as_one = Part(whole, whole, Dose())
    fate = fate_of(as_one, role)
    if fate in {Fate.PAGE, Fate.NOT_FOR, Fate.SOURCE} or (fate is Fate.NEEDS and role == "needs"):
        return (Clause(fate, whole, Dose(), sentence),)
    found: list[Clause] = []
    for piece in _with_asides(whole):
        for part in parts(piece):
            kind = fate_of(part, role)
            text = part.rest
            if kind in {Fate.FEEL, Fate.NOT_FEEL}:
                text = place_of(part.rest) or part.rest
            found.append(Clause(kind, text, part.dose, part.source, unread=part.unread))
    return tuple(_of_one_kind(found))


def _of_one_kind(found: list[Clause]) -> list[Clause]:
    """What follows a variation or the reader's treatment in the same sentence belongs to it."""
    result: list[Clause] = []
    kept: Fate | None = None
    for clause in found:
        if kept is not None and clause.fate not in {Fate.DOSE, Fate.SWITCH, Fate.STOP}:
            clause = replace(clause, fate=kept)
        if clause.fate is Fate.VARIATION:
            kept = clause.fate
            clause = replace(clause, dose=Dose(), text=clause.source, unread=())
        result.append(clause)
    return result


def _with_asides(sentence: str) -> list[str]:
    """A sentence, and after it each bracket that holds a dose or a change of sides."""
    asides: list[str] = []

    def lifted(found: re.Match[str]) -> str:
        inner = parts(found[1])
        if any(
            part.dose.amounts or part.dose.each_side or part.dose.rest or part.dose.switch for part in inner
        ) and not any(len(part.rest.split()) > 4 for part in inner):
            asides.append(found[1])
            return " "
        return found[0]

    whole = re.sub(r"\(([^()]{1,120})\)", lifted, sentence)
    if found := _NOT_THERE.match(whole):
        # "… along your thigh, not behind the knee."
        return [found["felt"], words("not_felt", place=found["place"]), *asides]
    return [whole, *asides]
