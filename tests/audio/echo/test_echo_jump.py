"""Where the echo has gone when it comes sooner or later at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audio.speechlike import speechlike
from voicecoach.audio.echo.canceller import EchoCanceller
from voicecoach.audio.echo.jump import LEAST, LONGEST, EchoJump
from voicecoach.audio.pcm import BLOCK_SAMPLES, Samples, rms_db
from voicecoach.audio.room.acoustics import Acoustics, EchoPath

PREDICTED = speechlike(3.0, seed=1)
VOICE = speechlike(3.0, seed=2)


def found(microphone: Samples, predicted: Samples = PREDICTED) -> set[int]:
    jump = EchoJump()
    pairs = zip(blocks(microphone), blocks(predicted), strict=True)
    return {later for heard, taken in pairs if (later := jump.feed(heard, taken)) is not None}


def blocks(sound: Samples) -> Iterator[Samples]:
    return iter(sound[: len(sound) // BLOCK_SAMPLES * BLOCK_SAMPLES].reshape(-1, BLOCK_SAMPLES))


@settings(max_examples=30, deadline=None)
@given(later=st.integers(-LONGEST, LONGEST).filter(lambda later: abs(later) >= LEAST), share=st.floats(0.0, 0.2))
def test_the_jump_is_found_to_the_sample(later: int, share: float) -> None:
    echo = np.roll(PREDICTED, later) + np.float32(share) * VOICE
    assert found(echo.astype(np.float32)) == {later}


@settings(max_examples=20, deadline=None)
@given(later=st.integers(-1, 1), gain=st.floats(0.1, 8.0))
def test_a_patient_who_speaks_is_no_jump(later: int, gain: float) -> None:
    assert found(np.roll(PREDICTED, later) + np.float32(gain) * VOICE) == set()


def test_a_patient_who_speaks_alone_is_no_jump() -> None:
    assert found(VOICE, np.float32(0.5) * PREDICTED) == set()


def test_nothing_is_said_before_enough_was_heard_or_after_forgetting() -> None:
    jump = EchoJump()
    pairs = list(zip(blocks(np.roll(PREDICTED, 500)), blocks(PREDICTED), strict=True))
    for number, (heard, taken) in enumerate(pairs):
        if number % 40 == 0:
            jump.forget()
        assert jump.feed(heard, taken) is None


@pytest.mark.parametrize(("before_ms", "after_ms"), [(75.0, 109.5), (75.0, 37.5), (200.0, 190.0), (40.0, 40.3)])
def test_the_echo_is_taken_out_again_half_a_second_after_it_jumped(before_ms: float, after_ms: float) -> None:
    canceller = EchoCanceller()
    before, after = (
        EchoPath(Acoustics(echo_db=-8.0, rt60_s=0.3, echo_delay_ms=ms, seed=2)) for ms in (before_ms, after_ms)
    )
    heard, left = [], []
    for number, played in enumerate(blocks(speechlike(11.4))):
        echoes = before.process(played), after.process(played)
        heard.append(echoes[number >= 920])
        left.append(canceller.process(heard[-1], played)[1])
    end = slice(980, 1140)
    assert rms_db(np.concatenate(heard[end])) - rms_db(np.concatenate(left[end])) > 15.0
    assert canceller.state.delay_s == pytest.approx(after_ms / 1000, abs=0.001)
    assert canceller.disturbed


def test_after_a_jump_beyond_all_that_is_known_it_learns_anew() -> None:
    canceller, path = EchoCanceller(), EchoPath(Acoustics(echo_db=-8.0, echo_delay_ms=75.0))
    for number, played in enumerate(blocks(speechlike(12.0))):
        if number == 400:
            canceller.moved(-9000)
            assert canceller.settling
        canceller.process(path.process(played), played)
    assert canceller.state.delay_s == pytest.approx(0.075, abs=0.001)
    assert canceller.state.enhancement_db > 15.0


@pytest.mark.parametrize("later", [-200, 163])
def test_of_a_jump_that_is_told_nothing_is_let_through(later: int) -> None:
    canceller, path = EchoCanceller(), EchoPath(Acoustics(echo_db=-8.0, rt60_s=0.3, echo_delay_ms=75.0, seed=2))
    played = speechlike(10.5)
    echo = np.concatenate([path.process(block) for block in blocks(played)])
    at = 920 * BLOCK_SAMPLES
    heard = np.concatenate([echo[:at], np.roll(echo, later)[at:]])
    left = []
    for number, (microphone, block) in enumerate(zip(blocks(heard), blocks(played), strict=True)):
        if number == 920:
            canceller.moved(later)
        left.append(canceller.process(microphone, block)[1])
    after = slice(at, at + 8000)
    assert rms_db(heard[after]) - rms_db(np.concatenate(left)[after]) > 18.0
    assert not canceller.disturbed
