"""Against the reference values of ITU-R BS.1770-5 and EBU Tech 3341."""

from __future__ import annotations

import numpy as np
import pytest

from voicecoach.audio.loudness import loudness_lufs, true_peaks
from voicecoach.audio.pcm import Samples, gain_from_db, silence


def sine(hz: float, seconds: float, rate_hz: int, level_db: float = 0.0, phase: float = 0.0) -> Samples:
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    return (gain_from_db(level_db) * np.sin(2 * np.pi * hz * time_s + phase)).astype(np.float32)


@pytest.mark.parametrize("rate_hz", [16_000, 24_000, 48_000])
@pytest.mark.parametrize("level_db", [0.0, -20.0, -33.0])
def test_a_tone_of_997_hz_at_full_scale_in_one_channel_has_minus_3_01_lufs(rate_hz: int, level_db: float) -> None:
    assert loudness_lufs(sine(997, 5, rate_hz, level_db), rate_hz) == pytest.approx(-3.01 + level_db, abs=0.02)


def test_pauses_below_the_gates_count_for_nothing() -> None:
    # EBU Tech 3341, case 3: 10 s at -36, 60 s at -23, 10 s at -36; in one channel all is 3.01 lower.
    parts = [sine(1000, seconds, 24_000, level_db) for seconds, level_db in ((10, -36), (60, -23), (10, -36))]
    assert loudness_lufs(np.concatenate(parts), 24_000) == pytest.approx(-26.0, abs=0.1)
    spoken = np.concatenate([sine(1000, 3, 24_000, -20), silence(24_000 * 20), sine(1000, 3, 24_000, -20)])
    assert loudness_lufs(spoken, 24_000) == pytest.approx(-23.0, abs=0.4)


def test_low_sounds_weigh_less_and_high_ones_more() -> None:
    low, middle, high = (loudness_lufs(sine(hz, 3, 24_000), 24_000) for hz in (40, 500, 4000))
    assert middle - low > 5.0
    assert 2.0 < high - middle < 5.0


def test_silence_and_short_sounds_have_a_loudness() -> None:
    assert loudness_lufs(silence(0), 24_000) == loudness_lufs(silence(24_000), 24_000) == -np.inf
    tenth, whole = (loudness_lufs(sine(997, seconds, 24_000), 24_000) for seconds in (0.1, 0.4))
    assert whole - tenth == pytest.approx(6.0, abs=0.5)


def test_a_peak_between_two_samples_is_found() -> None:
    # A quarter of the rate, 45 degrees off: every sample is 3 dB below the peak that a converter makes of them.
    hidden = sine(6000, 0.5, 24_000, phase=np.pi / 4)
    assert 20 * np.log10(np.abs(hidden).max()) == pytest.approx(-3.01, abs=0.01)
    assert 20 * np.log10(true_peaks(hidden, 24_000).max()) == pytest.approx(0.0, abs=0.4)
    assert not true_peaks(silence(100), 24_000).any()
