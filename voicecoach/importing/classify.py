"""What a clause is about: an order, a dose, a feeling, a warning, a reason … Pure.

The kinds are tried in the order of the table at the end. Warnings come before orders, since "stop if it hurts" opens
like one, and reasons come last, since nearly every sentence has something of one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache

from voicecoach.importing import cautions, signs
from voicecoach.importing.dose import Dose
from voicecoach.importing.doses import read_dose
from voicecoach.importing.imperative import addressed, strip_marker, without_figures
from voicecoach.importing.lexicon import LEXICON, words
from voicecoach.importing.remainder import remainder
from voicecoach.importing.sentences import clauses, gerund_to_order, opens_with_order


class Kind(Enum):
    DOSE = auto()
    """Nothing but amounts."""
    EACH_SIDE = auto()
    """To be done on the other side, too."""
    ORDER = auto()
    """Take up this position, move like this."""
    TIP = auto()
    """How to do it, for as long as it lasts: keep, do not, make sure."""
    BREATHING = auto()
    FEEL = auto()
    NOT_FEEL = auto()
    RELEASE = auto()
    """How to come out of it."""
    SAFETY = auto()
    """When to stop; said aloud."""
    NOT_FOR = auto()
    """Who should not do it; asked."""
    ADVICE = auto()
    """Whom to ask, when to see a doctor; for the reader."""
    NEEDS = auto()
    VARIATION = auto()
    """Harder, easier, instead."""
    WHY = auto()
    FURNITURE = auto()
    """Page numbers, captions, greetings."""
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence with one purpose."""

    kind: Kind
    text: str
    """What remains of it beside its amounts; for feelings the place alone."""
    dose: Dose
    line: int
    """Where its block begins in the file."""
    source: str
    """The clause as it stood."""
    sentence: int = 0
    """Clauses of one sentence have the same number."""


def read_sentence(text: str, line: int, number: int, *, shorthand: bool = False) -> list[Clause]:
    """The clauses of one sentence, each with its kind and its amounts."""
    return [replace(clause, line=line, sentence=number) for clause in _read(text, shorthand)]


@lru_cache(maxsize=8192)
def _read(text: str, shorthand: bool) -> tuple[Clause, ...]:
    line = number = 0
    whole = addressed(without_figures(text).strip())
    if not re.search(r"\w", whole):
        return ()
    if LEXICON.furniture.match(whole.strip(" .*")) or signs.ADMIN.search(whole):
        return (Clause(Kind.FURNITURE, whole, Dose(), line, text, number),)
    if cautions.questions(whole):
        return (Clause(Kind.NOT_FOR, whole, Dose(), line, text, number),)
    found: list[Clause] = []
    for piece in _with_asides(whole):
        found += [_clause(part, line, number, shorthand=shorthand) for part in clauses(piece)]
    return tuple(found)


def _with_asides(sentence: str) -> list[str]:
    """A sentence, and after it each bracket that holds a dose or a change of sides."""
    asides: list[str] = []

    def lifted(found: re.Match[str]) -> str:
        dose, _ = read_dose(found[1], shorthand=True)
        if (
            dose.amounts
            or dose.each_side
            or dose.rest
            or (signs.SWITCH.search(found[1]) and re.search(r"repeat|switch|swap|change", found[1], re.IGNORECASE))
        ):
            asides.append(found[1])
            return " "
        return found[0]

    whole = re.sub(r"\(([^()]{1,120})\)", lifted, sentence)
    if found := signs.NOT_THERE.match(whole):
        # "… along your thigh, not behind the knee."
        return [found["felt"], words("not_felt", place=found["place"]), *asides]
    return [whole, *asides]


