"""The clauses of an exercise as a coach says them, for either side. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from voicecoach.importing.fates import Clause, Fate
from voicecoach.importing.imperative import as_order, sentence, without_figures
from voicecoach.importing.lexicon import words
from voicecoach.importing.mirror import Mirror
from voicecoach.importing.reading import Reading
from voicecoach.importing.sentences import in_lengths, parts

MOST_CHARS = 590
"""A little less than the text of a step may have."""


class Speech:
    """Says what one exercise's text says, and knows which clauses were said."""

    def __init__(self, reading: Reading) -> None:
        self._sides = Mirror.of(reading.stretched.side, reading.clauses) if reading.sided else None
        self._said: set[tuple[int, str]] = set()

    @property
    def guessed_side(self) -> bool:
        """Whether a side was put where the text has none."""
        return self._sides is not None and self._sides.guessed

    def has_said(self, clause: Clause) -> bool:
        return (clause.sentence, clause.source) in self._said

    def texts(self, clauses: Sequence[Clause]) -> list[tuple[str, int]]:
        """One text for each sentence of the source, its actions in sentences of their own; and its line."""
        texts: list[tuple[str, int]] = []
        last: int | None = None
        for clause in clauses:
            said = self.orders(clause)
            if not said:
                continue
            if clause.sentence == last and texts and len(texts[-1][0]) + len(said) < MOST_CHARS:
                texts[-1] = (f"{texts[-1][0]} {said}", texts[-1][1])
            else:
                texts += [(part, clause.line) for part in in_lengths(said, MOST_CHARS, at_ends=True)]
            last = clause.sentence
        return texts

    def joined(self, clauses: Iterable[Clause]) -> str:
        """All in one text, as far as one step may hold it."""
        text = ""
        for clause in clauses:
            said = self.orders(clause, mark=False)
            if said and len(text) + len(said) < MOST_CHARS:
                text = f"{text} {said}".strip()
                self._mark(clause)
        return text

    def orders(self, clause: Clause, *, mark: bool = True) -> str:
        """One clause, each of its actions as a sentence."""
        text = _breathing(clause.text) if clause.fate is Fate.BREATHING else clause.text
        if re.match(r"without\b", text, re.IGNORECASE):
            text = words("without", words=text[:1].lower() + text[1:])
        if clause.fate in {Fate.FEEL, Fate.NOT_FEEL}:
            text = clause.source
        pieces = [part.source for part in parts(as_order(text))]
        if mark:
            self._mark(clause)
        return " ".join(
            said for piece in pieces if (said := sentence(self._for_either(piece, order=clause.fate is Fate.MOVE)))
        )

    def as_it_stands(self, clause: Clause) -> list[str]:
        """A sentence that is no order, such as a warning, in parts that fit."""
        self._mark(clause)
        text = re.sub(r"^\W*(?:and|but|so)\s+(?=if\b|when\b)", "", clause.source, flags=re.IGNORECASE)
        said = sentence(self._for_either(without_figures(text)))
        return [part for part in in_lengths(said, MOST_CHARS, at_ends=True) if part]

    def place(self, clauses: Sequence[Clause]) -> str:
        """Where something is felt, to complete "You should feel it …"."""
        places: list[str] = []
        for clause in clauses:
            said = self._for_either(as_order(clause.text.strip(" .")))
            if sum(map(len, places)) + len(said) < MOST_CHARS - 40 and said:
                self._mark(clause)
                places += [said] if said not in places else []
        return ", and ".join(places)

    def _mark(self, clause: Clause) -> None:
        self._said.add((clause.sentence, clause.source))

    def _for_either(self, text: str, *, order: bool = False) -> str:
        return self._sides.text(text, order=order) if self._sides else text


def _breathing(text: str) -> str:
    """ "With controlled deep breaths" as an order."""
    text = re.sub(r"^(\W*)breath\s+(in|out)\b", r"\1breathe \2", text, flags=re.IGNORECASE)
    bare = re.sub(r"^\W*(?:(?:and|while|whilst|with|also|as you|using)\s+)+", "", text, flags=re.IGNORECASE)
    if re.match(r"(?:\w+,?\s+){0,4}breaths?\b", bare, re.IGNORECASE) and not re.match(
        r"(?:take|taking|remember|try|allow|focus|make|keep|draw|continue|don't|do|breathe|hold|always)\b",
        bare,
        re.IGNORECASE,
    ):
        return words("take_breaths", breaths=bare.strip(" ."))
    return bare
