"""Decides the fate of each clause of a text. Pure.

A fate is decided by a sum: every feature of a clause adds its weight to some fates, and the fate with the highest sum
wins, if that sum is above zero. The weights stand in one table, the label above a clause adds its own, and a clause
that no feature speaks for is left out as not understood. What is left out has a reason.
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
from voicecoach.importing.lexicon import pattern, word_list, words
from voicecoach.importing.sentences import SentencePart, in_sentence_case, parts


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
INSTRUCTING = DOING | {Fate.BREATHING}

WEIGHTS: Mapping[Fate, Mapping[str, float]] = {
    Fate[name]: weights for name, weights in word_list("weights")["fates"].items()
}
"""How much each feature speaks for each fate; the only place that decides between fates."""
LEAST = 2.0
"""What a fate needs at least to be believed."""

LABELS: Mapping[str, Mapping[Fate, float]] = {
    label: {Fate[name]: weight for name, weight in weights.items()}
    for label, weights in word_list("weights")["labels"].items()
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
    }


def fate_of(part: SentencePart, role: str | None = None) -> Fate:
    """The fate of a clause."""
    sums = scores(features(part), role)
    best = max(sums, key=lambda fate: sums[fate])
    return best if sums[best] >= LEAST else Fate.OTHER


_NOT_THERE = pattern("fates", "not_there")


@lru_cache(maxsize=16384)
def clauses_of(sentence: str, role: str | None = None) -> tuple[Clause, ...]:
    """The clauses of a sentence, each with its fate and its dose."""
    whole = in_sentence_case(addressed(without_figures(sentence).strip()))
    if not re.search(r"\w", whole):
        return ()
    as_one = SentencePart(whole, whole, Dose())
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
