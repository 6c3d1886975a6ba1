"""Waiting for a patient: reminders, standing still, and the ways in which a session ends."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from voicecoach.language.wording import Wording
from voicecoach.routine.plan import HoldStep, Plan, RepsStep, RestStep, SayStep, SwitchStep, WaitStep
from voicecoach.session.actions import Finish, LineKind
from voicecoach.session.agenda import Agenda, Entry
from voicecoach.session.records import EndReason, Paused, SessionEnded, StepSkipped
from voicecoach.session.stage import Sentence, SetAside, Stage
from voicecoach.session.transitions import COMING_BACK, Phase

REMINDERS_S = (20.0, 45.0)
"""Seconds of silence after a question until it is asked again, the first and the second time."""
PAUSE_AFTER_S = 90.0
"""Seconds of silence after a question until the session pauses by itself; it never goes on alone."""
AFTER_WORDS_S = 10.0
"""So much later where the coach is in a conversation at that moment."""

_KINDS = {
    SayStep: "say",
    WaitStep: "wait",
    HoldStep: "hold",
    RepsStep: "reps",
    RestStep: "rest",
    SwitchStep: "switch",
}


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """What a person can choose about a session."""

    give_up_s: float = 600.0
    """How long a paused or unanswered session waits before it ends by itself."""
    rate_wpm: int = 150
    gain_db: float = 0.0
    short: bool = False
    """Say the short form of instructions that have one: for those who know the routine."""
    guest: bool = True
    """Nobody is asked about warning signs, so one sentence names them."""
    recorded_wait_s: float | None = None
    """Nobody can answer a recording: where the session would ask, it gives so much time and goes on. None asks."""


class Waiting(Stage, ABC):
    """A session that can be left alone at any moment and taken up again."""

    def __init__(self, plan: Plan, wording: Wording, settings: SessionSettings) -> None:
        super().__init__(wording)
        self._settings = settings
        self._short = settings.short
        self._agenda = Agenda(plan)
        self._phase_ends_s = 0.0
        self._aside: SetAside | None = None
        self._unanswered_at_s: float | None = None
        self.ended: EndReason | None = None

    @abstractmethod
    def _halt_work(self) -> None:
        """Stops the clock of what is being held, if anything is; it can go on later."""

    @abstractmethod
    def _end_work(self, why: str) -> None:
        """Ends what is being held for good, if anything is."""

    @abstractmethod
    def _wants_to_know(self) -> bool:
        """True while the patient is asked whether they were heard rightly."""

    def _entry(self) -> Entry:
        entry = self._agenda.current
        if entry is None:
            raise RuntimeError("no step is being done")
        return entry

    @staticmethod
    def _kind(entry: Entry) -> str:
        return _KINDS[type(entry.step)]

    def _skipped(self, entries: Sequence[Entry], why: str) -> None:
        for entry in entries:
            self._keep(StepSkipped(entry.number, self._kind(entry), entry.step.side, why))

    def _await_answer(self, reminder: Sequence[Sentence]) -> None:
        """Silence from here on: a reminder, another, then a pause; never going on alone."""
        give_up_s = self._settings.give_up_s
        self._unanswered_at_s = self._now_s + give_up_s
        for share, limit_s in zip((0.25, 0.5), REMINDERS_S, strict=True):
            self._at(
                self._now_s + min(limit_s, give_up_s * share),
                lambda: self._remind(reminder),
            )
        self._at(self._now_s + min(PAUSE_AFTER_S, give_up_s * 0.75), self._pause_unanswered)

    def _pause_unanswered(self) -> None:
        """Not in the middle of something said, nor while it wants to know what it has heard."""
        if self._sentences or self._wants_to_know():
            self._at(self._now_s + AFTER_WORDS_S, self._pause_unanswered)
        else:
            self._stand_still("unanswered")

    def _remind(self, reminder: Sequence[Sentence]) -> None:
        if not self._sentences:
            self._perform(reminder, None)

    def _stand_still(self, why: str) -> None:
        """Everything stops where it is and can be taken up again."""
        self._interrupt()
        self._keep(Paused(why))
        unanswered_at_s = self._unanswered_at_s if why == "unanswered" else None
        self._enter(Phase.PAUSED)
        words = self._sentence(f"paused_{why}", LineKind.CONTROL)
        give_up_at_s = max(self._now_s, unanswered_at_s or self._now_s + self._settings.give_up_s)
        self._at(give_up_at_s, lambda: self._close(EndReason.UNANSWERED))
        self._perform(words, None, delay_s=0.2)

    def _interrupt(self) -> None:
        """Falls silent and sets aside what was going on, unless something is set aside already."""
        self._fall_silent()
        self._halt_work()
        if self.phase in COMING_BACK:
            return
        timed = self.phase in (Phase.RESTING, Phase.SWITCHING)
        self._aside = self._set_aside(max(5.0, self._phase_ends_s - self._now_s) if timed else None)

    def _close(self, why: EndReason) -> None:
        """Says goodbye and ends."""
        self._fall_silent()
        self._end_work(why.value)
        if why is not EndReason.FINISHED:
            self._skipped(self._agenda.remaining, why.value)
        self._enter(Phase.CLOSING)
        self._perform(self._sentence(f"closing_{why.value}", LineKind.INSTRUCTION), lambda: self._end(why), delay_s=0.2)

    def _end(self, why: EndReason) -> None:
        self._enter(Phase.ENDED)
        self.ended = why
        self._keep(SessionEnded(why))
        self._out.append(Finish(why))
