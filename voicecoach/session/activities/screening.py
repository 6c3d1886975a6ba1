"""Questions before a session and after it: warning signs, reasons not to exercise, pain, going on where it stood.

An answer counts only once its question has been heard. A "yes" that would end the session is asked back, and a pain
score is said back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.session.actions import LineKind
from voicecoach.session.activities.questioning import Questioning
from voicecoach.session.continuations import Then
from voicecoach.session.doubts import not_understood
from voicecoach.session.patience import await_answer
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
HIGH_PAIN = 7
"""From here on pain counts as severe on the scale from 0 to 10 (Boonstra and others, Pain 2014;155:2545-50)."""
SECOND_DIGIT_S = 1.5
"""How long a typed "1" waits for the "0" of ten."""


class Subject(StrEnum):
    """What is being asked, or said, about a question."""

    QUESTION = "question"
    CONFIRMING = "confirming"
    """Whether the patient really said yes."""
    CAUTION = "caution"
    """How to go on with much pain."""
    ANSWERED = "answered"
    """The answer has been taken, and something is being said about it."""


@dataclass(frozen=True)
class Screening(Questioning):
    """A question before or after the exercises is open."""

    after: bool
    """After the exercises, not before them."""
    index: int = 0
    subject: Subject = Subject.QUESTION
    heard: bool = False
    """It has been asked to its end, so an answer counts."""
    digit: int | None = None
    """A digit that was typed and may be the first of two."""
    told: frozenset[str] = frozenset()
    """The leads that have been said."""
    taken_up: bool = False
    """An interrupted session goes on; how bad the pain was before is known from when it began."""

    def questions(self, context: Context) -> tuple[Question, ...]:
        asked = context.after if self.after else context.before
        if not self.taken_up:
            return asked
        return tuple(question for question in asked if question.kind is not QuestionKind.PAIN_BEFORE)

    def question(self, context: Context) -> Question:
        return self.questions(context)[self.index]

    def expectation(self, context: Context) -> Expectation:
        if not self.heard or self.subject is Subject.ANSWERED:
            return Expectation.SESSION
        if self.subject is Subject.QUESTION:
            return self.question(context).expectation
        return Expectation.NUMBER if self.subject is Subject.CAUTION else Expectation.YES_NO

    def resume(self, turn: Turn, speech: SpeechQueue, said: Sentences | None = None) -> None:
        if self.subject is Subject.ANSWERED:
            super().resume(turn, speech, said)
        else:
            _ask(turn, self, said or ())

    def words(self, turn: Turn) -> Sentences:
        """What is asked now."""
        text = self.question(turn.context).text
        match self.subject:
            case Subject.CONFIRMING:
                return turn.sentences("ask_yes_right", LineKind.QUESTION, question=text)
            case Subject.CAUTION:
                return turn.sentences("ask_high_pain", LineKind.QUESTION)
            case Subject.QUESTION | Subject.ANSWERED:
                return turn.words(text, LineKind.QUESTION)

    def reminder(self, turn: Turn) -> Sentences:
        return self.words(turn)


def ask_before(turn: Turn) -> None:
    _ask(turn, Screening(after=False))


def ask_after(turn: Turn) -> None:
    _ask(turn, Screening(after=True))


def next_question(turn: Turn) -> None:
    screening = turn.doing(Screening)
    turn.update(unanswered_at_s=None)
    _ask(turn, replace(screening, index=screening.index + 1, subject=Subject.QUESTION))


def _ask(turn: Turn, screening: Screening, said: Sentences = ()) -> None:
    """Asks from the beginning; goes on where there is no question left. ``said`` is said first."""
    questions = screening.questions(turn.context)
    if screening.index >= len(questions):
        if any(question.kind is QuestionKind.WARNING_SIGN for question in questions):
            turn.record(GatePassed())
        turn.run(_after_questions(screening))
        return
    question = questions[screening.index]
    known = question.kind is QuestionKind.PAIN_BEFORE and turn.state.settings.short
    lead = turn.words("" if known or question.lead in screening.told else question.lead, LineKind.INSTRUCTION)
    told = screening.told | {question.lead}
    asking = replace(screening, heard=False, digit=None, told=told)
    turn.enter(asking)
    turn.perform((*said, *lead, *asking.words(turn)), Then.AWAIT_QUESTION)


def _after_questions(screening: Screening) -> Then:
    if screening.after:
        return Then.CLOSE_FINISHED
    return Then.TAKE_POSITION if screening.taken_up else Then.BEGIN_STEP


def await_question(turn: Turn) -> None:
    """The question has been asked to its end: from here an answer counts, and silence too."""
    turn.become(replace(turn.doing(Screening), heard=True))
    turn.listen()
    await_answer(turn)


def repeat(turn: Turn) -> None:
    turn.fall_silent()
    _ask(turn, turn.doing(Screening))


def ask_previous(turn: Turn) -> None:
    screening = turn.doing(Screening)
    if screening.subject is Subject.QUESTION and screening.index == 0:
        turn.refuse("at_beginning")
        return
    turn.fall_silent()
    back = screening.index - (screening.subject is Subject.QUESTION)
    _ask(turn, replace(screening, index=back, subject=Subject.QUESTION))


# -- answers ------------------------------------------------------------------------------------------------------


def answer(turn: Turn) -> None:
    """An answer of the kind that was asked for; another kind does not fit, and none counts before its question."""
    screening = turn.doing(Screening)
    if not screening.heard or screening.subject is Subject.ANSWERED:
        turn.refused = True
        not_understood(turn)
    elif screening.subject is Subject.CONFIRMING:
        _take_confirmation(turn)
    elif screening.subject is Subject.CAUTION:
        _take_caution(turn)
    else:
        _take_answer(turn, screening.question(turn.context))


def _take_answer(turn: Turn, question: Question) -> None:
    command, number = turn.command, turn.command.number
    wants_number = question.expectation is Expectation.NUMBER
    if command is Command.SKIP and question.kind in (QuestionKind.PAIN_BEFORE, QuestionKind.PAIN_AFTER):
        turn.fall_silent()
        next_question(turn)
    elif wants_number and number is not None and number <= question.highest:
        _take_typed(turn, question, number)
    elif not wants_number and command in (Command.YES, Command.NO):
        turn.fall_silent()
        _take_yes_or_no(turn, question, command is Command.YES)
    else:
        turn.refuse()


def _take_typed(turn: Turn, question: Question, number: int) -> None:
    """A typed "1" may be the first digit of ten."""
    before = turn.doing(Screening).digit
    if before is not None:
        if number == 0:
            _take_number(turn, question, 10 * before)
        else:
            turn.become(replace(turn.doing(Screening), digit=None))
            turn.refuse()
    elif number == 1 and question.highest >= 10 and turn.typed:
        turn.become(replace(turn.doing(Screening), digit=number))
        turn.after(SECOND_DIGIT_S, Then.TAKE_DIGIT)
    else:
        _take_number(turn, question, number)


def take_digit(turn: Turn) -> None:
    """The digit was the whole number: nothing followed, or enter was pressed."""
    screening = turn.doing(Screening)
    if screening.digit is not None:
        _take_number(turn, screening.question(turn.context), screening.digit)


def enter_pressed(turn: Turn) -> None:
    """Ends a typed number. The enter key is "ready"."""
    if turn.doing(Screening).digit is not None:
        take_digit(turn)
    else:
        turn.refuse()


def _take_yes_or_no(turn: Turn, question: Question, yes: bool) -> None:
    if yes and question.kind in (QuestionKind.WARNING_SIGN, QuestionKind.NOT_FOR):
        _ask(turn, replace(turn.doing(Screening), subject=Subject.CONFIRMING))
        return
    turn.record(Answered(question.kind.value, question.key, yes))
    match question.kind:
        case QuestionKind.RESUME:
            if yes and turn.context.resume_point is not None:
                _take_up(turn, turn.context.resume_point)
                turn.become(replace(turn.doing(Screening), taken_up=True))
        case QuestionKind.DOCTOR_SEEN if not yes:
            _refuse(turn, question)
            return
        case QuestionKind.REMEMBER:
            turn.update(wants_to_be_remembered=yes)
        case _:
            pass
    next_question(turn)


def _take_confirmation(turn: Turn) -> None:
    """Takes the answer to whether a yes was meant. A no asks the question again."""
    screening = turn.doing(Screening)
    question = screening.question(turn.context)
    if turn.command not in (Command.YES, Command.NO):
        turn.refuse()
        return
    turn.fall_silent()
    if turn.command is Command.YES:
        turn.record(Answered(question.kind.value, question.key, yes=True))
        _refuse(turn, question)
    else:
        _ask(turn, replace(screening, subject=Subject.QUESTION), turn.sentences("ask_again"))


def _refuse(turn: Turn, question: Question) -> None:
    turn.skipped(turn.state.agenda.remaining, question.kind.value)
    turn.become(replace(turn.doing(Screening), subject=Subject.ANSWERED))
    turn.run(Then.REFUSE)


# -- pain ---------------------------------------------------------------------------------------------------------


def _take_number(turn: Turn, question: Question, number: int) -> None:
    """Notes a score, says it back, and what it means for the session."""
    turn.fall_silent()
    turn.record(PainScored(question.kind.value, number))
    said = turn.sentences("pain_noted", LineKind.CONTROL, score=turn.wording.number(number))
    if question.kind is QuestionKind.PAIN_BEFORE:
        turn.update(pain_before=number)
        if number >= HIGH_PAIN:
            caution = turn.sentences("high_pain", LineKind.SAFETY)
            _ask(turn, replace(turn.doing(Screening), subject=Subject.CAUTION), said + caution)
            return
    else:
        turn.update(pain_after=number)
        said += _compared(turn, number)
    turn.enter(replace(turn.doing(Screening), subject=Subject.ANSWERED, digit=None))
    turn.perform(said, Then.NEXT_QUESTION)


def _compared(turn: Turn, after: int) -> Sentences:
    """What the score after the exercises means, beside the one before."""
    before = turn.state.pain_before
    said: Sentences = ()
    if before is not None:
        rise = after - before
        if rise >= PAIN_RISE:
            return turn.sentences("pain_rose", LineKind.SAFETY, rise=turn.wording.number(rise))
        key = "pain_more" if rise > 0 else "pain_same" if rise == 0 else "pain_less"
        said = turn.sentences(key, LineKind.INSTRUCTION) if after or before else ()
    return said + (turn.sentences("pain_still_high", LineKind.SAFETY) if after >= HIGH_PAIN else ())


def _take_caution(turn: Turn) -> None:
    """One goes on gently, two is something easier, three is not today."""
    match turn.command.number:
        case 1:
            turn.fall_silent()
            turn.enter(replace(turn.doing(Screening), subject=Subject.ANSWERED))
            turn.perform(turn.sentences("gently"), Then.NEXT_QUESTION)
        case 2:
            turn.fall_silent()
            turn.run(Then.CLOSE_EASIER)
        case 3:
            turn.fall_silent()
            turn.run(Then.CLOSE_STOPPED)
        case _:
            turn.refuse()


def _take_up(turn: Turn, point: ResumePoint) -> None:
    """Goes on where an earlier session stood. What was done in full is not done again; the position is said again."""
    agenda = point.agenda.advance() if point.agenda.current_is_full else point.agenda
    current = agenda.current
    turn.update(agenda=agenda.back_to_position())
    if current is None:
        return
    held_s = 0.0 if point.agenda.current_is_full else point.held_s
    if held_s > 0.0 and agenda.work_ahead is not None:
        turn.update(held_before=HeldBefore(agenda.work_ahead, held_s, point.hold_s))
    turn.record(TakenUp(current.number, held_s))
