"""The session stands still and can be taken up again. While it does, topics can be explained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicecoach.language.vocabulary import Expectation
from voicecoach.session.actions import LineKind
from voicecoach.session.activities.interruption import Interruption, interrupt
from voicecoach.session.activities.work import amount_left, work_of
from voicecoach.session.continuations import Then
from voicecoach.session.patience import AFTER_WORDS_S
from voicecoach.session.phase import INTERRUPTED, Phase
from voicecoach.session.records import Paused, TopicAsked
from voicecoach.session.speech_queue import AFTER_INTERRUPTION_S, Sentence, Sentences, SpeechQueue
from voicecoach.session.time_left import say_time_left

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn

NOTICED_GAP_S = 1.0
"""Less time lost than this is made up for silently."""


@dataclass(frozen=True)
class Pausing(Interruption):
    """Paused, until the patient wants to go on."""

    phase = Phase.PAUSED
    expects = Expectation.READY
    explanation: Sentences = ()
    """The topic that is being explained, or was explained last."""

    def resume(self, turn: Turn, speech: SpeechQueue, said: Sentences | None = None) -> None:  # noqa: ARG002
        """Back to the pause, when the command that ended it is undone."""
        turn.record(Paused("undone"))
        stand_on(turn, (*(said or ()), *turn.sentences("paused_asked")))


def pause(turn: Turn) -> None:
    """Asked for by the patient."""
    stand_still(turn, "asked")


def stand_still(turn: Turn, why: str, words: Sentences | None = None) -> None:
    """Everything stops where it is; ``words`` say so in place of those that the language file has for ``why``."""
    aside = interrupt(turn)
    turn.record(Paused(why))
    unanswered_at_s = turn.state.unanswered_at_s if why == "unanswered" else None
    turn.enter(Pausing(aside))
    give_up_at_s = unanswered_at_s or turn.now_s + turn.state.settings.give_up_s
    turn.at(max(turn.now_s, give_up_at_s), Then.CLOSE_UNANSWERED)
    turn.perform(turn.sentences(f"paused_{why}") if words is None else words, None, delay_s=0.2)


def pause_unanswered(turn: Turn) -> None:
    """After a silence; not in the middle of something said, nor while a "did you say" is open."""
    if turn.state.speech.sentences or turn.wants_to_know:
        turn.after(AFTER_WORDS_S, Then.PAUSE_UNANSWERED)
    else:
        stand_still(turn, "unanswered")


def time_lost(turn: Turn, gap_s: float) -> None:
    """The computer slept: nobody knows what the patient did meanwhile."""
    if gap_s >= NOTICED_GAP_S and turn.activity.phase not in (*INTERRUPTED, Phase.CLOSING):
        stand_still(turn, "asleep")


def explain(turn: Turn, topic: str, sentences: tuple[str, ...]) -> None:
    """Explains a topic in the pause. It takes the place of one that is being explained."""
    turn.record(TopicAsked(topic))
    words = tuple(Sentence(text, LineKind.INSTRUCTION) for text in sentences)
    stand_on(turn, words, explanation=words)


def hush(turn: Turn) -> None:
    """Breaks off what is being explained: "pause" was heard in a pause."""
    if turn.doing(Pausing).explanation and turn.state.speech.sentences:
        turn.fall_silent()
        turn.drop_speech()
        wait_on(turn)
    else:
        turn.refuse()


def stand_on(turn: Turn, words: Sentences, *, explanation: Sentences = ()) -> None:
    """Says these in the pause, or in place of its open question, and that the pause goes on."""
    turn.fall_silent()
    turn.enter(Pausing(turn.doing(Interruption).aside, explanation))
    turn.perform((*words, *turn.sentences("explained")), Then.WAIT_ON, delay_s=AFTER_INTERRUPTION_S)


def wait_on(turn: Turn) -> None:
    """The pause begins anew, since the patient has just been heard."""
    turn.update(unanswered_at_s=None)
    turn.after(turn.state.settings.give_up_s, Then.CLOSE_UNANSWERED)


def repeat(turn: Turn) -> None:
    """The explanation again, else the last words."""
    explanation = turn.doing(Pausing).explanation
    if explanation:
        stand_on(turn, explanation, explanation=explanation)
    else:
        turn.say_again()


def how_long_in_hold(turn: Turn) -> None:
    """What is left of the hold that was interrupted, else of the session."""
    work = work_of(turn.activity)
    if work is not None and work.unit_s is None:
        turn.interject(turn.sentences("left_in_hold", left=amount_left(turn, work)))
    else:
        say_time_left(turn)
