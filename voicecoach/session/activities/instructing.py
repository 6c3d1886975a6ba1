"""An instruction being said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicecoach.routine.plan import SayStep
from voicecoach.session.actions import LineKind
from voicecoach.session.continuations import Then
from voicecoach.session.phase import Phase
from voicecoach.session.state import Activity

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn


@dataclass(frozen=True)
class Instructing(Activity):
    """An instruction is being said."""

    phase = Phase.INSTRUCTING


def begin(turn: Turn, step: SayStep) -> None:
    """Says the step, in short to who knows the routine."""
    turn.enter(Instructing())
    text = step.short if turn.state.settings.short and step.short else step.text
    turn.perform(turn.words(text, LineKind.INSTRUCTION), Then.NEXT_STEP)


def repeat(turn: Turn) -> None:
    """The whole instruction again, never the short form."""
    step = turn.due.step
    if not isinstance(step, SayStep):
        raise RuntimeError("only an instruction is repeated here")
    turn.fall_silent()
    turn.perform(turn.words(step.text, LineKind.INSTRUCTION), turn.state.speech.then, delay_s=0.2)
