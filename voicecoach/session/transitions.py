"""What each command means in each phase: every rule of the coach that a patient can invoke, in one table.

How to think about it. A *phase* is what the patient is doing, as the coach sees it: listening to an instruction,
getting ready, holding, paused. A *response* is what the coach does about a command. ``TABLE[phase][command]`` names the
response; the engine has one method for each. Three commands mean the same almost everywhere, because a patient in need
must not have to know the phase: STOP falls silent and can be taken back, PAUSE stands still, HURTS ends the hold.

A command that makes no sense in a phase is answered with a short sentence (``NOT_NOW``), never with silence and never
with an error. The table is complete: a test asks for every pair.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from voicecoach.language.vocabulary import NUMBERS, Command


class Phase(StrEnum):
    """What is going on."""

    OPENING = "opening"
    """The name of the routine and the guest's warning are being said."""
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
    RELEASING = "releasing"
    RESTING = "resting"
    SWITCHING = "switching"
    PAUSED = "paused"
    ADJUSTING = "adjusting"
    """In a pause: a question about a setting is open."""
    STOPPED = "stopped"
    """"Stop" was heard; it can be taken back for a while."""
    HURT = "hurt"
    """"It hurts" was heard; the patient is asked how to go on."""
    CALLING = "calling"
    """"Help me" was heard; the patient is asked whether they need somebody."""
    ALARM = "alarm"
    """It was not taken back: an alarm sounds."""
    CLOSING = "closing"
    ENDED = "ended"


CALLED = (Phase.CALLING, Phase.ALARM)
"""Phases of a call for help."""
COMING_BACK = (Phase.PAUSED, Phase.ADJUSTING, Phase.STOPPED, Phase.HURT, *CALLED)
"""Phases that something was set aside for."""


class Response(StrEnum):
    """What the coach does about a command."""

    GO_ON = "go on to what comes next"
    START = "the patient is ready"
    ANSWER = "take it as the answer"
    SET = "take it as the answer about a setting"
    ASK_PREVIOUS = "ask the question before again"
    GO_BACK = "one step back"
    REPEAT = "say or do this step again"
    PAUSE = "stand still"
    HUSH = "break off what is being explained, and stand still"
    RESUME = "take up where it stood"
    SWITCH = "change sides"
    SAY_SIDE = "say which side it is"
    SKIP = "leave the exercise out"
    STOP = "fall silent, offer to take it back"
    END = "end now"
    HURT = "end the hold, ask how to go on"
    AFTER_HURT = "go on after a pain"
    MORE_TIME = "give more time"
    HOW_LONG = "say how long"
    RATE = "speak slower or faster"
    VOLUME = "speak louder or quieter"
    HELP = "say what can be said"
    ALARM = "sound the alarm"
    NOT_NOW = "say that it cannot be done now"
    IGNORE = "nothing is listening any more"


_ALWAYS: Mapping[Command, Response] = {
    Command.STOP: Response.STOP,
    Command.PAUSE: Response.PAUSE,
    Command.HURTS: Response.HURT,
    Command.SLOWER: Response.RATE,
    Command.FASTER: Response.RATE,
    Command.LOUDER: Response.VOLUME,
    Command.QUIETER: Response.VOLUME,
    Command.HELP: Response.HELP,
    Command.HOW_LONG: Response.HOW_LONG,
    Command.REPEAT: Response.REPEAT,
}
_MOVING_ON: Mapping[Command, Response] = {
    **_ALWAYS,
    Command.NEXT: Response.GO_ON,
    Command.BACK: Response.GO_BACK,
    Command.SWITCH: Response.SWITCH,
    Command.SKIP: Response.SKIP,
    Command.MORE_TIME: Response.MORE_TIME,
}
_WAITING_FOR_READY: Mapping[Command, Response] = {
    **_MOVING_ON,
    Command.READY: Response.START,
    Command.RESUME: Response.START,
    Command.YES: Response.START,
    Command.NO: Response.MORE_TIME,
}
_STANDING_STILL: Mapping[Command, Response] = {
    **_MOVING_ON,
    Command.RESUME: Response.RESUME,
    Command.READY: Response.RESUME,
    Command.YES: Response.RESUME,
    Command.PAUSE: Response.HUSH,
}
_CALLED: Mapping[Command, Response] = {
    **_ALWAYS,
    Command.RESUME: Response.RESUME,
    Command.READY: Response.RESUME,
    Command.NO: Response.PAUSE,
}

_RULES: Mapping[Phase, Mapping[Command, Response]] = {
    Phase.OPENING: {**_ALWAYS, Command.NEXT: Response.GO_ON},
    Phase.ASKING: {
        **_ALWAYS,
        **dict.fromkeys((Command.YES, Command.NO, *NUMBERS, Command.SKIP), Response.ANSWER),
        Command.BACK: Response.ASK_PREVIOUS,
        Command.MORE_TIME: Response.MORE_TIME,
    },
    Phase.INSTRUCTING: _MOVING_ON,
    Phase.WAITING: _WAITING_FOR_READY,
    Phase.PREPARING: _MOVING_ON,
    Phase.HOLDING: _MOVING_ON,
    Phase.MOVING: _MOVING_ON,
    Phase.RELEASING: _MOVING_ON,
    Phase.RESTING: {**_MOVING_ON, Command.READY: Response.GO_ON, Command.RESUME: Response.GO_ON},
    Phase.SWITCHING: {
        **_MOVING_ON,
        Command.READY: Response.GO_ON,
        Command.RESUME: Response.GO_ON,
        Command.SWITCH: Response.SAY_SIDE,
    },
    Phase.PAUSED: _STANDING_STILL,
    Phase.ADJUSTING: {
        **_ALWAYS,
        **dict.fromkeys((Command.YES, Command.NO, *NUMBERS, Command.NEXT, Command.BACK, Command.SKIP), Response.SET),
        Command.RESUME: Response.RESUME,
        Command.MORE_TIME: Response.MORE_TIME,
    },
    Phase.STOPPED: {
        **_ALWAYS,
        Command.STOP: Response.END,
        Command.NO: Response.END,
        Command.RESUME: Response.RESUME,
        Command.READY: Response.RESUME,
        Command.BACK: Response.RESUME,
        Command.NEXT: Response.RESUME,
    },
    Phase.HURT: {
        **_ALWAYS,
        Command.STOP: Response.END,
        Command.NO: Response.END,
        Command.RESUME: Response.AFTER_HURT,
        Command.NEXT: Response.AFTER_HURT,
        Command.READY: Response.AFTER_HURT,
        Command.YES: Response.AFTER_HURT,
        Command.SKIP: Response.SKIP,
        Command.MORE_TIME: Response.PAUSE,
    },
    Phase.CALLING: {**_CALLED, Command.YES: Response.ALARM},
    Phase.ALARM: {**_CALLED, Command.YES: Response.HELP},
    Phase.CLOSING: {**_ALWAYS, Command.STOP: Response.END, Command.PAUSE: Response.END, Command.NEXT: Response.END},
    Phase.ENDED: dict.fromkeys(Command, Response.IGNORE),
}

TABLE: Mapping[Phase, Mapping[Command, Response]] = {
    phase: {command: rules.get(command, Response.NOT_NOW) for command in Command} for phase, rules in _RULES.items()
}
