"""The phrases by which settings are changed: complete, plain, and no commands."""

from __future__ import annotations

import pytest

from voicecoach.errors import RequestError
from voicecoach.language.adjustments import Adjustment, adjustments_from
from voicecoach.language.loading import available, load
from voicecoach.language.topics import topic_phrases

WORDS = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron"


def phrases(**changed: list[str]) -> dict[str, list[str]]:
    return {a.value: [f"set {word}"] for a, word in zip(Adjustment, WORDS.split(), strict=True)} | changed


def test_every_adjustment_of_a_packaged_language_can_be_asked_for() -> None:
    for code in available():
        assert set(load(code).adjustments.values()) == set(Adjustment)


def test_no_phrase_is_a_command_or_a_topic_too() -> None:
    language = load("en")
    assert not set(language.adjustments) & {*language.vocabulary.spoken(), *topic_phrases("en")}


def test_they_are_phrases_of_several_words_because_other_speech_is_hardly_taken_for_those() -> None:
    assert all(" " in phrase for phrase in load("en").adjustments)


def test_each_phrase_means_one_thing() -> None:
    assert adjustments_from("xx", phrases(), ())["set beta"] is Adjustment.HOLDS


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"colour": ["change the colour"]}, "no adjustment"),
        ({"voice": []}, "no phrase"),
        ({"voice": ["Another voice!"]}, "plain lower-case"),
        ({"voice": ["set alpha"]}, "something else"),
        ({"voice": ["go back"]}, "something else"),
    ],
)
def test_what_a_language_file_gets_wrong_is_named(changed: dict[str, list[str]], complaint: str) -> None:
    with pytest.raises(RequestError, match=complaint):
        adjustments_from("xx", phrases(**changed), {"go back"})
