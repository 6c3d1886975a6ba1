"""What has happened. Facts in the past tense; the time of each is the ``now_s`` that it is handed over with."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.language.adjustments import Adjustment
from voicecoach.language.vocabulary import Command


@dataclass(frozen=True, slots=True)
class CommandHeard:
    """A command was accepted, by voice, key or page."""

    command: Command
    calls_for_help: bool = False
    """The words ask for a person, not for a list of what can be said."""


@dataclass(frozen=True, slots=True)
class NearlyHeard:
    """Somebody said something close to a command, not close enough to act on."""

    command: Command
    text: str
    """The phrase that was nearest."""
    calls_for_help: bool = False


@dataclass(frozen=True, slots=True)
class TopicHeard:
    """Somebody asked to have something explained, and these sentences explain it."""

    topic: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdjustmentHeard:
    """Somebody asked to have something set otherwise."""

    adjustment: Adjustment
    voices: tuple[str, ...] = ()
    """The voices that there are besides the one that speaks."""


@dataclass(frozen=True, slots=True)
class HardToInterrupt:
    """The coach's own voice cannot be taken out of what the microphone hears."""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Somebody spoke, and it was no command."""


@dataclass(frozen=True, slots=True)
class LineFinished:
    """A line was spoken to its end, or did not fit and was left out. Lines that the session stopped do not finish."""

    line_id: int


@dataclass(frozen=True, slots=True)
class DeadlinePassed:
    """A deadline set with ``SetDeadline`` has come; ``now_s`` is the deadline itself, not when it was noticed."""

    deadline_id: int


@dataclass(frozen=True, slots=True)
class TimeLost:
    """The computer slept, or the sound card stood still: this much time went by that the session did not see."""

    gap_s: float


@dataclass(frozen=True, slots=True)
class DeviceFailed:
    """The sound device is gone and the session cannot go on."""


@dataclass(frozen=True, slots=True)
class EarsLost:
    """Nothing can be heard any more: no microphone, no keyboard."""


@dataclass(frozen=True, slots=True)
class QuitRequested:
    """Ctrl-C, or the window was closed: end now, without a word."""


Event = (
    CommandHeard
    | NearlyHeard
    | TopicHeard
    | AdjustmentHeard
    | HardToInterrupt
    | NotUnderstood
    | LineFinished
    | DeadlinePassed
    | TimeLost
    | DeviceFailed
    | EarsLost
    | QuitRequested
)
