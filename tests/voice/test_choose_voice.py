from __future__ import annotations

import numpy as np
import pytest

from voicecoach.errors import RequestError, VoiceError
from voicecoach.voice import espeak_library, hibari_library
from voicecoach.voice.backup_voice import BackupVoice
from voicecoach.voice.choose import Voices, open_voice, require_voice, voices


def test_auto_speaks_english_with_the_neural_voice() -> None:
    chosen = open_voice("auto", "en", driver=None)
    assert chosen.voice.name == "heart"
    assert chosen.why == "hibari's voice for en"
    assert chosen.passed_over == ()


@pytest.fixture
def no_hibari(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hibari_library, "VERSION", "9.9.9")


@pytest.mark.usefixtures("no_hibari")
def test_another_version_of_the_neural_voice_is_passed_over_with_its_reason() -> None:
    chosen = open_voice("auto", "en", driver=None)
    assert chosen.voice.name == "en-us"
    assert chosen.why.startswith("eSpeak NG's voice for en; The voice heart needs hibari-tts 9.9.9")
    assert len(chosen.passed_over) == 1
    with pytest.raises(VoiceError, match="needs hibari-tts 9"):
        open_voice("heart", "en", driver=None)
    with pytest.raises(RequestError, match="no voice called"):
        open_voice("qqqqqqqq", "en", driver=None)


def test_a_neural_voice_that_cannot_be_loaded_gives_way_at_its_first_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise VoiceError("The voice heart cannot be loaded: no such model")

    monkeypatch.setattr(hibari_library, "hibari_library", broken)
    voice = open_voice("auto", "en", driver=None).voice
    assert voice.synthesise("Ready when you are.", 150).size > 8000
    assert voice.name == "en-us"
    assert isinstance(voice, BackupVoice)
    assert "no such model" in str(voice.failure)
    with pytest.raises(VoiceError, match="no such model"):
        open_voice("heart", "en", driver=None).voice.synthesise("Ready.", 150)


def test_a_patient_can_try_the_better_voices_first() -> None:
    names = Voices("en", driver=None).names(besides="heart")
    assert names[:2] == ("heart-low", "en-us")
    assert "heart" not in names


@pytest.mark.parametrize("name", ["de", "klingon", "piqd"])
def test_a_voice_of_another_language_is_refused(name: str) -> None:
    with pytest.raises(RequestError, match=", not en"):
        open_voice(name, "en", driver=None)
    with pytest.raises(RequestError, match=", not en"):
        require_voice(name, "en", driver=None)
    require_voice("auto", "en", driver=None)


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
    [("en-uss", "en-us"), ("printd", "printed"), ("en-us+f33", "f3"), ("qqqqqqqq", "voicecoach voices")],
)
def test_an_unknown_name_is_answered_with_the_nearest(asked: str, suggestion: str) -> None:
    with pytest.raises(RequestError, match=suggestion):
        open_voice(asked, "en", driver=None)


def test_a_language_that_the_coach_does_not_have_is_refused() -> None:
    with pytest.raises(RequestError):
        open_voice("auto", "xx", driver=None)


def test_every_name_is_listed_once_and_printed_last() -> None:
    names = [info.name for info in voices("en", driver=None)]
    assert len(names) == len(set(names)) > 8
    assert names[:3] == ["heart", "heart-low", "en-us"]
    assert names[-1] == "printed"
    assert all(info.engine for info in voices("en", driver=None))


def test_every_listed_voice_of_the_language_speaks() -> None:
    for name in [info.name for info in voices("en", driver=None) if info.name != "printed"]:
        assert open_voice(name, "en", driver=None).voice.synthesise("Ready when you are.", 150).size > 8000


def test_another_timbre_is_another_sound() -> None:
    plain, high = (
        open_voice(name, "en", driver=None).voice.synthesise("Ready.", 150) for name in ("en-us", "en-us+f3")
    )
    assert not np.array_equal(plain, high)


@pytest.mark.usefixtures("no_hibari")
def test_without_a_synthesiser_auto_prints_and_a_name_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing() -> None:
        raise VoiceError("No speech synthesiser was found: try this.")

    monkeypatch.setattr(espeak_library, "espeak_library", nothing)
    chosen = open_voice("auto", "en", driver=None)
    assert chosen.voice.name == "printed"
    assert chosen.why.endswith("; No speech synthesiser was found: try this")
    assert [info.name for info in voices("en", driver=None)] == ["printed"]
    with pytest.raises(VoiceError, match="No speech synthesiser"):
        open_voice("en-us", "en", driver=None)
