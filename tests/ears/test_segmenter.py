"""Cuts: offers at growing silences, speech that goes on, ends of files."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.audio.pcm import BLOCK_SAMPLES, SAMPLE_RATE_HZ, Samples, power
from voicecoach.ears.interface import Hearing
from voicecoach.ears.segmenter import Segment, Segmenter


def _sound(*parts: tuple[str, float]) -> Samples:
    """("voice", s), ("talk", s) with syllables, and ("quiet", s) one after the other, over a faint noise."""
    dice = np.random.default_rng(3)
    pieces = []
    for kind, seconds in parts:
        count = int(seconds * SAMPLE_RATE_HZ)
        piece = dice.standard_normal(count) * 1e-3
        if kind in ("voice", "talk"):
            time_s = np.arange(count) / SAMPLE_RATE_HZ
            tone = sum(np.sin(2 * np.pi * 140 * n * time_s) / n**0.5 for n in range(1, 25))
            # A tone that does not change for seconds is a hum.
            piece += 0.02 * tone * (0.6 + 0.4 * np.sin(2 * np.pi * 5 * time_s) if kind == "talk" else 1.0)
        pieces.append(piece)
    return np.concatenate(pieces).astype(np.float32)


def _offers(sound: Samples, segmenter: Segmenter | None = None, origin: int = 0) -> list[Segment]:
    segmenter = segmenter or Segmenter()
    offers = []
    for at in range(0, sound.size - BLOCK_SAMPLES + 1, BLOCK_SAMPLES):
        block = sound[at : at + BLOCK_SAMPLES]
        segment = segmenter.feed(Hearing(block, block, origin + at))
        if segment is not None:
            offers.append(segment)
    return offers


def test_a_word_is_offered_at_growing_silences_and_closed_once() -> None:
    offers = _offers(_sound(("quiet", 1.0), ("voice", 0.5), ("quiet", 1.0)))
    assert [offer.final for offer in offers] == [False] * (len(offers) - 1) + [True]
    assert [offer.offer for offer in offers] == list(range(len(offers)))
    for offer in offers:
        assert offer.start_s == pytest.approx(1.0, abs=0.1)
        assert offer.end_s == pytest.approx(1.5, abs=0.1)
    waits = [offer.decided_s - offer.end_s for offer in offers]
    assert waits == sorted(waits)
    assert waits[0] <= 0.2


def test_after_a_gap_a_word_has_the_time_at_which_it_came() -> None:
    sound, segmenter = _sound(("quiet", 1.0), ("voice", 0.5), ("quiet", 1.0)), Segmenter()
    quiet = 50 * BLOCK_SAMPLES
    offers = [*_offers(sound[:quiet], segmenter), *_offers(sound[quiet:], segmenter, origin=quiet + SAMPLE_RATE_HZ)]
    assert offers[0].end_s == pytest.approx(2.5, abs=0.1)


def test_words_with_a_short_pause_are_one_segment() -> None:
    offers = _offers(_sound(("quiet", 1.0), ("voice", 0.3), ("quiet", 0.2), ("voice", 0.4), ("quiet", 1.0)))
    final = [offer for offer in offers if offer.final]
    assert len(final) == 1
    assert final[0].end_s - final[0].start_s == pytest.approx(0.9, abs=0.12)


def test_a_taken_offer_ends_the_segment() -> None:
    sound = _sound(("quiet", 1.0), ("voice", 0.3), ("quiet", 0.2), ("voice", 0.4), ("quiet", 1.0))
    segmenter = Segmenter()
    first = None
    later = []
    for at in range(0, sound.size, BLOCK_SAMPLES):
        block = sound[at : at + BLOCK_SAMPLES]
        segment = segmenter.feed(Hearing(block, block, at))
        if segment is not None and first is None:
            first = segment
            segmenter.taken()
        elif segment is not None:
            later.append(segment)
    assert first is not None
    assert first.end_s == pytest.approx(1.3, abs=0.1)
    assert later[-1].start_s == pytest.approx(1.5, abs=0.1)


@pytest.mark.parametrize(("rest_s", "then"), [(0.2, 0), (0.8, 1)])
def test_the_rest_of_a_word_that_was_understood_is_no_new_word(rest_s: float, then: int) -> None:
    """Understood in mid-word, by whoever cut it out sooner; but who goes on and on is listened to again."""
    sound = _sound(("quiet", 1.0), ("voice", 0.3 + rest_s), ("quiet", 1.0))
    segmenter = Segmenter()
    offers = []
    for at in range(0, sound.size, BLOCK_SAMPLES):
        block = sound[at : at + BLOCK_SAMPLES]
        segment = segmenter.feed(Hearing(block, block, at))
        if segment is not None and segment.final:
            offers.append(segment)
        if at == round(1.3 * SAMPLE_RATE_HZ):
            segmenter.taken()
    assert len(offers) == then


def test_long_talk_is_marked_and_not_kept_whole() -> None:
    offers = _offers(_sound(("quiet", 1.0), ("talk", 6.0), ("quiet", 1.0)))
    assert offers[-1].too_long
    assert offers[-1].samples.size < 5 * SAMPLE_RATE_HZ


def test_the_end_of_the_sound_counts_as_silence() -> None:
    segmenter = Segmenter()
    assert not _offers(_sound(("quiet", 0.5), ("voice", 0.4)), segmenter)
    last = segmenter.flush()
    assert last is not None
    assert last.final
    assert segmenter.flush() is None


def test_times_are_on_the_sessions_clock() -> None:
    sound = _sound(("quiet", 1.0), ("voice", 0.5), ("quiet", 1.0))
    here, there = _offers(sound)[0], _offers(sound, origin=10 * SAMPLE_RATE_HZ)[0]
    assert there.start_s - here.start_s == pytest.approx(10.0)
    assert there.decided_s - here.decided_s == pytest.approx(10.0)


def _swallowed(sound: Samples, from_s: float, to_s: float) -> list[Segment]:
    """The offers where a suppressor lets nothing through between these times."""
    segmenter = Segmenter()
    offers = []
    for at in range(0, sound.size - BLOCK_SAMPLES + 1, BLOCK_SAMPLES):
        block = sound[at : at + BLOCK_SAMPLES]
        through = block * np.float32(1e-3) if from_s <= at / SAMPLE_RATE_HZ < to_s else block
        segment = segmenter.feed(Hearing(through, block, at, voiced=power(block) > 1e-5))
        if segment is not None:
            offers.append(segment)
    return offers


def test_a_beginning_that_a_suppressor_swallowed_belongs_to_the_word() -> None:
    word = _sound(("quiet", 1.0), ("voice", 0.5), ("quiet", 1.0))
    offers = _swallowed(word, 0.9, 1.07)
    assert offers
    for offer in offers:
        assert offer.start_s == pytest.approx(1.0, abs=0.04)


def test_so_does_the_hiss_before_a_short_silence() -> None:
    stop = _sound(("quiet", 1.0), ("voice", 0.06), ("quiet", 0.03), ("voice", 0.3), ("quiet", 1.0))
    offers = _swallowed(stop, 0.9, 1.07)
    assert offers
    for offer in offers:
        assert offer.start_s == pytest.approx(1.0, abs=0.04)


def test_what_lies_longer_before_the_word_does_not() -> None:
    sound = _sound(("quiet", 1.0), ("voice", 0.1), ("quiet", 0.1), ("voice", 0.4), ("quiet", 1.0))
    offers = _swallowed(sound, 0.9, 1.22)
    assert offers
    for offer in offers:
        assert offer.start_s == pytest.approx(1.2, abs=0.05)


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(st.sampled_from(["voice", "quiet"]), st.integers(1, 12).map(lambda tenths: tenths / 10)), max_size=8
    )
)
def test_offers_are_ordered_and_lie_within_what_was_heard(parts: list[tuple[str, float]]) -> None:
    sound = _sound(("quiet", 0.5), *parts)
    segmenter = Segmenter()
    offers = _offers(sound, segmenter)
    last = segmenter.flush()
    decided_s = 0.0
    for offer in [*offers, *([last] if last else [])]:
        assert decided_s <= offer.decided_s <= sound.size / SAMPLE_RATE_HZ
        decided_s = offer.decided_s
        assert 0 <= offer.start_s < offer.end_s <= offer.decided_s
        assert 0 <= offer.speech_start < offer.speech_end <= offer.samples.size
