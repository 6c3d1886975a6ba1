"""The events a session handles: facts in the past tense. Each comes with its time, ``now_s``."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.language.adjustments import Adjustment
from voicecoach.language.vocabulary import Command
from voicecoach.session.actions import Line
from voicecoach.session.part import Part

KEYBOARD = "typed"
"""The name of the keyboard in ``CommandHeard.by``."""


@dataclass(frozen=True, slots=True)
class CommandHeard:
    """A command was accepted."""

    command: Command
    text: str = ""
    """As it was heard."""
    confidence: float = 1.0
    speech_end_s: float | None = None
    """When its last word ended; None for keys and buttons."""
    by: str = ""
    """The name of the ears, the keyboard or the page."""


@dataclass(frozen=True, slots=True)
class NearlyHeard:
    """Speech close to a command, not close enough to act on."""

    command: Command
    text: str
    """The nearest phrase."""


@dataclass(frozen=True, slots=True)
class TopicHeard:
    """A request to have a topic explained, with the sentences that explain it."""

    topic: str
    sentences: tuple[str, ...]
    text: str = ""
    """As it was heard."""


@dataclass(frozen=True, slots=True)
class AdjustmentHeard:
    """A request to change a setting."""

    adjustment: Adjustment
    voices: tuple[str, ...] = ()
    """The voices that can be chosen besides the one that speaks."""
    text: str = ""
    """As it was heard."""


@dataclass(frozen=True, slots=True)
class HardToInterrupt:
    """The echo canceller cannot remove the coach's voice from the microphone signal. Told once."""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Speech that was no command."""

    speech_end_s: float | None = None


@dataclass(frozen=True, slots=True)
class LineStarted:
    """A line began to sound."""

    line: Line


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
    """The computer slept, or the sound card stood still, for ``gap_s`` seconds."""

    gap_s: float


@dataclass(frozen=True, slots=True)
class PartFailed:
    """A part has failed; it is tried again until it works."""

    part: Part
    what: str = ""
    """What happened, as a sentence."""
    deaf: bool = False
    """Nothing else can be heard or typed meanwhile."""


@dataclass(frozen=True, slots=True)
class VoiceReplaced:
    """A voice has failed, and the next one speaks in its place."""

    what: str = ""
    """What happened, as a sentence."""


@dataclass(frozen=True, slots=True)
class PartRecovered:
    """A part that had failed works again."""

    part: Part


@dataclass(frozen=True, slots=True)
class RoomFailed:
    """The room of the session is gone for good, and the session with it."""


@dataclass(frozen=True, slots=True)
class MenuPicked:
    """Something was picked from the menu on a screen."""

    picked: str
    """The key of a routine or, when that is known, the name of a patient; empty for a guest."""


@dataclass(frozen=True, slots=True)
class InputEnded:
    """The typed input has ended, and nothing else can be heard."""


@dataclass(frozen=True, slots=True)
class QuitRequested:
    """The session is to end now, without a word."""

    interrupted: bool = False
    """By a signal or a closed window: the session can be taken up again later."""


Event = (
    CommandHeard
    | NearlyHeard
    | TopicHeard
    | AdjustmentHeard
    | MenuPicked
    | HardToInterrupt
    | NotUnderstood
    | LineStarted
    | LineFinished
    | DeadlinePassed
    | TimeLost
    | PartFailed
    | VoiceReplaced
    | PartRecovered
    | RoomFailed
    | InputEnded
    | QuitRequested
)
