"""What was played, as it is to be compared with the microphone: later by a delay that may move.

When loudspeaker and microphone have clocks of their own, the echo comes ever later or earlier. Reading what
was played at the microphone's rate undoes that, and the microphone itself is left untouched.
"""

from __future__ import annotations

from voicecoach.audio.echo.interpolation import HALF_TAPS, glided
from voicecoach.audio.pcm import BLOCK_SAMPLES, Samples, silence

LONGEST_BLOCKS = 64
"""The longest delay."""
REMEMBERED_BLOCKS = 32
"""How far back ``window`` can look beyond the delay."""


class Reference:
    """Delayed by ``delay`` samples, and by another ``HALF_TAPS`` (1 ms) that interpolation needs to look ahead."""

    def __init__(self) -> None:
        self.drift = 0.0
        """By how much the delay grows, in samples a sample (1e-6 is 1 ppm)."""
        self.delay = 0.0
        self._history = silence((LONGEST_BLOCKS + REMEMBERED_BLOCKS + 5) * BLOCK_SAMPLES)

    def add(self, played: Samples) -> None:
        """One more block was played; shape (160,)."""
        self._history[:-BLOCK_SAMPLES] = self._history[BLOCK_SAMPLES:]
        self._history[-BLOCK_SAMPLES:] = played
        self.delay = _within_reach(self.delay + self.drift * BLOCK_SAMPLES)

    def move(self, blocks: int) -> int:
        """Delays by so many blocks more, as far as it reaches; answers by how many."""
        while not self._reaches(blocks * BLOCK_SAMPLES):
            blocks -= 1 if blocks > 0 else -1
        self.delay += blocks * BLOCK_SAMPLES
        return blocks

    def shift(self, samples: int) -> int:
        """Delays by so many samples more (negative: less), and by whole blocks back where that is out of reach; answers
        by how many blocks.
        """
        blocks = 0
        while not self._reaches(samples + blocks * BLOCK_SAMPLES):
            blocks += -1 if samples > 0 else 1
        self.delay += samples + blocks * BLOCK_SAMPLES
        return blocks

    def _reaches(self, later: int) -> bool:
        return _within_reach(self.delay + later) == self.delay + later

    def window(self, blocks_ago: int = 0) -> Samples:
        """The block to compare with the microphone's newest or an older one, and the one before it; shape (320,)."""
        count = 2 * BLOCK_SAMPLES
        end = len(self._history) - HALF_TAPS - blocks_ago * BLOCK_SAMPLES
        if self.drift == 0.0 and self.delay == int(self.delay):
            last = end - int(self.delay)
            return self._history[last - count : last].copy()
        first = end - count - self.delay + self.drift * (count - 1)
        return glided(self._history, first, count, 1.0 - self.drift)


def _within_reach(delay: float) -> float:
    return min(max(delay, 0.0), float(LONGEST_BLOCKS * BLOCK_SAMPLES))
