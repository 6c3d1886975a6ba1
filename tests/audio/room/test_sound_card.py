"""The live card with devices that a test drives, and through PulseAudio without hardware."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from tests.soundcard import VirtualSoundcard, virtual_soundcard
from voicecoach.audio.decimation import DELAY_SAMPLES
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import (
    BLOCK_SAMPLES,
    PLAYBACK_RATE_HZ,
    PLAYBACK_RATIO,
    SAMPLE_RATE_HZ,
    Samples,
    from_int16,
    resampled,
    to_samples,
)
from voicecoach.audio.room import sound_card
from voicecoach.audio.room.devices import Device
from voicecoach.audio.room.interface import Room
from voicecoach.audio.room.sound_card import SoundCard
from voicecoach.errors import DeviceError


@dataclass
class Calls:
    """A device in a thread of its own that calls as fast as it can, until closed or dead."""

    call: Callable[[], None]
    alive: threading.Event
    running: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.running.set()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        while self.running.is_set():
            if self.alive.is_set():
                self.call()
            time.sleep(0.0005)

    def close(self) -> None:
        self.running.clear()
        self.thread.join()


class FakeDevices:
    """Echoes what is played into the microphone, faster than real time, and asks for pieces that no block fills.
    Opening them brings them back to life.
    """

    def __init__(self) -> None:
        self.played = bytearray()
        self.buffers_ms: list[int] = []
        self.alive = threading.Event()
        self.alive.set()
        self.refuse: set[str] = set()
        self._heard = 0

    def open_microphone(self, hear: Callable[[bytes], None]) -> Calls:
        if "microphone" in self.refuse:
            raise DeviceError("no microphone can be opened: it is a test")

        def call() -> None:
            end = self._heard + 2 * PLAYBACK_RATIO * BLOCK_SAMPLES
            if len(self.played) >= end:
                hear(np.frombuffer(self.played[self._heard : end], dtype="<i2")[::PLAYBACK_RATIO].tobytes())
                self._heard = end

        return Calls(call, self.alive)

    def open_loudspeaker(self, fill: Callable[[int], bytes], buffer_ms: int) -> Calls:
        if "loudspeaker" in self.refuse:
            raise DeviceError("no loudspeaker can be opened: it is a test")
        self.alive.set()
        self.buffers_ms.append(buffer_ms)
        return Calls(lambda: self.played.extend(fill(PLAYBACK_RATIO * BLOCK_SAMPLES + 1)), self.alive)


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
    card = SoundCard(devices=devices, waking_s=0.0)
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
    card = SoundCard(devices=devices, waking_s=0.0)
    positions: list[int] = []

    def step(_microphone: Samples, _played: Samples, position: int) -> bool:
        positions.append(position)
        if len(positions) == 20:
            time.sleep(0.05)
        return len(positions) < 300

    card.run(Mixer().render, step)
    assert positions == [number * BLOCK_SAMPLES for number in range(300)]


def test_an_output_that_sleeps_is_woken_before_the_first_sample(
    devices: FakeDevices, monkeypatch: pytest.MonkeyPatch
) -> None:
    @dataclass
    class Found:
        loudspeakers: tuple[Device, ...] = (Device("Built-in", False), Device("HDMI / DisplayPort", True))

    monkeypatch.setattr(sound_card, "sound_devices", Found)
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
            return Calls(lambda: hear(b"\x00\x40" * BLOCK_SAMPLES), self.alive)

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
        SoundCard(devices=devices, waking_s=0.0).run(Mixer().render, lambda _m, _p, _at: True)


def test_a_card_that_went_away_is_opened_again(devices: FakeDevices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound_card, "LOST_AFTER_S", 0.05)
    card = SoundCard(devices=devices, waking_s=0.0)
    positions: list[int] = []

    def step(_microphone: Samples, _played: Samples, position: int) -> bool:
        positions.append(position)
        if len(positions) == 50:
            devices.alive.clear()
        return card.statistics.reopened == 0 or len(positions) < 200

    card.run(Mixer().render, step)
    assert card.statistics.reopened >= 1
    assert positions == [number * BLOCK_SAMPLES for number in range(len(positions))]


def test_when_the_loudspeaker_cannot_be_had_again_the_run_fails(
    devices: FakeDevices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound_card, "LOST_AFTER_S", 0.02)

    def step(_microphone: Samples, _played: Samples, position: int) -> bool:
        if position > 3200:
            devices.alive.clear()
            devices.refuse = {"loudspeaker", "microphone"}
        return True

    with pytest.raises(DeviceError, match="no loudspeaker"):
        SoundCard(devices=devices, waking_s=0.0).run(Mixer().render, step)


def test_when_only_the_microphone_is_gone_the_session_goes_on_deaf(
    devices: FakeDevices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound_card, "LOST_AFTER_S", 0.02)
    lost: list[bool] = []
    card = SoundCard(devices=devices, waking_s=0.0, microphone_lost=lambda: lost.append(True))

    def step(_microphone: Samples, _played: Samples, position: int) -> bool:
        if position == 3200:
            devices.refuse = {"microphone"}
            devices.alive.clear()
        return not lost

    card.run(Mixer().render, step)
    assert lost == [True]


def test_a_microphone_that_is_gone_is_told_within_two_seconds_while_the_loudspeaker_plays_on(
    devices: FakeDevices,
) -> None:
    told: list[bool] = []
    listening: list[Calls] = []
    refused = 0

    class Unplugged(FakeDevices):
        def open_microphone(self, hear: Callable[[bytes], None]) -> Calls:
            nonlocal refused
            refused += "microphone" in self.refuse
            listening.append(super().open_microphone(hear))
            return listening[-1]

    devices = Unplugged()
    card = SoundCard(devices=devices, waking_s=0.0, microphone_lost=lambda: told.append(True))
    positions: list[int] = []

    def step(_microphone: Samples, _played: Samples, position: int) -> bool:
        if position == 3200:
            devices.refuse = {"microphone"}
            listening[0].alive = threading.Event()
        positions.append(position)
        return not told

    card.run(Mixer().render, step)
    assert told == [True]
    assert refused == 1, "it is told before it is tried again"
    assert positions[-1] - 3200 <= 2 * SAMPLE_RATE_HZ


def test_an_error_in_render_comes_out_of_run(devices: FakeDevices) -> None:
    def render(_count: int) -> Samples:
        raise ZeroDivisionError("broken")

    with pytest.raises(ZeroDivisionError, match="broken"):
        SoundCard(devices=devices, waking_s=0.0).run(render, lambda _m, _p, _at: True)


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
    assert ran.stdout.startswith("none | no microphone can be opened")
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
