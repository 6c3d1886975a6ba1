"""Amounts in words and digits: "two to three", "8–12", "half a", "1.5". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from voicecoach.importing.lexicon import LEXICON

_WORDS = sorted(LEXICON.numbers, key=len, reverse=True)
_TENS = "(?:twenty|thirty|forty|fourty|fifty)[ -](?:one|two|three|four|five|six|seven|eight|nine)"
_ONE = rf"(?:\d{{1,4}}(?:\.\d{{1,2}})?|{_TENS}|(?:{'|'.join(_WORDS)})\b)"
_JOINT = r"\s*(?:-|–|/|\bto\b|\bor\b|\band\b)\s*"

NUMBER = rf"(?<![\w.])(?:{_ONE})"
"""One number, in digits or as a word."""

RANGE = rf"(?<![\w.])(?:between\s+)?(?:{_ONE})(?:{_JOINT}{_ONE})?"
"""A number or a range. Without groups, so that it can be used in larger patterns."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, or a range of them, as it stands in the text."""

    low: float
    high: float
    words: str
    """As written, to be shown to the reader."""
    vague: bool = False
    """"A few", "several": the number is ours."""

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    def scaled(self, factor: float) -> Amount:
        return Amount(self.low * factor, self.high * factor, self.words, self.vague)


def number(text: str) -> float:
    """The value of one number in digits or words.

    Raises ValueError if there is none.
    """
    text = text.strip().lower()
    if text in LEXICON.numbers:
        return float(LEXICON.numbers[text])
    if re.fullmatch(_TENS, text):
        tens, ones = re.split(r"[ -]", text)
        return float(LEXICON.numbers[tens] + LEXICON.numbers[ones])
    return float(text)


def amount(text: str, words: str | None = None) -> Amount:
    """The amount that a text matched by RANGE stands for; a range's ends in order."""
    parts = [number(part) for part in re.findall(_ONE, text, re.IGNORECASE)]
    return Amount(min(parts), max(parts), " ".join((words or text).split()))
