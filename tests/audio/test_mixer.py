"""The mixer against a naive picture of it: an array as long as the session, with clips added at their
positions.
"""

from __future__ import annotations

import math
import threading

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.audio.mixer import LIMIT_FROM, LIVE_LEVEL_DB, Channel, Mixer
from voicecoach.audio.pcm import Samples, gain_from_db, to_samples


def ones(length: int, level: float = 0.1) -> Samples:
    return np.full(length, level, dtype=np.float32)


def render_in(mixer: Mixer, sizes: list[int]) -> Samples:
    return np.concatenate([mixer.render(size) for size in sizes])


def test_silence_until_a_clip_begins_and_after_it() -> None:
    mixer = Mixer(ratio=1)
    placed = mixer.play(ones(50), at=100)
    out = render_in(mixer, [160, 160])
    assert (placed.starts_at, placed.ends_at) == (100, 150)
    assert np.flatnonzero(out).tolist() == list(range(100, 150))
    assert mixer.position == 320


def test_a_position_in_the_past_means_now() -> None:
    mixer = Mixer(ratio=1)
    mixer.render(160)
    assert mixer.play(ones(10), at=3).starts_at == 160
    assert mixer.play(ones(10)).starts_at == 160


def test_finished_tells_when_and_whether_cut_once() -> None:
    mixer = Mixer(ratio=1)
    whole = mixer.play(ones(100), at=10)
    long = mixer.play(ones(1000), at=20)
    mixer.render(160)
    mixer.cut(long.handle, fade_s=0.01)
    mixer.render(320)
    first, second = mixer.finished()
    assert (first.handle, first.started_at, first.ended_at, first.cut) == (whole.handle, 10, 110, False)
    assert (second.handle, second.started_at, second.ended_at, second.cut) == (long.handle, 20, 320, True)
    assert mixer.finished() == []


def test_a_clip_that_ends_by_itself_within_the_fade_counts_as_whole() -> None:
    mixer = Mixer(ratio=1)
    placed = mixer.play(ones(200))
    mixer.render(160)
    mixer.cut(placed.handle, fade_s=0.02)
    out = mixer.render(160)
    assert np.all(out[:40] == np.float32(0.1))
    assert [ended.cut for ended in mixer.finished()] == [False]


def test_cancel_takes_back_only_what_has_not_begun() -> None:
    mixer = Mixer(ratio=1)
    begun = mixer.play(ones(400))
    ahead = mixer.play(ones(100), at=1000)
    mixer.render(160)
    assert not mixer.cancel(begun.handle)
    assert mixer.cancel(ahead.handle)
    assert not mixer.cancel(ahead.handle)
    out = render_in(mixer, [160] * 10)
    assert not out[1000 - 160 :].any()
    assert [ended.handle for ended in mixer.finished()] == [begun.handle]


def test_a_clip_cut_before_it_begins_never_sounds_and_is_reported() -> None:
    mixer = Mixer(ratio=1)
    placed = mixer.play(ones(100), at=500)
    mixer.cut(placed.handle)
    out = render_in(mixer, [160] * 5)
    assert not out.any()
    (ended,) = mixer.finished()
    assert ended.cut
    assert ended.started_at == ended.ended_at == 500


def test_a_second_cut_does_not_restart_a_fade() -> None:
    mixer = Mixer(ratio=1)
    placed = mixer.play(ones(4000))
    mixer.cut(placed.handle, at=160, fade_s=0.04)
    out = mixer.render(480)
    mixer.cut(placed.handle, fade_s=0.002)
    out = np.concatenate([out, mixer.render(480)])
    assert np.all(np.diff(out) <= 0.0)
    assert not out[160 + 640 :].any()


def test_volume_and_ducking_multiply_and_the_alarm_is_not_ducked() -> None:
    mixer = Mixer(ratio=1)
    mixer.set_volume(-3.0)
    mixer.duck(-12.0)
    mixer.render(to_samples(0.1))
    mixer.play(ones(160))
    np.testing.assert_allclose(mixer.render(160), 0.1 * gain_from_db(-15.0), rtol=1e-5)
    mixer.play(ones(160), channel=Channel.ALARM)
    np.testing.assert_allclose(mixer.render(160), 0.1 * gain_from_db(-3.0), rtol=1e-5)


def test_a_session_is_lower_than_a_recording_and_its_alarm_is_not() -> None:
    mixer = Mixer(ratio=1, level_db=LIVE_LEVEL_DB)
    mixer.set_volume(3.0)
    mixer.render(to_samples(0.1))
    mixer.play(ones(160))
    np.testing.assert_allclose(mixer.render(160), 0.1 * gain_from_db(3.0 + LIVE_LEVEL_DB), rtol=1e-5)
    mixer.play(ones(160), channel=Channel.ALARM)
    np.testing.assert_allclose(mixer.render(160), 0.1 * gain_from_db(3.0), rtol=1e-5)


def test_a_clip_can_be_placed_with_its_own_gain() -> None:
    mixer = Mixer(ratio=1)
    mixer.play(ones(160), gain_db=-20.0)
    np.testing.assert_allclose(mixer.render(160), 0.01, rtol=1e-5)


def test_gains_move_without_a_click_hours_into_a_session() -> None:
    mixer = Mixer(ratio=1)
    for _ in range(60):
        mixer.render(to_samples(180))
    mixer.play(ones(16_000, 0.5))
    mixer.duck(-20.0, ramp_s=0.05)
    out = mixer.render(4000)
    assert float(np.abs(np.diff(out)).max()) < 0.5 * 0.9 / 800 * 1.1
    np.testing.assert_allclose(out[800:], 0.05, rtol=1e-5)
    mixer.duck(0.0, ramp_s=0.05)
    assert float(mixer.render(1600)[-1]) == np.float32(0.5)


