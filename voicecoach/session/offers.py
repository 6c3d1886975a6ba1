"""The commands that do something at one moment of a session: the keys and buttons worth showing."""

from __future__ import annotations

from voicecoach.language.vocabulary import NUMBERS, Command, active_commands
from voicecoach.session.activities.interruption import Interruption
from voicecoach.session.continuation_rules import CONTINUATION_HANDLERS
from voicecoach.session.events import KEYBOARD, CommandHeard
from voicecoach.session.rules import rule_for
from voicecoach.session.speech_queue import SpeechQueue
from voicecoach.session.state import State
from voicecoach.session.turn import Context, Turn, expectation_of

_ANSWERS = (Command.YES, Command.NO, *NUMBERS)
_AFTER_ANSWERS = (
    Command.STOP,
    Command.PAUSE,
    Command.HURTS,
    Command.NEXT,
    Command.MORE_TIME,
    Command.HOW_LONG,
    Command.SWITCH,
    Command.REPEAT,
    Command.BACK,
    Command.SKIP,
    Command.CALL,
    Command.UNDO,
    Command.SLOWER,
    Command.FASTER,
    Command.LOUDER,
    Command.QUIETER,
    Command.HELP,
)
"""The order of the commands that neither answer a question nor go on."""


def offered(context: Context, state: State) -> tuple[Command, ...]:
    """The commands that do something now: those that answer the open question first.

    Each is tried on the state, which is a value. Left out is what is refused or ignored, and what only does the same as
    one before it, such as "carry on" beside "ready".
    """
    active = active_commands(expectation_of(context, state))
    go_on = (Command.READY, Command.RESUME)
    answers = [command for command in active if command in _ANSWERS]
    if isinstance(state.activity, Interruption):
        go_on = (Command.RESUME, Command.READY)
    found: dict[Command, State] = {}
    for command in (*answers, *go_on, *_AFTER_ANSWERS):
        outcome = _outcome(context, state, command)
        if outcome is not None and outcome not in found.values():
            found[command] = outcome
    return tuple(found)


def _outcome(context: Context, state: State, command: Command) -> State | None:
    """The state after the command, without ids and notes; None where it does nothing."""
    event = CommandHeard(command, command.value, by=KEYBOARD)
    turn = Turn(context, state, CONTINUATION_HANDLERS, event)
    rule_for(type(state.activity), event).handler(turn)
    if turn.refused:
        return None
    after, queue = turn.state, turn.state.speech
    speech = SpeechQueue(queue.sentences, queue.then, last_words=queue.last_words)
    return State(after.now_s, after.agenda, after.settings, after.activity, speech, choice=after.choice)