def _clause(text: str, line: int, number: int, *, shorthand: bool) -> Clause:
    if signs.SECOND_LIMB.search(text):
        return Clause(Kind.VARIATION, text, Dose(), line, text, number)
    dose, left = read_dose(text, shorthand=shorthand)
    rest = remainder(left)
    bare = strip_marker(rest).strip(" .,;:")
    seen = _Seen(bare, dose, text)
    if signs.DEFINES.search(text):
        return Clause(Kind.ADVICE, text, Dose(), line, text, number)
    for kind, matches in _RULES:
        if matches(seen):
            if kind is Kind.WHY and dose.amounts and len(bare.split()) <= 5:
                kind = Kind.DOSE
            shown = rest
            if kind in {Kind.FEEL, Kind.NOT_FEEL}:
                shown = place_of(rest) or rest
            return Clause(kind, shown, dose, line, text, number)
    return Clause(Kind.OTHER, rest, dose, line, text, number)


def place_of(text: str) -> str | None:
    """Where something is felt, as words that complete "You should feel it …".

    >>> place_of("You should feel a stretch deep in your right buttock.")
    'deep in your right buttock'
    """
    lead = re.split(r"\b(?:feel(?:ing)?|felt|notice|cause you to feel)\b", text, maxsplit=1, flags=re.IGNORECASE)
    after = lead[1] if len(lead) == 2 else text
    found = signs.PLACE.search(after)
    if not found and len(lead) == 2:
        found = signs.PLACE.search(lead[0])  # "A stretch in the hip should be felt."
        if found:
            trimmed = re.sub(r"\s*\b(?:should|will|may|can|must|is|are)\b[^.]*$", "", found["place"])
            return trimmed.strip(" .,;:") or None
    if not found:
        return None
    place = found["place"].strip(" .,;:!")
    place = re.sub(
        r"(?:,?\s*|\s*-\s+)(?:\bbut\b|\bit is\b|\band\b(?=\s+(?:not|no)\b)"
        r"|\bwhich\b|\bnot\b|\bas you\b|\bwhile\b|\bwhen\b|\bduring\b|;"
        r"|\bif\b).*$",
        "",
        place,
        flags=re.IGNORECASE,
    )
    if (
        re.match(r"between\b", place, re.IGNORECASE)
        and re.search(r"\b(?:towards?|to)\b", place)
        and not re.match(r"between\b[^,]*\band\b", place, re.IGNORECASE)
    ):
        place = re.sub(r"^between", "from", place, flags=re.IGNORECASE)
    return place[:1].lower() + place[1:] if place else None


def _is_order(bare: str) -> bool:
    return opens_with_order(bare) or opens_with_order(gerund_to_order(bare))


