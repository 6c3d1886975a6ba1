"""The phrases by which settings are changed: complete, plain, and no commands."""

from __future__ import annotations

from voicecoach.language.adjustments import Adjustment
from voicecoach.language.loading import available, load
from voicecoach.language.topics import topic_phrases


def test_every_adjustment_of_a_packaged_language_can_be_asked_for() -> None:
    for code in available():
        assert set(load(code).adjustments.values()) == set(Adjustment)


def test_no_phrase_is_a_command_or_a_topic_too() -> None:
    language = load("en")
    assert not set(language.adjustments) & {*language.vocabulary.spoken(), *topic_phrases("en")}


def test_they_are_phrases_of_several_words_because_other_speech_is_hardly_taken_for_those() -> None:
    assert all(" " in phrase for phrase in load("en").adjustments)
