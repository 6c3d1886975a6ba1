"""Renders what is played when the device asks for it, or by a clock while there is no device.

On the clock the sound goes nowhere and the session goes on: keys and screen work while the loudspeaker is gone. Every
sample is rendered once, and is passed on at the session's rate as well, for what the microphone hears of it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np

from voicecoach.audio.decimation import Decimator
from voicecoach.audio.pcm import (
    BLOCK_S,
    BLOCK_SAMPLES,
    PLAYBACK_RATE_HZ,
    PLAYBACK_RATIO,
    Samples,
    silence,
    to_int16,
)
from voicecoach.audio.room.interface import Render


class Playback:
    """``fill`` and ``keep_pace`` are for a device's thread, all else for the session's; each takes microseconds."""

    def __init__(self, render: Render, played: Callable[[Samples, float], None]) -> None:
        """``played`` is given each piece at 16 kHz, with the time at which it was asked for."""
        self._render = render
        self._played = played
        self._lock = threading.Lock()
        self._decimator = Decimator()
        self._unplayed = silence(0)
        self._to_wake = 0
        self._keep_awake = False
        self._clock_from_s: float | None = None
        self._clock_blocks = 0
        self.failure: Exception | None = None
        """What ``render`` raised, for the session's thread: the device's has nobody to tell."""

    @property
    def by_clock(self) -> bool:
        """True while the sound goes nowhere."""
        return self._clock_from_s is not None

    def wake(self, seconds: float, *, keep_awake: bool) -> None:
        """The loudspeaker was opened: so much of a sound that nobody hears comes first, and also where it is silent."""
        self._to_wake = round(seconds * PLAYBACK_RATE_HZ)
        self._keep_awake = keep_awake

    def fill(self, count: int, now_s: float) -> bytes:
        """The loudspeaker's next ``count`` samples, at the playback rate; silence while a clock stands in for it."""
        with self._lock:
            if self._to_wake > 0:
                self._to_wake -= count
                return _inaudible(count)
            if self.by_clock:
                return _inaudible(count) if self._keep_awake else bytes(2 * count)
            missing = max(count - len(self._unplayed), 0)
            if missing:
                sound = self._rendered(-(-missing // PLAYBACK_RATIO), now_s)
                self._unplayed = np.concatenate([self._unplayed, sound])
            samples, self._unplayed = self._unplayed[:count], self._unplayed[count:]
        if self._keep_awake and not samples.any():
            return _inaudible(count)
        return to_int16(samples)

    def keep_pace(self, count: int, now_s: float) -> None:
        """Renders as much as the microphone has heard, where there is to be no loudspeaker that asks."""
        with self._lock:
            if not self.by_clock:
                self._rendered(count, now_s)

    def start_clock(self, now_s: float) -> None:
        """From now on blocks are due as time passes; where the clock runs, it begins anew."""
        with self._lock:
            self._clock_from_s, self._clock_blocks = now_s, 0

    def stop_clock(self) -> None:
        """The device asks again."""
        with self._lock:
            self._clock_from_s = None

    def catch_up(self, now_s: float) -> None:
        """Renders what is due by the clock, if it runs."""
        with self._lock:
            if self._clock_from_s is None:
                return
            due = int((now_s - self._clock_from_s) / BLOCK_S) - self._clock_blocks
            for _ in range(due):
                self._rendered(BLOCK_SAMPLES, now_s)
            self._clock_blocks += due

    def _rendered(self, count: int, now_s: float) -> Samples:
        sound = silence(count * PLAYBACK_RATIO)
        if self.failure is None:
            try:
                sound = self._render(count)
            except Exception as error:  # noqa: BLE001
                self.failure = error
        self._played(self._decimator.process(sound), now_s)
        return sound


def _inaudible(count: int) -> bytes:
    """The smallest sound there is in 16 bits (-90 dB), to keep an output awake that sleeps on digital silence."""
    return np.tile(np.array([0, 1, 0, -1], dtype="<i2"), -(-count // 4))[:count].tobytes()
