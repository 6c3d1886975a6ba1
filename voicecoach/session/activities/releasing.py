"""Coming out of a stretch, or a sentence about what is left out: then the session goes on by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicecoach.session.activities.work import end_work, words_after, work_of
from voicecoach.session.continuations import Then
from voicecoach.session.phase import Phase
from voicecoach.session.state import Activity

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn


@dataclass(frozen=True)
class Releasing(Activity):
    """Coming out of a stretch, or being told what is left out."""

    phase = Phase.RELEASING


def finish_work(turn: Turn) -> None:
    """The hold or set has been done to its end."""
    end_work(turn, "full")
    turn.update(agenda=turn.state.agenda.mark_full())
    release(turn, delay_s=0.1)


def release(turn: Turn, delay_s: float) -> None:
    """Says how to come out of the stretch, and what was kept for after it."""
    work = work_of(turn.activity)
    turn.enter(Releasing())
    later = work.later if work is not None else ()
    turn.perform(words_after(turn) + later, Then.NEXT_STEP, delay_s=delay_s)
