from __future__ import annotations

import numpy as np
import pytest

from voicecoach.errors import RequestError, VoiceError
from voicecoach.voice import espeak_library
from voicecoach.voice.choose import open_voice, voices


def test_auto_speaks_the_language() -> None:
    chosen = open_voice("auto", "en", driver=None)
    assert chosen.voice.name == "en-us"
    assert chosen.why == "eSpeak NG's voice for en"


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("en-gb", "en-gb"),
        ("EN_GB", "en-gb"),
        ("English (America)", "en-us"),
        ("en-us+F3", "en-us+f3"),
        ("printed", "printed"),
        ("Printed", "printed"),
    ],
)
def test_names_are_taken_as_people_write_them(asked: str, name: str) -> None:
    chosen = open_voice(asked, "en", driver=None)
    assert chosen.voice.name == name
    assert chosen.why == "asked for"


@pytest.mark.parametrize(
    ("asked", "suggestion"),
    [("en-uss", "en-us"), ("printd", "printed"), ("en-us+f33", "f3"), ("qqqqqqqq", "and others")],
)
def test_an_unknown_name_is_answered_with_the_nearest(asked: str, suggestion: str) -> None:
    with pytest.raises(RequestError, match=suggestion):
        open_voice(asked, "en", driver=None)


def test_a_language_that_the_coach_does_not_have_is_refused() -> None:
    with pytest.raises(RequestError):
        open_voice("auto", "xx", driver=None)


def test_every_name_is_listed_once_and_printed_last() -> None:
    names = [info.name for info in voices(None)]
    assert len(names) == len(set(names)) > 100
    assert names[0] == "en-us"
    assert names[-1] == "printed"


def test_every_listed_voice_of_the_language_speaks() -> None:
    for name in [info.name for info in voices(None) if info.name.startswith("en-")]:
        assert open_voice(name, "en", driver=None).voice.synthesise("Ready when you are.", 150).size > 8000


def test_another_timbre_is_another_sound() -> None:
    plain, high = (
        open_voice(name, "en", driver=None).voice.synthesise("Ready.", 150) for name in ("en-us", "en-us+f3")
    )
    assert not np.array_equal(plain, high)


def test_without_a_synthesiser_auto_prints_and_a_name_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing() -> None:
        raise VoiceError("No speech synthesiser was found: try this.")

    monkeypatch.setattr(espeak_library, "espeak_library", nothing)
    chosen = open_voice("auto", "en", driver=None)
    assert chosen.voice.name == "printed"
    assert chosen.why == "No speech synthesiser was found: try this"
    assert [info.name for info in voices(None)] == ["printed"]
    with pytest.raises(VoiceError, match="No speech synthesiser"):
        open_voice("en-us", "en", driver=None)
