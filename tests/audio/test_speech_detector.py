"""The detector against sounds of known kind."""

from __future__ import annotations

import numpy as np
import pytest

from voicecoach.audio.pcm import BLOCK_SAMPLES, SAMPLE_RATE_HZ, Samples, silence
from voicecoach.audio.speech_detector import SpeechDetector


def _noise(seconds: float, level: float, seed: int = 1) -> Samples:
    sound = np.random.default_rng(seed).standard_normal(int(seconds * SAMPLE_RATE_HZ)) * level
    return sound.astype(np.float32)


def _vowel(seconds: float, level: float) -> Samples:
    time_s = np.arange(int(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    sound = np.sum([np.sin(2 * np.pi * 130 * n * time_s) / n**0.5 for n in range(1, 30)], axis=0)
    return np.asarray(sound * level / np.sqrt(np.mean(sound**2)), dtype=np.float32)


def _loud_blocks(sound: Samples) -> list[bool]:
    detector = SpeechDetector()
    return [
        detector.feed(sound[at : at + BLOCK_SAMPLES]) for at in range(0, sound.size - BLOCK_SAMPLES + 1, BLOCK_SAMPLES)
    ]


@pytest.mark.parametrize("level", [0.0, 1e-4, 1e-3, 1e-2, 1e-1])
def test_steady_noise_of_any_level_is_not_speech(level: float) -> None:
    assert sum(_loud_blocks(_noise(5, level))) <= 5


@pytest.mark.parametrize("snr_db", [10, 20, 40])
def test_a_voice_stands_out_and_ends_within_a_tenth_of_a_second(snr_db: float) -> None:
    sound = _noise(3, 0.05 * 10 ** (-snr_db / 20))
    sound[SAMPLE_RATE_HZ : 2 * SAMPLE_RATE_HZ] += _vowel(1, 0.05)
    loud = _loud_blocks(sound)
    assert sum(loud[:100]) <= 2
    assert sum(loud[100:200]) >= 90
    assert not any(loud[211:])


def test_a_louder_background_is_learnt() -> None:
    sound = np.concatenate((_noise(2, 0.002), _noise(8, 0.02, seed=2)))
    loud = _loud_blocks(sound)
    assert not any(loud[700:])


def test_digital_silence_is_no_background_to_stand_out_from() -> None:
    sound = np.concatenate((silence(SAMPLE_RATE_HZ), _noise(1, 1e-4)))
    assert not any(_loud_blocks(sound))


def test_the_same_sound_gives_the_same_answer() -> None:
    sound = _noise(2, 0.01) + np.pad(_vowel(0.5, 0.05), (8000, 16000))
    assert _loud_blocks(sound) == _loud_blocks(sound)
