"""What sound is in this house: mono, 16 kHz, float32 between -1 and 1, in blocks of 10 ms.

One rate from the voice to the card keeps the echo canceller's reference equal, sample for sample, to what was
played. 16 kHz is what recognisers take, and wide enough for speech.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

SAMPLE_RATE_HZ = 16_000
BLOCK_SAMPLES = 160
BLOCK_S = BLOCK_SAMPLES / SAMPLE_RATE_HZ

Samples = npt.NDArray[np.float32]
"""Shape (n,), float32, 16 kHz mono, nominally within [-1, 1]."""


def to_samples(seconds: float) -> int:
    """The nearest sample position to a time in seconds."""
    return round(seconds * SAMPLE_RATE_HZ)


def to_seconds(samples: int) -> float:
    """A sample position as seconds; exact to well below a sample for any session."""
    return samples / SAMPLE_RATE_HZ


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
