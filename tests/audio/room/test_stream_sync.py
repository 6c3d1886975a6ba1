"""Pairing of what was played with what was heard, with devices that stop, slip, drift and die."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.audio.pcm import BLOCK_SAMPLES, SAMPLE_RATE_HZ, Samples
from voicecoach.audio.room.stream_sync import Pair, StreamSync


def counting(start: int, count: int) -> Samples:
    """Samples that say which they are; exact in float32 for the first five minutes and more."""
    return np.arange(start, start + count, dtype=np.float32)


class Card:
    """Two devices that call in their own time: ``advance`` by real seconds."""

    def __init__(self, sync: StreamSync, *, drift_ppm: float = 0.0, delay: int = 800) -> None:
        self.sync = sync
        self.slower = 1.0 + drift_ppm * 1e-6
        self.delay = delay
        self.now_s = 100.0
        self.heard_due = self.played_due = 100.0
        self.heard = self.played = 0
        self.microphone_dead = False
        self.pairs: list[Pair] = []
        self.told: list[int] = []

    def advance(self, seconds: float) -> None:
        until_s = self.now_s + seconds
        while min(self.heard_due, self.played_due) < until_s:
            if self.played_due <= self.heard_due:
                self.now_s = self.played_due
                self.sync.played(counting(self.played, 480), self.now_s)
                self.played += 480
                self.played_due += 480 / SAMPLE_RATE_HZ
            else:
                self.now_s = self.heard_due
                if not self.microphone_dead:
                    self.sync.heard(counting(self.heard - self.delay, 160), self.now_s)
                    self.heard += 160
                self.heard_due += 160 / SAMPLE_RATE_HZ * self.slower
            for pair in self.sync.pairs():
                self.pairs.append(pair)
                self.told.append(self.sync.take_shift())
        self.now_s = until_s

    def delays(self) -> list[int]:
        """By how many samples each microphone block lags behind what was played with it."""
        return [int(played[0] - heard[0]) for heard, played, _ in self.pairs]


@given(
    st.lists(st.integers(1, 700), min_size=1, max_size=30),
    st.lists(st.integers(1, 700), min_size=1, max_size=30),
)
def test_nothing_is_lost_or_reordered_whatever_the_sizes(heard: list[int], played: list[int]) -> None:
    sync = StreamSync()
    for counts, arrive in ((played, sync.played), (heard, sync.heard)):
        start = 0
        for count in counts:
            arrive(counting(start, count), 5.0)
            start += count
    pairs = list(sync.pairs())
    assert len(pairs) == min(sum(heard), sum(played)) // BLOCK_SAMPLES
    for number, (microphone, sound, position) in enumerate(pairs):
        expected = counting(number * BLOCK_SAMPLES, BLOCK_SAMPLES)
        np.testing.assert_array_equal(microphone, expected)
        np.testing.assert_array_equal(sound, expected)
        assert position == number * BLOCK_SAMPLES


def test_what_is_heard_before_the_first_sound_is_played_does_not_count() -> None:
    sync = StreamSync()
    sync.heard(counting(-320, 320), 1.0)
    assert list(sync.pairs()) == []
    sync.played(counting(0, 160), 1.02)
    sync.heard(counting(0, 160), 1.03)
    ((microphone, _, position),) = sync.pairs()
    assert (microphone[0], position) == (0.0, 0)


def test_without_a_microphone_its_blocks_are_silent() -> None:
    sync = StreamSync(microphone=False)
    sync.played(counting(1, 500), 0.0)
    pairs = list(sync.pairs())
    assert len(pairs) == 3
    assert not any(microphone.any() for microphone, _, _ in pairs)


def test_an_underrun_is_counted_and_the_echo_keeps_its_delay() -> None:
    card = Card(StreamSync())
    card.advance(10.0)
    card.played_due += 0.055
    card.advance(10.0)
    delays = card.delays()
    assert card.sync.underruns == 1
    assert card.sync.microphone_gaps == 0
    assert card.sync.mended == 1
    assert not any(card.told)
    assert delays[0] == 800
    assert abs(delays[-1] - 800 + 0.055 * SAMPLE_RATE_HZ) < BLOCK_SAMPLES


def test_what_the_microphone_lost_is_filled_in() -> None:
    card = Card(StreamSync())
    card.advance(10.0)
    card.heard += 1600
    card.heard_due += 0.1
    card.advance(10.0)
    assert card.sync.microphone_gaps == 1
    assert card.sync.underruns == 0
    assert card.delays()[-1] == 800
    assert [position for _, _, position in card.pairs] == [i * 160 for i in range(len(card.pairs))]


def test_late_threads_do_not_look_like_gaps() -> None:
    sync = StreamSync()
    rng = np.random.default_rng(0)
    for number in range(2000):
        due_s = number * 0.01
        sync.played(counting(number * 160, 160), due_s + abs(float(rng.normal(0, 0.004))))
        sync.heard(counting(number * 160, 160), due_s + abs(float(rng.normal(0, 0.004))))
        list(sync.pairs())
    assert (sync.underruns, sync.microphone_gaps, sync.mended) == (0, 0, 0)


@pytest.mark.parametrize("drift_ppm", [-120.0, -20.0, 0.0, 20.0, 120.0])
def test_a_difference_of_clocks_is_measured(drift_ppm: float) -> None:
    card = Card(StreamSync(), drift_ppm=drift_ppm)
    card.advance(15.0)
    assert card.sync.drift_ppm is None
    card.advance(180.0)
    assert card.sync.drift_ppm == pytest.approx(drift_ppm, abs=3.0)
    assert card.sync.underruns == 0


def test_neither_side_runs_away_from_the_other_when_clocks_differ() -> None:
    for drift_ppm in (-300.0, 300.0):
        card = Card(StreamSync(), drift_ppm=drift_ppm)
        card.advance(200.0)
        assert card.played - len(card.pairs) * BLOCK_SAMPLES < 0.1 * SAMPLE_RATE_HZ
        assert card.sync.mended >= 4
        positions = [position for _, _, position in card.pairs]
        assert all(after - before == BLOCK_SAMPLES for before, after in pairwise(positions))


@pytest.mark.parametrize("drift_ppm", [-300.0, 300.0])
def test_a_shift_for_the_clocks_is_told_with_the_first_pair_that_has_it(drift_ppm: float) -> None:
    card = Card(StreamSync(), drift_ppm=drift_ppm)
    card.advance(100.0)
    delays = card.delays()
    told = [number for number, shift in enumerate(card.told) if shift]
    assert len(told) >= 2
    for number in told:
        assert delays[number + 2] - delays[number - 1] == card.told[number]


def test_a_dead_microphone_becomes_silence_and_the_session_goes_on() -> None:
    card = Card(StreamSync())
    card.advance(3.0)
    card.microphone_dead = True
    card.advance(1.0)
    card.sync.stand_in()
    card.advance(5.0)
    assert card.sync.microphone_missing
    assert len(card.pairs) > 890
    assert not card.pairs[-1][0].any()


def test_a_microphone_that_delivers_again_is_heard_with_about_the_delay_it_had() -> None:
    card = Card(StreamSync())
    card.advance(3.0)
    card.microphone_dead = True
    card.advance(1.0)
    card.sync.stand_in()
    card.advance(60.0)
    card.microphone_dead = False
    card.heard = card.played
    card.advance(10.0)
    assert not card.sync.microphone_missing
    assert abs(card.delays()[-1] - 800) <= 480 + BLOCK_SAMPLES
    assert card.sync.mended == 0


def test_after_a_restart_positions_go_on_and_nothing_is_compared_across_it() -> None:
    card = Card(StreamSync())
    card.advance(5.0)
    played_before = card.played
    card.sync.restart()
    card.heard_due += 1.5
    card.played_due += 1.5
    card.advance(6.5)
    positions = [position for _, _, position in card.pairs]
    assert positions == [number * BLOCK_SAMPLES for number in range(len(positions))]
    assert card.pairs[-1][1][0] == positions[-1]
    assert card.played > played_before
    assert card.sync.underruns == card.sync.microphone_gaps == card.sync.mended == 0
