"""The session: ``handle(event, now_s) -> actions``. Every rule of the coach, and no clock, no file, no thread."""

from __future__ import annotations

from collections.abc import Sequence

from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.language.wording import Wording
from voicecoach.routine.plan import Plan
from voicecoach.session.actions import Action, Earcon, Finish, StopSpeaking
from voicecoach.session.events import (
    AdjustmentHeard,
    CommandHeard,
    DeadlinePassed,
    DeviceFailed,
    EarsLost,
    Event,
    HardToInterrupt,
    LineFinished,
    NearlyHeard,
    NotUnderstood,
    QuitRequested,
    TimeLost,
    TopicHeard,
)
from voicecoach.session.questions import Question
from voicecoach.session.records import (
    EndReason,
    SessionEnded,
)
from voicecoach.session.responses import TALK_UNTIL_LEFT_S, Responses
from voicecoach.session.standing import Standing
from voicecoach.session.transitions import CALLED, COMING_BACK, TABLE, Phase
from voicecoach.session.view import View, view_of
from voicecoach.session.waiting import SessionSettings

CONFIRM_S = 8.0
"""How long a "did you say" waits for its yes."""
HELP_AFTER = 3
"""So many times not understood, and the patient hears what can be said."""
HELP_EVERY_S = 120.0
"""But no oftener than this: a television must not be answered for ever."""
NOTICED_GAP_S = 1.0
"""Less time lost than this is made up for silently."""

_OWN_QUESTIONS = (Phase.ASKING, Phase.CLOSING, Phase.ENDED, *COMING_BACK)
"""In these a yes means something else."""


