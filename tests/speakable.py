"""What a text must be like to be read aloud by a synthesiser into a room where the coach listens to commands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voicecoach.language.loading import load
from voicecoach.language.vocabulary import Expectation, active_commands
from voicecoach.language.wording import sentences_of

LONGEST_SENTENCE_WORDS = 20

_UNSPEAKABLE = re.compile(r"[()\[\]{}<>/\\&%+=*_#@\"“”;:–—]|\d")
_ABBREVIATION = re.compile(r"\b[A-Z]{2,}\b|\b(?:e\.g|i\.e|etc|approx|secs?|mins?|vs|Dr|no)\.(?=\s|$)")
_PROMISE = re.compile(
    r"\b(?:cures?|cured|guarantees?d?|(?:you are|it is) safe|safe for you"
    r"|will (?:relieve|cure|heal|fix)|pain[- ]free)\b",
    re.IGNORECASE,
)


def _phrases() -> frozenset[str]:
    """What the coach understands when it asked nothing, or asked whether one is ready."""
    phrases = load("en").vocabulary.phrases
    return frozenset(phrase for command in active_commands(Expectation.READY) for phrase in phrases[command])


COMMANDS = _phrases()


def plain(text: str) -> str:
    """Lower case, words only: as ears would write it down."""
    return " ".join(re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", text.lower()))


def faults(line: str, *, whole: bool = True) -> Iterator[str]:
    """All that speaks against saying this line. ``whole``: it stands alone, and so must be made of sentences."""
    if found := _UNSPEAKABLE.search(line):
        yield f"{found[0]!r} cannot be spoken: {line!r}"
    if found := _ABBREVIATION.search(line):
        yield f"{found[0]!r} is an abbreviation: {line!r}"
    if found := _PROMISE.search(line):
        yield f"{found[0]!r} promises too much: {line!r}"
    for sentence in sentences_of(line):
        words = plain(sentence)
        if len(words.split()) > LONGEST_SENTENCE_WORDS:
            yield f"{len(words.split())} words in a sentence: {sentence!r}"
        if words in COMMANDS:
            yield f"a bare command: {sentence!r}"
        for command in COMMANDS:
            if words.endswith(f" {command}"):
                yield f"ends in the command {command!r}: {sentence!r}"
        if whole and (sentence[-1] not in ".?" or not sentence[0].isupper()):
            yield f"no whole sentence: {sentence!r}"
    if not whole and (line[-1] in ".?!," or not line[0].islower()):
        yield f"stands within a sentence, so it has no capital and no full stop: {line!r}"
