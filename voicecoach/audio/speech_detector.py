"""Detects speech in blocks of 10 ms: a small network over how far each band exceeds its noise floor.

Each block is compared with the floor of its own band, so a hum or a fan lifts the floor of its bands only, and a voice
shows in the others. The floor falls at once and rises slowly (minimum tracking after Martin 2001, in its simplest
form), hence a word is never mistaken for the background, and a new background is learnt within seconds. The network
tells a voice from a clatter that stands out as much, and a word from its echo in the room; it was trained by
``training/ears/train_detector.py``, and its weights lie beside this module.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt

from voicecoach.audio.pcm import BLOCK_S, BLOCK_SAMPLES, SAMPLE_RATE_HZ, Samples

WINDOW_SAMPLES = 2 * BLOCK_SAMPLES
CONTEXT_BLOCKS = 14
"""How much of the past the network sees: 140 ms."""
BANDS = 15
_FFT = 512
_EDGES_HZ = (150, 300, 450, 600, 800, 1000, 1250, 1550, 1900, 2300, 2800, 3400, 4200, 5200, 6400, 7800)
_FLOOR_MIN_DB = -78.0
"""Quieter than any microphone: digital silence must not make every rustle a voice."""
_FLOOR_RISE_DB_S = 6.0
_FLOOR_FALL = 0.3
"""Of the way down, each block."""
_LEAST_DB, _MOST_DB = -10.0, 40.0
SCALE_DB = 20.0

_Floats = npt.NDArray[np.float32]

_FIRST_BIN = math.ceil(_EDGES_HZ[0] * _FFT / SAMPLE_RATE_HZ)
_LAST_BIN = math.ceil(_EDGES_HZ[-1] * _FFT / SAMPLE_RATE_HZ)
_BAND_STARTS = np.array([math.ceil(edge * _FFT / SAMPLE_RATE_HZ) - _FIRST_BIN for edge in _EDGES_HZ[:-1]])
_BAND_SCALE = (1.0 / np.diff([*_BAND_STARTS, _LAST_BIN - _FIRST_BIN]) / WINDOW_SAMPLES).astype(np.float32)
_WINDOW = np.hanning(WINDOW_SAMPLES).astype(np.float32)


@dataclass(frozen=True, slots=True)
class DetectorTuning:
    """Log odds that a block is speech."""

    start: float = 0.5
    keep: float = 0.0
    """Enough while somebody is speaking."""
    speaking_blocks: int = 5
    """Speech is over when so many blocks in a row were not."""


class SpeechDetector:
    """Fed every block in order; deterministic. Speech begins with hysteresis and ends block by block."""

    def __init__(self, tuning: DetectorTuning | None = None) -> None:
        self._tuning = tuning or DetectorTuning()
        self._network = _network()
        self._tail: _Floats = np.zeros(WINDOW_SAMPLES - BLOCK_SAMPLES, dtype=np.float32)
        self._floor_db: _Floats | None = None
        self._context: _Floats = np.zeros(CONTEXT_BLOCKS * BANDS, dtype=np.float32)
        self._quiet_blocks = self._tuning.speaking_blocks
        self._log_odds = 0.0

    @property
    def log_odds(self) -> float:
        """That the last block was speech."""
        return self._log_odds

    def feed(self, block: Samples) -> bool:
        """One block of shape (160,): True while somebody speaks (single blocks may say False within a word)."""
        self._context = np.concatenate((self._context[BANDS:], self.stand_out(block) / np.float32(SCALE_DB)))
        self._log_odds = self._network.log_odds(self._context)
        tuning = self._tuning
        speaking = self._quiet_blocks < tuning.speaking_blocks
        loud = self._log_odds >= (tuning.keep if speaking else tuning.start)
        self._quiet_blocks = 0 if loud else self._quiet_blocks + 1
        return loud

    def stand_out(self, block: Samples) -> _Floats:
        """How far each band of this block stands out from its floor, in dB from -10 to 40. Shape (15,)."""
        level_db = self._levels_of(block)
        if not np.isfinite(level_db[0]):
            # What is not a number is no sound, and must not stay in the floor.
            return np.zeros(BANDS, dtype=np.float32)
        if self._floor_db is None:
            self._floor_db = np.maximum(level_db, np.float32(_FLOOR_MIN_DB))
        gap = level_db - self._floor_db
        step = np.minimum(gap * np.float32(_FLOOR_FALL), np.float32(_FLOOR_RISE_DB_S * BLOCK_S))
        self._floor_db = np.maximum(self._floor_db + step, np.float32(_FLOOR_MIN_DB))
        above: _Floats = np.minimum(np.maximum(level_db - self._floor_db, np.float32(_LEAST_DB)), np.float32(_MOST_DB))
        return above

    def _levels_of(self, block: Samples) -> _Floats:
        window = np.concatenate((self._tail, block))
        self._tail = window[BLOCK_SAMPLES:]
        return levels_db(window)


def levels_db(windows: _Floats) -> _Floats:
    """Mean power in each of the 15 bands; shape (..., 320) to (..., 15)."""
    spectrum = np.fft.rfft(windows * _WINDOW, _FFT)[..., _FIRST_BIN:_LAST_BIN]
    power = np.add.reduceat(spectrum.real**2 + spectrum.imag**2, _BAND_STARTS, axis=-1) * _BAND_SCALE
    result: _Floats = 10.0 * np.log10(power + np.float32(1e-10))
    return result


class _Network:
    """Two hidden layers with rectifiers."""

    def __init__(self, arrays: Mapping[str, _Floats]) -> None:
        self._layers = [(arrays[f"weight{number}"], arrays[f"bias{number}"]) for number in range(3)]

    def log_odds(self, features: _Floats) -> float:
        (first, first_bias), (second, second_bias), (last, last_bias) = self._layers
        hidden = np.maximum(first @ features + first_bias, 0.0)
        hidden = np.maximum(second @ hidden + second_bias, 0.0)
        return float(last[0] @ hidden + last_bias[0])


@cache
def _network() -> _Network:
    packed = files("voicecoach.audio").joinpath("speech_detector.npz").read_bytes()
    with np.load(BytesIO(packed)) as data:
        return _Network({name: data[name].astype(np.float32) for name in data.files})
