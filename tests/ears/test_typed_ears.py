"""Keys and lines."""

from __future__ import annotations

import pytest

from voicecoach.audio.pcm import BLOCK_SAMPLES, silence
from voicecoach.ears.interface import ActivePhrases, Hearing, Utterance, Verdict
from voicecoach.ears.typed_ears import TypedEars
from voicecoach.language.loading import load
from voicecoach.language.vocabulary import Expectation

ENGLISH = load("en")
SOME_BLOCK = Hearing(silence(BLOCK_SAMPLES), silence(BLOCK_SAMPLES), 16_000)


def _ears(*, paused: bool = False) -> TypedEars:
    return TypedEars(
        ENGLISH.vocabulary,
        ENGLISH.keys,
        answer_keys=ENGLISH.texts.answer_keys,
        courtesies=ENGLISH.courtesies,
        paused=lambda: paused,
    )


def _heard_from(*typed: str, paused: bool = False, asked: Expectation = Expectation.SESSION) -> list[Utterance]:
    ears = _ears(paused=paused)
    ears.listen_for(ActivePhrases(tuple(ENGLISH.vocabulary.active(asked)), ()))
    for each in typed:
        ears.type(each)
    return ears.hear(SOME_BLOCK)


def test_lines_are_commands_phrases_keys_or_numbers() -> None:
    heard = _heard_from("ready", "switch legs", "n", "more-time", "7", "How much longer?")
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
    assert [(utterance.verdict, utterance.text) for utterance in _heard_from("sing")] == [(Verdict.REJECTED, "sing")]


def test_the_space_bar_pauses_and_resumes() -> None:
    assert _heard_from("space")[0].text == ENGLISH.vocabulary.phrases["pause"][0]  # type: ignore[index]
    assert _heard_from("space", paused=True)[0].text == ENGLISH.vocabulary.phrases["resume"][0]  # type: ignore[index]


def test_n_is_no_only_where_a_yes_or_no_is_asked_for() -> None:
    assert [heard.text for heard in _heard_from("n", asked=Expectation.YES_NO)] == ["no"]
    assert [heard.text for heard in _heard_from("N", asked=Expectation.NUMBER)] == ["next"]


def test_every_key_means_a_command() -> None:
    spoken = set(ENGLISH.vocabulary.spoken())
    assert {_ears().phrase_for(key) for key in ENGLISH.keys} <= spoken
