""" "Help me": the session stands still and asks; unless that is taken back, an alarm sounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicecoach.language.vocabulary import Expectation
from voicecoach.session.actions import ChangeVolume, Earcon, LineKind
from voicecoach.session.activities.interruption import Interruption, interrupt
from voicecoach.session.activities.work import release_words, work_of
from voicecoach.session.continuations import Then
from voicecoach.session.phase import Phase
from voicecoach.session.records import AlarmEnded, AlarmRaised, HelpCalled, Paused
from voicecoach.session.state import Activity

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn

TAKE_BACK_S = 10.0
"""Silence after the question for so long, and the alarm sounds."""
ALARM_AT_LATEST_S = 40.0
"""After the call, also when other words keep the question from being asked to its end."""
ALARM_GAP_S = 2.5
"""From the beginning of one alarm to the next; it lasts 1.74 s."""
ALARMS_IN_A_ROW = 3
"""Then a sentence says what is going on, and it begins anew."""


@dataclass(frozen=True)
class Calling(Interruption):
    """A call for help: the patient is asked whether somebody is needed."""

    phase = Phase.CALLING
    expects = Expectation.YES_NO


@dataclass(frozen=True)
class Alarming(Interruption):
    """The alarm sounds, loud, however quiet the voice has been made."""

    phase = Phase.ALARM
    expects = Expectation.YES_NO

    def ends(self, turn: Turn, following: Activity) -> None:
        if not isinstance(following, Alarming):
            turn.record(AlarmEnded())
            if turn.state.settings.gain_db < 0.0:
                turn.order(ChangeVolume(turn.state.settings.gain_db, lasting=False))


def call(turn: Turn) -> None:
    """Asks first; a second call is the answer (``raise_alarm``)."""
    stretched = work_of(turn.activity) is not None
    turn.record(HelpCalled())
    if turn.activity.phase not in (Phase.PAUSED, Phase.ADJUSTING, Phase.CHECKING):
        turn.record(Paused("called"))
    words = turn.sentences("called", LineKind.SAFETY)
    words += release_words(turn, LineKind.SAFETY) if stretched else ()
    aside = interrupt(turn)
    turn.enter(Calling(aside))
    turn.after(ALARM_AT_LATEST_S, Then.RAISE_ALARM)
    turn.perform((*words, *turn.sentences("ask_called", LineKind.QUESTION)), Then.AWAIT_CALL, delay_s=0.3)


def await_call(turn: Turn) -> None:
    turn.after(TAKE_BACK_S, Then.RAISE_ALARM)


def raise_alarm(turn: Turn) -> None:
    aside = interrupt(turn)
    turn.record(AlarmRaised())
    turn.enter(Alarming(aside))
    if turn.state.settings.gain_db < 0.0:
        turn.order(ChangeVolume(0.0, lasting=False))
    turn.after(turn.state.settings.give_up_s, Then.CLOSE_UNANSWERED)
    sound_alarm(turn)


def sound_alarm(turn: Turn) -> None:
    """Three times; then what is going on is said."""
    for number in range(ALARMS_IN_A_ROW):
        turn.after(number * ALARM_GAP_S, Then.PLAY_ALARM)
    turn.after(ALARMS_IN_A_ROW * ALARM_GAP_S, Then.EXPLAIN_ALARM)


def play_alarm(turn: Turn) -> None:
    turn.earcon(Earcon.ALARM)


def explain_alarm(turn: Turn) -> None:
    turn.perform(turn.sentences("alarm", LineKind.SAFETY), Then.SOUND_ALARM_AGAIN)


def sound_alarm_again(turn: Turn) -> None:
    turn.after(1.0, Then.SOUND_ALARM)
