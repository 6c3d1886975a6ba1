"""Yes-or-no questions whether the position is right, one after the other, in a pause."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.routine.plan import PositionCheck
from voicecoach.session.actions import LineKind
from voicecoach.session.activities.interruption import Interruption
from voicecoach.session.activities.pausing import stand_on
from voicecoach.session.continuations import Then
from voicecoach.session.phase import Phase
from voicecoach.session.speech_queue import AFTER_INTERRUPTION_S, Sentences, SpeechQueue

if TYPE_CHECKING:
    from voicecoach.session.turn import Context, Turn


@dataclass(frozen=True)
class Checking(Interruption):
    """A question about the position is open, in a pause."""

    phase = Phase.CHECKING
    expects = Expectation.YES_NO
    exercise: int = 0
    side: str | None = None
    index: int = 0

    def checks(self, context: Context) -> tuple[PositionCheck, ...]:
        """The questions for the exercise and the side at hand."""
        checks = context.plan.checks
        if self.exercise >= len(checks):
            return ()
        return tuple(check for check in checks[self.exercise] if check.side in (None, self.side))

    def question(self, turn: Turn) -> Sentences:
        return turn.words(self.checks(turn.context)[self.index].ask, LineKind.QUESTION)

    def reminder(self, turn: Turn) -> Sentences:
        return self.question(turn)

    def resume(self, turn: Turn, speech: SpeechQueue, said: Sentences | None = None) -> None:  # noqa: ARG002
        """Back to the question, when its answer is undone."""
        _ask(turn, self, said or ())


def begin(turn: Turn) -> None:
    """Asks the first question, if the exercise has any."""
    before, due = turn.activity, turn.state.agenda.current
    if not isinstance(before, Interruption):
        raise RuntimeError("the position is checked in a pause")
    exercise = due.step.exercise if due is not None else None
    side = due.step.side if due is not None else None
    checking = Checking(before.aside, exercise or 0, None if side is None else side.value)
    if exercise is None or not checking.checks(turn.context):
        stand_on(turn, before.aside, turn.sentences("checks_none"))
        return
    _ask(turn, checking, turn.sentences("checks_begin"))


def _ask(turn: Turn, checking: Checking, first: Sentences) -> None:
    turn.fall_silent()
    turn.enter(checking)
    turn.perform((*first, *checking.question(turn)), Then.AWAIT_SETTING, delay_s=AFTER_INTERRUPTION_S)


def ask_again(turn: Turn) -> None:
    if isinstance(turn.activity, Checking):
        _ask(turn, turn.activity, ())


def answer(turn: Turn) -> None:
    """Yes goes on to the next question; no says first what to do."""
    checking = turn.activity
    if not isinstance(checking, Checking):
        return
    checks = checking.checks(turn.context)
    said = turn.sentences("checks_right")
    if turn.command is Command.NO:
        said = turn.words(checks[checking.index].otherwise, LineKind.INSTRUCTION)
    if checking.index + 1 < len(checks):
        _ask(turn, replace(checking, index=checking.index + 1), said)
    else:
        stand_on(turn, checking.aside, said + turn.sentences("checks_done"))
