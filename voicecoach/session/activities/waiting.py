"""The patient was asked to say when they are ready. Silence brings reminders, then a pause; never the next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicecoach.language.vocabulary import Expectation
from voicecoach.session.actions import LineKind
from voicecoach.session.activities import resting
from voicecoach.session.activities.work import instructions
from voicecoach.session.continuations import Then
from voicecoach.session.phase import Phase
from voicecoach.session.speech_queue import Sentences, SpeechQueue
from voicecoach.session.state import Activity

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn


@dataclass(frozen=True)
class Waiting(Activity):
    """The patient was asked to say when they are ready."""

    phase = Phase.WAITING
    expects = Expectation.READY

    def resume(self, turn: Turn, speech: SpeechQueue, said: Sentences | None = None) -> None:  # noqa: ARG002
        ask_ready(turn, said or ())

    def reminder(self, turn: Turn) -> Sentences:
        return turn.sentences("remind_ready", LineKind.QUESTION)


def ask_ready(turn: Turn, said: Sentences = ()) -> None:
    """Asks; in a recording, where nobody can answer, gives time instead. ``said`` is said first."""
    if turn.state.settings.recorded_wait_s is not None:
        resting.wait_in_recording(turn)
        return
    turn.enter(Waiting())
    turn.perform((*said, *turn.sentences("ask_ready", LineKind.QUESTION)), Then.AWAIT_ANSWER)


def start(turn: Turn) -> None:
    """The patient is ready."""
    turn.fall_silent()
    turn.update(unanswered_at_s=None)
    turn.run(Then.NEXT_STEP)


def more_time(turn: Turn) -> None:
    turn.fall_silent()
    turn.enter(Waiting())
    turn.perform(turn.sentences("take_your_time"), Then.AWAIT_ANSWER, delay_s=0.2)


def repeat(turn: Turn) -> None:
    """What led here, and the question, again."""
    turn.fall_silent()
    again = (*instructions(turn, LineKind.INSTRUCTION), *turn.sentences("ask_ready", LineKind.QUESTION))
    turn.enter(Waiting())
    turn.perform(again, Then.AWAIT_ANSWER, delay_s=0.2)
