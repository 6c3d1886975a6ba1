"""Cuts speech out of the stream of blocks, and offers it before the silence after it is complete.

A segment is offered three times as the silence after it grows: as soon as it may be over, when it probably is, and
when it is. Whoever takes an early offer calls ``taken``; otherwise speech that goes on belongs to the same segment,
so "go" is not cut off from "go back".
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from voicecoach.audio.pcm import BLOCK_SAMPLES, Samples, to_samples, to_seconds
from voicecoach.audio.speech_detector import SpeechDetector
from voicecoach.ears.interface import Hearing

_PAUSE_BLOCKS = 4
"""The silence within a word, before its "t"."""
_BETWEEN_BLOCKS = 8
"""The least silence between two commands."""
_REST_BLOCKS = 35
"""No longer than this is what may be left of a word that was understood before its end."""


class Detector(Protocol):
    """Says of every block of 10 ms, in order, whether somebody speaks."""

    def feed(self, block: Samples) -> bool: ...


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech with some of its surroundings."""

    samples: Samples
    """What is to be recognised: background before, the speech, and the silence so far."""
    speech_start: int
    """Index into ``samples``."""
    speech_end: int
    start_s: float
    """Of the speech, on the session's clock."""
    end_s: float
    decided_s: float
    """The clock at the last sample."""
    offer: int
    """How many shorter silences after this speech were offered before: 0 is the earliest."""
    final: bool
    too_long: bool
    """Longer than any command: not worth a look."""


@dataclass(frozen=True, slots=True)
class SegmenterTuning:
    offers_blocks: tuple[int, ...] = (10, 18, 34)
    """Silences, in blocks of 10 ms, after which a segment is offered; the last one closes it."""
    before_s: float = 0.20
    start_blocks: int = 3
    start_window_blocks: int = 6
    max_s: float = 3.2
    min_s: float = 0.08
    """Of detected speech; a click is shorter."""
    swallowed_s: float = 0.2
    """So much of a word's beginning may be missing where the coach's echo is taken out of what is detected."""


class Segmenter:
    """Blocks in, offers of segments out. Deterministic."""

    def __init__(self, tuning: SegmenterTuning | None = None, detector: Detector | None = None) -> None:
        self._tuning = tuning or SegmenterTuning()
        self._detector: Detector = detector or SpeechDetector()
        keep = to_samples(self._tuning.max_s + self._tuning.before_s) // BLOCK_SAMPLES
        keep += self._tuning.offers_blocks[-1] + self._tuning.start_window_blocks
        self._blocks: deque[Samples] = deque(maxlen=keep)
        self._voiced: deque[bool] = deque(maxlen=keep)
        self._recent: deque[bool] = deque(maxlen=self._tuning.start_window_blocks)
        self._next_block = 0
        self._silent_blocks = 0
        self._rest_until = 0
        self._origin = 0
        self._first: int | None = None
        self._last = 0

    @property
    def speaking(self) -> bool:
        """True from the first block of a segment until it is closed or taken."""
        return self._first is not None

    def feed(self, hearing: Hearing) -> Segment | None:
        """One block in; a segment when this block completes one of the silences."""
        at = self._next_block
        # Not only at the first block: a word after a gap would else seem older than it is.
        self._origin = hearing.position - at * BLOCK_SAMPLES
        self._next_block += 1
        self._blocks.append(hearing.recognise)
        self._voiced.append(hearing.voiced)
        loud = self._detector.feed(hearing.detect)
        self._silent_blocks = 0 if loud else self._silent_blocks + 1
        if at < self._rest_until:
            if self._silent_blocks < _BETWEEN_BLOCKS:
                return None
            self._rest_until = 0
        self._recent.append(loud)
        if self._first is None:
            if sum(self._recent) < self._tuning.start_blocks:
                return None
            first = at - len(self._recent) + 1 + next(i for i, was in enumerate(self._recent) if was)
            self._first = self._with_its_beginning(first)
            self._last = at
            return None
        if loud:
            self._last = at
            return None
        silent = at - self._last
        if silent not in self._tuning.offers_blocks:
            return None
        return self._offer(at, self._tuning.offers_blocks.index(silent))

    def _with_its_beginning(self, first: int) -> int:
        """The block at which the word began that was detected from ``first`` on.

        An echo suppressor wakes up late, and takes the hiss that begins "stop" for the coach's. What is recognised
        still holds it.
        """
        oldest = self._next_block - len(self._blocks)
        earliest = max(first - to_samples(self._tuning.swallowed_s) // BLOCK_SAMPLES, oldest)
        begun = first
        for block in range(first - 1, earliest - 1, -1):
            if self._voiced[block - oldest]:
                begun = block
            elif begun - block > _PAUSE_BLOCKS:
                break
        return begun

    def flush(self) -> Segment | None:
        """The open segment as if silence had followed, for the end of a file; None when nobody was speaking."""
        if self._first is None:
            return None
        return self._offer(self._next_block - 1, len(self._tuning.offers_blocks) - 1)

    def taken(self) -> None:
        """What was said so far was understood: what follows is a new segment, but for the rest of that word."""
        self._first = None
        self._recent.clear()
        self._rest_until = self._next_block + _REST_BLOCKS if self._silent_blocks < _BETWEEN_BLOCKS else 0

    def _offer(self, at: int, offer: int) -> Segment | None:
        first, last = self._first, self._last
        assert first is not None
        tuning = self._tuning
        final = offer == len(tuning.offers_blocks) - 1
        if final:
            self._first = None
            self._recent.clear()
        blocks = last - first + 1
        if blocks * BLOCK_SAMPLES < to_samples(tuning.min_s):
            return None
        too_long = blocks * BLOCK_SAMPLES > to_samples(tuning.max_s)
        oldest = self._next_block - len(self._blocks)
        begin = max(first - to_samples(tuning.before_s) // BLOCK_SAMPLES, oldest)
        samples = _joined(self._blocks, begin - oldest)
        return Segment(
            samples=samples,
            speech_start=max(first - begin, 0) * BLOCK_SAMPLES,
            speech_end=(last + 1 - begin) * BLOCK_SAMPLES,
            start_s=self._clock_s(first),
            end_s=self._clock_s(last + 1),
            decided_s=self._clock_s(at + 1),
            offer=offer,
            final=final,
            too_long=too_long,
        )

    def _clock_s(self, block: int) -> float:
        return to_seconds(self._origin + block * BLOCK_SAMPLES)


def _joined(blocks: Sequence[Samples] | deque[Samples], begin: int) -> Samples:
    joined: Samples = np.concatenate(list(blocks)[begin:])
    return joined
