"""Measures the echo and what is left of it, and decides whether commands can be heard through it."""

from __future__ import annotations

from collections import deque

import numpy as np

_WINDOW_BLOCKS = 50
_WINDOWS = 12
_BACKGROUND_BLOCKS = 10
_BACKGROUND_WINDOWS = 300
_TINY = 1e-12
SETTLED_DB = 8.0
NEAR_BACKGROUND_DB = 4.0
HOPELESS_DB = 5.0
HOPELESS_WINDOWS = 8


class EchoLevels:
    """Powers over half-second windows of the coach's speech.

    The best quarter of the windows counts, since a patient who speaks meanwhile only ever makes a window look worse.
    """

    def __init__(self) -> None:
        self._sums = [0.0, 0.0, 0.0]
        self._blocks = 0
        self._windows: deque[tuple[float, float, float]] = deque(maxlen=_WINDOWS)
        self._quiet = 0.0
        self._quiet_blocks = 0
        self._backgrounds: deque[float] = deque(maxlen=_BACKGROUND_WINDOWS)
        self.settled = False
        self.hopeless = False

    def add_background(self, left: float) -> None:
        """The power of any block after cancelling; the quietest tenth of a second of half a minute is background."""
        self._quiet += left
        self._quiet_blocks += 1
        if self._quiet_blocks == _BACKGROUND_BLOCKS:
            self._backgrounds.append(self._quiet / _BACKGROUND_BLOCKS)
            self._quiet = 0.0
            self._quiet_blocks = 0

    def add_echo(self, heard: float, left: float, sent: float) -> None:
        """The powers of a block in which the coach is audible: microphone, what cancelling left, what was played."""
        for place, power in enumerate((heard, left, sent)):
            self._sums[place] += power
        self._blocks += 1
        if self._blocks == _WINDOW_BLOCKS:
            levels = [_db(power / _WINDOW_BLOCKS) for power in self._sums]
            self._windows.append((levels[0], levels[1], levels[2]))
            self._sums = [0.0, 0.0, 0.0]
            self._blocks = 0
            self._judge()

    @property
    def background(self) -> float:
        """Power of the microphone without coach and patient; 0 while nothing is known."""
        return min(self._backgrounds, default=0.0)

    @property
    def enhancement_db(self) -> float:
        """Echo return loss enhancement: 0 while nothing is known."""
        if not self._windows:
            return 0.0
        return float(np.percentile([heard - left for heard, left, _ in self._windows], 75))

    @property
    def return_loss_db(self) -> float:
        """From what is played to what the microphone hears of it; 0 while nothing is known."""
        if not self._windows:
            return 0.0
        return float(np.median([sent - heard for heard, _, sent in self._windows]))

    def _judge(self) -> None:
        residual_db = float(np.percentile([left for _, left, _ in self._windows], 25))
        inaudible = residual_db < _db(self.background) + NEAR_BACKGROUND_DB
        good = self.enhancement_db >= SETTLED_DB or inaudible
        self.settled = len(self._windows) >= 2 and good
        if good:
            self.hopeless = False
        elif len(self._windows) >= HOPELESS_WINDOWS and self.enhancement_db < HOPELESS_DB:
            self.hopeless = True


def _db(power: float) -> float:
    return 10.0 * float(np.log10(power + _TINY))
