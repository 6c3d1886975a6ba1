""" "It hurts": the hold ends; how to come out slowly, when to call a doctor, and three ways to go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicecoach.language.vocabulary import Expectation
from voicecoach.session.actions import LineKind
from voicecoach.session.activities.interruption import Interruption, interrupt, outside_exercises
from voicecoach.session.activities.opening import Opening
from voicecoach.session.activities.work import end_work, release_words, work_of
from voicecoach.session.continuations import Then
from voicecoach.session.patience import remind_twice
from voicecoach.session.phase import Phase
from voicecoach.session.records import HurtReported
from voicecoach.session.speech_queue import Sentences, SpeechQueue
from voicecoach.session.state import Activity

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn


@dataclass(frozen=True)
class Hurting(Interruption):
    """A pain: the patient is asked how to go on.

    Only what comes before the exercises, and the last words, are set aside; a hold is over.
    """

    phase = Phase.HURT
    expects = Expectation.READY
    set_aside_itself = True
    broke_off: bool = False
    """The pain came in a hold or a set, which is not done again."""

    def resume(self, turn: Turn, speech: SpeechQueue, said: Sentences | None = None) -> None:  # noqa: ARG002
        """Never the same hold again: on to what comes after it. An instruction is given anew."""
        if self.aside is not None and isinstance(self.aside.activity, Opening):
            turn.run(Then.ASK_BEFORE)
        elif self.aside is not None:
            self.aside.activity.resume(turn, self.aside.speech)
        else:
            turn.run(Then.NEXT_STEP if self.broke_off else Then.BEGIN_STEP)

    def reminder(self, turn: Turn) -> Sentences:
        return turn.sentences("ask_after_hurt", LineKind.QUESTION)


def hurt(turn: Turn) -> None:
    """Ends what is being done, says how to come out of it and when to call a doctor, and asks how to go on."""
    before = turn.activity
    words, working = release_words(turn, LineKind.SAFETY), work_of(before) is not None
    aside, earlier = interrupt(turn), after_pain(before)
    due = turn.state.agenda.current
    end_work(turn, "hurts")
    if due is not None and not isinstance(before, Hurting):
        turn.record(HurtReported(due.number, due.step.side))
        if working:
            turn.skipped([due], "hurts")
    if earlier is not None:
        aside, working = earlier.aside, working or earlier.broke_off
    turn.enter(Hurting(aside if outside_exercises(before) else None, working))
    said = turn.sentences("hurt", LineKind.SAFETY) + words + turn.sentences("hurt_doctor", LineKind.SAFETY)
    turn.perform(said + turn.sentences("ask_after_hurt", LineKind.QUESTION), Then.AWAIT_HURT, delay_s=0.3)


def after_pain(activity: Activity) -> Hurting | None:
    """The pain that has not been gone on from yet, also under a pause or a call that came after it."""
    if isinstance(activity, Hurting):
        return activity
    aside = activity.aside if isinstance(activity, Interruption) else None
    return after_pain(aside.activity) if aside is not None else None


def await_hurt(turn: Turn) -> None:
    """The question has been asked: two reminders, and then the alarm, as for a call for help."""
    remind_twice(turn, Then.RAISE_ALARM)
