"""Questions before and after: warning signs, reasons not to exercise, pain, going on where it stood."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from voicecoach.language.vocabulary import Expectation
from voicecoach.language.wording import Wording
from voicecoach.routine.plan import Plan
from voicecoach.session.actions import LineKind
from voicecoach.session.questions import Question, Topic
from voicecoach.session.records import Answered, EndReason, GatePassed, PainScored, TakenUp
from voicecoach.session.stage import Then
from voicecoach.session.standing import Standing
from voicecoach.session.transitions import COMING_BACK, Phase
from voicecoach.session.waiting import SessionSettings
from voicecoach.session.work import Work

PAIN_RISE = 2
"""A rise of so many points on the scale from 0 to 10 is more than noise: the smallest change that people with back pain
call a real one (Childs, Piva and Fritz, Spine 2005;30:1331-4)."""


class Asking(Work):
    """One question at a time; silence is never an answer."""

    def __init__(self, plan: Plan, wording: Wording, settings: SessionSettings, standing: Standing | None) -> None:
        super().__init__(plan, wording, settings)
        self._standing = standing
        self._questions: tuple[Question, ...] = ()
        self._question = 0
        self._led: set[str] = set()
        self._asked_all: Then = self._begin_step
        self._pain_before: int | None = None

    @abstractmethod
    def _begin_step(self) -> None:
        """The step that the agenda names."""

    def _questions_open(self) -> bool:
        """True in a pause before the exercises: nothing that moves through them may get round the questions."""
        aside = self._aside if self.phase in COMING_BACK else None
        return aside is not None and aside.phase in (Phase.OPENING, Phase.ASKING)

    def _ask(self, questions: Sequence[Question], then: Then) -> None:
        """These questions one after another, and then on."""
        self._questions, self._question, self._asked_all = tuple(questions), 0, then
        self._ask_current()

    def _ask_current(self) -> None:
        if self._question >= len(self._questions):
            if any(question.topic is Topic.WARNING_SIGN for question in self._questions):
                self._keep(GatePassed())
            self._asked_all()
            return
        self._enter(Phase.ASKING)
        question = self._questions[self._question]
        lead = self._own_words("" if question.lead in self._led else question.lead, LineKind.INSTRUCTION)
        self._led.add(question.lead)
        words = self._own_words(question.text, LineKind.QUESTION)
        self._perform([*lead, *words], lambda: self._await_answer(words))

    def _expectation(self) -> Expectation:
        if self.phase is Phase.ASKING:
            return self._questions[self._question].expectation
        return super()._expectation()

    def _next_question(self) -> None:
        self._unanswered_at_s = None
        self._question += 1
        self._ask_current()

    def _take_yes_or_no(self, question: Question, yes: bool) -> None:
        self._keep(Answered(question.topic.value, question.key, yes))
        match question.topic:
            case Topic.RESUME:
                if yes and self._standing is not None:
                    self._take_up(self._standing)
                    # How bad the pain was before is known from when this session began.
                    self._questions = tuple(q for q in self._questions if q.topic is not Topic.PAIN_BEFORE)
                self._next_question()
            case Topic.WARNING_SIGN | Topic.NOT_FOR if yes:
                self._refuse(question)
            case _:
                self._next_question()

    def _refuse(self, question: Question) -> None:
        """No session today: why, what to do, and nothing else."""
        self._skipped(self._agenda.remaining, question.topic.value)
        self._enter(Phase.CLOSING)
        words = self._own_words(question.on_yes, LineKind.SAFETY)
        words += self._sentence("closing_refused", LineKind.INSTRUCTION)
        self._perform(words, lambda: self._end(EndReason.STOPPED), delay_s=0.2)

    def _take_number(self, question: Question, number: int) -> None:
        if question.topic is Topic.PAIN_BEFORE:
            self._pain_before = number
        if question.topic is not Topic.CHOICE:
            self._keep(PainScored(question.topic.value, number))
        rise = number - (number if self._pain_before is None else self._pain_before)
        if question.topic is Topic.PAIN_AFTER and rise >= PAIN_RISE:
            self._enter(Phase.RELEASING)
            self._perform(self._sentence("pain_rose", LineKind.SAFETY, rise=rise), self._next_question)
        else:
            self._next_question()

    def _take_up(self, standing: Standing) -> None:
        self._keep(TakenUp(standing.step, standing.held_s))
        self._agenda.take_up(standing)
        if standing.step not in standing.full_steps and standing.held_s > 0.0:
            self._credit[standing.step] = standing.held_s
