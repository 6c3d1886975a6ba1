from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.cli import run
from voicecoach.cli.voices import play_voice
from voicecoach.coach import assemble, parts
from voicecoach.coach.parts import Sound
from voicecoach.errors import DeviceError, RequestError
from voicecoach.paths import VARIABLE
from voicecoach.voice.choose import open_voice


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
    with pytest.raises(RequestError, match="Did you mean 'en-us'"):
        play_voice("en-uss")


KLINGON = "The voice 'klingon' speaks piqd, not en"


@pytest.mark.parametrize(
    "arguments",
    [
        ["start", "pelvic-tilt", "--mic", "quiet.wav"],
        ["start", "pelvic-tilt", "--ears", "typed"],
        ["tell", "injections"],
        ["record", "pelvic-tilt", "-o", "out.wav"],
        ["serve", "--port", "0"],
        ["patients", "set", "Anna"],
    ],
    ids=lambda arguments: arguments[0],
)
@pytest.mark.parametrize("speaker", [True, False])
def test_no_command_takes_a_voice_that_does_not_speak_the_language(
    arguments: list[str],
    speaker: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for module in (assemble, parts):
        monkeypatch.setattr(module, "sound_here", lambda: Sound(speaker=speaker, microphone=speaker))
    monkeypatch.setenv(VARIABLE, str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    soundfile.write("quiet.wav", np.zeros(16_000, dtype=np.float32), 16_000)
    assert run([*arguments, "--voice", "klingon"]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"{KLINGON}. 'voicecoach voices' lists those there are.\n")
    assert not (tmp_path / "out.wav").exists()


@pytest.mark.parametrize("name", ["heart+f3", "auto+f3", "printed+f3"])
def test_a_variant_of_a_voice_that_has_none_is_refused(name: str) -> None:
    with pytest.raises(RequestError, match=r"has no variants|no voice called"):
        open_voice(name, "en")


def test_the_list_is_shown_also_where_the_voice_that_is_set_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VOICECOACH_VOICE", "klingon")
    monkeypatch.setenv("COLUMNS", "40")
    assert run(["voices"]) == 2
    out, err = capsys.readouterr()
    assert "en-gb-scotland  English (Scotland)" in out
    assert "(used)" not in out
    assert max(map(len, out.splitlines())) <= 40
    assert err.startswith(KLINGON)
