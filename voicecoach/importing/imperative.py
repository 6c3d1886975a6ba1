"""How a text tells what to do, turned into what a coach says: "You should then place" as "Place". Pure."""

from __future__ import annotations

import re

from voicecoach.importing.lexicon import LEXICON, gerund, pattern, third_person, words_pattern
from voicecoach.importing.sentences import gerund_to_order, opens_with_order

_MARKER = pattern("imperative", "marker", cased=True)
_MARKER_ANY_CASE = re.compile(_MARKER.pattern, re.IGNORECASE)
_ASKED = pattern("imperative", "asked")
_INSTRUCTED = pattern("imperative", "instructed")
_THIRD = pattern("imperative", "third")
_PATIENT_INSIDE = pattern("imperative", "patient_inside")
_BY = pattern("imperative", "by")
_START_IN = pattern("imperative", "start_in")
_ON_ALL_FOURS = pattern("imperative", "on_all_fours")
_FACE = pattern("imperative", "face")
_FIGURE = pattern("imperative", "figure")
_POSTURE_GERUND = re.compile(r"^(?:lying|laying|sitting|standing|kneeling)\b", re.IGNORECASE)
_GERUND_AFTER_AND = pattern("imperative", "gerund_after_and", cased=True)
_YOURS = {"their": "your", "they are": "you are", "they": "you", "them": "you", "themselves": "yourself"}
_YOURS |= {"our": "your", "we're": "you're", "we": "you"}
_THEIRS = re.compile(rf"\b(?:{'|'.join(_YOURS)})\b", re.IGNORECASE)
_BODY = words_pattern(
    LEXICON.paired
    | (LEXICON.plural - {"fingers", "fingertips"})
    | (LEXICON.single - {"core", "front", "body", "face", "bottom"})
)
_VERBS = "|".join(
    sorted(LEXICON.move - {"rest", "point", "face", "support", "set", "touch", "go", "come", "get", "move"})
)
_BARE_PART = re.compile(
    rf"\b(?P<before>lie|in|on|onto|to|towards?|under|beneath|behind|over|above|below|around|round|across"
    rf"|against|with|bending|keeping|keep|raising|lifting|{_VERBS})\s+"
    rf"(?P<part>(?:(?:lower|upper|bent|top|right|left)\s+)?(?:{_BODY}))"
    r"(?!\s*(?:-|–)?\s*(?:width|height|level|length|joint|line|distance|cap|apart|bone|hug|stretch"
    r"|exercise|muscles?|pain|pose|raise|roll|facing|to side|of\b))",
    re.IGNORECASE,
)
_VERB_HERE = re.compile(
    r"(?:^|[,;:(]|\b(?:and|then|to|or|" + "|".join(sorted(LEXICON.adverbs)) + r"))\s*$", re.IGNORECASE
)
_BEFORE_BACK = frozenset(["lie", "on", "onto", "with", "arch", "flatten", "straighten", "round", "keep", "keeping"])
"""After these, "back" is the part of the body, and not the way."""
_DETERMINED = pattern("imperative", "determined")


def addressed(text: str) -> str:
    """ "Instruct the patient to hold their knee" as "hold your knee"."""
    found = _INSTRUCTED.match(text)
    return _addressed(text[found.end() :]) if found else text


def strip_marker(clause: str) -> str:
    """A clause without the "first", "then", "after that" before it."""
    return _MARKER_ANY_CASE.sub("", clause, count=1)


def without_figures(text: str) -> str:
    """A text without "(A)", "(fig. 2)", "as shown below": nobody sees the page."""
    return _FIGURE.sub("", text)


