"""The actions a session orders, carried out by the coach in the order given."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from voicecoach.language.vocabulary import Expectation
from voicecoach.session.records import EndReason, Record


class LineKind(StrEnum):
    """What a line is for; it decides who gives way when two would sound at once."""

    SAFETY = "safety"
    CONTROL = "control"
    COUNT = "count"
    QUESTION = "question"
    INSTRUCTION = "instruction"
    TIP = "tip"
    BREATH = "breath"


class Rank(IntEnum):
    """Safety outranks control, control counting, counting instruction, instruction tips."""

    BREATH = 0
    TIP = 1
    INSTRUCTION = 2
    COUNT = 3
    CONTROL = 4
    SAFETY = 5


RANKS = {
    LineKind.SAFETY: Rank.SAFETY,
    LineKind.CONTROL: Rank.CONTROL,
    LineKind.COUNT: Rank.COUNT,
    LineKind.QUESTION: Rank.INSTRUCTION,
    LineKind.INSTRUCTION: Rank.INSTRUCTION,
    LineKind.TIP: Rank.TIP,
    LineKind.BREATH: Rank.BREATH,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, or one counted number."""

    id: int
    """Unique in the session, so that a late ``LineFinished`` of a stopped line is told from a live one."""
    text: str
    kind: LineKind
    seconds_left: int | None = None
    """For a number counted in a hold."""


@dataclass(frozen=True, slots=True)
class Say:
    """Speak the line, its first sound exactly at ``at_s``."""

    line: Line
    at_s: float
    exact: bool = False
    """Too late it is of no use, such as a number; a sentence may come later where the voice is not ready."""


@dataclass(frozen=True, slots=True)
class StopSpeaking:
    """Fade out what sounds (20 ms) and forget every line and earcon that has not begun."""


class Earcon(StrEnum):
    """Short tones that stand for a word."""

    HEARD = "heard"
    NOT_HEARD = "not-heard"
    HOLD_START = "hold-start"
    HOLD_END = "hold-end"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class PlayEarcon:
    earcon: Earcon
    at_s: float


@dataclass(frozen=True, slots=True)
class SetDeadline:
    """Hand back ``DeadlinePassed`` at this time. There is no cancelling: a session knows its stale deadlines."""

    deadline_id: int
    at_s: float


@dataclass(frozen=True, slots=True)
class Listen:
    """What is expected from now on, besides the commands that always count."""

    expectation: Expectation


@dataclass(frozen=True, slots=True)
class ChangeRate:
    rate_wpm: int


@dataclass(frozen=True, slots=True)
class ChangeVolume:
    gain_db: float
    lasting: bool = True
    """False for an alarm, which is loud and leaves the voice as the patient has set it."""


@dataclass(frozen=True, slots=True)
class ChangeVoice:
    """Speak with this voice from now on, for a trial; None for the one that was kept last."""

    voice: str | None


class Setting(StrEnum):
    """What a patient can have set otherwise by voice, besides rate and volume."""

    HOLD = "hold"
    LEAVE_OUT = "leave-out"
    FIRST_SIDE = "first-side"
    INSTRUCTIONS = "instructions"
    VOICE = "voice"
    NUMBER = "emergency-number"
    PACE = "pace"
    """``slow``, ``normal`` or ``quick``: how long the quiet after a movement is."""
    DOSE = "dose"
    """The name of one of a routine's doses."""


@dataclass(frozen=True, slots=True)
class Remember:
    """Keep this setting for the next sessions. None takes it back."""

    setting: Setting
    value: float | str | None


@dataclass(frozen=True, slots=True)
class Keep:
    """Write this down."""

    record: Record
    at_s: float


@dataclass(frozen=True, slots=True)
class Finish:
    """The session is over; nothing follows."""

    why: EndReason


Action = (
    Say
    | StopSpeaking
    | PlayEarcon
    | SetDeadline
    | Listen
    | ChangeRate
    | ChangeVolume
    | ChangeVoice
    | Remember
    | Keep
    | Finish
)
