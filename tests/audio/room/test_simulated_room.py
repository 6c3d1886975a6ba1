"""The simulated room: what it plays comes back as its acoustics say, in order, the same each time."""

from __future__ import annotations

import numpy as np
import pytest

from tests.simulated_room import SimulatedRoom, Stall
from voicecoach.audio.decimation import DELAY_SAMPLES
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import (
    BLOCK_SAMPLES,
    PLAYBACK_RATE_HZ,
    SAMPLE_RATE_HZ,
    Samples,
    resampled,
    rms_db,
    silence,
    to_samples,
)
from voicecoach.audio.room.acoustics import Acoustics, EchoPath, distorted, impulse_response
from voicecoach.audio.room.interface import Room


def speechlike(seconds: float, seed: int = 0) -> Samples:
    """Noise at 16 kHz below 6 kHz, so that it passes the rates' filters unchanged."""
    noise = np.random.default_rng(seed).standard_normal(to_samples(seconds))
    spectrum = np.fft.rfft(noise)
    spectrum[np.fft.rfftfreq(len(noise), 1 / SAMPLE_RATE_HZ) > 6000.0] = 0.0
    return (0.1 * np.fft.irfft(spectrum, len(noise))).astype(np.float32)


def for_playback(sound: Samples) -> Samples:
    return resampled(sound, SAMPLE_RATE_HZ, PLAYBACK_RATE_HZ)


def through(path: EchoPath, sound: Samples) -> Samples:
    return np.concatenate([path.process(sound[at : at + BLOCK_SAMPLES]) for at in range(0, len(sound), BLOCK_SAMPLES)])


def listen(room: SimulatedRoom, played: Samples | None = None, blocks: int = 100) -> Samples:
    """Plays a sound in the room and gives what the microphone heard of it."""
    mixer = Mixer()
    mixer.play(silence(0) if played is None else for_playback(played))
    room.run(mixer.render, lambda _microphone, _played, position: position < (blocks - 1) * BLOCK_SAMPLES)
    return room.heard


def test_is_a_room() -> None:
    room: Room = SimulatedRoom()
    assert not room.live


def test_headphones_bring_nothing_back() -> None:
    assert not listen(SimulatedRoom(), speechlike(0.5)).any()


@pytest.mark.parametrize("delay_ms", [0.0, 20.0, 63.125, 250.0])
def test_the_echo_comes_at_its_level_after_its_delay(delay_ms: float) -> None:
    sound = speechlike(0.6)
    heard = listen(SimulatedRoom(Acoustics(echo_db=-20.0, echo_delay_ms=delay_ms)), sound)
    delay = round(delay_ms * SAMPLE_RATE_HZ / 1000) + DELAY_SAMPLES
    echo = heard[delay : delay + len(sound)]
    np.testing.assert_allclose(echo[200:-200], 0.1 * sound[200:-200], atol=2e-4)
    assert np.abs(heard[: delay - DELAY_SAMPLES]).max(initial=0.0) < 1e-4


def test_reverberation_is_the_convolution_with_its_response_and_keeps_the_level() -> None:
    acoustics = Acoustics(echo_db=0.0, echo_delay_ms=10.0, rt60_s=0.3)
    sound = speechlike(2.0)
    response = impulse_response(acoustics)
    echo = through(EchoPath(acoustics), sound)
    expected = np.convolve(sound, response)[: len(sound) - 160]
    np.testing.assert_allclose(echo[160:], expected, atol=1e-5)
    assert rms_db(echo) == pytest.approx(rms_db(sound), abs=0.5)


def test_a_fractional_and_drifting_delay_is_where_the_clock_says() -> None:
    position = np.arange(2 * SAMPLE_RATE_HZ)
    tone = (0.5 * np.sin(2 * np.pi * 1000 * position / SAMPLE_RATE_HZ)).astype(np.float32)
    echo = through(EchoPath(Acoustics(echo_db=0.0, echo_delay_ms=20.05, drift_ppm=300.0)), tone)
    late = 20.05e-3 + 300e-6 * position / SAMPLE_RATE_HZ
    expected = 0.5 * np.sin(2 * np.pi * 1000 * (position / SAMPLE_RATE_HZ - late))
    np.testing.assert_allclose(echo[1000:], expected[1000:], atol=1e-3)