class Session(Responses):
    """One session of one plan. Create it, call ``start`` once, then ``handle`` for everything that happens."""

    def __init__(
        self,
        plan: Plan,
        wording: Wording,
        settings: SessionSettings | None = None,
        *,
        before: Sequence[Question] = (),
        after: Sequence[Question] = (),
        standing: Standing | None = None,
    ) -> None:
        """``before`` is asked first and ``after`` last; from ``standing`` a yes to ``RESUME`` goes on."""
        super().__init__(plan, wording, settings or SessionSettings(), before=before, after=after, standing=standing)
        self._nearly: Command | None = None
        self._asked: CommandHeard | None = None
        self._asked_until_s = 0.0
        self._misses = 0
        self._deaf = False
        self._to_warn = False

    # -- the outside ----------------------------------------------------------------------------------------------

    def start(self, now_s: float) -> list[Action]:
        """The first actions. Call it once."""
        self._now_s = now_s
        self._open()
        return self._flush()

    def handle(self, event: Event, now_s: float) -> list[Action]:
        """What is to be done about an event. Time never runs backwards: an earlier ``now_s`` counts as the last."""
        if self.ended is not None:
            return []
        self._now_s = max(self._now_s, now_s)
        match event:
            case CommandHeard():
                self._obey(event)
            case LineFinished(line_id=line_id):
                self._line_finished(line_id)
            case DeadlinePassed(deadline_id=deadline_id):
                self._deadline_passed(deadline_id)
            case NearlyHeard():
                self._nearly_heard(event)
            case TopicHeard():
                self._topic_heard(event)
            case AdjustmentHeard():
                self._adjustment_heard(event)
            case NotUnderstood():
                self._not_understood()
            case HardToInterrupt():
                self._to_warn = True
            case TimeLost(gap_s=gap_s):
                self._time_lost(gap_s)
            case EarsLost():
                self._deaf = True
                self._give_up_if_deaf()
            case DeviceFailed():
                self._break_off(EndReason.FAILED)
            case QuitRequested():
                self._break_off(EndReason.STOPPED)
        if self._deaf and not isinstance(event, EarsLost):
            self._give_up_if_deaf()
        if self._to_warn and self._may_talk() and self.ended is None:
            self._to_warn = False
            self._answer("hard_to_interrupt")
        return self._flush()

    def view(self, now_s: float) -> View:
        """What can be shown of the session at this moment."""
        now_s = max(now_s, self._now_s)
        entry = self._agenda.current
        left_s: float | None = None
        if self._clock is not None and self.phase not in (Phase.PREPARING, Phase.RELEASING):
            left_s = self._clock.left_s(now_s)
        elif self.phase in (Phase.RESTING, Phase.SWITCHING):
            left_s = max(0.0, self._phase_ends_s - now_s)
        hold_s = self._clock.hold_s if self._clock is not None else None
        return view_of(self._plan, self.phase, entry, left_s, hold_s)

    def _flush(self) -> list[Action]:
        actions, self._out = self._out, []
        return actions

    # -- commands -------------------------------------------------------------------------------------------------

    def _obey(self, heard: CommandHeard) -> None:
        self._misses = 0
        asked, self._asked, self._nearly = self._asked, None, None
        if asked is not None:
            self._listen()
            if heard.command is Command.YES:
                heard = asked
            elif heard.command is Command.NO:
                self._answer("as_you_were")
                return
        if heard.calls_for_help:
            self._call()
        else:
            self._responses[TABLE[self.phase][heard.command]](heard.command)

    def _topic_heard(self, heard: TopicHeard) -> None:
        if self._has_time():
            self._explain(heard.topic, heard.sentences)
        else:
            self._answer("not_now")

    def _adjustment_heard(self, heard: AdjustmentHeard) -> None:
        if self._has_time():
            self._adjust(heard.adjustment, heard.voices)
        else:
            self._answer("not_now")

    def _has_time(self) -> bool:
        """Somebody was understood. True in a pause, where there is time for more than a command."""
        self._misses = 0
        if self._asked is not None:
            self._stop_asking()
        self._nearly = None
        return self.phase in (Phase.PAUSED, Phase.ADJUSTING)

    # -- not quite commands ---------------------------------------------------------------------------------------

    def _may_talk(self) -> bool:
        """True where an unasked word disturbs nothing."""
        return self.phase not in (Phase.PREPARING, Phase.MOVING, Phase.CLOSING, Phase.ENDED) and not (
            self.phase is Phase.HOLDING and self._work_clock().left_s(self._now_s) < TALK_UNTIL_LEFT_S
        )

    def _nearly_heard(self, heard: NearlyHeard) -> None:
        """Once is nothing; the same twice in a row is worth a question; said again after the question, it is meant."""
        if self._asked is not None and heard.command is self._asked.command:
            self._obey(self._asked)
            return
        if heard.command is not self._nearly or not self._may_talk() or self._asked is not None:
            self._nearly = heard.command
            self._not_understood()
            return
        self._nearly, self._misses = None, 0
        self._asked = CommandHeard(heard.command, heard.calls_for_help)
        self._asked_until_s = self._now_s + CONFIRM_S
        self._answer("did_you_say", phrase=heard.text)
        self._listen()
        self._at(self._asked_until_s, self._stop_asking)

    def _wants_to_know(self) -> bool:
        return self._asked is not None and self._now_s < self._asked_until_s

    def _expectation(self) -> Expectation:
        return Expectation.YES_NO if self._wants_to_know() else super()._expectation()

    def _enter(self, phase: Phase) -> None:
        """A question whether something was heard rightly outlives a phase, but not one that asks its own."""
        if phase in _OWN_QUESTIONS:
            self._asked = None
        super()._enter(phase)
        if self._wants_to_know():
            self._at(self._asked_until_s, self._stop_asking)

    def _stop_asking(self) -> None:
        self._asked = None
        self._listen()

    def _not_understood(self) -> None:
        self._misses += 1
        if self.phase in (Phase.WAITING, *COMING_BACK) and not self._sentences:
            self._earcon(Earcon.NOT_HEARD)
        due = self._helped_at_s is None or self._now_s - self._helped_at_s >= HELP_EVERY_S
        if self._misses >= HELP_AFTER and due and self._may_talk():
            self._misses = 0
            self._help()

    def _time_lost(self, gap_s: float) -> None:
        if gap_s < NOTICED_GAP_S or self.phase in (*COMING_BACK, Phase.CLOSING):
            return
        self._stand_still("asleep")

    def _give_up_if_deaf(self) -> None:
        """With nobody to answer, a question is not waited for."""
        # A call for help is for other ears than the coach's.
        answers = (Phase.ASKING, Phase.WAITING, *COMING_BACK)
        if self.phase in answers and self.phase not in CALLED and self._speaking is None:
            self._close(EndReason.UNANSWERED)

    def _break_off(self, why: EndReason) -> None:
        """No more words: the window was closed, or the sound is gone."""
        self._out.append(StopSpeaking())
        self._sentences = []
        self._end_work(why.value)
        self._skipped(self._agenda.remaining, why.value)
        self._enter(Phase.ENDED)
        self.ended = why
        self._keep(SessionEnded(why))
        self._out.append(Finish(why))
