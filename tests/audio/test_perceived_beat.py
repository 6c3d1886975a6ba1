"""The beat of a word is at its vowel, whatever comes before it."""

from __future__ import annotations

import numpy as np
import pytest

from voicecoach.audio.pcm import PLAYBACK_RATE_HZ, SAMPLE_RATE_HZ, Samples, silence
from voicecoach.audio.perceived_beat import perceived_beat


def vowel(seconds: float = 0.3, level: float = 0.3) -> Samples:
    """Harmonics of 200 Hz up to 3 kHz, swelling in 20 ms."""
    time_s = np.arange(round(seconds * PLAYBACK_RATE_HZ)) / PLAYBACK_RATE_HZ
    sound = sum(np.sin(2 * np.pi * 200 * number * time_s) / number for number in range(1, 16))
    return (level * sound * np.minimum(time_s / 0.02, 1.0)).astype(np.float32)


def hiss(seconds: float, level: float = 0.05) -> Samples:
    """An s: noise above 4 kHz."""
    noise = np.random.default_rng(1).standard_normal(round(seconds * PLAYBACK_RATE_HZ))
    if not noise.size:
        return silence(0)
    spectrum = np.fft.rfft(noise)
    spectrum[np.fft.rfftfreq(len(noise), 1 / PLAYBACK_RATE_HZ) < 4500] = 0.0
    return (level * np.fft.irfft(spectrum, len(noise))).astype(np.float32)


@pytest.mark.parametrize("before_s", [0.0, 0.05, 0.15, 0.3])
def test_a_consonant_before_the_vowel_moves_the_beat_and_not_the_vowel(before_s: float) -> None:
    at_s = perceived_beat(np.concatenate([hiss(before_s), vowel()])) / SAMPLE_RATE_HZ
    assert at_s == pytest.approx(before_s + 0.01, abs=0.012)


def test_the_first_stressed_vowel_decides_and_loudness_does_not() -> None:
    two = np.concatenate([hiss(0.1), vowel(0.2), silence(2000), vowel(0.2)])
    assert perceived_beat(two) / SAMPLE_RATE_HZ == pytest.approx(0.11, abs=0.012)
    assert perceived_beat(two * np.float32(0.05)) == pytest.approx(perceived_beat(two), abs=2)


@pytest.mark.parametrize("nothing", [silence(0), silence(500), silence(48_000)])
def test_silence_has_its_beat_at_once(nothing: Samples) -> None:
    assert perceived_beat(nothing) == 0
