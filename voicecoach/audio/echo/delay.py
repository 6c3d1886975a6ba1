"""Estimates the echo delay coarsely and soon, from how the loudness of both signals rises and falls.

Works before anything has been learnt, over a longer range than a canceller covers, and whatever the
loudspeaker does to the waveform. Its grain is 10 ms.
"""

from __future__ import annotations

import numpy as np

from voicecoach.audio.pcm import BLOCK_S, Samples

_MEMORY_BLOCKS = 600
LONGEST_BLOCKS = 64
_LEAST_BLOCKS = 150
_SURE = 0.55
_CLEARLY = 0.05


class EnvelopeDelay:
    """``add`` every block while the coach speaks; ``blocks`` when it is wanted."""

    def __init__(self) -> None:
        self._heard = np.zeros(_MEMORY_BLOCKS, dtype=np.float32)
        self._played = np.zeros(_MEMORY_BLOCKS, dtype=np.float32)
        self._count = 0

    def add(self, heard: float, played: float) -> None:
        """The powers of a block of the microphone, and of what was played in it."""
        place = self._count % _MEMORY_BLOCKS
        self._heard[place] = heard**0.25
        self._played[place] = played**0.25
        self._count += 1

    def blocks(self) -> int | None:
        """The delay in blocks of 10 ms, up to 640 ms; None while there is no clear answer."""
        if self._count < _LEAST_BLOCKS + LONGEST_BLOCKS:
            return None
        held = min(self._count, _MEMORY_BLOCKS)
        heard, played = (
            np.roll(envelope, -(self._count % _MEMORY_BLOCKS))[-held:] for envelope in (self._heard, self._played)
        )
        recent = heard[LONGEST_BLOCKS:]
        likeness = np.array(
            [_correlation(recent, played[LONGEST_BLOCKS - lag : held - lag]) for lag in range(LONGEST_BLOCKS)]
        )
        best = int(likeness.argmax())
        elsewhere = np.abs(np.arange(LONGEST_BLOCKS) - best) > 0.12 / BLOCK_S
        clear = likeness[best] - likeness[elsewhere].max(initial=0.0) > _CLEARLY
        return best if likeness[best] > _SURE and clear else None


def _correlation(one: Samples, other: Samples) -> float:
    a, b = one - one.mean(), other - other.mean()
    return float(a @ b / (np.sqrt((a @ a) * (b @ b)) + 1e-12))
