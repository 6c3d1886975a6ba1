"""From written instructions to words a synthesiser says right. Pure; what differs by language is data.

Nothing in a text is markup: angle brackets, asterisks and control characters are never spoken or obeyed. Tables of the
language's file steer the rest. ``shorthand`` holds for every synthesiser: "30 s" becomes "30 seconds", "2-3" becomes
"2 to 3". ``respelling`` is for eSpeak NG, which takes the first word of "Use your hands" for the noun; ``phonemes`` is
for hibari, which takes "contract" for a noun and has never read of a cauda equina.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

_SILENT = re.compile(r"[<>\[\]{}|\\*_#^`~•·→←↑↓➜▶]+")
_TAG = re.compile(
    r"</?(?:a|b|i|u|em|strong|br|hr|p|div|span|li|[uo]l|h[1-6]|su[bp]|break|speak|prosody|emphasis)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
"""What handouts and speech programs put into texts; anything else in angle brackets is somebody's words."""
_ADDRESS = re.compile(r"\bhttps?://(?:www\.)?([^\s/]+)\S*?(?=[.,;:!?)]*(?:\s|$))")
_VULGAR = re.compile(r"(?:(\d)\s?)?([\N{VULGAR FRACTION ONE QUARTER}-\N{VULGAR FRACTION THREE QUARTERS}⅓⅔])")
_PLURAL = re.compile(r"(?<=\w)\((e?s)\)")
_DASHES = "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}"
_STRAIGHT = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{MULTIPLICATION SIGN}": "x"})
_TELEPHONE = re.compile(r"(?<![\d-])\+?\d{1,4}(?:-\d{2,4}){1,3}-\d{4}(?![\d-])")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_LONG_NUMBER = re.compile(r"(?<![\d.,])\d{5,}(?![\d.,]*\d)")


def speakable(text: str) -> str:
    """The text on one line without what is never spoken; empty when it holds no letter or digit.

    Comparisons before a number stay, for ``Shorthand`` to write out: "pain > 5".
    """
    text = html.unescape(text)
    kept = "".join(_spoken_char(char) for char in _ADDRESS.sub(r"\1", text).translate(_STRAIGHT))
    kept = _COMPARISON.sub(lambda found: found[0].translate(_HIDDEN), _TAG.sub(" ", kept))
    kept = _SILENT.sub(" ", kept).translate(_SHOWN)
    kept = _PLURAL.sub(r"\1", _VULGAR.sub(_fraction, kept))
    kept = " ".join(kept.split())
    return kept if any(char.isalnum() for char in kept) else ""


_COMPARISON = re.compile(r"[<>≤≥](?=\s?\d)")
_HIDDEN, _SHOWN = str.maketrans("<>", "\x02\x03"), str.maketrans("\x02\x03", "<>")


def _spoken_char(char: str) -> str:
    """Controls, spaces and pictures are spaces."""
    category = unicodedata.category(char)
    picture = category in ("So", "Sk") and char != "°"
    return " " if category[0] in "CZ" or picture else char


def _fraction(found: re.Match[str]) -> str:
    written = unicodedata.normalize("NFKC", found[2]).replace("\N{FRACTION SLASH}", "/")
    return f"{found[1]} {written}" if found[1] else written


