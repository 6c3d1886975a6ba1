"""Echo cancelling in simulated rooms, with sound that has the rhythm and the spectrum of speech."""

from __future__ import annotations

import numpy as np
import pytest

from tests.audio.speechlike import speechlike
from voicecoach.audio.echo.aec3 import Aec3
from voicecoach.audio.echo.canceller import EchoCanceller, open_echo_canceller
from voicecoach.audio.echo.delay import EnvelopeDelay
from voicecoach.audio.echo.interpolation import glided, interpolated
from voicecoach.audio.echo.linear_canceller import LinearCanceller
from voicecoach.audio.echo.reference import Reference
from voicecoach.audio.pcm import BLOCK_SAMPLES, Samples, power, rms_db, silence, to_samples
from voicecoach.audio.room.acoustics import Acoustics, EchoPath
from voicecoach.errors import DeviceError


class Heard:
    """What came of cancelling: the microphone, and both outputs."""

    def __init__(
        self,
        acoustics: Acoustics,
        played: Samples,
        patient: Samples | None = None,
        canceller: EchoCanceller | None = None,
        noise_db: float = -70.0,
    ) -> None:
        self.canceller = canceller or EchoCanceller()
        room = EchoPath(acoustics)
        rng = np.random.default_rng(9)
        microphone, detect, recognise = [], [], []
        for start in range(0, len(played) - BLOCK_SAMPLES + 1, BLOCK_SAMPLES):
            block = played[start : start + BLOCK_SAMPLES]
            heard = room.process(block) + (rng.standard_normal(BLOCK_SAMPLES) * 10 ** (noise_db / 20))
            if patient is not None:
                heard = heard + patient[start : start + BLOCK_SAMPLES]
            microphone.append(heard.astype(np.float32))
            outputs = self.canceller.process(microphone[-1], block)
            detect.append(outputs[0])
            recognise.append(outputs[1])
        self.microphone, self.detect, self.recognise = map(np.concatenate, (microphone, detect, recognise))

    def enhancement_db(self, from_s: float, to_s: float) -> float:
        part = slice(to_samples(from_s), to_samples(to_s))
        return rms_db(self.microphone[part]) - rms_db(self.recognise[part])


ROOM = Acoustics(echo_db=-6.0, rt60_s=0.25)


@pytest.mark.parametrize("delay_ms", [20.0, 60.0, 130.0, 250.0])
def test_takes_the_echo_out_and_finds_its_delay(delay_ms: float) -> None:
    heard = Heard(Acoustics(echo_db=-6.0, rt60_s=0.25, echo_delay_ms=delay_ms), speechlike(8.0))
    state = heard.canceller.state
    assert heard.enhancement_db(1.0, 2.0) > 8.0
    assert heard.enhancement_db(5.0, 8.0) > 20.0
    assert state.settled
    assert not state.ducking_needed
    assert state.delay_s == pytest.approx(delay_ms / 1000, abs=0.001)
    assert state.return_loss_db == pytest.approx(6.0, abs=2.0)
    assert state.enhancement_db > 20.0
    assert abs(state.drift_ppm) < 2.0


def test_finds_an_echo_that_is_later_than_the_canceller_reaches() -> None:
    heard = Heard(Acoustics(echo_db=-6.0, echo_delay_ms=450.0), speechlike(16.0))
    assert heard.enhancement_db(12.0, 16.0) > 15.0
    assert heard.canceller.state.delay_s == pytest.approx(0.45, abs=0.001)


@pytest.mark.parametrize("drift_ppm", [-60.0, 60.0])
def test_follows_clocks_that_differ(drift_ppm: float) -> None:
    heard = Heard(Acoustics(echo_db=-6.0, rt60_s=0.2, drift_ppm=drift_ppm), speechlike(18.0))
    assert heard.canceller.state.drift_ppm == pytest.approx(drift_ppm, abs=3.0)
    assert heard.enhancement_db(14.0, 18.0) > 18.0


def test_follows_an_echo_path_that_changes() -> None:
    canceller = EchoCanceller()
    Heard(ROOM, speechlike(6.0), canceller=canceller)
    moved = Heard(Acoustics(echo_db=-9.0, rt60_s=0.25, seed=5), speechlike(8.0, seed=1), canceller=canceller)
    assert moved.enhancement_db(5.0, 8.0) > 15.0


def test_leaves_the_patient_as_they_are() -> None:
    patient = speechlike(10.0, seed=3, level_db=-28.0)
    patient[: to_samples(5.0)] = 0.0
    heard = Heard(ROOM, speechlike(10.0), patient)
    part = slice(to_samples(5.0), None)
    difference = heard.recognise[part] - patient[part]
    assert rms_db(patient[part]) - rms_db(difference) > 15.0
    assert heard.canceller.state.settled


def test_passes_the_microphone_through_while_the_coach_is_silent() -> None:
    canceller = EchoCanceller()
    Heard(ROOM, speechlike(4.0), canceller=canceller)
    Heard(ROOM, silence(to_samples(1.02)), canceller=canceller)
    words = speechlike(0.5, seed=4)
    heard = Heard(Acoustics(echo_db=None), silence(len(words)), words, canceller)
    np.testing.assert_array_equal(heard.microphone, heard.recognise)
    np.testing.assert_array_equal(heard.microphone, heard.detect)


def test_with_headphones_there_is_nothing_to_settle() -> None:
    state = Heard(Acoustics(echo_db=None), speechlike(5.0), noise_db=-60.0).canceller.state
    assert state.settled
    assert not state.ducking_needed
    assert state.return_loss_db > 30.0
    assert state.delay_s is None


