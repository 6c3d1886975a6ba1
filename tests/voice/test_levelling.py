from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.audio.loudness import loudness_lufs, true_peaks
from voicecoach.audio.pcm import VOICE_RATE_HZ, Samples, silence
from voicecoach.voice.levelling import AUDIBLE_DB, PEAK_DBTP, SPEECH_LUFS, level_line


def tone(seconds: float, amplitude: float) -> Samples:
    time_s = np.arange(round(seconds * VOICE_RATE_HZ)) / VOICE_RATE_HZ
    return (amplitude * np.cos(2 * np.pi * 400 * time_s)).astype(np.float32)


def test_silence_around_a_line_is_cut_and_silence_within_it_kept() -> None:
    line = np.concatenate([silence(3000), tone(0.2, 0.3), silence(4000), tone(0.2, 0.3), silence(5000)])
    assert abs(level_line(line).size - (4000 + round(0.4 * VOICE_RATE_HZ))) <= 2


def test_a_weak_beginning_belongs_to_the_line_and_noise_does_not() -> None:
    weak = tone(0.05, 0.3 * 10 ** ((AUDIBLE_DB + 5) / 20))
    noise = tone(0.05, 0.3 * 10 ** ((AUDIBLE_DB - 5) / 20))
    levelled = level_line(np.concatenate([noise, weak, tone(0.2, 0.3)]))
    assert abs(levelled.size - (weak.size + round(0.2 * VOICE_RATE_HZ))) <= 8


@pytest.mark.parametrize("amplitude", [0.001, 0.05, 0.9])
def test_short_and_long_quiet_and_loud_lines_come_out_equally_loud(amplitude: float) -> None:
    short = level_line(tone(0.4, amplitude))
    sentence = level_line(np.concatenate([tone(1, amplitude), silence(8000), tone(2, amplitude)]))
    for line in (short, sentence):
        assert loudness_lufs(line, VOICE_RATE_HZ) == pytest.approx(SPEECH_LUFS, abs=0.5)


def test_a_line_with_high_peaks_stays_below_full_scale() -> None:
    line = tone(0.5, 0.02)
    line[4000] = 0.9
    levelled = level_line(line)
    assert 20 * np.log10(true_peaks(levelled, VOICE_RATE_HZ).max()) == pytest.approx(PEAK_DBTP, abs=0.2)
    assert loudness_lufs(levelled, VOICE_RATE_HZ) == pytest.approx(SPEECH_LUFS, abs=0.5)
    assert np.abs(levelled[:3000]).max() == pytest.approx(np.abs(levelled[6000:]).max(), rel=0.02), "only the peak"


def test_a_line_begins_and_ends_without_a_click() -> None:
    levelled = level_line(tone(0.5, 0.3))
    assert abs(levelled[0]) < 0.01
    assert abs(levelled[-1]) < 0.01


@pytest.mark.parametrize("nothing", [silence(0), silence(1000), np.full(1000, 1e-6, np.float32)])
def test_nothing_audible_is_an_empty_line(nothing: Samples) -> None:
    assert level_line(nothing).size == 0


@given(st.lists(st.floats(-1, 1, width=32), max_size=900), st.integers(0, 400))
def test_any_line_is_finite_within_scale_and_no_longer_than_before(values: list[float], pad: int) -> None:
    line = np.concatenate([silence(pad), np.array(values, dtype=np.float32), silence(pad)])
    before = line.copy()
    levelled = level_line(line)
    assert levelled.dtype == np.float32
    assert levelled.size <= line.size
    assert np.isfinite(levelled).all()
    assert np.abs(levelled).max(initial=0) <= 10 ** (PEAK_DBTP / 20) + 1e-6
    assert np.array_equal(line, before)
