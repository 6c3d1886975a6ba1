"""The clauses of an exercise as a coach says them, for either side. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from voicecoach.importing.classify import Clause, Kind
from voicecoach.importing.exercise import Reading
from voicecoach.importing.imperative import as_order, sentence, without_figures
from voicecoach.importing.lexicon import words
from voicecoach.importing.mirror import Mirror
from voicecoach.importing.sentences import clauses as split_clauses

MOST_CHARS = 590
"""A little less than the text of a step may have."""


class Speech:
    """Says what one exercise's text says."""

    def __init__(self, reading: Reading) -> None:
        self._sides = Mirror.of(reading.stretched.side, reading.clauses) if reading.sided else None
        self.too_long: list[str] = []
        """What did not fit where it belongs."""

    @property
    def guessed_side(self) -> bool:
        """Whether a side was put where the text has none."""
        return self._sides is not None and self._sides.guessed

    def texts(self, clauses: Sequence[Clause]) -> list[str]:
        """One text for each sentence of the source, its actions in sentences of their own."""
        texts: list[str] = []
        last: int | None = None
        for clause in clauses:
            said = self.orders(clause)
            if not said:
                continue
            if clause.sentence == last and texts and len(texts[-1]) + len(said) < MOST_CHARS:
                texts[-1] += f" {said}"
            else:
                texts += in_lengths(said)
            last = clause.sentence
        return texts

    def joined(self, clauses: Iterable[Clause]) -> str:
        """All in one text."""
        return " ".join(text for clause in clauses if (text := self.orders(clause)))

    def orders(self, clause: Clause) -> str:
        """One clause, each of its actions as a sentence."""
        text = _breathing(clause.text) if clause.kind is Kind.BREATHING else clause.text
        if re.match(r"without\b", text, re.IGNORECASE):
            text = words("without", words=text[:1].lower() + text[1:])
        pieces = split_clauses(as_order(text))
        return " ".join(
            said for piece in pieces if (said := sentence(self._for_either(piece, clause.kind is Kind.ORDER)))
        )

    def as_it_stands(self, text: str) -> list[str]:
        """A sentence that is no order, such as a warning, in parts that fit."""
        return in_lengths(sentence(self._for_either(without_figures(text))))

    def place(self, places: Sequence[str]) -> str:
        """Where something is felt, to complete "You should feel it …"."""
        said = list(dict.fromkeys(self._for_either(as_order(place.strip(" ."))) for place in places))
        return self.fitted(", and ".join(said))

    def fitted(self, text: str) -> str:
        """As much of a text as one step may hold; the rest is kept in ``too_long``."""
        first, *rest = in_lengths(text)
        self.too_long += rest
        return first

    def _for_either(self, text: str, order: bool = False) -> str:
        return self._sides.text(text, order=order) if self._sides else text


def in_lengths(text: str) -> list[str]:
    """A text in parts that a step may hold, cut between sentences, else between words."""
    parts: list[str] = []
    rest = text.strip()
    while len(rest) > MOST_CHARS:
        cut = rest.rfind(". ", 0, MOST_CHARS) + 1 or rest.rfind(" ", 0, MOST_CHARS)
        cut = cut if cut > 0 else MOST_CHARS
        parts.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [*parts, rest]


def _breathing(text: str) -> str:
    """ "With controlled deep breaths" as an order."""
    text = re.sub(r"^(\W*)breath\s+(in|out)\b", r"\1breathe \2", text, flags=re.IGNORECASE)
    bare = re.sub(r"^\W*(?:(?:and|while|whilst|with|also|as you|using)\s+)+", "", text, flags=re.IGNORECASE)
    if re.match(r"(?:\w+,?\s+){0,4}breaths?\b", bare, re.IGNORECASE) and not re.match(
        r"(?:take|taking|remember|try|allow|focus|make|keep|draw|continue|don't|do"
        r"|breathe|hold)\b",
        bare,
        re.IGNORECASE,
    ):
        return words("take_breaths", breaths=bare.strip(" ."))
    return bare
