"""Where things are kept, and that only their owner can read them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from voicecoach import paths

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")


@pytest.mark.parametrize("folder", [paths.data_folder, paths.user_routines, lambda: paths.settings_file().parent])
def test_the_environment_moves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: object) -> None:
    monkeypatch.setenv(paths.VARIABLE, f" {tmp_path} ")
    found = folder()  # type: ignore[operator]
    assert found in (tmp_path, tmp_path / "routines")
    monkeypatch.setenv(paths.VARIABLE, " ")
    usual = folder()  # type: ignore[operator]
    assert usual.is_absolute()
    assert tmp_path not in (usual, *usual.parents)
    assert "voicecoach" in usual.parts


@posix
def test_folders_that_are_made_are_for_their_owner_only(tmp_path: Path) -> None:
    paths.make_private_folder(tmp_path / "a" / "b")
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "a/b")] == [0o700, 0o700]


@posix
def test_a_folder_that_is_there_keeps_its_permissions(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    paths.make_private_folder(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_file_in_the_place_of_a_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for wanted in ("file", "file/inside"):
        with pytest.raises(OSError, match=r"irectory|exist"):
            paths.make_private_folder(tmp_path / wanted)


@posix
def test_a_file_that_is_written_is_for_its_owner_only_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "people" / "1" / "voice.json"
    paths.write_private(path, "one")
    paths.write_private(path, "two")
    assert path.read_text(encoding="utf-8") == "two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["voice.json"]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_a_folder_of_ours_that_others_can_read_is_closed_to_them(tmp_path: Path) -> None:
    for name in (paths.JOURNAL_NAME, f"{paths.JOURNAL_NAME}-wal", "settings.toml"):
        (tmp_path / name).touch()
    tmp_path.chmod(0o755)
    paths.close_to_others(tmp_path)
    assert mode(tmp_path) == 0o700


@posix
def test_a_folder_that_holds_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / paths.JOURNAL_NAME).touch()
    (tmp_path / "holiday.jpg").touch()
    tmp_path.chmod(0o755)
    paths.close_to_others(tmp_path)
    assert mode(tmp_path) == 0o755


@posix
def test_a_file_that_others_could_read_is_for_its_owner_when_it_is_written_again(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.touch(mode=0o644)
    with open(path, "w", encoding="utf-8", opener=paths.owner_only) as file:
        file.write("health")
    assert mode(path) == 0o600


@posix
def test_what_is_no_file_is_written_to_as_it_is() -> None:
    before = mode(Path(os.devnull))
    with open(os.devnull, "w", encoding="utf-8", opener=paths.owner_only) as file:
        file.write("health")
    assert mode(Path(os.devnull)) == before
