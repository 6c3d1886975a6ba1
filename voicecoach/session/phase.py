"""The phases of a session: what the patient is doing, as a screen, a trace and the ears need to know it."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """One for each activity; the values are the keys of the titles in the language file."""

    OPENING = "opening"
    ASKING = "asking"
    """A question is open: a warning sign, a pain score, a choice."""
    INSTRUCTING = "instructing"
    WAITING = "waiting"
    """The patient was asked to say when they are ready."""
    PREPARING = "preparing"
    """Three, two, one."""
    HOLDING = "holding"
    MOVING = "moving"
    """Movements are being counted."""
    BREATHING = "breathing"
    """Breaths are being paced."""
    RELEASING = "releasing"
    RESTING = "resting"
    SWITCHING = "switching"
    PAUSED = "paused"
    ADJUSTING = "adjusting"
    """In a pause: a question about a setting is open."""
    CHECKING = "checking"
    """In a pause: whether the position is right is being asked."""
    STOPPED = "stopped"
    """"Stop" was heard; it can be taken back for a while."""
    HURT = "hurt"
    """"It hurts" was heard; the patient is asked how to go on."""
    CALLING = "calling"
    """"Help me" was heard; the patient is asked whether they need somebody."""
    ALARM = "alarm"
    """The call was not taken back: an alarm sounds."""
    CLOSING = "closing"
    ENDED = "ended"


CALLED = (Phase.CALLING, Phase.ALARM)
"""Phases of a call for help."""
INTERRUPTED = (Phase.PAUSED, Phase.ADJUSTING, Phase.CHECKING, Phase.STOPPED, Phase.HURT, *CALLED)
"""Phases in which the session stands still and can go on from where it was interrupted."""
