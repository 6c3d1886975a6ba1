"""Finds the phrase that a free transcript consists of. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence

from voicecoach.language.vocabulary import Vocabulary

MOST_WORDS = 30
"""A longer utterance is no command, however many courtesies stand around it."""
_NOT_WORDS = re.compile(r"[^\w' ]+")


def normalised(text: str) -> str:
    """Lower case, no punctuation but apostrophes within words, single spaces."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'").replace("-", " ")
    words = (word.strip("'") for word in _NOT_WORDS.sub(" ", plain).replace("_", " ").split())
    return " ".join(word for word in words if word)


def digits_as_words(text: str, vocabulary: Vocabulary) -> str:
    """Replaces figures by number phrases: transcribers write "7" for "seven"."""
    first = {command.value: phrases[0] for command, phrases in vocabulary.phrases.items()}
    return " ".join(first.get(word, word) if word.isdigit() else word for word in text.split())


def match(heard: str, active: Collection[str], vocabulary: Vocabulary, courtesies: Collection[str] = ()) -> str | None:
    """The active phrase that ``heard`` consists of, or None.

    ``courtesies`` ("please", "okay", the language file has them) may stand before and after it. "Stop" is a command;
    "the bus stop" is not.
    """
    words = digits_as_words(normalised(heard), vocabulary).split()
    if len(words) > MOST_WORDS:
        return None
    known = _by_normal_form(active)
    before = _leading(words, courtesies)
    after = _leading(words[::-1], courtesies)
    # As much of the utterance as possible counts: "again please" is a phrase of its own.
    for dropped in range(before + after + 1):
        for first in range(max(0, dropped - after), min(before, dropped) + 1):
            phrase = known.get(" ".join(words[first : len(words) - (dropped - first)]))
            if phrase is not None:
                return phrase
    return None


def _leading(words: Sequence[str], courtesies: Collection[str]) -> int:
    """The number of courtesies at the beginning."""
    return next((at for at, word in enumerate(words) if word not in courtesies), len(words))


def _by_normal_form(active: Collection[str]) -> Mapping[str, str]:
    return {normalised(phrase): phrase for phrase in active}
