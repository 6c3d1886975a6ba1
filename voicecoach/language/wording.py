"""The sentences of a session, out of the language file. Nothing the coach says is written in code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voicecoach.routine.plan import Side

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


def sentences_of(text: str) -> list[str]:
    """A paragraph cut into sentences, so that speech can be taken up again at a sentence and never in mid-word."""
    return [part for part in _SENTENCE_END.split(" ".join(text.split())) if part]


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's sentences. A key that is missing is a fault of the language file, found by its test."""

    sentences: Mapping[str, str]
    numbers: tuple[str, ...]
    """Words from zero up; beyond them digits are spoken."""
    sides: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """The sentence for a key, with its blanks filled."""
        return self.sentences[key].format(**values)

    def number(self, value: int) -> str:
        return self.numbers[value] if 0 <= value < len(self.numbers) else str(value)

    def side(self, side: Side) -> str:
        return self.sides[side.value]

    def duration(self, seconds: float) -> str:
        """A length of time as it is said: "30 seconds", "one minute and 10 seconds"."""
        minutes, rest = divmod(max(0, round(seconds)), 60)
        parts = []
        if minutes:
            parts.append(self.say("minute" if minutes == 1 else "minutes", count=self.number(minutes)))
        if rest or not minutes:
            parts.append(self.say("second" if rest == 1 else "seconds", count=self.number(rest)))
        return self.say("joined", first=parts[0], second=parts[1]) if len(parts) == 2 else parts[0]

    def breaths(self, count: int) -> str:
        """A length in breaths as it is said: "five slow breaths"."""
        return self.say("one_breath" if count == 1 else "breaths", count=self.number(count))

    def listed(self, items: Sequence[str]) -> str:
        """ "a wall, a mat and a towel" """
        if len(items) < 2:
            return "".join(items)
        return self.say("joined", first=", ".join(items[:-1]), second=items[-1])
