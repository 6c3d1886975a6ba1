"""Cuts the sound into segments with two detectors: of speech, and of level.

The speech detector finds words in a quiet room and in steady noise. Where others talk all the time it finds one long
sentence; a word said near the microphone is then found by its level. Indoors it also ends sooner, because the level
falls with the voice and the detector waits for the room to fall silent.
"""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.audio.level_detector import LevelDetector
from voicecoach.audio.pcm import BLOCK_S
from voicecoach.ears.interface import Hearing
from voicecoach.ears.segmenter import Segment, Segmenter

SAME_S = 0.04
"""Cuts whose beginnings and ends lie closer than this are one."""


class Segmentation:
    """Blocks in, offers of segments out. Deterministic."""

    def __init__(self) -> None:
        self._spoken = Segmenter()
        self._prominence = LevelDetector()
        self._prominent = Segmenter(detector=self._prominence)
        self._offered: Segment | None = None

    def feed(self, hearing: Hearing) -> Iterator[tuple[Segment, bool]]:
        """What this block completes, and whether it was found by its level only.

        Both segmenters are fed before anything is offered, so that the caller may stop in the middle.
        """
        return self._offers(self._spoken.feed(hearing), self._prominent.feed(hearing))

    def flush(self) -> Iterator[tuple[Segment, bool]]:
        """What is open, as if silence had followed."""
        return self._offers(self._spoken.flush(), self._prominent.flush())

    def taken(self) -> None:
        """The last offer was understood: what follows is new to both."""
        self._spoken.taken()
        self._prominent.taken()

    def _offers(self, spoken: Segment | None, prominent: Segment | None) -> Iterator[tuple[Segment, bool]]:
        if spoken is not None:
            self._offered = spoken
            yield spoken, False
        if prominent is not None and not _same(prominent, self._offered) and not self._in_a_sentence(prominent):
            yield prominent, True

    def _in_a_sentence(self, prominent: Segment) -> bool:
        began_s, ended_s = prominent.decided_s - prominent.start_s, prominent.decided_s - prominent.end_s
        return self._prominence.in_a_sentence(round(began_s / BLOCK_S), round(ended_s / BLOCK_S))


def _same(segment: Segment, other: Segment | None) -> bool:
    return (
        other is not None
        and abs(segment.start_s - other.start_s) < SAME_S
        and abs(segment.end_s - other.end_s) < SAME_S
    )
