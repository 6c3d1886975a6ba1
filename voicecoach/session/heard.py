"""Handlers of the events that the ears, the voice and the devices report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicecoach.language.vocabulary import Command
from voicecoach.session import doubts, undo
from voicecoach.session.activities import closing, pausing, setting_changes
from voicecoach.session.events import (
    AdjustmentHeard,
    CommandHeard,
    DeadlinePassed,
    LineFinished,
    LineStarted,
    NearlyHeard,
    NotUnderstood,
    QuitRequested,
    TimeLost,
    TopicHeard,
)
from voicecoach.session.records import EndReason, Heard, NotRecognised

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn


def meant(turn: Turn) -> Command | None:
    """The command to obey after ``CommandHeard`` or ``NearlyHeard``; None where it is asked about, or answered."""
    match turn.event:
        case CommandHeard() as heard:
            _note(turn, heard.text)
            turn.record(Heard(heard.command.value, heard.text, heard.confidence, heard.speech_end_s, heard.by))
            return doubts.settle(turn, heard.command)
        case NearlyHeard() as heard:
            return doubts.nearly_heard(turn, heard)
        case _:
            return None


def _note(turn: Turn, text: str) -> None:
    turn.update(heard=text, heard_at_s=turn.now_s)


def topic_heard(turn: Turn) -> None:
    heard = turn.heard(TopicHeard)
    _note(turn, heard.text)
    doubts.understood(turn)
    pausing.explain(turn, heard.topic, heard.sentences)


def adjustment_heard(turn: Turn) -> None:
    heard = turn.heard(AdjustmentHeard)
    _note(turn, heard.text)
    doubts.understood(turn)
    before = turn.state
    setting_changes.adjust(turn, heard.adjustment, heard.voices)
    undo.note(turn, before, heard.adjustment)


def no_time_for_it(turn: Turn) -> None:
    """A topic or a setting, but no pause."""
    doubts.understood(turn)
    turn.refuse()


def not_understood(turn: Turn) -> None:
    turn.record(NotRecognised(turn.heard(NotUnderstood).speech_end_s or turn.now_s))
    doubts.not_understood(turn)


def hard_to_interrupt(turn: Turn) -> None:
    turn.warn("hard_to_interrupt")


def line_started(turn: Turn) -> None:
    turn.update(line=turn.heard(LineStarted).line)


def line_finished(turn: Turn) -> None:
    turn.line_finished(turn.heard(LineFinished).line_id)


def deadline_passed(turn: Turn) -> None:
    turn.deadline_passed(turn.heard(DeadlinePassed).deadline_id)


def time_lost(turn: Turn) -> None:
    pausing.time_lost(turn, turn.heard(TimeLost).gap_s)


def input_ended(turn: Turn) -> None:
    turn.update(input_ended=True)


def room_failed(turn: Turn) -> None:
    closing.break_off(turn, EndReason.FAILED)


def quit_requested(turn: Turn) -> None:
    if isinstance(turn.activity, closing.Closing):  # nothing is left but the last words, and what they advise stays
        closing.end_now(turn)
        return
    interrupted = turn.heard(QuitRequested).interrupted
    closing.break_off(turn, EndReason.INTERRUPTED if interrupted else EndReason.STOPPED)
