"""The sentences of a session, out of the language file. Nothing the coach says is written in code.

A sentence that depends on a count has several forms in the file: ``one``, ``two`` where a language has a word such as
"twice", and ``other``. ``Wording.say`` chooses: by its value ``count`` where it has one, else by the first value that
is an amount, such as ``number`` and ``duration`` make them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voicecoach.language.movement import NO_MOVEMENTS, POSTURE_S, MovementWords
from voicecoach.routine.plan import Side

Forms = Mapping[str, str]
"""A sentence for each count: ``one``, perhaps ``two``, and ``other``."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_FORM_OF_COUNT: Mapping[float | None, str] = {1: "one", 2: "two"}


def sentences_of(text: str) -> list[str]:
    """A paragraph cut into sentences, so that speech can be taken up again at a sentence and never in mid-word."""
    return [part for part in _SENTENCE_END.split(" ".join(text.split())) if part]


class CountedText(str):
    """Words for a count, which know the count: "one second" is 1, "one minute and 10 seconds" is several."""

    number: float

    def __new__(cls, words: str, number: float) -> CountedText:
        made = super().__new__(cls, words)
        made.number = number
        return made

    def __reduce__(self) -> tuple[type[CountedText], tuple[str, float]]:
        return CountedText, (str(self), self.number)


def flattened(texts: Mapping[str, str | Forms]) -> dict[str, str]:
    """Each text by its key; of one with forms ``other`` by its key, and the others by ``key.form``.

    >>> flattened({"left": {"one": "{count} is left.", "other": "{count} are left."}})
    {'left': '{count} are left.', 'left.one': '{count} is left.'}
    """
    flat: dict[str, str] = {}
    for key, text in texts.items():
        if isinstance(text, str):
            flat[key] = text
        else:
            flat[key] = text["other"]
            flat.update({f"{key}.{form}": words for form, words in text.items() if form != "other"})
    return flat


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's sentences. A key that is missing is a fault of the language file, found by its test."""

    sentences: Mapping[str, str]
    """As ``flattened`` makes them."""
    numbers: tuple[str, ...]
    """Words from zero up; beyond them digits are spoken."""
    sides: Mapping[str, str]
    movement: MovementWords = NO_MOVEMENTS

    def movement_s(self, sentence: str) -> float:
        """How long the movement takes that a sentence asks for; 0 for none."""
        return self.movement.seconds(sentence)

    def moves_whole_body(self, text: str) -> bool:
        """True for a text that asks for a posture, such as lying down."""
        return any(self.movement_s(sentence) == POSTURE_S for sentence in sentences_of(text))

    def say(self, key: str, **values: object) -> str:
        """The sentence for a key, in the form for its count, with its blanks filled."""
        count = _count_in(values)
        form = _FORM_OF_COUNT.get(count, "other")
        said = self.sentences.get(f"{key}.{form}", self.sentences[key]).format(**values)
        return said if count is None else CountedText(said, count)

    def number(self, value: int) -> str:
        """A whole number in words, where the language has one for it."""
        return CountedText(self.numbers[value] if 0 <= value < len(self.numbers) else str(value), value)

    def side(self, side: Side) -> str:
        return self.sides[side.value]

    def duration(self, seconds: float) -> str:
        """A length of time as it is said: "30 seconds", "one minute and 10 seconds"."""
        minutes, rest = divmod(max(0, round(seconds)), 60)
        parts = [self.say("minutes", count=self.number(minutes))] if minutes else []
        if rest or not minutes:
            parts.append(self.say("seconds", count=self.number(rest)))
        return self.listed(parts)

    def breaths(self, count: int) -> str:
        """A length in breaths as it is said: "five slow breaths"."""
        return self.say("breaths", count=self.number(count))

    def listed(self, items: Sequence[str], key: str = "joined") -> str:
        """ "a wall, a mat and a towel"; with the key ``either``: "a wall, a mat or a towel"."""
        if len(items) < 2:
            return items[0] if items else ""
        joined = self.sentences[key].format(first=", ".join(items[:-1]), second=items[-1])
        return CountedText(joined, len(items))


def _count_in(values: Mapping[str, object]) -> float | None:
    """The count that decides on the form of a sentence with these values, None if it has none."""
    counted = (values["count"],) if "count" in values else tuple(values.values())
    for value in counted:
        if isinstance(value, CountedText):
            return value.number
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
    return None
