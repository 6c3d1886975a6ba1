"""The greeting that comes with the package is what the voice would say.

``python -m tests.voice.test_shipped_greeting`` renders it anew; needed when the voice, its revision in ``choose`` or
the language file's pronunciation has changed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from voicecoach.audio.pcm import Samples, from_int16, to_int16
from voicecoach.language.loading import load
from voicecoach.language.wording import sentences_of
from voicecoach.settings import Settings
from voicecoach.voice.choose import open_voice
from voicecoach.voice.interface import Voice
from voicecoach.voice.line_store import SHIPPED, LineStore
from voicecoach.voice.phrase_cache import PhraseCache, line_key

LANGUAGE = load("en")
GREETING = sentences_of(LANGUAGE.wording.say("opening", name=""))[0]
RATE_WPM = Settings().rate_wpm


class Unloaded:
    """The default voice, whose model must not be needed."""

    def __init__(self, voice: Voice) -> None:
        self.name, self.edition = voice.name, voice.edition

    def synthesise(self, text: str, rate_wpm: int) -> Samples:
        raise AssertionError(f"{text!r} at {rate_wpm} was rendered")

    def close(self) -> None:
        pass


def envelope(line: Samples) -> list[float]:
    return [float(np.sqrt(np.square(part).mean())) for part in np.array_split(line, 40)]


def test_a_new_computer_greets_without_loading_the_model(tmp_path: Path) -> None:
    voice = Unloaded(open_voice("auto", "en", driver=None).voice)
    with PhraseCache(voice, ahead=False, store=LineStore(tmp_path / "none")) as cache:
        assert cache.get(GREETING, RATE_WPM).any()
        assert cache.get(LANGUAGE.texts.menu.welcome, RATE_WPM).any()


def test_it_sounds_as_the_voice_does(tmp_path: Path) -> None:
    voice = open_voice("auto", "en", driver=None).voice
    kept = LineStore(tmp_path).load(line_key(voice, GREETING, RATE_WPM))
    assert kept is not None, "render it anew: python -m tests.voice.test_shipped_greeting"
    now = voice.synthesise(GREETING, RATE_WPM)
    assert len(now) == pytest.approx(len(kept), abs=600)
    assert np.corrcoef(envelope(from_int16(kept.tobytes())), envelope(now))[0, 1] > 0.95


def test_nothing_else_is_shipped() -> None:
    assert len(list(SHIPPED.iterdir())) == 1


if __name__ == "__main__":
    for old in SHIPPED.glob("*.line"):
        old.unlink()
    default = open_voice("auto", "en", driver=None).voice
    line = np.frombuffer(to_int16(default.synthesise(GREETING, RATE_WPM)), dtype="<i2")
    LineStore(SHIPPED).save(line_key(default, GREETING, RATE_WPM), line)
