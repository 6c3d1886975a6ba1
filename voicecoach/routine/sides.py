"""The side of the body that is stretched, and texts for it: {side} stands for it, {other} for the opposite. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum


class Side(StrEnum):
    """The side of the body that is stretched."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


PLACEHOLDERS = ("{side}", "{other}")
SIDE_WORDS: Mapping[Side, str] = {Side.LEFT: "left", Side.RIGHT: "right"}

_PLACEHOLDER = re.compile(r"\{(side|other)\}")
_BRACED = re.compile(r"\{[^{}]*\}|[{}]")
_SENTENCE_START = re.compile(r"(?:^|[.!?]\s+)$")
_LITERAL_SIDE = re.compile(r"\b(left|right)\b(?!\s+(?:angles?|away|down|up|now|over)\b)", re.IGNORECASE)
_NOT_A_SIDE_AFTER = re.compile(r"\b(?:all|have|has|is|are|time|seconds|that's|feels?|nothing)\s+$", re.IGNORECASE)


def mirror(text: str, side: Side, words: Mapping[Side, str] = SIDE_WORDS) -> str:
    """The text for one side, with a capital where a placeholder opens a sentence.

    >>> mirror("{other} foot on the wall, {side} ankle on the {other} knee.", Side.RIGHT)
    'Left foot on the wall, right ankle on the left knee.'
    """

    def word(found: re.Match[str]) -> str:
        chosen = words[side if found[1] == "side" else side.other]
        opens = _SENTENCE_START.search(text, 0, found.start()) is not None
        return chosen[:1].upper() + chosen[1:] if opens else chosen

    return _PLACEHOLDER.sub(word, text)


def placeholder_fault(text: str, *, sided: bool) -> str | None:
    """What is wrong with the braces in a text, or None. ``sided``: the text stands inside ``each_side``."""
    for found in _BRACED.finditer(text):
        braced = found[0]
        if braced in PLACEHOLDERS:
            if not sided:
                return f"{braced} has a meaning only inside each_side, where there is a side to be stretched"
        elif len(braced) == 1:
            return f"found a {braced} by itself: braces are kept for {{side}} and {{other}}"
        else:
            near = get_close_matches(braced[1:-1].strip().lower()[:20], ["side", "other"], n=1, cutoff=0.5)
            hint = f"; did you mean {{{near[0]}}}?" if near else ""
            shown = braced if len(braced) <= 40 else f"{braced[:38]}…}}"
            return f"{shown} is not known: only {{side}} and {{other}} are, inside each_side{hint}"
    return None


def literal_side(text: str) -> str | None:
    """The word "left" or "right" where it probably names a side of the body, or None.

    Inside ``each_side`` such a word is wrong for one of the two sides. English has other uses for both words
    ("a right angle", "come out right away", "ten seconds left"), which is why this is a warning and not an error.
    """
    for found in _LITERAL_SIDE.finditer(text):
        if not _NOT_A_SIDE_AFTER.search(text, 0, found.start()):
            return found[0].lower()
    return None
