"""Taking back the last command: the state before it comes back, with the hold's seconds, the set and the side.

A "stop", an "it hurts" or a call for help is not undone but answered ("carry on"), and nothing before it can be undone
any more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voicecoach.language.vocabulary import Command
from voicecoach.session.actions import ChangeRate, ChangeVolume, Remember
from voicecoach.session.activities.interruption import Interruption
from voicecoach.session.phase import CALLED, Phase
from voicecoach.session.records import Resumed, Undone
from voicecoach.session.speech_queue import SpeechQueue
from voicecoach.session.state import Doubt, SessionSettings, State, Undoable

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn

DEPTH = 5
"""So many commands can be taken back, one after the other."""
FORGETS = (Command.STOP, Command.HURTS, Command.CALL)
"""Commands that nothing is undone past."""
_ANSWERED = (Phase.STOPPED, Phase.HURT, *CALLED)
"""What follows those commands. Its answers are not undone either."""


_BROUGHT_BACK = (
    "activity",
    "agenda",
    "settings",
    "held_before",
    "announced",
    "oriented",
    "choice",
    "pain_before",
    "pain_after",
    "wants_to_be_remembered",
)
"""The fields of the state that a command changes and "undo" brings back."""


def note(turn: Turn, before: State, command: str) -> None:
    """Keeps the state before a command that changed something."""
    changed = any(getattr(before, name) != getattr(turn.state, name) for name in _BROUGHT_BACK)
    if command in FORGETS or before.activity.phase in _ANSWERED:
        turn.update(history=())
    elif changed:
        entry = Undoable(command, replace(before, history=()))
        turn.update(history=(*turn.state.history, entry)[-DEPTH:])


def undo(turn: Turn) -> None:
    """Brings back the state before the last command; says so where there is none."""
    history = turn.state.history
    if not history:
        turn.refuse("nothing_to_undo")
        return
    undone, now = history[-1], turn.state
    before = undone.state
    turn.fall_silent()
    turn.record(Undone(undone.command, undone.state.now_s))
    _take_back_settings(turn, before.settings)
    if isinstance(now.activity, Interruption) and not isinstance(before.activity, Interruption):
        turn.record(Resumed())
    now.activity.ends(turn, before.activity)
    turn.update(
        **{name: getattr(before, name) for name in _BROUGHT_BACK},
        speech=SpeechQueue(silent_since_s=now.speech.silent_since_s),
        unanswered_at_s=None,
        doubt=Doubt(helped_at_s=now.doubt.helped_at_s),
        history=history[:-1],
    )
    aside = before.activity.interrupted(before.now_s)
    aside.resume(turn, before.speech, turn.sentences("undone"))


def _take_back_settings(turn: Turn, before: SessionSettings) -> None:
    """Orders what the settings before ask for, where they differ."""
    now = turn.state.settings
    if now.rate_wpm != before.rate_wpm:
        turn.order(ChangeRate(before.rate_wpm))
    if now.gain_db != before.gain_db:
        turn.order(ChangeVolume(before.gain_db))
    known = {each.setting: each.value for each in before.remembered}
    for each in now.remembered:
        if known.get(each.setting) != each.value:
            turn.order(Remember(each.setting, known.get(each.setting)))
