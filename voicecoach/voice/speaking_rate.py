"""Finds the rate to ask a synthesiser for so that so many words a minute come out. Pure.

eSpeak's own "words a minute" are not what a listener counts: at 150 it speaks a coach's lines at 182, because they
are short. The tables are what its voice ``en-us``, and hibari's "heart", made of 305 words in 32 such lines, each
without the silence around it; ``python -m tests.bench.bench_voice`` measures them anew. Both are slowest at about 100
real words a minute; below that, pauses stretch the line, which is also how people speak to be understood.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from voicecoach.audio.pcm import Samples
from voicecoach.voice.hibari_signal import FRAME_SAMPLES
from voicecoach.voice.levelling import trim_line

SLOWEST_WPM = 80
FASTEST_WPM = 300
"""Beyond these an instruction is no longer understood; a rate outside is taken as the nearer of the two."""
DEFAULT_WPM = 150

_REAL_WPM = (100.2, 119.2, 144.0, 170.2, 194.9, 214.4, 246.2, 279.5, 310.9)
_NOMINAL_WPM = (80, 100, 120, 140, 160, 175, 200, 225, 250)
_SLOW = ((87, 2, 86.8, 104.0), (0, 4, 80.8, 97.0))
"""From this rate on down: the word gap, and the real rates at nominal 80 and 100 with it."""
_HEART = (
    (0.5, 105.5), (0.55, 111.6), (0.6, 126.7), (0.65, 132.2), (0.7, 150.4), (0.75, 157.0), (0.79, 163.1), (0.83, 190.1),
    (0.88, 202.3), (0.94, 210.1), (1.0, 216.3), (1.1, 225.4), (1.2, 238.9), (1.3, 253.6), (1.4, 320.6),
)  # fmt: skip
"""The model's speed and the real words a minute at its own distance of frames. Between 0.79 and 0.81, for one, lie only
speeds at which a platform's rounding would decide."""
_HEART_SLOWEST_FRAME_SAMPLES = 318
_PACE = {"en-gb": 1.031, "en-gb-scotland": 1.058, "en-gb-x-rp": 1.033, "en-us-nyc": 1.02}
"""How much faster than ``en-us`` a voice speaks at the same setting."""


@dataclass(frozen=True, slots=True)
class EspeakRate:
    """Two of eSpeak NG's parameters."""

    nominal_wpm: int
    word_gap: int
    """Pause between words, in units of 10 ms at eSpeak's default speed."""


@dataclass(frozen=True, slots=True)
class HeartRate:
    """What hibari's voice is asked for."""

    speed: float
    frame_samples: int
    """How far the frames of its spectra stand apart; see ``hibari_signal``."""
    line_wpm: int | None = None
    """What pauses have to slow the line to, where the voice itself can speak no slower."""


def clamp_rate(rate_wpm: int) -> int:
    """The rate that is spoken when ``rate_wpm`` is asked for."""
    return min(max(rate_wpm, SLOWEST_WPM), FASTEST_WPM)


def espeak_rate(rate_wpm: int, voice: str = "en-us") -> EspeakRate:
    """The parameters with which ``voice`` speaks so many real words a minute."""
    rate = clamp_rate(rate_wpm) / _PACE.get(voice.partition("+")[0], 1.0)
    if rate >= _REAL_WPM[0]:
        return EspeakRate(round(float(np.interp(rate, _REAL_WPM, _NOMINAL_WPM))), 0)
    gap, at_80, at_100 = next(row[1:] for row in _SLOW if rate >= row[0])
    return EspeakRate(max(80, round(80 + 20 * (rate - at_80) / (at_100 - at_80))), gap)


def heart_rate(rate_wpm: int) -> HeartRate:
    """The parameters with which "heart" speaks so many real words a minute."""
    rate = clamp_rate(rate_wpm)
    speed, real_wpm = min(_HEART, key=lambda row: abs(np.log(row[1] / rate)))
    frame_samples = round(FRAME_SAMPLES * real_wpm / rate)
    if frame_samples > _HEART_SLOWEST_FRAME_SAMPLES and speed == _HEART[0][0]:
        return HeartRate(speed, _HEART_SLOWEST_FRAME_SAMPLES, rate)
    return HeartRate(speed, frame_samples)


class MeasuredRate:
    """For a synthesiser whose idea of words a minute is unknown: asks it to speak a sample, and counts."""

    def __init__(self, sample: str, render: Callable[[str, int], tuple[Samples, int]]) -> None:
        """``render(text, nominal_wpm)`` gives samples and their rate in Hz; without a sample nothing is measured."""
        self._sample = sample
        self._render = render
        self._nominal: dict[int, int] = {}

    def nominal(self, rate_wpm: int) -> int:
        """What to ask for so that about ``rate_wpm`` come out. Raises what ``render`` raises."""
        if not self._sample:
            return rate_wpm
        if rate_wpm not in self._nominal:
            samples, rate_hz = self._render(self._sample, rate_wpm)
            lasts_s = trim_line(samples).size / rate_hz
            real_wpm = len(self._sample.split()) * 60 / lasts_s if lasts_s else rate_wpm
            self._nominal[rate_wpm] = min(max(round(rate_wpm * rate_wpm / real_wpm), 40), 600)
        return self._nominal[rate_wpm]
