"""The live card with devices that a test drives, and through PulseAudio without hardware."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.audio.room.fake_devices import Calls, FakeDevices
from tests.soundcard import VirtualSoundcard, virtual_soundcard
from voicecoach.audio.decimation import DELAY_SAMPLES
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import (
    BLOCK_SAMPLES,
    PLAYBACK_RATE_HZ,
    SAMPLE_RATE_HZ,
    Samples,
    from_int16,
    resampled,
    to_samples,
)
from voicecoach.audio.room import sound_card
from voicecoach.audio.room.default_devices import DefaultDevices
from voicecoach.audio.room.interface import Room
from voicecoach.audio.room.sound_card import SoundCard
from voicecoach.errors import DeviceError


@pytest.fixture
def devices() -> FakeDevices:
    return FakeDevices()


def test_is_a_live_room(devices: FakeDevices) -> None:
    room: Room = SoundCard(devices=devices)
    assert room.live


def test_plays_what_is_rendered_and_hears_it_in_step(devices: FakeDevices) -> None:
    mixer = Mixer()
    tone = (0.25 * np.sin(np.arange(24_000) * 0.1)).astype(np.float32)
    mixer.play(tone, at=1000)
    card = SoundCard(devices=devices)
    heard: list[Samples] = []
    reference: list[Samples] = []

    def step(microphone: Samples, played: Samples, position: int) -> bool:
        assert position == len(heard) * BLOCK_SAMPLES
        assert len(played) == BLOCK_SAMPLES
        heard.append(microphone)
        reference.append(played)
        return position < SAMPLE_RATE_HZ

    card.run(mixer.render, step)
    np.testing.assert_allclose(np.concatenate(heard)[1000:9000], tone[::3], atol=1e-4)
    np.testing.assert_allclose(from_int16(devices.played)[3000:27_000], tone, atol=1e-4)
    late = np.concatenate(reference)[1000 + DELAY_SAMPLES :][:8000]
    np.testing.assert_allclose(late[100:-100], tone[::3][100:-100], atol=2e-3)


def test_a_busy_control_thread_loses_nothing(devices: FakeDevices) -> None:
    card = SoundCard(devices=devices)
    positions: list[int] = []

    def step(_microphone: Samples, _played: Samples, position: int) -> bool:
        positions.append(position)
        if len(positions) == 20:
            time.sleep(0.05)
        return len(positions) < 300

    card.run(Mixer().render, step)
    assert positions == [number * BLOCK_SAMPLES for number in range(300)]


def test_an_output_that_sleeps_is_woken_before_the_first_sample() -> None:
    devices = FakeDevices(loudspeaker="HDMI / DisplayPort")
    mixer = Mixer()
    mixer.play(np.full(4800, 0.5, dtype=np.float32))
    SoundCard(devices=devices, microphone=False).run(mixer.render, lambda _m, _p, position: position < 3200)
    played = from_int16(devices.played)
    lead_in = -(-round(sound_card.WAKING_S * PLAYBACK_RATE_HZ) // 481) * 481  # pieces of 481 samples
    assert 0.0 < float(np.abs(played[:lead_in]).max()) < 1e-4
    assert np.all(played[lead_in : lead_in + 4800] == 0.5)
    assert played[lead_in + 4800 :].any(), "it is kept awake in pauses"


def test_listens_without_a_loudspeaker() -> None:
    class Microphone(FakeDevices):
        def open_microphone(self, hear: Callable[[bytes], None]) -> Calls:
            return self.calls("microphone", lambda: hear(b"\x00\x40" * BLOCK_SAMPLES))

    devices = Microphone()
    devices.refuse = {"loudspeaker"}
    heard: list[float] = []

    def step(microphone: Samples, _played: Samples, position: int) -> bool:
        heard.append(float(microphone[0]))
        return position < 1600

    SoundCard(devices=devices, speaker=False).run(Mixer().render, step)
    assert set(heard) == {0.5}


def test_a_missing_device_is_one_clear_line(devices: FakeDevices) -> None:
    devices.refuse = {"microphone"}
    with pytest.raises(DeviceError, match="no microphone can be opened"):
        SoundCard(devices=devices).run(Mixer().render, lambda _m, _p, _at: True)


def test_an_error_in_render_comes_out_of_run(devices: FakeDevices) -> None:
    def render(_count: int) -> Samples:
        raise ZeroDivisionError("broken")

    with pytest.raises(ZeroDivisionError, match="broken"):
        SoundCard(devices=devices).run(render, lambda _m, _p, _at: True)


def test_a_machine_without_sound_says_so_in_one_line_and_nothing_else() -> None:
    program = (
        "from voicecoach.audio.room.devices import sound_devices\n"
        "from voicecoach.audio.mixer import Mixer\n"
        "from voicecoach.audio.room.sound_card import SoundCard\n"
        "from voicecoach.errors import DeviceError\n"
        "found = sound_devices()\n"
        "try:\n"
        "    SoundCard().run(Mixer().render, lambda *_: False)\n"
        "except DeviceError as error:\n"
        "    print('none' if not found.loudspeakers else 'some', '|', error)\n"
    )
    nowhere = {**os.environ, "PULSE_SERVER": "unix:/nowhere", "XDG_RUNTIME_DIR": "/nowhere"}
    nowhere.pop("ALSA_CONFIG_PATH", None)
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=nowhere)
    assert ran.stderr == ""
    if ran.stdout == "" or ran.stdout.startswith("some"):
        pytest.skip("this machine has a sound card of its own")
    assert ran.stdout.startswith("none | No microphone can be opened")
    assert len(ran.stdout.splitlines()) == 1


@pytest.fixture
def virtual(monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualSoundcard]:
    with virtual_soundcard(echo_db=-10.0, echo_ms=60) as card:
        for name, value in card.environment.items():
            monkeypatch.setenv(name, value)
        yield card


ATTEMPTS = 3
"""On a busy machine the recorder beside the card loses samples now and then; a card that does loses them every time."""


def test_through_pulseaudio_a_tone_comes_back_without_a_gap(virtual: VirtualSoundcard) -> None:
    slips = []
    for _ in range(ATTEMPTS):
        slips.append(_slip_of_a_tone(virtual))
        if slips[-1] < 0.05:
            return
    raise AssertionError(f"samples were lost or repeated without being counted: {slips}")


def _slip_of_a_tone(virtual: VirtualSoundcard) -> float:
    """By how many samples the phase of a tone moves on its way to the loudspeaker; 0 where the card says it ran dry."""
    frequency_hz, seconds = 440.0, 5.0
    position = np.arange(to_samples(seconds))
    tone = (0.3 * np.sin(2 * np.pi * frequency_hz * position / SAMPLE_RATE_HZ)).astype(np.float32)
    mixer = Mixer()
    mixer.play(resampled(tone, SAMPLE_RATE_HZ, PLAYBACK_RATE_HZ), at=8000)
    blocks: list[Samples] = []

    def step(microphone: Samples, _played: Samples, at: int) -> bool:
        blocks.append(microphone)
        return at < 8000 + len(tone)

    card = SoundCard()
    with virtual.recording() as recorded:
        card.run(mixer.render, step)
    heard = np.concatenate(blocks)
    delay = int(np.argmax(np.abs(heard) > 0.02)) - 8000
    assert 0.0 < delay / SAMPLE_RATE_HZ < 0.4
    assert card.statistics.buffer_ms == sound_card.BUFFERS_MS[0] or card.statistics.reopened
    if card.statistics.underruns:
        return 0.0
    sound = recorded[0]
    first = int(np.argmax(np.abs(sound) > 0.02))
    piece = sound[first + 800 : first + len(tone) - 800]
    turns = np.exp(-2j * np.pi * frequency_hz * np.arange(len(piece)) / SAMPLE_RATE_HZ)
    phase = np.unwrap(np.angle(np.convolve(piece * turns, np.ones(400) / 400, "valid")))
    return float(np.abs(phase - phase[0]).max()) / (2 * np.pi * frequency_hz / SAMPLE_RATE_HZ)


@pytest.mark.usefixtures("virtual")
def test_music_gives_way_to_the_loudspeaker_and_the_microphone_is_no_telephone() -> None:
    streams: list[str] = []

    def step(_microphone: Samples, _played: Samples, at: int) -> bool:
        if at == 8000:
            for kind in ("sink-inputs", "source-outputs"):
                told = subprocess.run(["pactl", "list", kind], capture_output=True, text=True, check=True).stdout
                streams.extend(part for part in told.split("\n\n") if '"voicecoach"' in part)
        return at < 9600

    SoundCard().run(Mixer().render, step)
    played, heard = streams
    assert 'media.role = "phone"' in played
    assert "media.role" not in heard
    assert "PULSE_PROP" not in os.environ


@pytest.mark.usefixtures("virtual")
def test_devices_that_are_opened_again_and_again_leave_nothing_open() -> None:
    devices = DefaultDevices()
    open_files = []
    for _ in range(4):
        streams = [devices.open_microphone(lambda _data: None), devices.open_loudspeaker(bytes, 60)]
        for stream in streams:
            stream.close()
        open_files.append(len(list(Path("/proc/self/fd").iterdir())))
    assert open_files[-1] == open_files[0]


def test_a_sound_server_that_dies_is_told_of_and_used_again(virtual: VirtualSoundcard) -> None:
    told: list[str] = []
    reports = sound_card.CardReports(
        microphone_lost=lambda _what: told.append("microphone lost"),
        microphone_back=lambda: told.append("microphone back"),
        speaker_lost=lambda _what: told.append("speaker lost"),
        speaker_back=lambda: told.append("speaker back"),
    )
    until_s = time.monotonic() + 30.0

    def step(_microphone: Samples, _played: Samples, at: int) -> bool:
        if at == 4000:
            threading.Thread(target=virtual.kill).start()
        if len(told) == 2:
            told.append("started")
            threading.Thread(target=virtual.start).start()
        assert time.monotonic() < until_s, told
        return len(told) < 5

    SoundCard(reports=reports).run(Mixer().render, step)
    assert set(told[:2]) == {"microphone lost", "speaker lost"}
    assert set(told[3:]) == {"microphone back", "speaker back"}
