"""What stands out by its level, and what does not."""

from __future__ import annotations

import numpy as np

from voicecoach.audio.level_detector import BEFORE_BLOCKS, LATELY_BLOCKS, LONGEST_BLOCKS, SMOOTH_BLOCKS, LevelDetector
from voicecoach.audio.pcm import BLOCK_SAMPLES, Samples

_DICE = np.random.default_rng(8)


def _standing_out(*parts: tuple[float, int]) -> list[bool]:
    """Noise of (level in dB, blocks), in order; True for each block that stands out."""
    prominence = LevelDetector()
    levels_db = [level_db for level_db, blocks in parts for _ in range(blocks)]
    return [prominence.feed(_noise(level_db)) for level_db in levels_db]


def _in_a_sentence(*parts: tuple[float, int]) -> bool:
    """Of the last but one part, heard at the end of the last."""
    prominence = LevelDetector()
    for level_db, blocks in parts:
        for _ in range(blocks):
            prominence.feed(_noise(level_db))
    (_, word_blocks), (_, after_blocks) = parts[-2:]
    return prominence.in_a_sentence(word_blocks + after_blocks, after_blocks)


def _noise(level_db: float) -> Samples:
    return (_DICE.standard_normal(BLOCK_SAMPLES) * 10 ** (level_db / 20)).astype(np.float32)


def test_a_word_louder_than_the_talk_around_it_stands_out_and_the_talk_does_not() -> None:
    out = _standing_out((-40, 200), (-30, 50), (-40, 100))
    assert not any(out[50:200])
    assert all(out[200 + SMOOTH_BLOCKS : 250])
    assert not any(out[250 + SMOOTH_BLOCKS :])


def test_what_is_not_much_louder_does_not() -> None:
    assert not any(_standing_out((-40, 200), (-37, 50)))


def test_a_long_word_is_not_compared_with_itself() -> None:
    out = _standing_out((-40, 30), (-20, 250), (-40, 50))
    assert all(out[30 + SMOOTH_BLOCKS : 280])


def test_what_goes_on_longer_than_any_command_becomes_the_background() -> None:
    out = _standing_out((-60, 100), (-30, LONGEST_BLOCKS + LATELY_BLOCKS))
    assert out[100 + SMOOTH_BLOCKS]
    assert not any(out[-LATELY_BLOCKS + SMOOTH_BLOCKS :])


def test_the_rooms_echo_of_a_word_is_not_part_of_it() -> None:
    out = _standing_out((-60, 200), (-20, 40), (-42, 20))
    assert all(out[200 + SMOOTH_BLOCKS : 240])
    assert not any(out[240 + SMOOTH_BLOCKS :])


QUIET, WORD = (-70, 100), (-20, 40)


def test_a_word_soon_after_others_in_a_quiet_room_is_in_a_sentence() -> None:
    assert _in_a_sentence(QUIET, (-24, 60), (-70, 12), WORD, (-70, 20))


def test_a_word_alone_in_a_quiet_room_is_not() -> None:
    assert not _in_a_sentence(QUIET, WORD, (-70, 20))
    assert not _in_a_sentence((-24, 60), (-70, BEFORE_BLOCKS + SMOOTH_BLOCKS), WORD, (-70, 20))


def test_a_word_above_talk_or_noise_without_a_pause_is_not() -> None:
    assert not _in_a_sentence(QUIET, (-28, 2 * BEFORE_BLOCKS), WORD, (-28, 20))


def test_a_word_well_above_talk_with_pauses_is_not() -> None:
    assert not _in_a_sentence(QUIET, (-32, 60), (-70, 12), WORD, (-32, 20))


def test_what_began_before_all_that_is_remembered_is_not() -> None:
    assert not _in_a_sentence(QUIET, (-24, 60), (-70, 12), (-20, 700), (-70, 20))
    assert not LevelDetector().in_a_sentence(30, 10)


def test_digital_silence_and_what_is_not_a_number_never_stand_out() -> None:
    prominence = LevelDetector()
    silence = np.zeros(BLOCK_SAMPLES, dtype=np.float32)
    broken = np.full(BLOCK_SAMPLES, np.nan, dtype=np.float32)
    assert not any(prominence.feed(block) for block in [silence] * 50 + [broken] * 20 + [silence] * 50)
    assert prominence.feed(_noise(-30))
