"""The room without a sound card keeps time by a clock that the test moves."""

from __future__ import annotations

import pytest

from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import BLOCK_SAMPLES, Samples
from voicecoach.audio.room.quiet_room import QuietRoom
from voicecoach.audio.room.sleep_watch import SleepWatch


class Clock:
    """Time that passes only when somebody waits, or when a test says so."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s

    def wait(self, seconds: float) -> None:
        self.now_s += seconds


def test_ten_seconds_of_blocks_take_ten_seconds_in_spite_of_stalls() -> None:
    clock = Clock()
    room = QuietRoom(clock=clock, wait=clock.wait)
    positions: list[int] = []

    def step(microphone: Samples, played: Samples, position: int) -> bool:
        assert not microphone.any()
        assert microphone.shape == played.shape == (BLOCK_SAMPLES,)
        positions.append(position)
        if position % 16_000 == 0:
            clock.now_s += 0.2
        return len(positions) < 1000

    assert room.live
    room.run(Mixer().render, step)
    assert positions == [block * BLOCK_SAMPLES for block in range(1000)]
    assert clock.now_s == pytest.approx(110.0, abs=0.02)


@pytest.mark.parametrize("seconds", [3.2, 4.0, 3600.0])
def test_sleep_of_the_computer_is_told_and_not_raced_through(seconds: float) -> None:
    clock = Clock()
    lost: list[float] = []
    room = QuietRoom(clock=clock, wait=clock.wait, time_lost=lost.append, sleep_watch=SleepWatch(clock))
    blocks = 0

    def step(_microphone: Samples, _played: Samples, _position: int) -> bool:
        nonlocal blocks
        blocks += 1
        if blocks == 100:
            clock.now_s += seconds
        return blocks < 200

    room.run(Mixer().render, step)
    assert clock.now_s == pytest.approx(100.0 + seconds + 2.0, abs=0.05)
    assert lost == [pytest.approx(seconds, abs=0.5)]


def test_sleep_is_what_passed_between_two_looks_beyond_a_stall() -> None:
    clock = Clock()
    watch = SleepWatch(clock)
    clock.wait(0.3)
    assert watch.slept_s() == 0.0
    clock.wait(90.0)
    assert watch.slept_s() == pytest.approx(90.0)
    assert watch.slept_s() == 0.0
