"""Which side an exercise stretches first, from all that its text says of left and right. Pure.

Where it is felt decides; after that what crosses over, what is kneeled on, what is lifted. Two facts are easily got
wrong: who lies on the left side works the right hip, and knees that go over to the left stretch the right side of the
back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from voicecoach.importing.fates import Clause, Fate
from voicecoach.importing.lexicon import pattern, pattern_text, word_list

_WORD = pattern("stretched", "word")

_PREPOSITION_AFTER = pattern("stretched", "preposition_after")

_OWNED_BEFORE = pattern("stretched", "owned_before")

_VERB_BEFORE = pattern("stretched", "verb_before")


def side_words(text: str) -> list[re.Match[str]]:
    """The words "left" and "right" in a text that mean a side of the body.

    >>> [found["side"] for found in side_words("Put your right foot at a right angle, left of the mat.")]
    ['right', 'left']
    """
    found = []
    for word in _WORD.finditer(text):
        before = text[: word.start()]
        adverb = (
            word["side"].lower() == "right"
            and _PREPOSITION_AFTER.match(text, word.end())
            and not _OWNED_BEFORE.search(before)
        )
        if not adverb and not _VERB_BEFORE.search(before):
            found.append(word)
    return found


def opposite(side: str) -> str:
    return "right" if side == "left" else "left"


@dataclass(frozen=True, slots=True)
class Stretched:
    """Which side an exercise stretches first."""

    side: str | None
    """None if the text names none."""
    why: str | None = None
    """Why that side, where it is less than certain."""


_LUNGE = re.compile(r"\b(?:kneel|lunge|half[- ]kneel|split stance|calf|step)\w*", re.IGNORECASE)


def _signs(table: str) -> tuple[tuple[re.Pattern[str], float, bool, str], ...]:
    """What is said, how much it weighs, whether it means the side it names (or the opposite), and how it is told."""
    return tuple(
        (re.compile(pattern_text("stretched", row["pattern"]), re.IGNORECASE), row["weight"], row["same"], row["told"])
        for row in word_list("signs")[table]
    )


_SIGNS, _LUNGE_SIGNS = _signs("signs"), _signs("lunge_signs")
_DIRECTION = pattern("stretched", "direction")


def stretched_side(clauses: Iterable[Clause], name: str | None) -> Stretched:
    """The side that is stretched first, from everything that an exercise's text says."""
    clauses = list(clauses)
    scores = {"left": 0.0, "right": 0.0}
    told: dict[str, str] = {}
    best: dict[str, float] = {"left": 0.0, "right": 0.0}

    def vote(side: str, weight: float, why: str) -> None:
        scores[side] += weight
        if weight > best[side]:
            best[side], told[side] = weight, why

    first: str | None = None
    everything = " ".join([name or "", *(clause.source for clause in clauses)])
    lunging = _LUNGE.search(everything) is not None
    for text, fate in [
        (name or "", Fate.REASON),
        *(
            (clause.source, clause.fate)
            for clause in clauses
            if clause.fate not in {Fate.SWITCH, Fate.VARIATION, Fate.PAGE}
        ),
    ]:
        words = side_words(text)
        if not words:
            continue
        first = first or words[0]["side"].lower()
        if fate is Fate.FEEL:
            vote(words[0]["side"].lower(), 10, "it is felt there")
        for sign, weight, same, why in (*_SIGNS, *(_LUNGE_SIGNS if lunging else ())):
            for found in sign.finditer(text):
                named = found["s"].lower()
                if any(word.start() == found.start("s") for word in words):
                    vote(named if same else opposite(named), weight, why)
    for clause in clauses:
        if clause.fate is Fate.SWITCH and (words := side_words(clause.source)):
            # "Then do the left leg": so it began with the right. "Repeat to the left" tells where to, not which.
            if _DIRECTION.search(clause.source):
                continue
            vote(opposite(words[0]["side"].lower()), 7, "the text changes to the other side")
            first = first or opposite(words[0]["side"].lower())
    if first is None:
        return Stretched(None)
    if scores["left"] == scores["right"]:
        return Stretched(first, f"the {first} side is named first; the text does not say which side is stretched")
    side = "left" if scores["left"] > scores["right"] else "right"
    rival = scores[opposite(side)]
    if (best[side] >= 7 and scores[side] >= 1.5 * rival) or (scores[side] >= 6 and rival == 0):
        return Stretched(side)
    doubtful = " The text can also be read the other way." if rival * 2 > scores[side] else ""
    return Stretched(side, f"the {side} side is taken to be the stretched one: {told[side]}.{doubtful}")