def _after_lead(bare: str) -> str:
    """What follows "As you breathe out," or "With your knees bent,"."""
    if not signs.LEAD.match(bare):
        return bare
    for comma in re.finditer(r"(?:,|\s[–-])\s*", bare):
        if _is_order(rest := bare[comma.end() :]):
            return rest
    return bare


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a rule looks at."""

    bare: str
    """The clause without its amounts, its "then" and its full stop."""
    dose: Dose
    source: str

    def has(self, pattern: re.Pattern[str]) -> bool:
        return pattern.search(self.bare) is not None

    def opens(self, pattern: re.Pattern[str]) -> bool:
        return pattern.match(self.bare) is not None


def _ordered(seen: _Seen) -> bool:
    if seen.has(LEXICON.clinical) and not seen.has(signs.BODY):
        return False
    main = _after_lead(seen.bare)
    asked = signs.ASKED.match(main)
    if asked and asked["verb"].lower() in LEXICON.bases:
        base = LEXICON.bases[asked["verb"].lower()]
        of_the_body = seen.has(signs.BODY) or base in LEXICON.posture or base in LEXICON.move
        return of_the_body and base not in {"feel", "find", "notice", "need", "see", "be", "avoid", "try"}
    # "Keeping active helps", "Stretching the hip can help": the verb of the sentence comes later.
    return _is_order(main) and not signs.GERUND_SUBJECT.match(main)


def _errand(seen: _Seen) -> bool:
    """ "Call your doctor", "apply the cream": an order that is no movement."""
    first = re.match(r"\W*(?:(?:then|and|please|always|also)\s+)*(\w+)", seen.bare)
    return first is not None and first[1].lower() in LEXICON.errand and not seen.has(signs.BODY)


def _not_felt(seen: _Seen) -> bool:
    if seen.opens(signs.NO_PAIN):
        return True
    said = seen.has(signs.FELT) and seen.has(signs.NOT_FELT) and place_of(seen.bare) is not None
    return said and not seen.has(signs.CONDITION) and not seen.has(signs.FELT_BUT)


def _felt(seen: _Seen) -> bool:
    about_a_stretch = seen.has(signs.FELT) and seen.has(signs.SENSED) and not seen.has(signs.FEELS_WELL)
    about_a_stretch = about_a_stretch and not seen.has(signs.NOT_FELT)
    return about_a_stretch and not seen.opens(signs.CONDITION) and not _opens_with_movement(seen.bare)


def _breathing(seen: _Seen) -> bool:
    return (seen.opens(signs.BREATHE) or seen.has(signs.HOLD_BREATH)) and not _moves_with_breath(seen.bare)


def _described(seen: _Seen) -> bool:
    """ "Your shin should be level": a position as a statement."""
    return (
        seen.opens(signs.STATEMENT)
        and not seen.has(LEXICON.clinical)
        and not seen.has(signs.NO_POSITION)
        and not seen.has(signs.ANATOMY)
    )


_Rule = Callable[[_Seen], bool]
_RULES: tuple[tuple[Kind, _Rule], ...] = (
    (Kind.DOSE, lambda seen: not re.search(r"\w", seen.bare)),
    (Kind.WHY, lambda seen: seen.source.rstrip().endswith("?")),
    (Kind.DOSE, lambda seen: seen.dose.amounts and seen.opens(signs.AGAIN)),
    (Kind.EACH_SIDE, lambda seen: seen.has(signs.SWITCH) and not seen.has(signs.NOT_SWITCH)),
    (Kind.NOT_FEEL, _not_felt),
    (
        Kind.VARIATION,
        lambda seen: seen.opens(signs.VARIATION) and not seen.has(signs.STOP) and not seen.has(signs.ADVICE),
    ),
    (Kind.FEEL, _felt),
    (Kind.ADVICE, lambda seen: seen.opens(signs.HABIT)),
    (Kind.ADVICE, lambda seen: seen.has(signs.ADVICE) and not seen.has(signs.STOPS)),
    (Kind.SAFETY, lambda seen: seen.has(signs.STOP)),
    (Kind.BREATHING, _breathing),
    (Kind.NEEDS, lambda seen: seen.opens(signs.NEEDS)),
    (Kind.DOSE, lambda seen: seen.opens(signs.REPEAT_ONLY) or seen.opens(signs.REPEAT_NAMED)),
    (Kind.ADVICE, _errand),
    (Kind.RELEASE, lambda seen: seen.opens(signs.RELEASE)),
    (Kind.WHY, lambda seen: seen.opens(signs.GAIN)),
    (Kind.TIP, lambda seen: seen.opens(signs.TIP)),
    (Kind.ORDER, _ordered),
    (Kind.WHY, lambda seen: seen.opens(signs.ABOUT_IT) and seen.has(signs.WHY)),
    (Kind.ORDER, _described),
    (Kind.TIP, lambda seen: seen.dose.amounts and seen.opens(signs.GERUND)),
    (Kind.WHY, lambda seen: seen.has(signs.WHY) or seen.has(signs.ANATOMY)),
)


def _opens_with_movement(bare: str) -> bool:
    """ "Pull it closer until you feel a stretch" is an order, though it speaks of a feeling."""
    return _is_order(_after_lead(bare)) and not signs.SENSES.match(bare)


def _moves_with_breath(bare: str) -> bool:
    """ "As you breathe out, lift your hips" is an order."""
    found = signs.BREATH_THEN_MOVE.search(bare)
    if found and _is_order(found["rest"]):
        return True
    return re.match(r"\W*(?:as|when|while)\b", bare, re.IGNORECASE) is not None and _is_order(_after_lead(bare))
