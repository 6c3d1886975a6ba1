"""How loud a recording is by ITU-R BS.1770-5 and EBU R 128, and how high its true peak. Pure; for one channel."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

from voicecoach.audio.pcm import Samples, resampled

_BLOCK_S = 0.4
_STEP_S = 0.1
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
_OFFSET_LUFS = -0.691
_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
"""Numerators and denominators of the K-weighting's two filters, for 48 kHz (BS.1770, tables 1 and 2)."""
_TABULATED_HZ = 48_000
_OVERSAMPLING = 4


def loudness_lufs(samples: Samples, rate_hz: int) -> float:
    """Integrated loudness in LUFS, gated; -inf for silence. What is shorter than 0.4 s is followed by silence."""
    power = np.square(_k_weighted(samples, rate_hz))
    step = round(_STEP_S * rate_hz)
    steps = max(-(-len(power) // step), round(_BLOCK_S / _STEP_S))
    padded = np.zeros(steps * step)
    padded[: len(power)] = power
    sums = padded.reshape(steps, step).sum(axis=1)
    in_block = round(_BLOCK_S / _STEP_S)
    blocks = np.convolve(sums, np.ones(in_block), mode="valid") / (in_block * step)
    blocks = blocks[blocks > _power(_ABSOLUTE_GATE_LUFS)]
    if blocks.size == 0:
        return -np.inf
    blocks = blocks[blocks > _power(_lufs(float(blocks.mean())) + _RELATIVE_GATE_LU)]
    return _lufs(float(blocks.mean()))


def true_peaks(samples: Samples, rate_hz: int) -> Samples:
    """The largest magnitude between each sample and the next, read off the signal at four times the rate."""
    dense = np.abs(resampled(samples, rate_hz, _OVERSAMPLING * rate_hz))
    padded = np.zeros(len(samples) * _OVERSAMPLING, dtype=np.float32)
    padded[: len(dense)] = dense[: len(padded)]
    peaks: Samples = padded.reshape(-1, _OVERSAMPLING).max(axis=1)
    return np.maximum(peaks, np.abs(samples))


def _power(lufs: float) -> float:
    return float(10.0 ** ((lufs - _OFFSET_LUFS) / 10.0))


def _lufs(power: float) -> float:
    return _OFFSET_LUFS + 10.0 * float(np.log10(power))


def _k_weighted(samples: Samples, rate_hz: int) -> npt.NDArray[np.float64]:
    length = _round_length(len(samples))
    spectrum = np.fft.rfft(samples, length)
    return np.fft.irfft(spectrum * _k_gain(length, rate_hz), length)[: len(samples)]


def _round_length(samples: int) -> int:
    """A length that transforms fast, one of few, with room after the sound so that its end does not wrap round."""
    return 1 << (samples + 4_800).bit_length()


@functools.lru_cache(maxsize=16)
def _k_gain(length: int, rate_hz: int) -> npt.NDArray[np.float64]:
    """The magnitude of the K-weighting at the frequencies of a real transform of this length."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(length, 1.0 / rate_hz) / _TABULATED_HZ)
    gain = np.ones(len(z))
    for numerator, denominator in (_SHELF, _HIGH_PASS):
        gain *= np.abs(np.polyval(numerator[::-1], z) / np.polyval(denominator[::-1], z))
    return gain
