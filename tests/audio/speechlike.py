"""Sound that has the rhythm and the spectrum of speech, and needs no voice."""

from __future__ import annotations

import numpy as np

from voicecoach.audio.pcm import SAMPLE_RATE_HZ, Samples, rms_db, to_samples


def speechlike(seconds: float, seed: int = 0, level_db: float = -22.0) -> Samples:
    """Syllables of coloured noise, four a second, with pauses between phrases."""
    rng = np.random.default_rng(seed)
    count = to_samples(seconds)
    spectrum = np.fft.rfft(rng.standard_normal(count))
    frequency_hz = np.fft.rfftfreq(count, 1 / SAMPLE_RATE_HZ)
    sound = np.fft.irfft(spectrum / (1 + (frequency_hz / 900.0) ** 1.5), count)
    syllables = np.interp(np.arange(count), np.arange(0, count, 2000), rng.uniform(0.05, 1.0, -(-count // 2000)))
    phrases = (np.arange(count) / SAMPLE_RATE_HZ % 3.0) < 2.5
    sound = sound * syllables * phrases
    return np.asarray(sound * 10 ** ((level_db - rms_db(sound.astype(np.float32))) / 20), dtype=np.float32)