def as_order(clause: str) -> str:
    """A clause as an order, without its full stop and with what it opened with in lower case.

    >>> as_order("Start by lying on your back and placing your left foot flat on the wall")
    'lie on your back and place your left foot flat on the wall'
    >>> as_order("You should now bring the knee towards your chest")
    'bring the knee towards your chest'
    """
    text = strip_marker(without_figures(clause)).strip(" .,;:")
    third = _THIRD.match(text)
    asked = _ASKED.match(text)
    if asked and not re.match(
        r"you (?:should|will|may|might|can) (?:\w+ )?(?:feel|be|not|notice)\b", text, re.IGNORECASE
    ):
        rest = text[asked.end() :]
        first = re.match(
            r"(?:(?:gradually|slowly|gently|carefully|then|now|simply)\s+)*(?P<verb>[a-z]+)",
            rest,
            re.IGNORECASE,
        )
        if first and first["verb"].lower() in LEXICON.bases:
            text = _addressed(rest)
    elif (
        third
        and (base := LEXICON.bases.get(third["verb"].lower()))
        and third["verb"].lower() in {base, third_person(base)}
    ):
        adverbs = text[third.start() : third.start("verb")].split()
        kept = " ".join(word for word in adverbs if word.lower() in {"slowly", "gently", "carefully"})
        text = _addressed(f"{kept} {base}{text[third.end() :]}".strip())
    if (by := _BY.match(text)) and by["verb"].lower() in LEXICON.bases:
        text = _with_gerunds_as_orders(gerund_to_order(text[by.end() :]))
    elif (
        _POSTURE_GERUND.match(text)
        or not re.search(r",\s", text)
        or not opens_with_order(re.split(r",\s", text, maxsplit=1)[1])
    ):
        # "Keeping your back flat, lift your hips" stays as it is: the order comes after the comma.
        turned = gerund_to_order(text)
        text = _with_gerunds_as_orders(turned) if turned != text else text
    if start := _START_IN.match(text):
        rest = text[start.end() :]
        text = f"go {re.sub('^on ', 'onto ', rest)}" if _ON_ALL_FOURS.match(rest) else text
    text = _FACE.sub("lie", text)
    text = _PATIENT_INSIDE.sub(
        lambda found: (
            f", {LEXICON.bases[found['verb'].lower()]} " if found["verb"].lower() in LEXICON.bases else found[0]
        ),
        text,
    )
    text = re.sub(r"\byour backs\b", "your back", text)
    return _lowered(_with_possessives(text))


def _addressed(text: str) -> str:
    return _THEIRS.sub(lambda found: _YOURS[found[0].lower()], text)


def _with_gerunds_as_orders(text: str) -> str:
    """After "start by lying …": the "and placing" that depends on the same "by"."""

    def base(found: re.Match[str]) -> str:
        verb = found["verb"].lower()
        return (
            found["joint"] + LEXICON.bases[verb]
            if verb in LEXICON.bases and gerund(LEXICON.bases[verb]) == verb
            else found[0]
        )

    return _GERUND_AFTER_AND.sub(base, text)


def _with_possessives(text: str) -> str:
    """ "lie on back" as "lie on your back": notes leave the small words out."""

    def owned(found: re.Match[str]) -> str:
        before, part = found["before"].lower(), found["part"].lower()
        own_verb = part != "back" or before in _BEFORE_BACK
        if before in LEXICON.move and not _VERB_HERE.search(text[: found.start()]):
            return found[0]  # "the outside of the lower leg"
        idiom = (part == "side" and before not in {"lie", "on", "onto"}) or (
            before == "to" and part in {"knee", "knees"} and "hands" in text
        )
        if not own_verb or idiom or _DETERMINED.search(text[: found.start()]):
            return found[0]
        return f"{found['before']} your {found['part']}"

    return _BARE_PART.sub(owned, text)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:] if re.match(r"[A-Z][a-z]*\b(?!['’])", text) else text


def sentence(clause: str) -> str:
    """A clause with a capital and a full stop."""
    text = re.sub(r"\s+", " ", clause).strip(" ,;:–-")
    text = re.sub(r"\s+([,.;:!?])", r"\1", text)
    text = re.sub(r"^[*_~|>#\"'\]]+|[*_~|]+$|:\s+\d{1,2}\.?$", "", text).strip()
    text = text.replace("]", "") if "[" not in text else text
    if not text:
        return ""
    text = text[:1].upper() + text[1:]
    return text if text[-1] in ".!?" else f"{text.rstrip(',;:')}."
