"""The doctor's own ear: what it says about rooms that are known."""

from __future__ import annotations

import numpy as np
import pytest

from tests.audio.speechlike import speechlike
from tests.simulated_room import SimulatedRoom
from voicecoach.audio.pcm import PLAYBACK_RATE_HZ, SAMPLE_RATE_HZ, Samples, resampled, silence
from voicecoach.audio.room.acoustics import Acoustics
from voicecoach.audio.room.loopback import Advice, LoopbackReport, LoopbackVerdict, measure_loopback
from voicecoach.language.loading import load

SENTENCE = resampled(speechlike(4.0), SAMPLE_RATE_HZ, PLAYBACK_RATE_HZ)


def measured(acoustics: Acoustics | None, *, noise_db: float = -65.0, noise: Samples | None = None) -> LoopbackReport:
    return measure_loopback(SimulatedRoom(acoustics, noise_db=noise_db, noise=noise), SENTENCE)


def test_an_ordinary_room_works_and_its_figures_are_right() -> None:
    report = measured(Acoustics(echo_db=-12.0, echo_delay_ms=80.0, rt60_s=0.3))
    assert report.verdict is LoopbackVerdict.WORKS
    assert report.advice == ()
    assert report.return_loss_db == pytest.approx(12.0, abs=2.0)
    assert report.delay_ms == pytest.approx(80.0, abs=1.0)
    assert report.background_db == pytest.approx(-65.0, abs=1.5)
    assert report.enhancement_db > 15.0
    assert report.clipped == 0.0


def test_headphones_bring_no_echo() -> None:
    report = measured(Acoustics(echo_db=None))
    assert report.verdict is LoopbackVerdict.NO_ECHO
    assert report.advice == (Advice.CHECK_SPEAKER,)
    assert report.delay_ms is None


def test_a_faint_echo_in_a_quiet_room_works_although_there_is_little_to_cancel() -> None:
    assert measured(Acoustics(echo_db=-32.0), noise_db=-64.0).verdict is LoopbackVerdict.WORKS


def test_a_dead_microphone_is_named() -> None:
    report = measure_loopback(SimulatedRoom(Acoustics(echo_db=None)), SENTENCE)
    assert report.verdict is LoopbackVerdict.DEAF
    assert report.advice == (Advice.CHECK_MICROPHONE,)


def test_a_microphone_that_clips_is_too_close_or_too_loud() -> None:
    report = measured(Acoustics(echo_db=20.0))
    assert Advice.TURN_DOWN in report.advice
    assert report.clipped > 1e-3
    assert report.verdict is not LoopbackVerdict.WORKS


def test_a_loudspeaker_that_distorts_badly_does_not_work() -> None:
    report = measured(Acoustics(echo_db=0.0, speaker_drive=25.0, rt60_s=0.3))
    assert report.verdict in (LoopbackVerdict.FAILS, LoopbackVerdict.BARELY)
    assert report.advice == (Advice.MOVE_APART,)


def test_a_noisy_room_is_told() -> None:
    rng = np.random.default_rng(0)
    report = measured(Acoustics(echo_db=-6.0), noise=rng.standard_normal(32_000).astype(np.float32), noise_db=-40.0)
    assert Advice.NOISY in report.advice


def test_clocks_far_apart_are_told() -> None:
    assert Advice.ONE_DEVICE in measured(Acoustics(echo_db=-6.0, drift_ppm=350.0)).advice


def test_silence_as_a_sentence_is_not_an_echo() -> None:
    report = measure_loopback(SimulatedRoom(Acoustics(), noise_db=-60.0), silence(16_000))
    assert report.verdict is LoopbackVerdict.NO_ECHO


def test_every_verdict_and_every_advice_has_words() -> None:
    words = load("en").texts.doctor.loopback
    assert set(words["verdicts"]) == {verdict.value for verdict in LoopbackVerdict}
    assert set(words["advice"]) == {advice.value for advice in Advice}
