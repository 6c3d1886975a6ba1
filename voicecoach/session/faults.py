"""Handles parts that fail and come back: says so, and stands still where the session cannot do without them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voicecoach.session.actions import LineKind
from voicecoach.session.activities import pausing
from voicecoach.session.activities.work import release_words, work_of
from voicecoach.session.events import PartFailed, PartRecovered, VoiceReplaced
from voicecoach.session.part import HEARING, Part, text_key
from voicecoach.session.phase import INTERRUPTED, Phase
from voicecoach.session.records import Fault, Recovered

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn

_LAST_WORDS = (Phase.CLOSING, Phase.ENDED)


def failed(turn: Turn) -> None:
    """A part has failed. Nobody holds a stretch who cannot be heard, or cannot hear what to do."""
    fault, known = turn.heard(PartFailed), turn.state.faults
    part = fault.part
    turn.record(Fault(part.value, fault.what))
    turn.update(faults=known | {part})
    if part in known or turn.activity.phase in _LAST_WORDS:
        return
    if part is Part.JOURNAL:
        turn.warn(text_key(part, "failed"))
    else:
        _stand_still(turn, part, deaf=fault.deaf)


def _stand_still(turn: Turn, part: Part, *, deaf: bool) -> None:
    words = turn.sentences("hearing_failed_deaf" if deaf else text_key(part, "failed"), LineKind.SAFETY)
    if turn.activity.phase in INTERRUPTED:
        turn.interject(words)
        return
    if work_of(turn.activity) is not None:
        words += release_words(turn, LineKind.SAFETY)
    pausing.stand_still(turn, f"{part.value}-failed", words)


def voice_replaced(turn: Turn) -> None:
    """The next voice speaks: the patient is told why, and nothing stands still."""
    turn.record(Fault(Part.VOICE.value, turn.heard(VoiceReplaced).what))
    turn.record(Recovered(Part.VOICE.value))
    turn.warn("voice_replaced")


def recovered(turn: Turn) -> None:
    """A part works again. The patient is told, and goes on when they want to."""
    part, known = turn.heard(PartRecovered).part, turn.state.faults
    if part not in known:
        return
    turn.record(Recovered(part.value))
    turn.update(faults=known - {part})
    if part in HEARING and turn.state.faults & HEARING:
        return
    failed_key, key = text_key(part, "failed"), text_key(part, "back")
    if failed_key in turn.state.warnings:  # what has not been said need not be taken back
        turn.update(warnings=tuple(each for each in turn.state.warnings if each != failed_key))
    elif _said_later(turn, failed_key, key):
        return
    elif turn.activity.phase is Phase.PAUSED:
        turn.interject(turn.sentences(key) + turn.sentences("explained"))
    elif turn.activity.phase not in _LAST_WORDS:
        turn.warn(key)


def _said_later(turn: Turn, failed_key: str, key: str) -> bool:
    """Where what has failed is still to be said, puts behind it that it works again; an answer would come before it."""
    queue = turn.state.speech
    texts = {sentence.text for sentence in turn.sentences(failed_key)}
    behind = max((place for place, each in enumerate(queue.sentences, start=1) if each.text in texts), default=0)
    if behind:
        sentences = (*queue.sentences[:behind], *turn.sentences(key), *queue.sentences[behind:])
        turn.update(speech=replace(queue, sentences=sentences))
    return behind > 0
