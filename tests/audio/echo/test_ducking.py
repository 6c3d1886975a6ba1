"""Ducking: only where the echo cannot be cancelled, only while somebody speaks, and without a click."""

from __future__ import annotations

import numpy as np

from voicecoach.audio.echo.canceller import EchoCanceller
from voicecoach.audio.echo.ducking import DUCKED_DB, DuckingEcho
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import BLOCK_SAMPLES, Samples, gain_from_db, silence

QUIET = np.full(BLOCK_SAMPLES, 1e-4, dtype=np.float32)
SPEECH = np.full(BLOCK_SAMPLES, 0.05, dtype=np.float32)
TONE = np.full(40_000, 0.1, dtype=np.float32)


class Passing(EchoCanceller):
    """Cancels nothing, and is settled when the test says so."""

    def __init__(self, *, settled: bool) -> None:
        super().__init__()
        self.is_settled = settled

    @property
    def settled(self) -> bool:
        return self.is_settled

    def process(self, microphone: Samples, played: Samples) -> tuple[Samples, Samples]:
        return microphone, played


def playing(echo: DuckingEcho, mixer: Mixer, heard: Samples, blocks: int) -> Samples:
    """Plays on while the microphone hears the same block again and again."""
    out = []
    for _ in range(blocks):
        played = mixer.render(BLOCK_SAMPLES)
        echo.process(heard, played)
        out.append(played)
    return np.concatenate(out)


def ducked(echo: DuckingEcho) -> bool:
    return echo.ducked


def test_goes_quiet_for_a_voice_and_comes_back_when_it_ends() -> None:
    mixer = Mixer(ratio=1)
    mixer.play(TONE)
    echo = DuckingEcho(Passing(settled=False), mixer)
    assert float(playing(echo, mixer, QUIET, 20)[-1]) == np.float32(0.1)
    lowered = playing(echo, mixer, SPEECH, 15)
    assert ducked(echo)
    np.testing.assert_allclose(lowered[-100:], 0.1 * gain_from_db(DUCKED_DB), rtol=1e-4)
    assert float(np.abs(np.diff(lowered)).max()) < 0.001
    playing(echo, mixer, QUIET, 80)
    assert ducked(echo)
    playing(echo, mixer, QUIET, 40)
    assert not ducked(echo)
    assert float(playing(echo, mixer, QUIET, 50)[-1]) == np.float32(0.1)


def test_a_coach_that_can_hear_through_itself_is_never_lowered() -> None:
    mixer = Mixer(ratio=1)
    mixer.play(TONE)
    echo = DuckingEcho(Passing(settled=True), mixer)
    playing(echo, mixer, QUIET, 20)
    assert np.all(playing(echo, mixer, SPEECH, 30) == np.float32(0.1))


def test_a_click_and_a_steady_noise_are_no_voice() -> None:
    mixer = Mixer(ratio=1)
    echo = DuckingEcho(Passing(settled=False), mixer)
    playing(echo, mixer, QUIET, 20)
    playing(echo, mixer, SPEECH, 3)
    playing(echo, mixer, QUIET, 20)
    assert not echo.ducked
    playing(echo, mixer, 3 * QUIET, 500)
    assert not echo.ducked
    playing(echo, mixer, silence(BLOCK_SAMPLES), 10)
    assert not echo.ducked


def test_answers_what_the_canceller_answers() -> None:
    mixer = Mixer(ratio=1)
    detect, recognise = DuckingEcho(Passing(settled=True), mixer).process(SPEECH, QUIET)
    np.testing.assert_array_equal(detect, SPEECH)
    np.testing.assert_array_equal(recognise, QUIET)
