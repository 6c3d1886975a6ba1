"""Asks back about what was nearly heard ("did you say …?"), and helps after what was not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicecoach.language.vocabulary import Command
from voicecoach.session.actions import Earcon
from voicecoach.session.activities.holding import Holding
from voicecoach.session.activities.work import ANSWER_UNTIL_LEFT_S
from voicecoach.session.continuations import Then
from voicecoach.session.events import NearlyHeard
from voicecoach.session.phase import INTERRUPTED, Phase

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn

CONFIRM_S = 8.0
"""How long a "did you say" waits for its yes."""
HELP_AFTER = 3
"""So many times not understood, and the patient hears what can be said."""
HELP_EVERY_S = 120.0
"""But not more often than this, so that a television is not answered for ever."""


def may_talk(turn: Turn) -> bool:
    """True where an unasked word disturbs nothing."""
    activity = turn.activity
    if activity.phase in (Phase.PREPARING, Phase.MOVING, Phase.BREATHING, Phase.CLOSING, Phase.ENDED):
        return False
    return not (isinstance(activity, Holding) and activity.clock.left_s(turn.now_s) < ANSWER_UNTIL_LEFT_S)


def settle(turn: Turn, command: Command) -> Command | None:
    """What a command means if a "did you say" is open: yes is the command asked about, no is answered (None)."""
    asked = turn.state.doubt.asked
    turn.doubt(misses=0, asked=None, nearly=None)
    if asked is None:
        return command
    turn.listen()
    if command is Command.YES:
        return asked
    if command is Command.NO:
        turn.answer("as_you_were")
        return None
    return command


def nearly_heard(turn: Turn, heard: NearlyHeard) -> Command | None:
    """Once is nothing; the same twice in a row is asked about; said again after that, it is meant and answered."""
    doubt = turn.state.doubt
    if doubt.asked is not None and heard.command is doubt.asked:
        return settle(turn, Command.YES)
    if heard.command is not doubt.nearly or not may_talk(turn) or doubt.asked is not None:
        turn.doubt(nearly=heard.command)
        not_understood(turn)
        return None
    until_s = turn.now_s + CONFIRM_S
    turn.doubt(nearly=None, misses=0, asked=heard.command, asked_until_s=until_s)
    turn.answer("did_you_say", phrase=heard.text)
    turn.listen()
    turn.at(until_s, Then.FORGET_DOUBT)
    return None


def forget(turn: Turn) -> None:
    """The question was not answered."""
    turn.doubt(asked=None)
    turn.listen()


def understood(turn: Turn) -> None:
    """Somebody was understood, if not with a command."""
    turn.doubt(misses=0, nearly=None)
    if turn.state.doubt.asked is not None:
        forget(turn)


def not_understood(turn: Turn) -> None:
    turn.doubt(misses=turn.state.doubt.misses + 1)
    if turn.activity.phase in (Phase.WAITING, *INTERRUPTED) and not turn.state.speech.sentences:
        turn.earcon(Earcon.NOT_HEARD)
    helped_at_s = turn.state.doubt.helped_at_s
    due = helped_at_s is None or turn.now_s - helped_at_s >= HELP_EVERY_S
    if turn.state.doubt.misses >= HELP_AFTER and due and may_talk(turn):
        turn.doubt(misses=0)
        say_help(turn)


def say_help(turn: Turn) -> None:
    """What can be said in this activity."""
    turn.doubt(helped_at_s=turn.now_s)
    turn.answer(f"help_{turn.activity.phase.value}")
