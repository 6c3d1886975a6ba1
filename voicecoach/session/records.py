"""Records of a session, for its trace and its journal entry.

The name of a record in a trace is its class name in snake case. ``Said``, ``Counted`` and ``Heard`` are written by
the coach, which alone knows when a sound really began; the others come from the session.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from enum import StrEnum

from voicecoach.routine.plan import Side


class EndReason(StrEnum):
    FINISHED = "finished"
    STOPPED = "stopped"
    HURT = "hurt"
    UNANSWERED = "unanswered"
    INTERRUPTED = "interrupted"
    """By a signal or a closed window; it can be taken up again."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SessionStarted:
    routine: str
    name: str
    steps: int


@dataclass(frozen=True, slots=True)
class Said:
    """A line that has ended, or was cut."""

    text: str
    id: int
    kind: str
    from_s: float
    to_s: float
    cut: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that would have sounded over a more important one."""

    text: str
    id: int
    kind: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A command, as it was heard. ``speech_end_s`` is None for keys."""

    command: str
    heard: str
    confidence: float
    speech_end_s: float | None
    by: str


@dataclass(frozen=True, slots=True)
class NotRecognised:
    """Speech that was no command; what it was is not kept."""

    speech_end_s: float


@dataclass(frozen=True, slots=True)
class Fault:
    """A part that failed, a ``Part``, and what happened."""

    part: str
    what: str


@dataclass(frozen=True, slots=True)
class Recovered:
    """A part that works again."""

    part: str


@dataclass(frozen=True, slots=True)
class StepStarted:
    """``step`` counts from 1 through the plan; a step done again keeps its number."""

    step: int
    kind: str
    side: Side | None


SIDE_LEFT_OUT = "side-left-out"
"""Why a step was skipped whose side the patient does not want stretched."""


@dataclass(frozen=True, slots=True)
class StepSkipped:
    """A step that was left out or broken off; ``why`` is the command that did it, or another reason."""

    step: int
    kind: str
    side: Side | None
    why: str


@dataclass(frozen=True, slots=True)
class HoldStarted:
    step: int
    side: Side | None
    hold_s: float


@dataclass(frozen=True, slots=True)
class Counted:
    """``number`` seconds are left in the hold; written at the time its sound began."""

    number: int


@dataclass(frozen=True, slots=True)
class HoldEnded:
    """``held_s`` leaves out what was paused; ``hold_s`` is what was asked for, with time added by voice."""

    step: int
    side: Side | None
    held_s: float
    hold_s: float
    why: str


@dataclass(frozen=True, slots=True)
class RepsEnded:
    step: int
    side: Side | None
    done: int
    reps: int
    why: str


@dataclass(frozen=True, slots=True)
class BreathsStarted:
    step: int
    side: Side | None
    breaths: int


@dataclass(frozen=True, slots=True)
class BreathsEnded:
    step: int
    side: Side | None
    done: int
    breaths: int
    why: str


@dataclass(frozen=True, slots=True)
class SideSwitched:
    to: Side


@dataclass(frozen=True, slots=True)
class Paused:
    why: str


@dataclass(frozen=True, slots=True)
class Resumed:
    pass


@dataclass(frozen=True, slots=True)
class TopicAsked:
    """In a pause the patient asked to have this topic explained."""

    topic: str


@dataclass(frozen=True, slots=True)
class SettingChanged:
    """In a pause the patient had this set otherwise."""

    setting: str


@dataclass(frozen=True, slots=True)
class HurtReported:
    step: int
    side: Side | None


@dataclass(frozen=True, slots=True)
class StopAsked:
    pass


@dataclass(frozen=True, slots=True)
class Undone:
    """A command was taken back: what followed from it counts no longer."""

    command: str
    since_s: float
    """When it had been heard."""


@dataclass(frozen=True, slots=True)
class HelpCalled:
    """The patient asked for a person. It can be taken back."""


@dataclass(frozen=True, slots=True)
class AlarmRaised:
    """It was not taken back, or was confirmed."""


@dataclass(frozen=True, slots=True)
class AlarmEnded:
    pass


@dataclass(frozen=True, slots=True)
class PainScored:
    when: str
    score: int


@dataclass(frozen=True, slots=True)
class Answered:
    """A yes-or-no question and its answer."""

    topic: str
    key: str
    yes: bool


@dataclass(frozen=True, slots=True)
class GatePassed:
    """All warning signs were asked about, and none was there. It does not mean that exercising is safe."""


@dataclass(frozen=True, slots=True)
class TakenUp:
    """The session goes on where an earlier one stood: at this step, with so much of its hold held."""

    step: int
    held_s: float


@dataclass(frozen=True, slots=True)
class SessionEnded:
    why: EndReason


Record = (
    SessionStarted
    | Said
    | LeftOut
    | Heard
    | NotRecognised
    | Fault
    | Recovered
    | StepStarted
    | StepSkipped
    | HoldStarted
    | Counted
    | HoldEnded
    | RepsEnded
    | BreathsStarted
    | BreathsEnded
    | SideSwitched
    | Paused
    | Resumed
    | TopicAsked
    | SettingChanged
    | HurtReported
    | StopAsked
    | Undone
    | HelpCalled
    | AlarmRaised
    | AlarmEnded
    | PainScored
    | Answered
    | GatePassed
    | TakenUp
    | SessionEnded
)


def as_fields(record: Record, at_s: float) -> dict[str, object]:
    """A record as a flat mapping fit for JSON, ``at_s`` (rounded to the microsecond) and ``event`` first."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(record).__name__).lower()
    values: dict[str, object] = {"at_s": round(at_s, 6), "event": name}
    for field in fields(record):
        value = getattr(record, field.name)
        values[field.name] = round(value, 6) if isinstance(value, float) else value
    return values
