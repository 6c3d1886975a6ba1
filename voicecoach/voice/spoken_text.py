"""From written instructions to words a synthesiser says right. Pure; what differs by language is data.

Nothing in a text is markup: angle brackets, asterisks and control characters are never spoken or obeyed. Tables of the
language's file steer the rest. ``shorthand`` holds for every synthesiser: "30 s" becomes "30 seconds", "2-3" becomes
"2 to 3". ``respelling`` is for eSpeak NG, which takes the first word of "Use your hands" for the noun; ``phonemes`` is
for hibari, which takes "contract" for a noun and has never read of a cauda equina.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

_SILENT = re.compile(r"[<>\[\]{}|\\*_#^`~•·→←↑↓➜▶]+")
_DASHES = "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}"
_STRAIGHT = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{MULTIPLICATION SIGN}": "x"})
_LONG_NUMBER = re.compile(r"(?<![\d.,])\d{5,}(?![\d.,]*\d)")


def speakable(text: str) -> str:
    """The text on one line without what is never spoken; empty when it holds no letter or digit."""
    kept = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text.translate(_STRAIGHT))
    kept = " ".join(_SILENT.sub(" ", kept).split())
    return kept if any(char.isalnum() for char in kept) else ""


class Shorthand:
    """Reads a language's abbreviations, units, ranges and slashes as words."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """``table`` is ``pronunciation.shorthand`` of a language file; an empty one leaves texts as they are."""
        self._abbreviations: Mapping[str, str] = table.get("abbreviations", {})
        self._units: Mapping[str, list[str]] = table.get("units", {})
        self._fractions: Mapping[str, str] = table.get("fractions", {})
        self._to, self._times = table.get("to", ""), table.get("times", "")
        self._or, self._out_of = table.get("or", ""), table.get("out_of", "")
        self._abbreviation = _any_of(self._abbreviations, r"(?<![\w.])({})(?!\w)")
        self._unit = _any_of(self._units, r"(?<![\w.,])(\d{1,3}(?:[.,]\d+)?)\s?({})(?!\w)(\.(?=\s+[a-z]))?")
        self._fraction = _any_of(self._fractions, r"(?<![\d/])({})(?![\d/])")
        numbers = {str(number): "" for number in table.get("digit_by_digit", ())}
        not_counted = "|".join(re.escape(unit) for unit in self._units) or r"(?!)"
        self._digits = _any_of(numbers, rf"(?<![\d.,])({{}})(?![.,]?\d|\s?(?:{not_counted})\b)")

    def read(self, text: str) -> str:
        """``text`` as ``speakable`` gives it, with its shorthand written out."""
        text = self._replace(self._fraction, text, lambda found: self._fractions[found[1]])
        text = self._ranges(text)
        text = self._replace(self._digits, text, lambda found: " ".join(found[1]))
        text = re.sub(r"(?<![\w.,])(\d+)\s?m\s?(?=\d+\s?s\b)", r"\1 min ", text)
        text = self._replace(self._unit, text, self._with_unit)
        text = _LONG_NUMBER.sub(lambda found: " ".join(found[0]), text)
        text = self._replace(self._abbreviation, text, lambda found: self._abbreviations[found[1]])
        if self._out_of:
            text = re.sub(r"(?<=\d)\s?/\s?(?=\d)", f" {self._out_of} ", text)
        if self._or:
            text = " ".join(re.sub(r"(?<=\w)\s*/\s*(?=\w)", f" {self._or} ", text).replace("/", " ").split())
        return text

    def _ranges(self, text: str) -> str:
        dash = f"[-{_DASHES}]"
        text = re.sub(r"(?<![\w-])(\d)-(\d)-(\d)(?![\w-])", r"\1, \2, \3", text)
        text = re.sub(rf"\b([A-Z]\d)(?:{dash}|/)([A-Z]?\d)\b", r"\1 \2", text)  # L4-L5: two vertebrae
        if self._to:
            text = re.sub(rf"(?<![\w.-])(\d+(?:\.\d+)?)\s?{dash}\s?(?=\d)", rf"\1 {self._to} ", text)
        if self._times:
            text = re.sub(r"(?<![\w.])(\d+)\s?x\s?(?=\d)", rf"\1 {self._times} ", text)
            text = re.sub(r"(?<![\w.])(\d+)\s?x(?!\w)", rf"\1 {self._times}", text)
            text = re.sub(r"(?<!\w)x\s?(\d+)", rf"\1 {self._times}", text)
        return text

    def _with_unit(self, found: re.Match[str]) -> str:
        one, many = self._units[found[2]]
        return f"{found[1]} {one if found[1] == '1' else many}"

    @staticmethod
    def _replace(pattern: re.Pattern[str] | None, text: str, by: Callable[[re.Match[str]], str]) -> str:
        return text if pattern is None else pattern.sub(by, text)


