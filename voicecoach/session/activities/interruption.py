"""Base of all interruptions: something is set aside that the session can go on with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from voicecoach.session.activities.closing import Closing
from voicecoach.session.activities.opening import Opening
from voicecoach.session.activities.questioning import Questioning
from voicecoach.session.continuations import Then
from voicecoach.session.records import Resumed
from voicecoach.session.state import Activity, Aside

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn


@dataclass(frozen=True)
class Interruption(Activity):
    """The session stands still."""

    aside: Aside | None
    set_aside_itself: ClassVar[bool] = False
    """True where another interruption sets this one aside instead of what it interrupted."""


def interrupt(turn: Turn) -> Aside | None:
    """Falls silent and returns what was going on, with its clock stopped.

    An interruption of an interruption sets aside what the first one did; a pain is set aside itself, since the
    same hold never goes on after it.
    """
    turn.fall_silent()
    activity = turn.activity
    if isinstance(activity, Interruption) and not activity.set_aside_itself:
        return activity.aside
    aside = Aside(activity.interrupted(turn.now_s), turn.state.speech)
    turn.drop_speech()
    return aside


def innermost(activity: Activity) -> Activity:
    """What was going on before all interruptions."""
    while isinstance(activity, Interruption) and activity.aside is not None:
        activity = activity.aside.activity
    return activity


def outside_exercises(activity: Activity) -> bool:
    """True before the exercises and after them, also under an interruption."""
    return isinstance(innermost(activity), Opening | Questioning | Closing)


def exercises_closed(turn: Turn) -> bool:
    """True in an interruption of what comes before the exercises or after them.

    Nothing that moves through the exercises may get round the questions, or go on after the last words.
    """
    return isinstance(turn.activity, Interruption) and outside_exercises(turn.activity)


def resume(turn: Turn) -> None:
    """Takes up what was set aside; after a pain, what comes after it."""
    activity = turn.activity
    aside = activity.aside if isinstance(activity, Interruption) else None
    turn.record(Resumed())
    turn.fall_silent()
    turn.update(unanswered_at_s=None)
    if isinstance(activity, Interruption) and activity.set_aside_itself:
        activity.resume(turn, turn.state.speech)
    elif aside is None:
        turn.run(Then.BEGIN_STEP)
    else:
        aside.activity.resume(turn, aside.speech)
