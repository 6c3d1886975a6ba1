"""Transcripts to phrases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.language.loading import load
from voicecoach.language.match import match, normalised

ENGLISH = load("en")
SPOKEN = ENGLISH.vocabulary.spoken()
_COMMAND = {phrase: command for command, phrases in ENGLISH.vocabulary.phrases.items() for phrase in phrases}


def _matched(heard: str) -> str | None:
    return match(heard, SPOKEN, ENGLISH.vocabulary, ENGLISH.courtesies)


@pytest.mark.parametrize(
    ("heard", "phrase"),
    [
        ("Switch legs.", "switch legs"),
        ("SWITCH LEGS!", "switch legs"),
        ("Okay, switch legs please.", "switch legs"),
        ("I’m ready", "i'm ready"),
        ("7", "seven"),
        ("10.", "ten"),
        ("stop please", "stop please"),
        ("the bus stop", None),
        ("stop the car", None),
        ("switch", "switch"),
        ("switched", None),
        ("", None),
        ("please", None),
        ("11", None),
        ("please " * 20 + "switch legs", "switch legs"),
        ("please " * 5000, None),
    ],
)
def test_the_whole_utterance_has_to_be_a_phrase(heard: str, phrase: str | None) -> None:
    assert _matched(heard) == phrase


@given(st.sampled_from(SPOKEN), st.sampled_from(["{}", "{}.", "{}!", "  {} ", "please, {}", "{}, okay"]))
def test_every_phrase_is_found_however_it_is_written(phrase: str, written: str) -> None:
    found = _matched(written.format(phrase.capitalize()))
    # "Please stop please" is two phrases of one command.
    assert found is not None
    assert _COMMAND[found] is _COMMAND[phrase]


@given(st.text())
def test_normal_form_is_stable(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@given(st.text())
def test_any_text_is_a_known_phrase_or_nothing(text: str) -> None:
    assert _matched(text) in {None, *SPOKEN}
