"""Keys and lines."""

from __future__ import annotations

import io
import os
import sys
import threading

import pytest

from voicecoach.audio.pcm import BLOCK_SAMPLES, silence
from voicecoach.ears.interface import Hearing, Utterance, Verdict
from voicecoach.ears.typed_ears import TypedEars
from voicecoach.language.loading import load

ENGLISH = load("en")
SOME_BLOCK = Hearing(silence(BLOCK_SAMPLES), silence(BLOCK_SAMPLES), 16_000)


def _heard_from(text: str, *, paused: bool = False) -> list[Utterance]:
    done = threading.Event()
    ears = TypedEars(
        ENGLISH.vocabulary,
        ENGLISH.keys,
        courtesies=ENGLISH.courtesies,
        paused=lambda: paused,
        ended=done.set,
        source=io.StringIO(text),
    )
    assert done.wait(5)
    heard = ears.hear(SOME_BLOCK)
    ears.close()
    return heard


def test_lines_are_commands_phrases_keys_or_numbers() -> None:
    heard = _heard_from("ready\nswitch legs\nn\nmore-time\n7\nHow much longer?\n\n")
    assert [utterance.text for utterance in heard] == [
        "ready",
        "switch legs",
        "next",
        "more time",
        "seven",
        "how much longer",
    ]
    assert all(utterance.verdict is Verdict.ACCEPTED for utterance in heard)
    assert heard[0].decided_s == pytest.approx(1.01)


def test_what_is_no_command_is_reported_as_such() -> None:
    assert [(utterance.verdict, utterance.text) for utterance in _heard_from("sing\n")] == [(Verdict.REJECTED, "sing")]


def test_the_space_bar_pauses_and_resumes() -> None:
    assert _heard_from("space\n")[0].text == ENGLISH.vocabulary.phrases["pause"][0]  # type: ignore[index]
    assert _heard_from("space\n", paused=True)[0].text == ENGLISH.vocabulary.phrases["resume"][0]  # type: ignore[index]


def test_every_key_means_a_command() -> None:
    ears = TypedEars(ENGLISH.vocabulary, ENGLISH.keys, source=io.StringIO(""))
    spoken = set(ENGLISH.vocabulary.spoken())
    assert {ears.phrase_for(key) for key in ENGLISH.keys} <= spoken
    ears.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_keys_count_at_once_at_a_terminal_which_is_left_as_it_was() -> None:
    import pty
    import termios

    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    with os.fdopen(theirs, "r", encoding="utf-8") as terminal:
        ears = TypedEars(ENGLISH.vocabulary, ENGLISH.keys, source=terminal)
        os.write(ours, b" nw:say that again\r")
        heard: list[Utterance] = []
        deadline = threading.Event()
        for _ in range(500):
            heard += ears.hear(SOME_BLOCK)
            if len(heard) >= 3:
                break
            deadline.wait(0.01)
        ears.close()
        assert [utterance.text for utterance in heard] == ["pause", "next", "say that again"]
        assert termios.tcgetattr(theirs) == before
    os.close(ours)
