"""Rooms and noise for training and measuring: what happens to a clip between a mouth and a microphone."""

from __future__ import annotations

import numpy as np
from scipy.signal import fftconvolve

from voicecoach.audio.pcm import SAMPLE_RATE_HZ, Samples

Dice = np.random.Generator


def speech_rms(samples: Samples) -> float:
    """RMS of the blocks within 20 dB of the loudest."""
    blocks = samples[: samples.size // 160 * 160].reshape(-1, 160).astype(np.float64)
    levels = np.sqrt(np.mean(blocks**2, axis=1) + 1e-12)
    return float(np.sqrt(np.mean(levels[levels > 0.1 * levels.max()] ** 2)))


def coloured_noise(dice: Dice, count: int, exponent: float) -> Samples:
    """Unit RMS; power falls with frequency to the ``exponent`` (0 white, 1 pink, 2 brown)."""
    spectrum = np.fft.rfft(dice.standard_normal(count))
    frequency = np.maximum(np.fft.rfftfreq(count, 1 / SAMPLE_RATE_HZ), 40.0)
    noise = np.fft.irfft(spectrum * frequency ** (-exponent / 2), count)
    return (noise / np.sqrt(np.mean(noise**2))).astype(np.float32)


def hum(dice: Dice, count: int) -> Samples:
    """A motor: harmonics of 50 to 140 Hz that waver, and some hiss. Unit RMS."""
    base = dice.uniform(50, 140)
    wobble = 1 + 0.01 * np.sin(2 * np.pi * dice.uniform(0.2, 3) * np.arange(count) / SAMPLE_RATE_HZ)
    phase = 2 * np.pi * np.cumsum(base * wobble) / SAMPLE_RATE_HZ
    sound = sum(dice.uniform(0.1, 1) / n * np.sin(n * phase + dice.uniform(0, 6)) for n in range(1, 18))
    sound = sound + 0.3 * coloured_noise(dice, count, 1.0)
    return (sound / np.sqrt(np.mean(sound**2))).astype(np.float32)


def room(dice: Dice, samples: Samples, reverberation_s: float, direct_to_reverberant_db: float) -> Samples:
    """The clip through an exponentially decaying room, at its former level, with the tail kept."""
    count = int(reverberation_s * SAMPLE_RATE_HZ)
    time_s = np.arange(count) / SAMPLE_RATE_HZ
    tail = dice.standard_normal(count) * np.exp(-6.9 * time_s / reverberation_s)
    tail[: int(0.003 * SAMPLE_RATE_HZ)] = 0
    tail *= 10 ** (-direct_to_reverberant_db / 20) / np.sqrt(np.sum(tail**2))
    tail[0] = 1.0
    wet = fftconvolve(samples, tail)[: samples.size + int(0.2 * SAMPLE_RATE_HZ)].astype(np.float32)
    return wet * np.float32(speech_rms(samples) / speech_rms(wet))


def placed(dice: Dice, clip: Samples, noise: Samples, snr_db: float, before_s: float, after_s: float) -> Samples:
    """The clip with background before, under and after it."""
    before, after = int(before_s * SAMPLE_RATE_HZ), int(after_s * SAMPLE_RATE_HZ)
    stream = np.concatenate((np.zeros(before), clip, np.zeros(after)))
    start = int(dice.integers(0, max(1, noise.size - stream.size)))
    under = np.resize(noise[start : start + stream.size], stream.size).astype(np.float64)
    under *= speech_rms(clip) * 10 ** (-snr_db / 20) / np.sqrt(np.mean(under**2) + 1e-12)
    return (stream + under).astype(np.float32)
