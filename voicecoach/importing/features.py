"""Features of a clause, by which its fate is decided. Pure; each is one small pattern or test."""

from __future__ import annotations

import re
from functools import lru_cache

from voicecoach.importing import cautions
from voicecoach.importing.amounts import Dose
from voicecoach.importing.imperative import strip_marker
from voicecoach.importing.lexicon import LEXICON, pattern, word_list
from voicecoach.importing.sentences import SentencePart, gerund_to_order, opens_with_order

_FRAGMENTS = frozenset({"doctor_words", "easing_verbs", "harm_words"})
_IN_CODE = frozenset({"asked", "gerund_subject", "lead", "defines", "prescribes", "place", "beyond_place"})
_IN_BARE = {
    name: pattern("features", name) for name in word_list("patterns")["features"] if name not in _FRAGMENTS | _IN_CODE
}
"""Features that are one pattern each, searched for in the words beside the dose."""

_ASKED = pattern("features", "asked")
_GERUND_SUBJECT = pattern("features", "gerund_subject", cased=True)
_LEAD = pattern("features", "lead")
_NOT_MOVES = frozenset({"feel", "find", "notice", "need", "see", "be", "avoid", "try"})


def _is_order(bare: str) -> bool:
    return opens_with_order(bare) or opens_with_order(gerund_to_order(bare))


def after_lead(bare: str) -> str:
    """What follows "As you breathe out," or "With your knees bent,"."""
    if not _LEAD.match(bare):
        return bare
    for comma in list(re.finditer(r"(?:,|\s[–-])\s*", bare))[:3]:
        if _is_order(rest := bare[comma.end() :]):
            return rest
    return bare


def _orders(bare: str) -> bool:
    if LEXICON.clinical.search(bare) and not _IN_BARE["body"].search(bare):
        return False
    main = after_lead(bare)
    asked = _ASKED.match(main)
    if asked and asked["verb"].lower() in LEXICON.bases:
        base = LEXICON.bases[asked["verb"].lower()]
        bodily = _IN_BARE["body"].search(bare) or base in LEXICON.posture or base in LEXICON.move
        return bool(bodily) and base not in _NOT_MOVES
    # "Keeping active helps", "Stretching the hip can help": the verb of the sentence comes later.
    return _is_order(main) and not _GERUND_SUBJECT.match(main)


def _errand(bare: str) -> bool:
    """ "Call your doctor", "apply the cream": an order that is no movement."""
    first = re.match(r"\W*(?:(?:then|and|please|always|also)\s+)*(\w+)", bare)
    return first is not None and first[1].lower() in LEXICON.errand and not _IN_BARE["body"].search(bare)


def _led(bare: str) -> bool:
    """ "As you breathe out, lift your hips": an order after a comma."""
    return after_lead(bare) is not bare


_DEFINES = pattern("features", "defines")
_PRESCRIBES = pattern("features", "prescribes")


def _tests(bare: str, part: SentencePart) -> dict[str, bool]:
    """Features that are no single pattern."""
    dose, source = part.dose, part.source
    empty = re.search(r"\w", bare) is None
    return {
        "only_dose": empty and not dose.switch,
        "only_switch": dose.switch,
        "only_sides": empty and dose.each_side and not dose.amounts and not dose.alternating,
        "dosed": dose.amounts,
        "defines": _DEFINES.search(source) is not None,
        "prescribes": dose.amounts and _PRESCRIBES.match(source) is not None,
        "question": source.rstrip().endswith("?"),
        "order": _orders(bare),
        "errand": _errand(bare),
        "led": _led(bare),
        "short": len(bare.split()) <= 5,
        "place": place_of(part.rest or source) is not None,
        "furniture": LEXICON.furniture.match(source.strip(" .*")) is not None,
        "asks_first": bool(cautions.questions(source)),
    }


@lru_cache(maxsize=4096)
def features(part: SentencePart) -> frozenset[str]:
    """The features of a clause."""
    bare = strip_marker(part.rest).strip(" .,;:")
    found = {name for name, pattern in _IN_BARE.items() if pattern.search(bare)}
    found |= {name for name, holds in _tests(bare, part).items() if holds}
    if "easing" in found and found & {"condition", "harm"}:
        found.add("warns")
    return frozenset(found)


_PLACE = pattern("features", "place")
_BEYOND_PLACE = pattern("features", "beyond_place")


def place_of(text: str) -> str | None:
    """Where something is felt, as words that complete "You should feel it …".

    >>> place_of("You should feel a stretch deep in your right buttock.")
    'deep in your right buttock'
    """
    lead = re.split(r"\b(?:feel(?:ing)?|felt|notice|cause you to feel)\b", text, maxsplit=1, flags=re.IGNORECASE)
    after = lead[1] if len(lead) == 2 else text
    found = _PLACE.search(after)
    if not found and len(lead) == 2:
        found = _PLACE.search(lead[0])  # "A stretch in the hip should be felt."
        if found:
            trimmed = re.sub(r"\s*\b(?:should|will|may|can|must|is|are)\b[^.]*$", "", found["place"])
            return trimmed.strip(" .,;:") or None
    if not found:
        return None
    place = found["place"].strip(" .,;:!")
    place = _BEYOND_PLACE.sub("", place)
    if (
        re.match(r"between\b", place, re.IGNORECASE)
        and re.search(r"\b(?:towards?|to)\b", place)
        and not re.match(r"between\b[^,]*\band\b", place, re.IGNORECASE)
    ):
        place = re.sub(r"^between", "from", place, flags=re.IGNORECASE)
    return place[:1].lower() + place[1:] if place else None


NAMES = frozenset(_IN_BARE) | frozenset(_tests("", SentencePart("", "", Dose()))) | {"warns"}
"""All features."""