def test_says_when_cancelling_does_not_work() -> None:
    canceller = EchoCanceller()
    played = speechlike(12.0)
    other = speechlike(12.0, seed=8, level_db=-26.0)
    for start in range(0, len(played) - BLOCK_SAMPLES + 1, BLOCK_SAMPLES):
        block = slice(start, start + BLOCK_SAMPLES)
        # what comes back has nothing to do with what was played
        canceller.process(other[block], played[block])
    assert canceller.state.ducking_needed
    assert not canceller.state.settled
    Heard(ROOM, speechlike(12.0), canceller=canceller)
    assert not canceller.state.ducking_needed


def test_the_same_blocks_give_the_same_result() -> None:
    runs = [Heard(ROOM, speechlike(2.0)).recognise for _ in range(2)]
    np.testing.assert_array_equal(runs[0], runs[1])


def test_the_suppressor_decides_and_is_fed_what_was_played() -> None:
    class Halving:
        def process(self, microphone: Samples, played: Samples) -> Samples:
            assert len(played) == BLOCK_SAMPLES
            return microphone * np.float32(0.5)

        def close(self) -> None: ...

    heard = Heard(ROOM, speechlike(1.0), canceller=EchoCanceller(Halving()))
    np.testing.assert_array_equal(heard.detect, heard.microphone * np.float32(0.5))


def test_without_livekit_the_linear_canceller_works_alone_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Aec3) -> None:
        raise DeviceError("livekit is not here")

    monkeypatch.setattr(Aec3, "__init__", refuse)
    canceller, why = open_echo_canceller()
    assert why == "a linear canceller alone: livekit is not here"
    heard = Heard(ROOM, speechlike(1.0), canceller=canceller)
    np.testing.assert_array_equal(heard.detect, heard.recognise)


def test_aec3_lets_almost_nothing_of_the_coach_through() -> None:
    pytest.importorskip("livekit.rtc")
    canceller, why = open_echo_canceller()
    assert why == "AEC3 and a linear canceller"
    heard = Heard(ROOM, speechlike(5.0), canceller=canceller)
    part = slice(to_samples(2.0), None)
    assert rms_db(heard.microphone[part]) - rms_db(heard.detect[part]) > 25.0


def test_shifting_the_response_goes_with_delaying_what_was_played() -> None:
    played = speechlike(6.0)
    linear, reference, room = LinearCanceller(), Reference(), EchoPath(Acoustics(echo_db=-6.0, echo_delay_ms=100.0))
    left = []
    for number, start in enumerate(range(0, len(played) - BLOCK_SAMPLES + 1, BLOCK_SAMPLES)):
        block = played[start : start + BLOCK_SAMPLES]
        reference.add(block)
        if number == 400:
            assert linear.peak() // BLOCK_SAMPLES == 9
            linear.shift(reference.move(6))
            assert linear.peak() // BLOCK_SAMPLES == 3
        left.append(linear.process(room.process(block), reference.window()))
    before, after = np.concatenate(left[300:400]), np.concatenate(left[435:535])
    assert rms_db(after) < rms_db(before) + 6.0


def test_the_reference_moves_only_as_far_as_it_reaches() -> None:
    reference = Reference()
    assert reference.move(-1) == 0
    assert reference.move(1000) == 64
    assert reference.move(-10) == -10


@pytest.mark.parametrize(("samples", "blocks"), [(500, 0), (-100, 0), (-161, 1), (-1000, 6), (10200, -1)])
def test_a_reference_that_cannot_be_shifted_so_far_says_by_how_many_blocks(samples: int, blocks: int) -> None:
    reference = Reference()
    reference.move(1)
    assert reference.shift(samples) == blocks
    assert reference.delay == 160 + samples + 160 * blocks


@pytest.mark.parametrize("step", [0.9998, 1.0, 1.0003])
def test_interpolation_reads_between_the_samples(step: float) -> None:
    sound = np.sin(2 * np.pi * 0.11 * np.arange(1000)).astype(np.float32)
    places = np.asarray(300.37 + step * np.arange(320), dtype=np.float64)
    expected = np.sin(2 * np.pi * 0.11 * places)
    np.testing.assert_allclose(interpolated(sound, places), expected, atol=2e-3)
    np.testing.assert_allclose(glided(sound, 300.37, 320, step), expected, atol=2e-3)


@pytest.mark.parametrize("blocks", [3, 25, 60])
def test_loudness_alone_tells_the_delay(blocks: int) -> None:
    played = speechlike(6.0)
    heard = np.concatenate([silence(blocks * BLOCK_SAMPLES), 0.3 * played])
    delay = EnvelopeDelay()
    assert delay.blocks() is None
    for start in range(0, len(played) - BLOCK_SAMPLES + 1, BLOCK_SAMPLES):
        block = slice(start, start + BLOCK_SAMPLES)
        delay.add(power(heard[block]), power(played[block]))
    assert delay.blocks() == blocks


def test_loudness_of_something_else_tells_nothing() -> None:
    played, other = speechlike(6.0), np.roll(speechlike(6.0, seed=7), to_samples(1.3))
    delay = EnvelopeDelay()
    for start in range(0, len(played) - BLOCK_SAMPLES + 1, BLOCK_SAMPLES):
        block = slice(start, start + BLOCK_SAMPLES)
        delay.add(power(other[block]), power(played[block]))
    assert delay.blocks() is None
