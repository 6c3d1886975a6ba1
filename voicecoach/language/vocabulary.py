"""The commands, and when each is active. Pure; the phrases are in the language file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Command(StrEnum):
    """The commands. The values are the names in traces and in the output of ``listen``."""

    NEXT = "next"
    BACK = "back"
    REPEAT = "repeat"
    PAUSE = "pause"
    RESUME = "resume"
    SWITCH = "switch"
    SKIP = "skip"
    STOP = "stop"
    HURTS = "hurts"
    READY = "ready"
    MORE_TIME = "more-time"
    HOW_LONG = "how-long"
    SLOWER = "slower"
    FASTER = "faster"
    LOUDER = "louder"
    QUIETER = "quieter"
    HELP = "help"
    CALL = "call"
    """"Help me": a person is wanted."""
    UNDO = "undo"
    YES = "yes"
    NO = "no"
    N0 = "0"
    N1 = "1"
    N2 = "2"
    N3 = "3"
    N4 = "4"
    N5 = "5"
    N6 = "6"
    N7 = "7"
    N8 = "8"
    N9 = "9"
    N10 = "10"

    @property
    def number(self) -> int | None:
        """The score of a number command, None for the others."""
        return int(self.value) if self.value.isdigit() else None


NUMBERS = tuple(command for command in Command if command.number is not None)
URGENT = (Command.STOP, Command.PAUSE, Command.HURTS, Command.CALL)
"""Accepted with a lower threshold and never blocked: a false accept is easily undone, a miss is not."""


class Expectation(StrEnum):
    """The kind of answer to the last question. The values are those of ``listen --expect``."""

    SESSION = "session"
    READY = "ready"
    YES_NO = "yes-no"
    NUMBER = "number"


_ONLY_WHEN_ASKED: Mapping[Expectation, tuple[Command, ...]] = {
    Expectation.SESSION: (),
    Expectation.READY: (Command.READY,),
    Expectation.YES_NO: (Command.YES, Command.NO),
    Expectation.NUMBER: NUMBERS,
}

_NOT_ALWAYS = frozenset(command for commands in _ONLY_WHEN_ASKED.values() for command in commands)


def active_commands(expectation: Expectation) -> tuple[Command, ...]:
    """The active commands: those that always are, and the answers to the last question."""
    asked = _ONLY_WHEN_ASKED[expectation]
    return tuple(command for command in Command if command not in _NOT_ALWAYS or command in asked)


@dataclass(frozen=True)
class Vocabulary:
    """The phrases of one language, lower case, without punctuation."""

    language: str
    phrases: Mapping[Command, tuple[str, ...]]

    def active(self, expectation: Expectation) -> dict[str, Command]:
        """The active phrases with their commands. A phrase may have two commands only in different states."""
        return {phrase: command for command in active_commands(expectation) for phrase in self.phrases[command]}

    def urgent(self, expectation: Expectation) -> tuple[str, ...]:
        """The active phrases of urgent commands."""
        active = self.active(expectation).items()
        return tuple(phrase for phrase, command in active if command in URGENT)

    @cached_property
    def commands(self) -> dict[str, Command]:
        """All phrases with their commands, for typed input."""
        return {phrase: command for command, phrases in self.phrases.items() for phrase in phrases}

    def invited(self, expectation: Expectation) -> tuple[str, ...]:
        """The answers to the last question that get a lower threshold.

        Yes, no and numbers do not: other speech is easily taken for such short words.
        """
        return self.phrases[Command.READY] if expectation is Expectation.READY else ()

    def spoken(self) -> tuple[str, ...]:
        """All phrases, each once, in the order of the language file."""
        return tuple(dict.fromkeys(phrase for phrases in self.phrases.values() for phrase in phrases))


_PHRASE = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*(?: [^\W\d_]+(?:['’-][^\W\d_]+)*)*")


def is_phrase(text: object) -> bool:
    """True for plain lower-case words without punctuation."""
    return isinstance(text, str) and text == text.lower() and _PHRASE.fullmatch(text) is not None
