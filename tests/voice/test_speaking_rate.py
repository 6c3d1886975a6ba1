from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.audio.pcm import Samples
from voicecoach.voice.speaking_rate import FASTEST_WPM, SLOWEST_WPM, MeasuredRate, clamp_rate, espeak_rate


@given(st.integers(-1000, 1000), st.sampled_from(["en-us", "en-gb", "en-us+f3", "de"]))
def test_parameters_are_ones_that_espeak_takes(rate_wpm: int, voice: str) -> None:
    found = espeak_rate(rate_wpm, voice)
    assert 80 <= found.nominal_wpm <= 450
    assert 0 <= found.word_gap <= 4


def test_a_higher_rate_never_asks_for_slower_speech() -> None:
    asked = [espeak_rate(rate) for rate in range(SLOWEST_WPM, FASTEST_WPM + 1)]
    assert [rate.word_gap for rate in asked] == sorted((rate.word_gap for rate in asked), reverse=True)
    ungapped = [rate.nominal_wpm for rate in asked if rate.word_gap == 0]
    assert ungapped == sorted(ungapped)


def test_rates_are_clamped() -> None:
    assert (clamp_rate(1), clamp_rate(150), clamp_rate(5000)) == (SLOWEST_WPM, 150, FASTEST_WPM)


class Synthesiser:
    """Speaks at a multiple of what it is asked, with silence around it."""

    def __init__(self, pace: float) -> None:
        self.pace = pace
        self.asked: list[int] = []

    def __call__(self, text: str, nominal_wpm: int) -> tuple[Samples, int]:
        self.asked.append(nominal_wpm)
        speech = np.full(round(len(text.split()) * 60 / (nominal_wpm * self.pace) * 8000), 0.3, np.float32)
        quiet = np.zeros(4000, np.float32)
        return np.concatenate([quiet, speech, quiet]), 8000


@pytest.mark.parametrize("pace", [0.7, 1.0, 1.4])
def test_an_unknown_synthesiser_is_measured_once_a_rate(pace: float) -> None:
    speak = Synthesiser(pace)
    rate = MeasuredRate("one two three four five six seven eight nine ten", speak)
    nominal = rate.nominal(150)
    assert nominal * pace == pytest.approx(150, rel=0.02)
    assert rate.nominal(150) == nominal
    assert speak.asked == [150]


def test_a_mute_synthesiser_is_asked_for_the_plain_rate() -> None:
    rate = MeasuredRate("one two", lambda _text, _rate: (np.zeros(800, np.float32), 8000))
    assert rate.nominal(150) == 150
