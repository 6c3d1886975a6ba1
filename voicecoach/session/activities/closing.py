"""The last words, and the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicecoach.session.actions import Finish, LineKind, StopSpeaking
from voicecoach.session.activities.screening import HIGH_PAIN, Screening
from voicecoach.session.activities.work import end_work
from voicecoach.session.continuations import Then
from voicecoach.session.part import HEARING
from voicecoach.session.phase import Phase
from voicecoach.session.records import EndReason, SessionEnded
from voicecoach.session.speech_queue import Sentences
from voicecoach.session.state import Activity
from voicecoach.session.summary import summary_of

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn


@dataclass(frozen=True)
class Closing(Activity):
    """The last words."""

    phase = Phase.CLOSING
    why: EndReason
    advice: tuple[str, ...] = ()
    """What a patient was told to do who is not to exercise today."""


@dataclass(frozen=True)
class Ended(Activity):
    """The session is over."""

    phase = Phase.ENDED
    why: EndReason
    advice: tuple[str, ...] = ()


def close(turn: Turn, why: EndReason) -> None:
    """Says goodbye and ends."""
    _close(turn, why, turn.sentences(f"closing_{why.value}", LineKind.INSTRUCTION))


def _close(turn: Turn, why: EndReason, words: Sentences, advice: tuple[str, ...] = ()) -> None:
    turn.fall_silent()
    end_work(turn, why.value)
    if why is not EndReason.FINISHED:
        turn.skipped(turn.state.agenda.remaining, why.value)
    turn.enter(Closing(why, advice))
    turn.perform(words, Then.END, delay_s=0.2)


def close_finished(turn: Turn) -> None:
    """Says what was done, and goodbye; without praise where the pain is high or has risen."""
    done = turn.words(summary_of(turn.wording, turn.state), LineKind.INSTRUCTION)
    key = "closing_after_pain" if _ended_in_pain(turn) else "closing_finished"
    _close(turn, EndReason.FINISHED, done + turn.sentences(key, LineKind.INSTRUCTION))


def _ended_in_pain(turn: Turn) -> bool:
    before, after = turn.state.pain_before, turn.state.pain_after
    return after is not None and (after >= HIGH_PAIN or (before is not None and after > before))


def close_easier(turn: Turn) -> None:
    """Ends because the pain is high and the patient wants something easier."""
    _close(turn, EndReason.STOPPED, turn.sentences("closing_easier", LineKind.INSTRUCTION))


def close_stopped(turn: Turn) -> None:
    close(turn, EndReason.STOPPED)


def close_unanswered(turn: Turn) -> None:
    """Ends after a silence, for which the patient is not to blame where the coach could not hear."""
    if turn.state.faults & HEARING:
        _close(turn, EndReason.UNANSWERED, turn.sentences("closing_unheard", LineKind.INSTRUCTION))
    else:
        close(turn, EndReason.UNANSWERED)


def refuse(turn: Turn) -> None:
    """Ends the session before it began, for a warning sign or a reason against it. Says what to do, nothing else."""
    question = turn.doing(Screening).question(turn.context)
    advice = turn.words(question.on_yes or question.on_no, LineKind.SAFETY)
    turn.enter(Closing(EndReason.STOPPED, tuple(sentence.text for sentence in advice)))
    turn.perform(advice + turn.sentences("closing_refused", LineKind.INSTRUCTION), Then.END, delay_s=0.2)


def end(turn: Turn) -> None:
    """All has been said. Without last words, as in the menu, the session is finished."""
    activity = turn.activity
    if isinstance(activity, Closing):
        _end(turn, activity.why, activity.advice)
    else:
        _end(turn, EndReason.FINISHED)


def end_now(turn: Turn) -> None:
    """Ends at once: "stop", "pause" or "next" was heard in the last words."""
    turn.fall_silent()
    turn.drop_speech()
    end(turn)


def _end(turn: Turn, why: EndReason, advice: tuple[str, ...] = ()) -> None:
    turn.enter(Ended(why, advice))
    turn.record(SessionEnded(why))
    turn.order(Finish(why))


def break_off(turn: Turn, why: EndReason) -> None:
    """Ends without a word: the window was closed, or the sound is gone."""
    turn.order(StopSpeaking())
    turn.drop_speech()
    end_work(turn, why.value)
    turn.skipped(turn.state.agenda.remaining, why.value)
    _end(turn, why)