def test_the_limiter_is_transparent_below_and_never_clips() -> None:
    mixer = Mixer(ratio=1)
    ramp = np.linspace(-LIMIT_FROM, LIMIT_FROM, 160, dtype=np.float32)
    mixer.play(ramp)
    np.testing.assert_array_equal(mixer.render(160), ramp)
    loud = np.linspace(-4.0, 4.0, 160, dtype=np.float32)
    mixer.play(loud)
    out = mixer.render(160)
    assert float(np.abs(out).max()) <= 1.0
    assert np.all(np.diff(out) >= 0.0)


clips = st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 900), st.sampled_from(list(Channel))), max_size=8)
sizes = st.lists(st.sampled_from([1, 7, 160, 333, 1024]), min_size=12, max_size=40)


@given(clips, sizes)
def test_the_mix_equals_naive_placement_whatever_the_blocks(
    placements: list[tuple[int, int, Channel]], blocks: list[int]
) -> None:
    mixer = Mixer(ratio=1)
    total = sum(blocks)
    expected = np.zeros(total + 5000, dtype=np.float64)
    for number, (at, length, channel) in enumerate(placements):
        wave = (0.09 * np.sin(np.arange(length) * (0.1 + 0.01 * number))).astype(np.float32)
        placed = mixer.play(wave, at=at, channel=channel)
        assert placed.starts_at == at
        expected[at : at + length] += wave
    out = render_in(mixer, blocks)
    np.testing.assert_allclose(out, expected[:total], atol=1e-6)
    ended = mixer.finished()
    assert len(ended) == sum(at + length <= total and at < total for at, length, _ in placements)
    assert not any(one.cut for one in ended)


@given(
    st.integers(0, 2000),
    st.integers(1, 4000),
    st.integers(0, 5000),
    st.floats(0.0, 0.1),
    sizes,
)
def test_a_cut_reaches_silence_at_the_end_of_its_fade_without_a_step(
    at: int, length: int, cut_at: int, fade_s: float, blocks: list[int]
) -> None:
    mixer = Mixer(ratio=1)
    placed = mixer.play(ones(length, 0.5), at=at)
    mixer.cut(placed.handle, at=cut_at, fade_s=fade_s)
    out = render_in(mixer, blocks)
    fade = max(to_samples(fade_s), to_samples(0.002))
    silent_from = min(at + length, cut_at + fade) if cut_at > at else at
    assert not out[silent_from:].any()
    untouched = out[at : min(cut_at, at + length)]
    assert np.all(untouched == np.float32(0.5))
    if at + length > cut_at + fade and len(out) > silent_from:
        assert float(np.abs(np.diff(out[at:])).max(initial=0.0)) <= 0.5 / fade + 1e-6


@given(sizes, sizes)
def test_the_output_does_not_depend_on_how_it_is_asked_for(first: list[int], second: list[int]) -> None:
    def session(blocks: list[int]) -> Samples:
        mixer = Mixer(ratio=1)
        mixer.duck(-9.0, ramp_s=0.1)
        mixer.set_volume(-3.0, ramp_s=0.03)
        speech = mixer.play(ones(2500, 0.9), at=40)
        mixer.play(ones(700, 0.7), at=300, channel=Channel.COUNT)
        mixer.cut(speech.handle, at=1111)
        return render_in(mixer, blocks)

    one, other = session(first), session(second)
    shared = min(len(one), len(other))
    np.testing.assert_allclose(one[:shared], other[:shared], atol=1e-6)


@given(clips, sizes)
def test_what_is_played_has_three_samples_for_each_of_the_clock(
    placements: list[tuple[int, int, Channel]], blocks: list[int]
) -> None:
    mixer = Mixer()
    total = sum(blocks)
    expected = np.zeros(3 * total + 15_000, dtype=np.float64)
    for number, (at, length, channel) in enumerate(placements):
        wave = (0.09 * np.sin(np.arange(length) * (0.1 + 0.01 * number))).astype(np.float32)
        placed = mixer.play(wave, at=at, channel=channel)
        assert (placed.starts_at, placed.ends_at) == (at, at + math.ceil(length / 3))
        expected[3 * at : 3 * at + length] += wave
    out = render_in(mixer, blocks)
    assert len(out) == 3 * mixer.position == 3 * total
    np.testing.assert_allclose(out, expected[: 3 * total], atol=1e-6)


@given(sizes, sizes)
def test_ramps_and_fades_are_as_smooth_at_the_playback_rate(first: list[int], second: list[int]) -> None:
    def session(blocks: list[int]) -> Samples:
        mixer = Mixer()
        mixer.duck(-9.0, ramp_s=0.1)
        speech = mixer.play(ones(7501, 0.7), at=40)
        mixer.cut(speech.handle, at=1111, fade_s=0.02)
        return render_in(mixer, blocks)

    one, other = session(first), session(second)
    shared = min(len(one), len(other))
    np.testing.assert_allclose(one[:shared], other[:shared], atol=1e-6)
    assert float(np.abs(np.diff(one[3 * 40 :])).max(initial=0.0)) <= 0.7 / 960 + 1e-4
    assert not one[3 * (1111 + 320) :].any()


def test_orders_from_another_thread_are_all_obeyed() -> None:
    mixer = Mixer(ratio=1)
    wanted = 500

    def order() -> None:
        for _ in range(wanted):
            mixer.play(ones(20, 0.01))

    threads = [threading.Thread(target=order) for _ in range(3)]
    for thread in threads:
        thread.start()
    total = 0.0
    while any(thread.is_alive() for thread in threads) or mixer.sounding():
        total += float(mixer.render(160).sum())
    assert len(mixer.finished()) == 3 * wanted
