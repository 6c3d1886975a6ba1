from __future__ import annotations

import pytest

from voicecoach.cli.voices import play_voice
from voicecoach.coach import assemble
from voicecoach.coach.parts import Sound
from voicecoach.errors import DeviceError, RequestError


@pytest.mark.parametrize(
    ("name", "sentence"), [("en-us", "no loudspeaker here"), ("printed", "printed voice makes no sound")]
)
def test_a_voice_that_cannot_be_heard_here_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, sentence: str
) -> None:
    monkeypatch.setattr(assemble, "sound_here", lambda: Sound(speaker=False, microphone=False))
    with pytest.raises(DeviceError, match=sentence):
        play_voice(name)


def test_an_unknown_voice_is_refused_also_without_a_loudspeaker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assemble, "sound_here", lambda: Sound(speaker=False, microphone=False))
    with pytest.raises(RequestError, match="did you mean en-us"):
        play_voice("en-uss")
