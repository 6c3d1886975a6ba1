"""Brings what is played to the clock's rate, block by block: what echo cancellers compare the microphone with. Pure."""

from __future__ import annotations

import numpy as np

from voicecoach.audio.pcm import PLAYBACK_RATIO, Samples, silence

_TAPS = 61
DELAY_SAMPLES = (_TAPS - 1) // 2 // PLAYBACK_RATIO
"""Of the clock (0.6 ms), far below what any loudspeaker and microphone add, so that an echo still comes after it."""


def _low_pass() -> Samples:
    """Kaiser-windowed, 50 dB: passes up to 7 kHz, half at 8 kHz, stops from 9 kHz on."""
    taps = np.arange(_TAPS) - (_TAPS - 1) / 2
    response = np.sinc(taps / PLAYBACK_RATIO) * np.kaiser(_TAPS, 4.55)
    taps_of_sum_1: Samples = (response / response.sum()).astype(np.float32)
    return taps_of_sum_1


class Decimator:
    """``process`` takes 3 n samples at the playback rate and gives n of the clock, ``DELAY_SAMPLES`` late."""

    def __init__(self) -> None:
        self._taps = _low_pass()
        self._before = silence(_TAPS - 1)

    def process(self, playback: Samples) -> Samples:
        if not playback.any() and not self._before.any():
            return silence(len(playback) // PLAYBACK_RATIO)
        line = np.concatenate([self._before, playback])
        self._before = line[len(line) - (_TAPS - 1) :]
        # Output n holds the input up to playback sample 3 n, so that the delay is a whole number of clock samples.
        windows = np.lib.stride_tricks.sliding_window_view(line, _TAPS)[: len(playback) : PLAYBACK_RATIO]
        decimated: Samples = windows @ self._taps
        return decimated
