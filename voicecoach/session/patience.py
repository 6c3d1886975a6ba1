"""Silence after a question: a reminder, another, then a pause. A session never goes on by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicecoach.session.continuations import Then

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn

REMINDERS_S = (20.0, 45.0)
"""Seconds of silence after a question until it is asked again, the first and the second time."""
PAUSE_AFTER_S = 90.0
"""Seconds of silence after a question until the session pauses."""
AFTER_WORDS_S = 10.0
"""How much later it pauses if the coach is talking at that moment."""


def await_answer(turn: Turn) -> None:
    """Sets the reminders and the pause."""
    turn.update(unanswered_at_s=turn.now_s + turn.state.settings.give_up_s)
    remind_twice(turn, Then.PAUSE_UNANSWERED)


def remind_twice(turn: Turn, then: Then) -> None:
    """Sets two reminders, and what follows them. How to remind is the activity's: ``Activity.reminder``."""
    give_up_s = turn.state.settings.give_up_s
    for share, limit_s in zip((0.25, 0.5), REMINDERS_S, strict=True):
        turn.after(min(limit_s, give_up_s * share), Then.REMIND)
    turn.after(min(PAUSE_AFTER_S, give_up_s * 0.75), then)


def remind(turn: Turn) -> None:
    """Asks again, unless something is being said."""
    if not turn.state.speech.sentences:
        turn.perform(turn.activity.reminder(turn), None)