def test_a_driven_loudspeaker_distorts_and_a_linear_one_does_not() -> None:
    tone = (0.5 * np.sin(2 * np.pi * 500 * np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ)).astype(np.float32)

    def distortion(drive: float) -> float:
        spectrum = np.abs(np.fft.rfft(distorted(tone, drive)))
        return float(np.sqrt(np.sum(spectrum[1000::500] ** 2)) / spectrum[500])

    assert distortion(0.0) < 1e-5
    assert distortion(1.0) == pytest.approx(0.05, abs=0.01)
    assert distortion(3.0) == pytest.approx(0.14, abs=0.01)


def test_the_patient_speaks_at_absolute_times_and_when_asked_to_answer() -> None:
    words = speechlike(0.1, seed=1)
    answered: list[int] = []

    def patient(position: int, played: Samples) -> Samples | None:
        if played.any() and not answered:
            answered.append(position)
            return words
        return None

    room = SimulatedRoom(timeline=[(0.25, words)], patient=patient)
    mixer = Mixer()
    mixer.play(for_playback(speechlike(0.05)), at=8000)
    room.run(mixer.render, lambda _microphone, _played, position: position < 16_000)
    assert answered == [8000]
    for at in (4000, 8000):
        np.testing.assert_allclose(room.heard[at : at + len(words)], words, atol=2e-5)
    np.testing.assert_array_equal(np.flatnonzero(room.spoken)[[0, -1]], [4000, 8000 + len(words) - 1])


def test_say_within_a_step_is_heard_from_the_next_block_on() -> None:
    room = SimulatedRoom()

    def step(_microphone: Samples, _played: Samples, position: int) -> bool:
        if position == 1600:
            room.say(speechlike(0.1))
        return position < 6400

    room.run(Mixer().render, step)
    assert np.flatnonzero(room.spoken)[[0, -1]].tolist() == [1760, 1760 + 1599]


def test_what_was_played_is_at_its_position_at_both_rates() -> None:
    room = SimulatedRoom()
    sound = speechlike(0.3)
    listen(room, sound)
    assert room.sound.size == 3 * room.played.size
    np.testing.assert_allclose(room.played[200 : len(sound) - 200], sound[200:-200], atol=1e-3)


def test_noise_has_its_level_and_a_recording_is_repeated() -> None:
    assert rms_db(listen(SimulatedRoom(noise_db=-40.0), blocks=1500)) == pytest.approx(-40.0, abs=0.3)
    recording = speechlike(0.4, seed=4)
    heard = listen(SimulatedRoom(noise=recording), blocks=80)
    np.testing.assert_allclose(heard[: 2 * len(recording)], np.tile(recording, 2), atol=2e-5)


def test_the_same_seed_gives_the_same_session() -> None:
    def session(seed: int) -> bytes:
        acoustics = Acoustics(rt60_s=0.2, drift_ppm=30.0, speaker_drive=1.0, seed=seed)
        return listen(SimulatedRoom(acoustics, noise_db=-50.0), speechlike(0.5)).tobytes()

    assert session(1) == session(1)
    assert session(1) != session(2)


def test_in_a_stall_the_card_runs_ahead_and_every_block_is_still_delivered_in_order() -> None:
    mixer = Mixer()
    ahead: list[int] = []
    positions: list[int] = []

    def step(microphone: Samples, played: Samples, position: int) -> bool:
        assert len(microphone) == len(played) == BLOCK_SAMPLES
        positions.append(position)
        ahead.append(mixer.position - position - BLOCK_SAMPLES)
        return position < SAMPLE_RATE_HZ

    SimulatedRoom(stalls=[Stall(0.5, 0.2)]).run(mixer.render, step)
    assert positions == list(range(0, SAMPLE_RATE_HZ + 1, BLOCK_SAMPLES))
    assert max(ahead) == to_samples(0.2)


def test_ends_by_itself_and_can_keep_nothing() -> None:
    room = SimulatedRoom(lasts_s=0.5, keep=False)
    steps: list[int] = []

    def step(_microphone: Samples, _played: Samples, position: int) -> bool:
        steps.append(position)
        return True

    room.run(Mixer().render, step)
    assert len(steps) == 50
    assert room.played.size == room.heard.size == 0
