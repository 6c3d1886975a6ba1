"""A voice in the room against what a canceller leaves of the coach."""

from __future__ import annotations

import numpy as np

from voicecoach.audio.echo.double_talk import DoubleTalk
from voicecoach.audio.pcm import BLOCK_SAMPLES, Samples

DICE = np.random.default_rng(4)


def noise(blocks: int, level_db: float) -> Samples:
    sound = DICE.standard_normal((blocks, BLOCK_SAMPLES)) * 10 ** (level_db / 20)
    return sound.astype(np.float32)


def found(talk: DoubleTalk, left: Samples, taken: Samples) -> list[bool]:
    return [talk.feed(one, other) for one, other in zip(left, taken, strict=True)]


def test_a_word_a_quarter_as_loud_as_the_echo_is_found_within_50_ms() -> None:
    talk = DoubleTalk()
    assert not any(found(talk, noise(300, -50), noise(300, -26)))
    spoken = found(talk, noise(30, -34), noise(30, -26))
    assert all(spoken[5:])
    assert not any(found(talk, noise(40, -50), noise(40, -26))[6:])


def test_nothing_is_claimed_before_the_usual_share_is_known() -> None:
    talk = DoubleTalk()
    assert not any(found(talk, noise(149, -20), noise(149, -26)))


def test_where_the_loudspeaker_distorts_more_is_asked_for() -> None:
    talk = DoubleTalk()
    found(talk, noise(300, -36), noise(300, -26))
    assert not any(found(talk, noise(30, -28), noise(30, -26)))


def test_what_resembles_the_echo_is_no_voice() -> None:
    talk = DoubleTalk()
    found(talk, noise(300, -50), noise(300, -26))
    echo = noise(40, -26)
    assert not any(found(talk, (0.4 * echo + noise(40, -40)).astype(np.float32), echo)[10:])


def test_a_quiet_background_is_no_voice() -> None:
    talk = DoubleTalk()
    found(talk, noise(300, -90), noise(300, -40))
    assert not any(found(talk, noise(30, -55), noise(30, -40)))


def test_the_first_10_ms_of_a_voice_are_likely_where_the_echo_is_taken_out_well() -> None:
    talk = DoubleTalk()
    found(talk, noise(300, -54), noise(300, -26))
    assert not talk.likely
    talk.feed(noise(1, -40)[0], noise(1, -26)[0])
    assert talk.likely


def test_where_the_loudspeaker_distorts_nothing_is_likely_so_soon() -> None:
    talk = DoubleTalk()
    found(talk, noise(300, -46), noise(300, -26))
    talk.feed(noise(1, -30)[0], noise(1, -26)[0])
    assert not talk.likely


def test_the_echo_alone_is_told_from_a_word_in_it() -> None:
    talk = DoubleTalk()
    found(talk, noise(300, -54), noise(300, -26))
    alone = []
    for left_db in (-54.0, -51.0, -46.0, -38.0):
        talk_of = noise(6, left_db)
        found(talk, talk_of, noise(6, -26))
        alone.append(talk.echo_alone)
    assert alone == [True, True, False, False]


def test_where_much_is_left_of_the_echo_nobody_is_ruled_out() -> None:
    talk = DoubleTalk()
    found(talk, noise(300, -40), noise(300, -26))
    assert not talk.echo_alone