PAUSE = "|"
"""Marks where a slow speaker may pause. ``speakable`` lets none through from a text."""


class PhraseMarks:
    """Marks where the phrases of a sentence begin."""

    def __init__(self, words: Iterable[str]) -> None:
        """``words`` is ``pronunciation.phrase_starts`` of a language file, such as "and" and "until"."""
        self._start = _any_of(dict.fromkeys(words), r"(?<=\w)\s(?=(?:{})\s)", re.IGNORECASE)

    def mark(self, text: str) -> str:
        """``text`` with a ``PAUSE`` after each comma and the like, and before each word that begins a phrase."""
        marked = re.sub(r"(?<=[,;:.!?…])\s", f" {PAUSE}", text)
        return marked if self._start is None else self._start.sub(f" {PAUSE}", marked)


def with_phonemes(table: Mapping[str, Any]) -> dict[str, Any]:
    """``pronunciation.phonemes`` of a language file as ``Respelling`` takes it: what stands for a word is the word
    with its phonemes, as hibari reads them.
    """
    marked = dict(table)
    for kind in ("words", "imperatives"):
        marked[kind] = {word: f"[{word}](/{phonemes}/)" for word, phonemes in table.get(kind, {}).items()}
    return marked


class Respelling:
    """Writes words as a synthesiser has to see them to say them right."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """``table`` is ``pronunciation.respelling`` of a language file, or its ``phonemes`` by ``with_phonemes``:
        ``words`` anywhere, ``imperatives`` at the start of a clause or after one of ``before_imperatives``, unless one
        of ``not_before`` follows.
        """
        self._words: Mapping[str, str] = table.get("words", {})
        self._imperatives: Mapping[str, str] = table.get("imperatives", {})
        self._word = _any_of(self._words, r"(?<![\w'])({})(?![\w'])", re.IGNORECASE)
        starts = "|".join(
            [r"^", r"(?<=[.!?;:,]\s)", *(rf"(?<=\b{word}\s)" for word in table.get("before_imperatives", ()))]
        )
        nouns = "|".join(re.escape(word) for word in table.get("not_before", ())) or r"(?!)"
        self._imperative = _any_of(
            self._imperatives, rf"(?:{starts})({{}})(?![\w'])(?!\s+(?:{nouns})\b)", re.IGNORECASE
        )

    def respell(self, text: str) -> str:
        """``text`` with its troublesome words respelt."""
        if self._word is not None:
            text = self._word.sub(lambda found: self._words[found[1].lower()], text)
        if self._imperative is not None:
            text = self._imperative.sub(lambda found: self._imperatives[found[1].lower()], text)
        return text


def _any_of(table: Mapping[str, object], pattern: str, flags: int = 0) -> re.Pattern[str] | None:
    """``pattern`` with ``{}`` filled by the keys, longest first; None for an empty table."""
    keys = "|".join(re.escape(str(key)) for key in sorted(table, key=len, reverse=True))
    return re.compile(pattern.replace("{}", keys), flags) if keys else None
