"""Questions before a session and after it: warning signs, reasons not to exercise, pain, going on where it stood."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.session.actions import LineKind
from voicecoach.session.activities.questioning import Questioning
from voicecoach.session.continuations import Then
from voicecoach.session.questions import Question, QuestionKind
from voicecoach.session.records import Answered, GatePassed, PainScored, TakenUp
from voicecoach.session.resume_point import ResumePoint
from voicecoach.session.speech_queue import Sentences, SpeechQueue
from voicecoach.session.state import HeldBefore

if TYPE_CHECKING:
    from voicecoach.session.turn import Context, Turn

PAIN_RISE = 2
"""A rise of so many points on the scale from 0 to 10 is more than noise: the smallest change that people with back pain
call a real one (Childs, Piva and Fritz, Spine 2005;30:1331-4)."""


@dataclass(frozen=True)
class Screening(Questioning):
    """A question before or after the exercises is open."""

    after: bool
    """After the exercises, not before them."""
    index: int = 0
    told: frozenset[str] = frozenset()
    """The leads that have been said."""
    pain_known: bool = False
    """How bad the pain was before is known from when an interrupted session began."""
    answered: bool = False
    """The answer has been taken, and something is being said about it."""

    def questions(self, context: Context) -> tuple[Question, ...]:
        asked = context.after if self.after else context.before
        if not self.pain_known:
            return asked
        return tuple(question for question in asked if question.kind is not QuestionKind.PAIN_BEFORE)

    def question(self, context: Context) -> Question:
        return self.questions(context)[self.index]

    def expectation(self, context: Context) -> Expectation:
        return Expectation.SESSION if self.answered else self.question(context).expectation

    def resume(self, turn: Turn, speech: SpeechQueue, said: Sentences | None = None) -> None:
        if self.answered:
            super().resume(turn, speech, said)
        else:
            _ask(turn, self, said or ())

    def reminder(self, turn: Turn) -> Sentences:
        return turn.words(self.question(turn.context).text, LineKind.QUESTION)


def ask_before(turn: Turn) -> None:
    _ask(turn, Screening(after=False))


def ask_after(turn: Turn) -> None:
    _ask(turn, Screening(after=True))


def ask_current(turn: Turn) -> None:
    """The open question again."""
    _ask(turn, _screening(turn))


def next_question(turn: Turn) -> None:
    screening = _screening(turn)
    turn.update(unanswered_at_s=None)
    _ask(turn, replace(screening, index=screening.index + 1, answered=False))


def _screening(turn: Turn) -> Screening:
    if not isinstance(turn.activity, Screening):
        raise RuntimeError("no question is open")
    return turn.activity


def _ask(turn: Turn, screening: Screening, said: Sentences = ()) -> None:
    questions = screening.questions(turn.context)
    if screening.index >= len(questions):
        if any(question.kind is QuestionKind.WARNING_SIGN for question in questions):
            turn.record(GatePassed())
        turn.run(Then.CLOSE_FINISHED if screening.after else Then.BEGIN_STEP)
        return
    question = questions[screening.index]
    lead = turn.words("" if question.lead in screening.told else question.lead, LineKind.INSTRUCTION)
    turn.enter(replace(screening, told=screening.told | {question.lead}))
    turn.perform((*said, *lead, *turn.words(question.text, LineKind.QUESTION)), Then.AWAIT_ANSWER)


def answer(turn: Turn) -> None:
    """An answer of the kind that was asked for; another kind does not fit here."""
    screening, command = _screening(turn), turn.command
    if screening.answered:
        turn.interject(turn.sentences("not_now"))
        return
    question, number = screening.question(turn.context), command.number
    wants_number = question.expectation is Expectation.NUMBER
    if command is Command.SKIP and question.kind in (QuestionKind.PAIN_BEFORE, QuestionKind.PAIN_AFTER):
        turn.fall_silent()
        next_question(turn)
    elif wants_number and number is not None and number <= question.highest:
        turn.fall_silent()
        _take_number(turn, question, number)
    elif not wants_number and command in (Command.YES, Command.NO):
        turn.fall_silent()
        _take_yes_or_no(turn, question, command is Command.YES)
    else:
        turn.interject(turn.sentences("not_now"))


def ask_previous(turn: Turn) -> None:
    screening = _screening(turn)
    if screening.index == 0:
        turn.interject(turn.sentences("at_beginning"))
        return
    turn.fall_silent()
    _ask(turn, replace(screening, index=screening.index - 1, answered=False))


def repeat(turn: Turn) -> None:
    turn.fall_silent()
    ask_current(turn)


def _take_yes_or_no(turn: Turn, question: Question, yes: bool) -> None:
    turn.record(Answered(question.kind.value, question.key, yes))
    match question.kind:
        case QuestionKind.RESUME:
            if yes and turn.context.resume_point is not None:
                _take_up(turn, turn.context.resume_point)
                turn.become(replace(_screening(turn), pain_known=True))
            next_question(turn)
        case QuestionKind.WARNING_SIGN | QuestionKind.NOT_FOR if yes:
            turn.skipped(turn.state.agenda.remaining, question.kind.value)
            turn.become(replace(_screening(turn), answered=True))
            turn.run(Then.REFUSE)
        case _:
            next_question(turn)


def _take_number(turn: Turn, question: Question, number: int) -> None:
    if question.kind is QuestionKind.PAIN_BEFORE:
        turn.update(pain_before=number)
    turn.record(PainScored(question.kind.value, number))
    before = turn.state.pain_before
    rise = number - (number if before is None else before)
    if question.kind is QuestionKind.PAIN_AFTER and rise >= PAIN_RISE:
        turn.enter(replace(_screening(turn), answered=True))
        turn.perform(turn.sentences("pain_rose", LineKind.SAFETY, rise=rise), Then.NEXT_QUESTION)
    else:
        next_question(turn)


def _take_up(turn: Turn, point: ResumePoint) -> None:
    """Goes on where an earlier session stood. What was done in full is not done again; the position is said again."""
    agenda = point.agenda.advance() if point.agenda.current_is_full else point.agenda
    current = agenda.current
    turn.update(agenda=agenda.back_to_position())
    if current is not None and point.held_s > 0.0 and not point.agenda.current_is_full:
        turn.update(held_before=HeldBefore(current.number, point.held_s, point.hold_s))
        turn.record(TakenUp(current.number, point.held_s))
    elif current is not None:
        turn.record(TakenUp(current.number, 0.0))
