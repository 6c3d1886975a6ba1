"""Is somebody speaking in these ten milliseconds? Level above an adaptive noise floor, band by band.

Each block is compared with the floor of its own band, so a hum or a fan lifts the floor of its bands only, and a
voice shows in the others. The floor falls at once and rises slowly (minimum tracking after Martin 2001, in its
simplest form), hence a word is never mistaken for the background, and a new background is learnt within seconds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voicecoach.audio.pcm import BLOCK_S, BLOCK_SAMPLES, SAMPLE_RATE_HZ, Samples

_WINDOW_SAMPLES = 2 * BLOCK_SAMPLES
_FFT = 512
_EDGES_HZ = (150, 300, 450, 600, 800, 1000, 1250, 1550, 1900, 2300, 2800, 3400, 4200, 5200, 6400, 7800)
_UNSTEADY_DB = 4.0
"""The tracked minimum of a steady noise lies about so far below its single blocks."""
_MOST_DB = 20.0
"""More than this in one band says nothing more about speech."""
_FLOOR_MIN_DB = -78.0
"""Quieter than any microphone: digital silence must not make every rustle a voice."""

_FIRST_BIN = math.ceil(_EDGES_HZ[0] * _FFT / SAMPLE_RATE_HZ)
_LAST_BIN = math.ceil(_EDGES_HZ[-1] * _FFT / SAMPLE_RATE_HZ)
_BAND_STARTS = np.array([math.ceil(edge * _FFT / SAMPLE_RATE_HZ) - _FIRST_BIN for edge in _EDGES_HZ[:-1]])
_BAND_SCALE = (1.0 / np.diff([*_BAND_STARTS, _LAST_BIN - _FIRST_BIN]) / _WINDOW_SAMPLES).astype(np.float32)

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class DetectorTuning:
    """Decibels are means over bands of what stands out from the floor."""

    start_db: float = 4.5
    keep_db: float = 2.2
    floor_rise_db_s: float = 6.0
    floor_rise_speech_db_s: float = 1.5
    floor_rise_unbroken_db_s: float = 15.0
    """When nothing has been quiet for ``unbroken_blocks``: speech pauses, a new background does not."""
    unbroken_blocks: int = 250
    start_blocks: int = 3
    """So many of the last five blocks must stand out for speech to begin."""


class SpeechDetector:
    """Fed every block in order; deterministic. Speech begins with hysteresis and ends block by block."""

    def __init__(self, tuning: DetectorTuning | None = None) -> None:
        self._tuning = tuning or DetectorTuning()
        self._window: Floats = np.hanning(_WINDOW_SAMPLES).astype(np.float32)
        self._tail: Floats = np.zeros(_WINDOW_SAMPLES - BLOCK_SAMPLES, dtype=np.float32)
        self._floor_db: Floats | None = None
        self._recent = [False] * 5
        self._speaking = False
        self._evidence_db = 0.0
        self._unbroken = 0

    @property
    def evidence_db(self) -> float:
        """How far the last block stood out from the floor, mean over bands; 0 is background."""
        return self._evidence_db

    def feed(self, block: Samples) -> bool:
        """One block of shape (160,): True while somebody speaks (single blocks may say False within a word)."""
        tuning = self._tuning
        level_db = self._levels_db(block)
        if self._floor_db is None:
            self._floor_db = np.maximum(level_db, _FLOOR_MIN_DB)
        if self._unbroken > tuning.unbroken_blocks:
            rise_db_s = tuning.floor_rise_unbroken_db_s
        else:
            rise_db_s = tuning.floor_rise_speech_db_s if self._speaking else tuning.floor_rise_db_s
        gap = level_db - self._floor_db
        step = np.minimum(gap * np.float32(0.3), np.float32(rise_db_s * BLOCK_S))
        self._floor_db = np.maximum(self._floor_db + step, np.float32(_FLOOR_MIN_DB))
        above = np.minimum(np.maximum(level_db - self._floor_db - np.float32(_UNSTEADY_DB), 0.0), _MOST_DB)
        self._evidence_db = float(above.mean())
        needed = tuning.keep_db if self._speaking else tuning.start_db
        loud = self._evidence_db >= needed
        self._unbroken = self._unbroken + 1 if loud else 0
        self._recent = [*self._recent[1:], loud]
        if not self._speaking and sum(self._recent) >= tuning.start_blocks:
            self._speaking = True
        elif self._speaking and not any(self._recent):
            self._speaking = False
        return loud

    def _levels_db(self, block: Samples) -> Floats:
        window = np.concatenate((self._tail, block))
        self._tail = window[BLOCK_SAMPLES:]
        spectrum = np.fft.rfft(window * self._window, _FFT)[_FIRST_BIN:_LAST_BIN]
        power = np.add.reduceat(spectrum.real**2 + spectrum.imag**2, _BAND_STARTS) * _BAND_SCALE
        result: Floats = 10.0 * np.log10(power + np.float32(1e-10))
        return result
