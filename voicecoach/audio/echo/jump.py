"""Notices that the whole echo comes sooner or later than it did, and by how much.

A loudspeaker that ran dry, a microphone that lost a block, a sound server that was late: the room is the same, and what
the linear canceller has learnt of it fits, but at another delay. Left to itself it unlearns the old place and learns
the new one, for ten seconds in which it takes out nothing. What it predicts is a likeness of the echo, so the two are
laid over each other: by the generalised cross-correlation with phase transform of Knapp and Carter, "The generalized
correlation method for estimation of time delay", IEEE Trans. ASSP 24(4), 1976.
"""

from __future__ import annotations

import numpy as np

from voicecoach.audio.pcm import BLOCK_SAMPLES, Samples, silence

LONGEST = 2400
"""Samples (150 ms) by which an echo may jump to be found again."""
LEAST = 2
"""Clocks that differ move an echo by less at a time, and are followed by other means."""
_COMPARED = 7200
_CHECKED = 3200
"""The last 0.2 s in which the shifted prediction must fit."""
_EVERY_BLOCKS = 4
_LEFT_OVER = 0.5
"""Of the microphone's power: a canceller that leaves more is looking in the wrong place, or somebody speaks."""
_PREDICTED = 0.1
"""Of the microphone's power: what predicts less has not learnt the echo."""
_FITS = 0.5
"""Of what is left now: by so much the shifted prediction must be better."""
_WHITENED = 0.8


class EchoJump:
    """``feed`` every block of the coach's speech, ``forget`` whenever the prediction begins afresh."""

    def __init__(self) -> None:
        self._heard = silence(_COMPARED)
        self._taken = silence(_COMPARED)
        self._blocks = 0

    def forget(self) -> None:
        self._blocks = 0

    def feed(self, microphone: Samples, taken: Samples) -> int | None:
        """One block: the microphone, and the echo that was taken out of it.

        The samples by which the echo is later than predicted, negative where it is sooner; None while it is where it
        was, or cannot be told from a patient speaking.
        """
        for ring, block in ((self._heard, microphone), (self._taken, taken)):
            ring[:-BLOCK_SAMPLES] = ring[BLOCK_SAMPLES:]
            ring[-BLOCK_SAMPLES:] = block
        self._blocks += 1
        if self._blocks * BLOCK_SAMPLES < _COMPARED or self._blocks % _EVERY_BLOCKS or not self._missed():
            return None
        later = self._lag()
        return later if abs(later) >= LEAST and self._fits(later) else None

    def _missed(self) -> bool:
        heard, taken = self._heard[-_CHECKED:], self._taken[-_CHECKED:]
        there = float(heard @ heard)
        return _energy(heard - taken) > _LEFT_OVER * there and float(taken @ taken) > _PREDICTED * there

    def _lag(self) -> int:
        size = 2 * _COMPARED
        cross = np.fft.rfft(self._heard, size) * np.fft.rfft(self._taken, size).conj()
        cross /= np.abs(cross) ** _WHITENED + 1e-12
        likeness = np.fft.irfft(cross, size)
        around = np.concatenate([likeness[-LONGEST:], likeness[: LONGEST + 1]])
        return int(around.argmax()) - LONGEST

    def _fits(self, later: int) -> bool:
        end = _COMPARED - max(-later, 0)
        part = slice(end - _CHECKED, end)
        heard, shifted = self._heard[part], self._taken[part.start - later : end - later]
        return _energy(heard - shifted) < _FITS * min(_energy(heard - self._taken[part]), _energy(heard))


def _energy(samples: Samples) -> float:
    return float(samples @ samples)
