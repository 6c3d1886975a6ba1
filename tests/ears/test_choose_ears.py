"""Which ears are taken, and why."""

from __future__ import annotations

import pytest

from voicecoach.ears import choose
from voicecoach.ears.choose import choose_ears, names
from voicecoach.errors import EarsError, RequestError
from voicecoach.language.loading import load

ENGLISH = load("en")


def test_auto_takes_the_phrases_when_the_model_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voicecoach.ears.moonshine_model.find_model", lambda: object())
    choice = choose_ears("auto", ENGLISH)
    assert (choice.name, choice.why) == ("phrases", "")


def test_auto_falls_through_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voicecoach.ears.moonshine_model.find_model", lambda: None)
    monkeypatch.setattr(choose, "find_spec", lambda name: object() if name == "pocketsphinx" else None)
    choice = choose_ears("auto", ENGLISH)
    assert choice.name == "sphinx"
    assert "moonshine-voice" in choice.why
    monkeypatch.setattr(choose, "find_spec", lambda _name: None)
    choice = choose_ears("auto", ENGLISH)
    assert choice.name == "typed"
    assert "keyboard" in choice.why


def test_auto_does_without_a_model_that_cannot_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voicecoach.ears.moonshine_model.find_model", lambda: object())
    monkeypatch.setattr(choose, "find_spec", lambda name: object() if name == "pocketsphinx" else None)
    choice = choose_ears("auto", ENGLISH)
    assert choice.name == "sphinx"
    assert "onnxruntime" in choice.why


def test_named_ears_that_are_missing_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voicecoach.ears.moonshine_model.find_model", lambda: None)
    with pytest.raises(EarsError, match="moonshine-voice"):
        choose_ears("phrases", ENGLISH).open()


def test_online_ears_say_that_they_send() -> None:
    assert "network" in choose_ears("google", ENGLISH).why
    assert "network" not in choose_ears("vosk", ENGLISH).why


def test_unknown_ears_are_refused_with_what_there_is() -> None:
    with pytest.raises(RequestError, match="phrases, typed"):
        choose_ears("big", ENGLISH)
    assert "auto" in names()


def test_typed_ears_do_not_take_sound() -> None:
    with pytest.raises(EarsError, match="keyboard"):
        choose_ears("typed", ENGLISH).open()
