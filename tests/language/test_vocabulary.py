"""The vocabulary: what counts when, and which language files are refused."""

from __future__ import annotations

import pytest

from voicecoach.language.loading import available, load
from voicecoach.language.vocabulary import URGENT, Command, Expectation, active_commands


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


def test_a_call_for_help_is_urgent_whatever_is_expected() -> None:
    vocabulary = load("en").vocabulary
    for expectation in Expectation:
        urgent = vocabulary.urgent(expectation)
        assert {"stop", "pause", "it hurts", "help me"} <= set(urgent) <= set(vocabulary.spoken())
        assert "help" not in urgent
