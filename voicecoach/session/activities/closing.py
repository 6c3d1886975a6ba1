"""The last words, and the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicecoach.session.actions import Finish, LineKind, StopSpeaking
from voicecoach.session.activities.screening import Screening
from voicecoach.session.activities.work import end_work
from voicecoach.session.continuations import Then
from voicecoach.session.phase import Phase
from voicecoach.session.records import EndReason, SessionEnded
from voicecoach.session.state import Activity

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn


@dataclass(frozen=True)
class Closing(Activity):
    """The last words."""

    phase = Phase.CLOSING
    why: EndReason


@dataclass(frozen=True)
class Ended(Activity):
    """The session is over."""

    phase = Phase.ENDED
    why: EndReason


def close(turn: Turn, why: EndReason) -> None:
    """Says goodbye and ends."""
    turn.fall_silent()
    end_work(turn, why.value)
    if why is not EndReason.FINISHED:
        turn.skipped(turn.state.agenda.remaining, why.value)
    turn.enter(Closing(why))
    turn.perform(turn.sentences(f"closing_{why.value}", LineKind.INSTRUCTION), Then.END, delay_s=0.2)


def close_finished(turn: Turn) -> None:
    close(turn, EndReason.FINISHED)


def close_stopped(turn: Turn) -> None:
    close(turn, EndReason.STOPPED)


def close_unanswered(turn: Turn) -> None:
    close(turn, EndReason.UNANSWERED)


def refuse(turn: Turn) -> None:
    """A warning sign, or a reason against the routine: no session today. What to do, and nothing else."""
    screening = turn.activity
    if not isinstance(screening, Screening):
        raise RuntimeError("no question is open")
    question = screening.question(turn.context)
    turn.enter(Closing(EndReason.STOPPED))
    words = turn.words(question.on_yes, LineKind.SAFETY) + turn.sentences("closing_refused", LineKind.INSTRUCTION)
    turn.perform(words, Then.END, delay_s=0.2)


def end(turn: Turn) -> None:
    """All has been said."""
    activity = turn.activity
    _end(turn, activity.why if isinstance(activity, Closing) else EndReason.FINISHED)


def end_finished(turn: Turn) -> None:
    """Without a word."""
    _end(turn, EndReason.FINISHED)


def end_now(turn: Turn) -> None:
    """ "Stop", or "next", while goodbye is being said."""
    turn.fall_silent()
    turn.drop_speech()
    end(turn)


def _end(turn: Turn, why: EndReason) -> None:
    turn.enter(Ended(why))
    turn.record(SessionEnded(why))
    turn.order(Finish(why))


def break_off(turn: Turn, why: EndReason) -> None:
    """Ends without a word: the window was closed, or the sound is gone."""
    turn.order(StopSpeaking())
    turn.drop_speech()
    end_work(turn, why.value)
    turn.skipped(turn.state.agenda.remaining, why.value)
    _end(turn, why)
