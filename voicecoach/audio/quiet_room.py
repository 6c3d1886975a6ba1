"""A room without a sound card: time passes as it really does, nothing is heard, and what is played goes
nowhere.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from voicecoach.audio.pcm import BLOCK_S, BLOCK_SAMPLES, silence
from voicecoach.audio.room import Render, Step


class QuietRoom:
    """Implements ``Room`` for printed voices and typed ears.

    Blocks are due at multiples of 10 ms after the start, so that a late one is caught up with and time does
    not drift. After the computer has slept, the time in between is left out rather than raced through.
    """

    _SLEPT_S = 5.0

    def __init__(
        self, *, clock: Callable[[], float] = time.monotonic, wait: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._wait = wait

    @property
    def live(self) -> bool:
        return True

    def run(self, render: Render, step: Step) -> None:
        nothing = silence(BLOCK_SAMPLES)
        began_s = self._clock()
        block = 0
        while True:
            block += 1
            late_s = self._clock() - (began_s + block * BLOCK_S)
            if late_s > self._SLEPT_S:
                began_s += late_s
            elif late_s < 0:
                self._wait(-late_s)
            played = render(BLOCK_SAMPLES)
            if not step(nothing, played, (block - 1) * BLOCK_SAMPLES):
                return
