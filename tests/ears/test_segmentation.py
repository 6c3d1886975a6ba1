"""Two ways to cut a word out: both are offered, the same cut only once."""

from __future__ import annotations

import numpy as np
import pytest

from voicecoach.audio.pcm import BLOCK_SAMPLES, SAMPLE_RATE_HZ, Samples
from voicecoach.ears.interface import Hearing
from voicecoach.ears.segmentation import Segmentation
from voicecoach.ears.segmenter import Segment


def _tone(seconds: float, level: float) -> Samples:
    """A voice of sorts: the harmonics of 140 Hz, with syllables."""
    time_s = np.arange(int(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    tone = np.sum([np.sin(2 * np.pi * 140 * n * time_s) / n**0.5 for n in range(1, 25)], axis=0)
    voice = level * tone * (0.6 + 0.4 * np.sin(2 * np.pi * 5 * time_s))
    sound: Samples = (voice + np.random.default_rng(4).standard_normal(time_s.size) * 1e-3).astype(np.float32)
    return sound


def _offers(sound: Samples, *, take: bool = False) -> list[tuple[Segment, bool]]:
    segmentation = Segmentation()
    found = []
    for at in range(0, sound.size - BLOCK_SAMPLES + 1, BLOCK_SAMPLES):
        block = sound[at : at + BLOCK_SAMPLES]
        for offer in segmentation.feed(Hearing(block, block, at)):
            found.append(offer)
            if take:
                segmentation.taken()
                break
    return found + list(segmentation.flush())


QUIET = (np.random.default_rng(5).standard_normal(SAMPLE_RATE_HZ) * 1e-3).astype(np.float32)
AMONG_TALK = np.concatenate((QUIET, _tone(5.0, 0.012), _tone(0.5, 0.04), _tone(1.0, 0.012), QUIET))
ALONE = np.concatenate((QUIET, _tone(0.5, 0.04), QUIET))


def test_a_loud_word_among_talk_is_cut_out_by_its_level_alone() -> None:
    found = _offers(AMONG_TALK)
    words = [
        segment
        for segment, by_level in found
        if by_level and segment.start_s == pytest.approx(6.0, abs=0.06) and segment.end_s == pytest.approx(6.5, abs=0.1)
    ]
    assert words
    assert not any(segment.end_s < 6.7 for segment, by_level in found if not by_level and segment.start_s > 5.5)


def test_a_stressed_word_of_a_sentence_in_a_quiet_room_is_not_cut_out_of_it() -> None:
    pause = QUIET[: SAMPLE_RATE_HZ // 6]
    sentence = np.concatenate((QUIET, _tone(5.0, 0.015), pause, _tone(0.4, 0.04), pause, _tone(0.6, 0.015), QUIET))
    assert not any(by_level and segment.start_s > 5.5 for segment, by_level in _offers(sentence))


def test_the_same_cut_is_offered_once() -> None:
    found = [(round(segment.start_s, 1), round(segment.end_s, 1), segment.offer) for segment, _ in _offers(ALONE)]
    assert found
    assert len(found) == len(set(found))


def test_what_was_taken_is_offered_by_neither_again() -> None:
    found = _offers(ALONE, take=True)
    assert len(found) == 1
