"""Settings come from the file, the environment and the command line; a file that is none of ours is said to be so."""

from __future__ import annotations

from pathlib import Path

import pytest

from voicecoach import settings
from voicecoach.errors import FileError, RequestError


def written(folder: Path, content: str | bytes) -> Path:
    file = folder / "settings.toml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def test_the_command_line_goes_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, 'rate_wpm = 120\ngain_db = -3\nvoice = "heart"\n')
    chosen = settings.load({"voice": "printed", "ears": None}, {"VOICECOACH_GAIN_DB": "2"}, file)
    assert (chosen.rate_wpm, chosen.gain_db, chosen.voice, chosen.ears) == (120, 2.0, "printed", "auto")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("a = " + "[" * 7_000, "it is nested too deep"),
        (".".join("a" * 2_000) + " = 1", "there is no setting 'a'"),
        ("a = {b = " * 900, ":1:1: "),
        ("gain_db = nan", "it must be"),
        ("rate_wpm = inf", "it must be"),
        ("rate_wpm = " + "9" * 5_000, "a number of too many digits"),
        ("voice = [1]", "it must be a name"),
        (b"voice = '\xff'", "it is not UTF-8 text"),
        (b"\x00" * 100, ":1:1: "),
        ("#" * 20_000, "it is larger than 8 KiB"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_in_a_sentence(tmp_path: Path, content: str | bytes, why: str) -> None:
    with pytest.raises(RequestError) as refused:
        settings.load({}, {}, written(tmp_path, content))
    assert why in str(refused.value)
    assert len(str(refused.value)) < 400


def test_a_folder_and_a_device_are_not_read(tmp_path: Path) -> None:
    for odd, why in ((tmp_path, "it is a folder"), (Path("/dev/zero"), "it is not an ordinary file")):
        if odd.exists():
            with pytest.raises(RequestError, match=why):
                settings.load({}, {}, odd)


def test_without_a_file_everything_is_as_usual(tmp_path: Path) -> None:
    assert settings.load({}, {}, tmp_path / "none") == settings.Settings()


def test_a_setting_that_is_unknown_is_told_with_its_line_and_the_one_that_was_meant(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"settings\.toml:2:1: there is no setting 'rate'; did you mean 'rate_wpm'\?"):
        settings.load({}, {}, written(tmp_path, "# mine\nrate = 120\n"))
