"""The patient was asked to say when they are ready. Silence brings reminders, then a pause; never the next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicecoach.language.vocabulary import Expectation
from voicecoach.session.actions import LineKind
from voicecoach.session.activities import resting
from voicecoach.session.activities.counting_in import announcement_of
from voicecoach.session.activities.instructing import slow_down
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
    turn.perform((*said, *_question(turn)), Then.AWAIT_ANSWER)


def _question(turn: Turn, *, whole: bool = False) -> Sentences:
    """How long it will be and where it is felt, so that the hold begins at once after the answer; then the question."""
    ahead = turn.state.agenda.work_ahead
    turn.update(announced=ahead)
    return (*announcement_of(turn, ahead, whole=whole), *turn.sentences("ask_ready", LineKind.QUESTION))


def start(turn: Turn) -> None:
    """The patient is ready."""
    turn.fall_silent()
    turn.update(unanswered_at_s=None)
    turn.run(Then.NEXT_STEP)


def more_time(turn: Turn) -> None:
    """Waits longer, now and after movements from here on."""
    slow_down(turn)
    turn.fall_silent()
    turn.enter(Waiting())
    turn.perform(turn.sentences("take_your_time"), Then.AWAIT_ANSWER, delay_s=0.2)


def repeat(turn: Turn) -> None:
    """What led here, and the question, again."""
    turn.fall_silent()
    turn.enter(Waiting())
    turn.perform(
        (*instructions(turn, LineKind.INSTRUCTION), *_question(turn, whole=True)), Then.AWAIT_ANSWER, delay_s=0.2
    )
