"""The vocabulary: what counts when, and which language files are refused."""

from __future__ import annotations

import pytest

from voicecoach.errors import RequestError
from voicecoach.language.loading import available, load
from voicecoach.language.vocabulary import URGENT, Command, Expectation, active_commands, vocabulary_from


def _phrases(**changed: list[str]) -> dict[str, list[str]]:
    words = "abcdefghijklmnopqrstuvwxyz"
    phrases = {command.value: [f"word {words[at % 26] * (1 + at // 26)}"] for at, command in enumerate(Command)}
    return phrases | changed


def test_every_packaged_language_is_valid() -> None:
    assert "en" in available()
    for code in available():
        assert load(code).vocabulary.language == code


@pytest.mark.parametrize("expectation", Expectation)
def test_session_commands_and_urgent_ones_always_count(expectation: Expectation) -> None:
    assert set(URGENT) <= set(active_commands(expectation))
    assert Command.SWITCH in active_commands(expectation)


def test_answers_count_only_when_asked() -> None:
    vocabulary = load("en").vocabulary
    assert "seven" not in vocabulary.active(Expectation.SESSION)
    assert vocabulary.active(Expectation.NUMBER)["seven"] is Command.N7
    assert "yes" not in vocabulary.active(Expectation.NUMBER)
    assert vocabulary.active(Expectation.READY)["i'm ready"] is Command.READY


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"dance": ["dance"]}, "no command"),
        ({"next": []}, "no phrase for next"),
        ({"next": ["Next!"]}, "plain lower-case"),
        ({"next": ["same"], "back": ["same"]}, "two things"),
    ],
)
def test_faulty_language_files_are_refused(changed: dict[str, list[str]], message: str) -> None:
    with pytest.raises(RequestError, match=message):
        vocabulary_from("xx", _phrases(**changed))


def test_one_phrase_may_serve_two_answers_that_never_meet() -> None:
    changed = {"yes": ["indeed"], "ready": ["indeed"]}
    vocabulary = vocabulary_from("xx", _phrases(**changed))
    assert vocabulary.active(Expectation.YES_NO)["indeed"] is Command.YES
    assert vocabulary.active(Expectation.READY)["indeed"] is Command.READY


def test_a_call_for_help_is_urgent_whatever_is_expected() -> None:
    vocabulary = load("en").vocabulary
    assert vocabulary.calls_for_help
    for expectation in Expectation:
        urgent = vocabulary.urgent(expectation)
        assert {"stop", "pause", "it hurts", *vocabulary.calls_for_help} <= set(urgent) <= set(vocabulary.spoken())
        assert "help" not in urgent


def test_a_call_for_help_has_to_be_a_phrase_of_help() -> None:
    with pytest.raises(RequestError, match="no phrase of help"):
        vocabulary_from("xx", _phrases(), calls_for_help=["come here"])
