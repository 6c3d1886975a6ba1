"""What was played, at the clock's rate: late by a known delay, free of what would fold, the same in any blocks."""

from __future__ import annotations

import numpy as np
import pytest

from voicecoach.audio.decimation import DELAY_SAMPLES, Decimator
from voicecoach.audio.pcm import PLAYBACK_RATE_HZ, Samples


def tone(hz: float, samples: int = 14_400) -> Samples:
    return np.sin(2 * np.pi * hz * np.arange(samples) / PLAYBACK_RATE_HZ).astype(np.float32)


@pytest.mark.parametrize("hz", [100.0, 1000.0, 4000.0, 6500.0])
def test_speech_passes_with_its_delay(hz: float) -> None:
    out = Decimator().process(tone(hz))
    expected = tone(hz)[::3]
    np.testing.assert_allclose(out[100:-50], expected[100 - DELAY_SAMPLES : -50 - DELAY_SAMPLES], atol=0.02)


@pytest.mark.parametrize("hz", [9500.0, 12_000.0, 20_000.0])
def test_what_would_fold_is_gone(hz: float) -> None:
    assert np.abs(Decimator().process(tone(hz))[100:]).max() < 0.01


def test_blocks_of_any_size_give_the_same_samples() -> None:
    sound = np.random.default_rng(1).standard_normal(9_000).astype(np.float32)
    whole, parts, at = Decimator().process(sound), Decimator(), 0
    pieces = []
    for size in (3, 480, 30, 480, 999, 480, 6528):
        pieces.append(parts.process(sound[at : at + size]))
        at += size
    np.testing.assert_allclose(np.concatenate(pieces), whole, atol=1e-5)
