"""The clauses of a passage, in the light of the label that it stands under: a tip, a caution, a reason. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from voicecoach.importing.classify import Clause, Kind, read_sentence
from voicecoach.importing.dose import Dose
from voicecoach.importing.doses import read_dose
from voicecoach.importing.sections import Passage
from voicecoach.importing.sentences import sentences
from voicecoach.importing.shorthand import is_terse, written_out

FOR_ALL = re.compile(
    r"\b(?:(?:each|every|all|any)\s+(?:of\s+)?(?:the\s+|these\s+|your\s+"
    r"|following\s+)*(?:\w+\s+)?(?:exercises?|stretch(?:es)?|poses?|positions?|movements?|ones?|hold)"
    r"|(?:these|the following|the|all) (?:\w+ )?(?:exercises|stretches|poses|movements)|all of (?:these"
    r"|them)|each one)\b",
    re.IGNORECASE,
)

_ROLE_KIND = {
    "caution": Kind.SAFETY,
    "why": Kind.WHY,
    "variation": Kind.VARIATION,
    "feel": Kind.FEEL,
    "release": Kind.RELEASE,
    "needs": Kind.NEEDS,
    "breathing": Kind.BREATHING,
}

_KEPT_IN_ROLES = {Kind.DOSE, Kind.NOT_FOR, Kind.ADVICE, Kind.EACH_SIDE, Kind.FURNITURE, Kind.NOT_FEEL}

_FINITE = re.compile(r"\b(?:is|are|was|will|can|may|might|has|have|says?|makes?|gives?)\b", re.IGNORECASE)


def clauses_of(passages: Sequence[Passage]) -> list[Clause]:
    """The clauses of passages, their kinds corrected by the labels that they stand under."""
    found: list[Clause] = []
    number = 0
    for passage in passages:
        if passage.role == "source":
            continue
        if passage.role == "not_for":
            number += 1
            found.append(Clause(Kind.NOT_FOR, passage.text, Dose(), passage.line, passage.text, number))
            continue
        own: list[Clause] = []
        for text in sentences(passage.text):
            number += 1
            terse = is_terse(text)
            read = read_sentence(written_out(text) if terse else text, passage.line, number, shorthand=terse)
            own += _in_role(read, passage.role)
        if own and own[0].kind is Kind.VARIATION and {clause.kind for clause in own} <= {Kind.VARIATION, Kind.DOSE}:
            # "For an extra stretch, turn your head. Do 5 on each side.": a dose of the variation.
            own = [replace(clause, kind=Kind.VARIATION, dose=Dose()) for clause in own]
        found += own
    return found


def _in_role(clauses: list[Clause], role: str | None) -> list[Clause]:
    result = []
    varied = False
    for clause in clauses:
        kind = clause.kind
        # What follows a variation in the same sentence belongs to it.
        varied = varied or kind is Kind.VARIATION
        if varied and kind in {Kind.ORDER, Kind.TIP, Kind.BREATHING, Kind.RELEASE, Kind.OTHER, Kind.FEEL}:
            kind = Kind.VARIATION
        if role in _ROLE_KIND and kind not in _KEPT_IN_ROLES:
            kind = _ROLE_KIND[role]
            if role == "caution" and clause.kind in {Kind.OTHER, Kind.WHY, Kind.VARIATION}:
                kind = Kind.ADVICE
        elif role == "tip" and kind is Kind.ORDER:
            kind = Kind.TIP
        elif role == "setup" and kind in {Kind.TIP, Kind.OTHER, Kind.RELEASE}:
            kind = Kind.ORDER
        elif (
            role == "move" and kind is Kind.OTHER and len(clause.text.split()) <= 12 and not _FINITE.search(clause.text)
        ):
            kind = Kind.ORDER  # "Elbows by your sides"
        elif (
            role in {"frequency", "reps", "sets", "hold", "rest"}
            and kind in {Kind.OTHER, Kind.ORDER}
            and (not clause.dose.empty or role == "frequency")
        ):
            kind = Kind.DOSE if clause.dose.amounts or clause.dose.frequency else Kind.OTHER
        result.append(replace(clause, kind=kind) if kind is not clause.kind else clause)
    return result


def for_all(passages: Sequence[Passage]) -> Dose:
    """A dose given in the prose around the exercises for every one of them."""
    found = Dose()
    for passage in passages:
        for text in sentences(passage.text):
            dose, _ = read_dose(text)
            if (
                (dose.rest and not dose.amounts)
                or (dose.amounts and FOR_ALL.search(text))
                or (dose.amounts and passage.role in {"reps", "hold", "sets", "rest", "frequency"})
            ):
                found = found.joined(replace(dose, frequency=()))
    return found
