"""Yes-or-no questions whether the position is right, one after the other, in a pause."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.routine.plan import PositionCheck
from voicecoach.session.actions import LineKind
from voicecoach.session.activities.adjusting import Dialogue, ask
from voicecoach.session.activities.interruption import Interruption
from voicecoach.session.activities.pausing import stand_on
from voicecoach.session.phase import Phase
from voicecoach.session.speech_queue import Sentences

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn


@dataclass(frozen=True)
class Checking(Dialogue):
    """A question about the position is open, in a pause."""

    phase = Phase.CHECKING
    expects = Expectation.YES_NO
    index: int = 0
    """Which of the questions."""

    def question(self, turn: Turn) -> Sentences:
        return turn.words(_checks(turn)[self.index].ask, LineKind.QUESTION)


def _checks(turn: Turn) -> tuple[PositionCheck, ...]:
    """The questions for the exercise and the side at hand."""
    due = turn.state.agenda.current
    return () if due is None else turn.context.plan.checks_of(due.step)


def begin(turn: Turn) -> None:
    """Asks the first question, if the exercise has any."""
    if _checks(turn):
        ask(turn, Checking(turn.doing(Interruption).aside), first=turn.sentences("checks_begin"))
    else:
        stand_on(turn, turn.sentences("checks_none"))


def answer(turn: Turn) -> None:
    """Yes goes on to the next question; no says first what to do."""
    checking, checks = turn.doing(Checking), _checks(turn)
    said = turn.sentences("checks_right")
    if turn.command is Command.NO:
        said = turn.words(checks[checking.index].otherwise, LineKind.INSTRUCTION)
    if checking.index + 1 < len(checks):
        ask(turn, replace(checking, index=checking.index + 1), first=said)
    else:
        stand_on(turn, said + turn.sentences("checks_done"))
