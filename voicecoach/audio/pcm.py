"""Sound as this package holds it: mono float32 from -1 to 1, in blocks of 10 ms, at one of three rates.

The clock of a session counts samples of 16 kHz, the rate of the microphone, the echo cancellers and the recognisers.
Positions and lengths are given in these samples unless a name says otherwise. What is played has 48 kHz: exactly three
samples for each of the clock, two for each that the neural voice makes, and the rate at which sound cards run, so that
no part of the system has to resample it. Voices deliver 24 kHz.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

SAMPLE_RATE_HZ = 16_000
BLOCK_SAMPLES = 160
BLOCK_S = BLOCK_SAMPLES / SAMPLE_RATE_HZ

PLAYBACK_RATIO = 3
"""Samples of playback for each sample of the clock."""
PLAYBACK_RATE_HZ = PLAYBACK_RATIO * SAMPLE_RATE_HZ
VOICE_RATE_HZ = 24_000

Samples = npt.NDArray[np.float32]
"""Shape (n,), float32 mono, nominally within [-1, 1]; 16 kHz unless it says otherwise."""


def to_samples(seconds: float) -> int:
    """The nearest sample position to a time in seconds."""
    return round(seconds * SAMPLE_RATE_HZ)


def to_seconds(samples: int) -> float:
    """A sample position as seconds; exact to well below a sample for any session."""
    return samples / SAMPLE_RATE_HZ


def clock_length(clip: Samples) -> int:
    """How many samples of the clock a clip at the playback rate lasts, the last one begun counted whole."""
    return -(-len(clip) // PLAYBACK_RATIO)


def resampled(samples: Samples, from_hz: int, to_hz: int) -> Samples:
    """The whole clip at another rate, without delay."""
    if from_hz == to_hz or samples.size == 0:
        return samples
    import soxr

    clip: Samples = soxr.resample(samples, from_hz, to_hz, quality="HQ").astype(np.float32, copy=False)
    return clip


def silence(samples: int) -> Samples:
    """So many samples of digital silence."""
    return np.zeros(samples, dtype=np.float32)


def gain_from_db(gain_db: float) -> float:
    """Decibels to an amplitude factor: 0 dB is 1, -20 dB is 0.1."""
    return float(10.0 ** (gain_db / 20.0))


def power(samples: Samples) -> float:
    """Mean square of a block; cheap enough for every block. ``samples`` must not be empty."""
    return float(np.dot(samples, samples)) / len(samples)


def rms_db(samples: Samples) -> float:
    """Root mean square level in dB relative to full scale; -120 for silence."""
    if samples.size == 0:
        return -120.0
    power = float(np.mean(np.square(samples, dtype=np.float64)))
    return 10.0 * float(np.log10(max(power, 1e-12)))


def from_int16(data: bytes | bytearray | memoryview) -> Samples:
    """Little-endian 16-bit PCM to float."""
    return np.frombuffer(data, dtype="<i2").astype(np.float32) / np.float32(32768.0)


def to_int16(samples: Samples) -> bytes:
    """Float to little-endian 16-bit PCM, clipped at full scale."""
    return (np.clip(samples, -1.0, 32767.0 / 32768.0) * 32768.0).round().astype("<i2").tobytes()