class Shorthand:
    """Reads a language's abbreviations, units, ranges and slashes as words."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """``table`` is ``pronunciation.shorthand`` of a language file; an empty one leaves texts as they are."""
        self._abbreviations: Mapping[str, str] = table.get("abbreviations", {})
        self._units: Mapping[str, list[str]] = table.get("units", {})
        self._fractions: Mapping[str, str] = table.get("fractions", {})
        self._to, self._times = table.get("to", ""), table.get("times", "")
        self._or, self._out_of = table.get("or", ""), table.get("out_of", "")
        self._comparisons: Mapping[str, str] = table.get("comparisons", {})
        self._comparison = _any_of(self._comparisons, r"\s*({})\s*(?=\d)")
        self._and: str = table.get("and", "")
        self._per: str = table.get("per", "")
        self._per_time = _any_of(dict.fromkeys(table.get("per_times", ())), r"(?<=[\dxa-z])\s?/\s?({})\b")
        self._step = _any_of(dict.fromkeys(table.get("counted", ())), r"\b({})\s(\d+)/(\d+)", re.IGNORECASE)
        self._roman = _any_of(
            dict.fromkeys(table.get("numbered", ())), r"\b({})\s(I{1,3}|IV|VI{0,3}|IX|X)\b", re.IGNORECASE
        )
        self._resting = _any_of(
            dict.fromkeys(table.get("timed", ())), r"\b({})(\s(?:\w+\s)?)(\d+)\s?m\b", re.IGNORECASE
        )
        self._minutes: list[str] = table.get("units", {}).get("min", ["", ""])
        self._streets = re.compile(r"(\d+\s(?:[A-Z]\w+\s)+)St\.")
        self._street: str = table.get("street", "")
        self._inches: Mapping[str, list[str]] = table.get("marks", {})
        self._mark = _any_of(self._inches, r"(?<![\w\"'])(\d+)({})(?!\w)")
        self._initials = _any_of(dict.fromkeys(table.get("initials", ())), r"(?<!\w)({})(?!\w)")
        self._abbreviation = _any_of(self._abbreviations, r"(?<![\w.])({})(?!\w)")
        self._unit = _any_of(
            self._units, r"(?<![\w.,])(\d{1,3}(?:[.,]\d+)?)(\s|-(?=[a-z]))?({})(?!\w)(\.(?=\s+[a-z]))?"
        )
        self._fraction = _any_of(self._fractions, r"(?<![\d/])({})(?![\d/])")
        self._whole_and_fraction = _any_of(self._fractions, r"(?<![\d/.])(\d+)\s({})(?![\d/])")
        self._of: str = table.get("of", "")
        numbers = {str(number): "" for number in table.get("digit_by_digit", ())}
        not_counted = "|".join(re.escape(unit) for unit in self._units) or r"(?!)"
        self._digits = _any_of(numbers, rf"(?<![\d.,])({{}})(?![.,]?\d|\s?(?:{not_counted})\b)")

    def read(self, text: str) -> str:
        """``text`` as ``speakable`` gives it, with its shorthand written out."""
        text = self._replace(self._comparison, text, lambda found: f" {self._comparisons[found[1]]} ").lstrip()
        text = _TELEPHONE.sub(lambda found: " ".join(re.sub(r"\D", "", found[0])), text)
        text = self._replace(self._step, text, lambda found: f"{found[1]} {found[2]} {self._of} {found[3]}")
        text = self._replace(self._roman, text, lambda found: f"{found[1]} {_ROMAN[found[2].upper()]}")
        text = self._replace(self._resting, text, self._timed)
        text = self._replace(self._mark, text, lambda found: f"{found[1]} {self._inches[found[2]][found[1] != '1']}")
        if self._street:
            text = self._streets.sub(rf"\1{self._street}", text)
        text = self._replace(self._initials, text, lambda found: " ".join(found[1]))
        text = self._replace(self._whole_and_fraction, text, self._mixed)
        text = self._replace(self._fraction, text, lambda found: self._fractions[found[1]])
        text = self._ranges(text)
        text = self._replace(self._digits, text, lambda found: " ".join(found[1]))
        text = re.sub(r"(?<![\w.,])(\d+)\s?m\s?(?=\d+\s?s\b)", r"\1 min ", text)
        text = self._replace(self._unit, text, self._with_unit)
        text = _LONG_NUMBER.sub(lambda found: " ".join(found[0]), text)
        text = self._replace(self._abbreviation, text, lambda found: self._abbreviations[found[1]])
        text = self._replace(self._per_time, text, lambda found: f" {self._per} {found[1]}")
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

    def _mixed(self, found: re.Match[str]) -> str:
        return f"{found[1]} {self._and} {self._fractions[found[2]]}"

    def _timed(self, found: re.Match[str]) -> str:
        """After "rest", m stands for minutes and not for metres."""
        return f"{found[1]}{found[2]}{found[3]} {self._minutes[found[3] != '1']}"

    def _with_unit(self, found: re.Match[str]) -> str:
        one, many = self._units[found[3]]
        return f"{found[1]} {one if found[1] == '1' or found[2] == '-' else many}"

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


def with_phonemes(pronunciation: Mapping[str, Any]) -> dict[str, Any]:
    """A table for ``Respelling`` that gives words their ``phonemes``, as hibari reads them, at the same places."""
    marked = dict(pronunciation.get("respelling", {}))
    for kind in ("words", "imperatives"):
        phonemes: Mapping[str, str] = pronunciation.get("phonemes", {}).get(kind, {})
        marked[kind] = {word: f"[{word}](/{sounds}/)" for word, sounds in phonemes.items()}
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
