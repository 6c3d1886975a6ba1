"""The sentences that are still to be said, one after another, and what follows the last of them."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.session.actions import LineKind
from voicecoach.session.continuations import Then

SENTENCE_GAP_S = 0.3
"""Silence between two sentences."""
STEP_GAP_S = 0.6
"""Silence from the last word of one step to the first of the next, at least."""
AFTER_INTERRUPTION_S = 0.25
"""From falling silent to the answer."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in the queue."""

    text: str
    kind: LineKind
    quiet_s: float = 0.0
    """The time given after it for the movement that it asks for."""


Sentences = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class SpeechQueue:
    """``sentences[0]`` is being said while ``line_id`` is set; ``then`` follows the last one."""

    sentences: Sentences = ()
    then: Then | None = None
    line_id: int | None = None
    """The line of the sentence that is being said; None in silence."""
    last_words: Sentences = ()
    """What was last said as a whole: "repeat" brings it back."""
    quiet: bool = False
    """The sentence has been said, and the patient is given time for its movement."""
    silent_since_s: float = -STEP_GAP_S
    """When the last sentence ended."""


EMPTY = SpeechQueue()
