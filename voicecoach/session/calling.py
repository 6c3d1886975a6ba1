"""The patient calls for a person: the session stands still and asks; unless that is taken back, an alarm sounds."""

from __future__ import annotations

from abc import ABC
from collections.abc import Sequence

from voicecoach.language.vocabulary import Expectation
from voicecoach.language.wording import Wording
from voicecoach.routine.plan import Plan
from voicecoach.session.actions import ChangeVolume, Earcon, LineKind
from voicecoach.session.flow import Flow
from voicecoach.session.questions import Question
from voicecoach.session.records import AlarmEnded, AlarmRaised, EndReason, HelpCalled, Paused
from voicecoach.session.standing import Standing
from voicecoach.session.transitions import CALLED, Phase
from voicecoach.session.waiting import SessionSettings

TAKE_BACK_S = 10.0
"""Silence after the question for so long, and the alarm sounds."""
ALARM_AT_LATEST_S = 40.0
"""After the call, also when other words keep the question from being asked to its end."""
ALARM_GAP_S = 2.5
"""From the beginning of one alarm to the next; it lasts 1.74 s."""
ALARMS_IN_A_ROW = 3
"""Then a sentence says what is going on, and it begins anew."""


class Calling(Flow, ABC):
    """A session that somebody in need can call from."""

    def __init__(
        self,
        plan: Plan,
        wording: Wording,
        settings: SessionSettings,
        *,
        before: Sequence[Question] = (),
        after: Sequence[Question] = (),
        standing: Standing | None = None,
    ) -> None:
        super().__init__(plan, wording, settings, before=before, after=after, standing=standing)
        self._gain_db = settings.gain_db

    def _call(self) -> None:
        """Called once it is a question; called again it is the answer."""
        if self.phase is Phase.ALARM:
            return
        if self.phase is Phase.CALLING:
            self._raise_alarm()
            return
        stretched = self._clock is not None
        self._keep(HelpCalled())
        if self.phase not in (Phase.PAUSED, Phase.ADJUSTING):
            self._keep(Paused("called"))
        self._interrupt()
        self._enter(Phase.CALLING)
        words = self._sentence("called", LineKind.SAFETY)
        words += self._release_words(LineKind.SAFETY) if stretched else []
        words += self._sentence("ask_called", LineKind.QUESTION)
        self._at(self._now_s + ALARM_AT_LATEST_S, self._raise_alarm)
        self._perform(words, lambda: self._at(self._now_s + TAKE_BACK_S, self._raise_alarm), delay_s=0.3)

    def _raise_alarm(self) -> None:
        """Loud, however quiet the voice has been made."""
        self._fall_silent()
        self._keep(AlarmRaised())
        self._enter(Phase.ALARM)
        if self._gain_db < 0.0:
            self._out.append(ChangeVolume(0.0, lasting=False))
        self._at(self._now_s + self._settings.give_up_s, lambda: self._close(EndReason.UNANSWERED))
        self._sound_alarm()

    def _sound_alarm(self) -> None:
        for turn in range(ALARMS_IN_A_ROW):
            self._at(self._now_s + turn * ALARM_GAP_S, lambda: self._earcon(Earcon.ALARM))
        self._at(self._now_s + ALARMS_IN_A_ROW * ALARM_GAP_S, self._explain_alarm)

    def _explain_alarm(self) -> None:
        words = self._sentence("alarm", LineKind.SAFETY)
        self._perform(words, lambda: self._at(self._now_s + 1.0, self._sound_alarm))

    def _enter(self, phase: Phase) -> None:
        if self.phase is Phase.ALARM and phase is not Phase.ALARM:
            self._keep(AlarmEnded())
            if self._gain_db < 0.0:
                self._out.append(ChangeVolume(self._gain_db, lasting=False))
        super()._enter(phase)

    def _expectation(self) -> Expectation:
        return Expectation.YES_NO if self.phase in CALLED else super()._expectation()
