"""The child process is real; the driver in it is ours, with the habits of SAPI 5 and NSSpeechSynthesizer."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from voicecoach.errors import RequestError, VoiceError
from voicecoach.voice import hibari_library
from voicecoach.voice.choose import open_voice, voices
from voicecoach.voice.levelling import trim_line
from voicecoach.voice.native_engine import NativeEngine

DRIVER = "tests.voice.quirky_driver"
SAMPLE = "one two three four five six seven eight nine ten"


@pytest.fixture(autouse=True)
def _child_finds_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


@pytest.fixture
def engine() -> Iterator[NativeEngine]:
    engine = NativeEngine(DRIVER, "id.alex", pace_sample=SAMPLE, answer_s=3.0)
    yield engine
    engine.close()


def test_lines_are_complete_and_at_real_words_a_minute(engine: NativeEngine) -> None:
    for words, rate in ((10, 150), (5, 150), (10, 100)):
        samples, rate_hz = engine.render(" ".join(["word"] * words), rate)
        assert trim_line(samples).size / rate_hz == pytest.approx(words * 60 / rate, rel=0.02)


def test_the_system_tells_its_voices(engine: NativeEngine) -> None:
    assert [(voice.id, voice.name, voice.languages) for voice in engine.voices()] == [
        ("id.anna", "Anna Compact", ("de-de",)),
        ("id.alex", "Alex", ("en-us",)),
    ]


def test_a_driver_that_fails_says_why_and_can_be_used_again(engine: NativeEngine) -> None:
    with pytest.raises(VoiceError, match="lost its voice"):
        engine.render("please fail", 150)
    assert engine.render("hello there", 150)[0].size


def test_a_process_that_dies_is_started_again(engine: NativeEngine) -> None:
    engine.render("hello", 150)
    with pytest.raises(VoiceError, match="process ended"):
        engine.render("please die", 150)
    assert engine.render("hello there", 150)[0].size


def test_a_driver_that_hangs_is_ended_and_tried_once_more() -> None:
    engine = NativeEngine(DRIVER, pace_sample="", answer_s=1.5)
    try:
        assert engine.render("hang once", 150)[0].size
        with pytest.raises(VoiceError, match="does not answer"):
            engine.render("hang for ever", 150)
    finally:
        engine.close()


def test_closing_leaves_no_process_and_no_file(
    engine: NativeEngine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = set(threading.enumerate())
    engine.render("hello", 150)
    # It reads what the process writes, and ends with it.
    (listening,) = set(threading.enumerate()) - before
    assert list(tmp_path.iterdir())
    engine.close()
    listening.join(10.0)
    assert not listening.is_alive()
    assert not list(tmp_path.iterdir())


def test_where_the_neural_voice_is_missing_auto_takes_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hibari_library, "VERSION", "9.9.9")
    chosen = open_voice("auto", "en", driver=DRIVER)
    assert chosen.voice.name == "alex"
    assert "system" in chosen.why
    assert chosen.voice.synthesise("hello there", 150).size
    chosen.voice.close()


def test_a_voice_of_the_system_can_be_named() -> None:
    for name in ("Alex", "ALEX", "id.alex"):
        assert open_voice(name, "en", driver=DRIVER).voice.name == "alex"
    with pytest.raises(RequestError, match="speaks de-de, not en"):
        open_voice("anna compact", "en", driver=DRIVER)
    assert [info.name for info in voices("en", driver=DRIVER)][2:4] == ["alex", "en-us"]
    with pytest.raises(RequestError, match="Did you mean 'alex"):
        open_voice("alexx", "en", driver=DRIVER)


def test_where_the_system_fails_auto_goes_on_and_a_name_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hibari_library, "VERSION", "9.9.9")
    chosen = open_voice("auto", "en", driver="no_such_driver")
    assert chosen.voice.name == "en-us"
    assert "no_such_driver" in chosen.why
    with pytest.raises(VoiceError, match="no_such_driver"):
        open_voice("alex", "en", driver="no_such_driver")
