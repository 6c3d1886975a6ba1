"""Devices that are lost under a live card, told of, and opened again; the session goes on meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from tests.audio.room.fake_devices import Calls, DevicesInTime, FakeDevices
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import BLOCK_SAMPLES, Samples, from_int16, silence
from voicecoach.audio.room import call_watch, device_keeper, watched_device
from voicecoach.audio.room.devices import Device
from voicecoach.audio.room.sound_card import CardReports, SoundCard
from voicecoach.errors import DeviceError

Story = Iterator[Callable[[], object]]
"""What happens, as steps between which one waits until something is true."""


@pytest.fixture(autouse=True)
def short_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_watch, "LOST_AFTER_S", 0.8)
    monkeypatch.setattr(call_watch, "STEADY_S", 0.05)
    monkeypatch.setattr(device_keeper, "RETRY_S", 0.03)
    monkeypatch.setattr(watched_device, "REOPEN_AFTER_S", 0.4)


class Live:
    """A card that runs with these devices; ``told`` holds what it reports."""

    def __init__(self, devices: FakeDevices, **options: bool) -> None:
        self.devices = devices
        self.mixer = Mixer()
        self.told: list[str] = []
        self.sentences: list[str] = []
        self.time_lost_s = 0.0
        self.blocks = 0
        self.card = SoundCard(
            devices=devices,
            reports=CardReports(
                microphone_lost=lambda what: self._tell("microphone lost", what),
                microphone_back=lambda: self._tell("microphone back"),
                speaker_lost=lambda what: self._tell("speaker lost", what),
                speaker_back=lambda: self._tell("speaker back"),
                time_lost=self._lose,
            ),
            **options,
        )

    def play(self, story: Callable[[Live], Story]) -> None:
        """Runs it to the end of the story; each block has to follow the one before."""
        steps = story(self)
        waits_for: Callable[[], object] = next(steps)
        until_s = time.monotonic() + 20.0

        def step(microphone: Samples, played: Samples, position: int) -> bool:
            nonlocal waits_for
            assert position == self.blocks * BLOCK_SAMPLES
            assert len(microphone) == len(played) == BLOCK_SAMPLES
            assert time.monotonic() < until_s, f"still waits; told: {self.told}"
            self.blocks += 1
            while waits_for():
                try:
                    waits_for = next(steps)
                except StopIteration:
                    return False
            return True

        self.card.run(self.mixer.render, step)

    def blocks_more(self, count: int) -> Callable[[], bool]:
        until = self.blocks + count
        return lambda: self.blocks >= until

    def _tell(self, what: str, sentence: str = "") -> None:
        self.told.append(what)
        self.sentences.append(sentence)

    def _lose(self, seconds: float) -> None:
        self.time_lost_s += seconds


def test_a_lost_loudspeaker_is_told_once_time_goes_on_and_sound_comes_back_with_it() -> None:
    def story(live: Live) -> Story:
        yield live.blocks_more(5)
        live.devices.stop("loudspeaker")
        yield lambda: live.told == ["speaker lost"]
        yield live.blocks_more(40)
        assert live.told == ["speaker lost"]
        live.devices.mend("loudspeaker")
        live.devices.played.clear()
        yield lambda: live.told == ["speaker lost", "speaker back"]
        live.mixer.play(np.full(4800, 0.5, dtype=np.float32))
        yield live.blocks_more(20)

    live = Live(DevicesInTime())
    live.play(story)
    assert "loudspeaker" in live.sentences[0]
    assert 0.8 <= live.time_lost_s < 3.0
    assert np.count_nonzero(from_int16(live.devices.played) == 0.5) == 4800


def test_what_is_said_while_no_loudspeaker_sounds_is_not_played_later() -> None:
    def story(live: Live) -> Story:
        yield live.blocks_more(5)
        live.devices.stop("loudspeaker")
        yield lambda: live.told == ["speaker lost"]
        live.devices.played.clear()
        live.mixer.play(np.full(4800, 0.5, dtype=np.float32))
        yield live.blocks_more(20)
        live.devices.mend("loudspeaker")
        yield lambda: live.told == ["speaker lost", "speaker back"]
        yield live.blocks_more(20)

    live = Live(DevicesInTime())
    live.play(story)
    assert not any(live.devices.played)


def test_a_device_that_is_opened_and_calls_no_more_is_not_back() -> None:
    def story(live: Live) -> Story:
        yield live.blocks_more(5)
        live.devices.suspended = {"loudspeaker"}
        live.devices.running["loudspeaker"].alive.clear()
        yield lambda: live.devices.opened.count("loudspeaker") >= 3
        assert live.told == ["speaker lost"]
        live.devices.suspended.clear()
        yield lambda: live.told == ["speaker lost", "speaker back"]

    Live(DevicesInTime()).play(story)


def test_a_lost_microphone_is_told_once_and_heard_again() -> None:
    def story(live: Live) -> Story:
        yield live.blocks_more(5)
        live.devices.stop("microphone")
        yield lambda: live.told == ["microphone lost"]
        yield live.blocks_more(40)
        live.devices.mend("microphone")
        yield lambda: live.told == ["microphone lost", "microphone back"]

    live = Live(DevicesInTime())
    live.play(story)
    assert live.sentences[0].startswith("The microphone has stopped")
    assert live.time_lost_s == 0.0
    assert live.card.statistics.reopened == 1


@pytest.mark.parametrize("speaker", [True, False])
def test_with_all_devices_gone_the_session_still_has_its_blocks(speaker: bool) -> None:
    what = ["loudspeaker", "microphone"] if speaker else ["microphone"]

    def story(live: Live) -> Story:
        yield live.blocks_more(5)
        for each in what:
            live.devices.stop(each)
        yield lambda: len(live.told) == len(what)
        yield live.blocks_more(40)
        for each in what:
            live.devices.mend(each)
        yield lambda: len(live.told) == 2 * len(what)

    live = Live(DevicesInTime(), speaker=speaker)
    live.play(story)
    assert sorted(live.told) == sorted(
        f"{part} {change}" for part in ("speaker", "microphone")[not speaker :] for change in ("lost", "back")
    )


def test_another_default_device_is_followed_without_a_word() -> None:
    def story(live: Live) -> Story:
        yield live.blocks_more(5)
        live.devices.there = {
            "loudspeaker": Device("Headphones", True, b"3"),
            "microphone": Device("Headset", True, b"4"),
        }
        yield lambda: len(live.devices.opened) == 4
        yield live.blocks_more(40)

    live = Live(DevicesInTime())
    live.play(story)
    assert live.told == []
    assert live.devices.opened == ["microphone", "loudspeaker"] * 2


@pytest.mark.parametrize(("what", "part"), [("loudspeaker", "speaker"), ("microphone", "microphone")])
def test_what_a_sound_system_puts_in_the_place_of_the_last_device_is_none(what: str, part: str) -> None:
    def story(live: Live) -> Story:
        yield live.blocks_more(5)
        usual = live.devices.there
        live.devices.there = {**usual, what: Device("Dummy Output", True, b"auto_null", stand_in=True)}
        yield lambda: live.told == [f"{part} lost"]
        yield live.blocks_more(30)
        assert live.devices.opened.count(what) == 1
        live.devices.there = usual
        yield lambda: live.told == [f"{part} lost", f"{part} back"]

    live = Live(DevicesInTime())
    live.play(story)
    assert live.sentences[0] == f"The {what} has stopped: no {what} is connected."


def test_a_sound_system_that_is_too_busy_to_tell_its_devices_loses_none() -> None:
    def story(live: Live) -> Story:
        yield live.blocks_more(5)
        live.devices.there = {}
        yield live.blocks_more(120)

    live = Live(DevicesInTime())
    live.play(story)
    assert live.told == []
    assert live.devices.opened == ["microphone", "loudspeaker"]


def test_who_begins_with_a_stand_in_keeps_it() -> None:
    devices = DevicesInTime()
    devices.there["microphone"] = Device("Monitor of Built-in", True, b"spk.monitor", stand_in=True)
    live = Live(devices)
    live.play(lambda live: iter([live.blocks_more(50)]))
    assert live.told == []


def test_a_microphone_that_is_muted_is_told_and_so_is_its_return() -> None:
    devices = DevicesInTime()
    sounding = devices.heard

    def story(live: Live) -> Story:
        yield live.blocks_more(20)
        devices.heard = bytes(len(sounding))
        muted_at = live.blocks
        yield lambda: live.told == ["microphone lost"]
        assert live.blocks - muted_at < 200
        devices.heard = sounding
        yield lambda: live.told == ["microphone lost", "microphone back"]

    live = Live(devices)
    live.play(story)
    assert live.sentences[0] == "The microphone delivers digital silence; it may be muted."


def test_a_sound_server_that_does_not_answer_holds_up_neither_the_session_nor_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = threading.Event()

    class Hung(DevicesInTime):
        def open_microphone(self, hear: Callable[[bytes], None]) -> Calls:
            if self.opened:
                answers.wait(10.0)
            return super().open_microphone(hear)

    def story(live: Live) -> Story:
        yield live.blocks_more(5)
        live.devices.running["microphone"].alive.clear()
        live.devices.running["loudspeaker"].alive.clear()
        yield lambda: len(live.told) == 2
        yield live.blocks_more(30)

    monkeypatch.setattr(device_keeper, "CLOSING_S", 0.1)
    began_s = time.monotonic()
    Live(Hung()).play(story)
    assert time.monotonic() - began_s < 5.0
    answers.set()


@pytest.mark.parametrize("what", ["loudspeaker", "microphone"])
def test_where_nobody_is_told_a_device_that_stays_away_ends_the_run(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched_device, "GIVE_UP_S", 1.2)
    devices = DevicesInTime()

    def step(_microphone: Samples, _played: Samples, position: int) -> bool:
        if position == 3200:
            devices.stop(what)
        return True

    with pytest.raises(DeviceError, match=f"The sound card is gone: The {what} has stopped: no {what}"):
        SoundCard(devices=devices).run(silence_rendered, step)


def silence_rendered(count: int) -> Samples:
    return silence(3 * count)


def test_all_is_closed_at_the_end() -> None:
    live = Live(DevicesInTime())
    live.play(lambda live: iter([live.blocks_more(5)]))
    assert not any(calls.thread.is_alive() for calls in live.devices.running.values())
