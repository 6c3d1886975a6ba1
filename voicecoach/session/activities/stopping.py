""" "Stop": silence at once, how to come out of the stretch, and for a while it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicecoach.language.vocabulary import Expectation
from voicecoach.session.actions import LineKind
from voicecoach.session.activities.closing import close
from voicecoach.session.activities.hurting import after_pain
from voicecoach.session.activities.interruption import Interruption, interrupt
from voicecoach.session.activities.releasing import Releasing
from voicecoach.session.activities.work import release_words, work_of
from voicecoach.session.continuations import Then
from voicecoach.session.phase import Phase
from voicecoach.session.records import EndReason, StopAsked

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn

STOP_GRACE_S = 20.0
"""How long "stop" can be taken back after the last word."""


@dataclass(frozen=True)
class Stopping(Interruption):
    """ "Stop" was heard, and can be taken back."""

    phase = Phase.STOPPED
    expects = Expectation.READY


def stop(turn: Turn) -> None:
    """Falls silent, says how to come out of the stretch, and that "stop" can be taken back."""
    stretched = work_of(turn.activity) is not None or isinstance(turn.activity, Releasing)
    aside = interrupt(turn)
    turn.record(StopAsked())
    words = turn.sentences("stopped", LineKind.SAFETY)
    words += release_words(turn, LineKind.SAFETY) if stretched else turn.sentences("release", LineKind.SAFETY)
    turn.enter(Stopping(aside))
    turn.perform((*words, *turn.sentences("take_back", LineKind.QUESTION)), Then.AWAIT_END, delay_s=0.5)


def await_end(turn: Turn) -> None:
    turn.after(min(STOP_GRACE_S, turn.state.settings.give_up_s), Then.CLOSE_STOPPED)


def end(turn: Turn) -> None:
    """Ends the session: "stop" was heard again, or after a pain."""
    close(turn, EndReason.HURT if after_pain(turn.activity) else EndReason.STOPPED)
