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

_WORD = re.compile(
    r"(?<![\w-])(?P<side>left|right)(?P<hand>[- ]hand)?(?![\w]|-angled?|\s+(?:angles?|angled|away|now"
    r"|amount|technique|way\b|muscles?|through|back(?!\s+(?:leg|foot|knee))|exercises?|next to|level|time|place|speed)\b)",
    re.IGNORECASE,
)

_PREPOSITION_AFTER = re.compile(
    r"\s+(?:in|into|at|behind|under|below|above|beside|before|after|when|as|over|up|down"
    r"|beneath|between|against|underneath)\b",
    re.IGNORECASE,
)

_OWNED_BEFORE = re.compile(
    r"(?:\b(?:your|the|to|and|or|with|from|on|of|then|my|their|his|her|through|for|bend"
    r"|lift|raise|cross|bring|place|put)|[,/(&])\s*$",
    re.IGNORECASE,
)

_VERB_BEFORE = re.compile(
    r"\b(?:all|have|has|is|are|be|been|was|were|that's|feels?|nothing|time|seconds|just"
    r"|get it|do it|it)\s+$",
    re.IGNORECASE,
)


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


_S = r"(?P<s>left|right)"

_LEG = r"(?:leg|foot|ankle|knee|heel|thigh|shin|calf|hip|buttock|hamstring|glute)"

_OWN = r"(?:your\s+|the\s+|that\s+)?"

# What is said, how much it weighs, whether it means the side it names (or the opposite), and how it is told.
_SIGNS: tuple[tuple[re.Pattern[str], float, bool, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), weight, same, told)
    for pattern, weight, same, told in (
        (rf"\b(?:feel|felt)\b[^.]*?\b{_S}\b", 9, True, "it is felt there"),
        (
            rf"\bstretch(?:es|ing)?\s+(?!out|(?:{_OWN}(?:left"
            rf"|right)\s+(?:leg|arm)\s+(?:straight"
            rf"|out)))(?:[\w\s]{{0,20}}?){_OWN}{_S}\s+(?:{_LEG}"
            rf"|piriformis|side|quad|gluteus|psoas|low back"
            rf"|adductor|flexor)",
            8,
            True,
            "the text says that it is stretched",
        ),
        (
            rf"\b(?:instructions|directions|example|shown"
            rf"|described)\b[^.]*\bfor\s+{_OWN}{_S}\b",
            8,
            True,
            "the text says that it is for this side",
        ),
        (
            rf"\b(?:work|strengthen|target)(?:s"
            rf"|ing)?\s+{_OWN}{_S}\b",
            8,
            True,
            "the text says that it is worked",
        ),
        (rf"\bcross(?:ing)?\s+{_OWN}{_S}\s+(?:leg|ankle|foot|knee|thigh)", 7, True, "it is crossed over"),
        (
            rf"\b{_S}\s+(?:outer\s+)?(?:ankle|foot|leg|shin|calf|knee"
            rf"|heel)\b(?:(?!\bleft\b|\bright\b)[^.;]){{0,50}}?\b(?:over"
            rf"|across|on|onto|on top of|against|above|to the outside of"
            rf"|with the front of)\s+(?:(?!left\b"
            rf"|right\b)[\w]+\s+){{0,6}}?(?:left|right)\s+(?:knee|thigh|leg"
            rf"|shin|quad)",
            7,
            True,
            "it is laid across",
        ),
        (rf"\bkneel(?:ing)?\s+(?:down\s+)?on(?:to)?\s+{_OWN}{_S}\b", 7, True, "it is kneeled on"),
        (
            rf"\b{_S}\s+knee\s+(?:is\s+|should be\s+|rests?\s+|stays?\s+"
            rf"|down\s+|resting\s+)*(?:on|to|onto)\s+the\s+(?:floor|ground"
            rf"|mat|cushion)",
            6,
            True,
            "it is kneeled on",
        ),
        (
            rf"\b(?:lie|lying|lay|roll onto"
            rf"|turn onto)\s+(?:down\s+)?on\s+{_OWN}{_S}\s+side\b",
            6,
            False,
            "who lies on one side works the upper hip",
        ),
        (
            rf"\bknees\s+(?:[\w,]+\s+){{0,6}}?(?:to|over to"
            rf"|towards?|on|down to)\s+(?:the\s+|your\s+)?{_S}\b",
            4,
            False,
            "knees that go over to one side stretch the other",
        ),
        (
            rf"\b(?:lift|raise|bring|pull|hug|draw|slide"
            rf"|straighten|extend|swing|move|kick|press|squeeze"
            rf"|open|grasp|grab|hold|clasp|bend"
            rf"|flex)(?:ing)?\s+(?:up\s+|out\s+)?(?:behind\s+"
            rf"|under\s+|onto\s+)?{_OWN}(?:whole\s+|straight\s+"
            rf"|bent\s+|top\s+)?{_S}\s+(?:{_LEG})",
            3,
            True,
            "it is the one that is moved",
        ),
        (
            rf"\b(?:left|right)\s+arm\b[^.]{{0,30}}\b{_S}\s+(?:leg|knee|foot)",
            3,
            True,
            "it is the one that is moved",
        ),
        (
            rf"\b(?:strap|towel|belt|band"
            rf"|sheet)\b[^.]{{0,40}}?\b{_S}\s+(?:foot|thigh|leg|heel)",
            3,
            True,
            "the strap goes round it",
        ),
    )
)

_LUNGE = re.compile(r"\b(?:kneel|lunge|half[- ]kneel|split stance|calf|step)\w*", re.IGNORECASE)

_LUNGE_SIGNS = tuple(
    (re.compile(pattern, re.IGNORECASE), weight, same, told)
    for pattern, weight, same, told in (
        (
            rf"\b{_S}\s+(?:foot"
            rf"|leg)\b(?:\s+[\w']+){{0,6}}?\s+(?:in front"
            rf"|forwards?|ahead)\b",
            5,
            False,
            "the other foot stands in front",
        ),
        (
            rf"\bstep(?:ping)?\s+(?:forwards?\s+)?(?:with\s+"
            rf"|onto\s+)?{_OWN}{_S}\s+(?:foot|leg)\s+(?:forwards?"
            rf"|in front|out in front)",
            5,
            False,
            "the other foot stands in front",
        ),
        (
            rf"\b{_S}\s+(?:foot|leg)\b(?:\s+[\w']+){{0,4}}?\s+(?:back"
            rf"|behind|backwards?)\b",
            5,
            True,
            "it is the one behind",
        ),
    )
)


_DIRECTION = re.compile(
    r"\b(?:to|towards?)\s+(?:the\s+)?(?:left|right)\b(?!\s+(?:leg|foot|side|knee|hip))", re.IGNORECASE
)


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
        for pattern, weight, same, why in (*_SIGNS, *(_LUNGE_SIGNS if lunging else ())):
            for found in pattern.finditer(text):
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
