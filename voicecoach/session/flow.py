"""How a session walks through its steps when nobody says anything but "ready"."""

from __future__ import annotations

from collections.abc import Sequence

from voicecoach.language.wording import Wording
from voicecoach.routine.plan import HoldStep, Plan, RepsStep, RestStep, SayStep, SwitchStep, WaitStep
from voicecoach.session.actions import LineKind
from voicecoach.session.asking import Asking
from voicecoach.session.questions import Question
from voicecoach.session.records import EndReason, SessionStarted, SideSwitched, StepStarted
from voicecoach.session.stage import Sentence
from voicecoach.session.standing import Standing
from voicecoach.session.transitions import Phase
from voicecoach.session.waiting import SessionSettings


class Flow(Asking):
    """From the opening through all steps to the end."""

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
        super().__init__(plan, wording, settings, standing)
        self._plan = plan
        self._before = tuple(before)
        self._after = tuple(after)
        self._after_hurt = self._broken_by_pain = False

    def _open(self) -> None:
        self._keep(SessionStarted(self._plan.key, self._plan.name, len(self._plan.steps)))
        self._enter(Phase.OPENING)
        words = self._sentence("opening", LineKind.INSTRUCTION, name=self._plan.name)
        if self._settings.guest:
            words += self._sentence("guest_warning", LineKind.SAFETY)
        if self._settings.recorded_wait_s is not None:
            words += self._sentence("recorded", LineKind.INSTRUCTION)
        elif not self._short:
            words += self._sentence("at_any_time", LineKind.INSTRUCTION)
        if self._plan.needs:
            words += self._sentence("needs", LineKind.INSTRUCTION, needs=self._wording.listed(self._plan.needs))
        self._perform(words, self._ask_before)

    def _ask_before(self) -> None:
        self._ask(self._before, self._begin_step)

    def _begin_step(self) -> None:
        entry = self._agenda.current
        self._clock = None
        self._after_hurt = False
        if entry is None:
            self._ask(self._after, lambda: self._close(EndReason.FINISHED))
            return
        self._keep(StepStarted(entry.number, self._kind(entry), entry.step.side))
        match entry.step:
            case SayStep(text=text, short=short):
                self._enter(Phase.INSTRUCTING)
                words = short if self._short and short else text
                self._perform(self._own_words(words, LineKind.INSTRUCTION), self._next_step)
            case WaitStep():
                self._ask_ready()
            case HoldStep() | RepsStep():
                self._announce_work()
            case RestStep(rest_s=rest_s):
                self._keep_time(
                    Phase.RESTING,
                    rest_s,
                    self._sentence("rest", LineKind.INSTRUCTION, duration=self._wording.duration(rest_s)),
                )
            case SwitchStep(switch_s=switch_s, side=side):
                if side is None:
                    raise RuntimeError("a change of sides has no side")
                self._keep(SideSwitched(side))
                self._keep_time(
                    Phase.SWITCHING,
                    switch_s,
                    self._sentence("switch", LineKind.INSTRUCTION, side=self._wording.side(side)),
                )

    def _next_step(self) -> None:
        self._agenda.advance()
        self._begin_step()

    def _ask_ready(self) -> None:
        wait_s = self._settings.recorded_wait_s
        if wait_s is not None:
            self._enter(Phase.RESTING)
            words = self._sentence("recorded_wait", LineKind.INSTRUCTION)
            self._perform(words, lambda: self._at(self._now_s + wait_s, self._next_step))
            return
        self._enter(Phase.WAITING)
        question = self._sentence("ask_ready", LineKind.QUESTION)
        self._perform(question, self._await_ready)

    def _await_ready(self) -> None:
        self._await_answer(self._sentence("remind_ready", LineKind.QUESTION))

    def _keep_time(self, phase: Phase, seconds: float, words: list[Sentence]) -> None:
        self._enter(phase)
        self._phase_ends_s = self._now_s + seconds
        self._at(self._phase_ends_s, lambda: self._when_silent(self._next_step))
        self._perform(words, None)
