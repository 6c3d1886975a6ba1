"""A room without a sound card: time passes as it really does, nothing is heard, and what is played goes nowhere."""

from __future__ import annotations

import time
from collections.abc import Callable

from voicecoach.audio.pcm import BLOCK_S, BLOCK_SAMPLES, silence
from voicecoach.audio.room.interface import BlockStep, Render
from voicecoach.audio.room.sleep_watch import SLEPT_AT_LEAST_S, SleepWatch


class QuietRoom:
    """Implements ``Room`` for printed voices and typed ears.

    Blocks are due at multiples of 10 ms after the start, so that a late one is caught up with and time does
    not drift. After the computer has slept, the time in between is left out rather than raced through.
    """

    _LOOK_BLOCKS = 25

    def __init__(
        self,
        *,
        time_lost: Callable[[float], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
        sleep_watch: SleepWatch | None = None,
    ) -> None:
        """``time_lost`` is called with the seconds that the computer slept, from ``run``'s thread."""
        self._time_lost = time_lost
        self._clock = clock
        self._wait = wait
        self._sleep_watch = sleep_watch or SleepWatch()

    @property
    def live(self) -> bool:
        return True

    def run(self, render: Render, step: BlockStep) -> None:
        nothing = silence(BLOCK_SAMPLES)
        began_s = self._clock()
        block = 0
        while True:
            block += 1
            late_s = self._clock() - (began_s + block * BLOCK_S)
            if late_s > SLEPT_AT_LEAST_S:
                began_s += late_s
            elif late_s < 0:
                self._wait(-late_s)
            if block % self._LOOK_BLOCKS == 0:
                slept_s = self._sleep_watch.slept_s()
                if slept_s and self._time_lost is not None:
                    self._time_lost(slept_s)
            render(BLOCK_SAMPLES)
            if not step(nothing, nothing, (block - 1) * BLOCK_SAMPLES):
                return
