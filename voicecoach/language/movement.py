"""Estimates how long a patient needs for the movement that a sentence asks for. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

POSTURE_S, LEG_S, ARM_S = 8.0, 5.0, 3.0
"""Time to lie, sit or turn; for a leg, a foot or the hips; for a hand, the head, the chest."""


@dataclass(frozen=True)
class MovementWords:
    """The words of one language that ask for movements."""

    verbs: Collection[str] = ()
    """Imperatives that move something."""
    posture_verbs: Collection[str] = ()
    """Those of them that move the whole body."""
    legs: Collection[str] = ()
    """Parts of the body that are moved slowly."""
    before: Collection[str] = ()
    """Words that may stand before an imperative, such as "then"."""

    @cached_property
    def _imperative(self) -> re.Pattern[str]:
        lead = rf"(?:^|[,;:]\s*|\b(?:{_any(self.before)})\s+)"
        return re.compile(rf"{lead}({_any(self.verbs)})\b", re.IGNORECASE)

    @cached_property
    def _leg(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{_any(self.legs)})\b", re.IGNORECASE)

    def seconds(self, sentence: str) -> float:
        """The time for it; 0 where the sentence asks for no movement."""
        verbs = {match[1].lower() for match in self._imperative.finditer(sentence)} if self.verbs else set()
        if not verbs:
            return 0.0
        if verbs & set(self.posture_verbs):
            return POSTURE_S
        return LEG_S if self._leg.search(sentence) else ARM_S


def _any(words: Collection[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


NO_MOVEMENTS = MovementWords()
"""A language without such words: no quiet is given."""
