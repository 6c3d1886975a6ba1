"""``list`` beside files that are none, and names that a terminal must not take for anything else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from voicecoach.cli import run
from voicecoach.paths import VARIABLE

SCRIPT = 'name: "{name}"\nsummary: "Eases [the back]."\nsteps: [{{say: Lie down.}}]\n'


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's routines."""
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    folder = tmp_path / "routines"
    folder.mkdir()
    return folder


def test_brackets_and_colons_in_names_are_shown_as_they_stand(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own / "mine[bold].yaml").write_text(SCRIPT.format(name="A [/b] [red]stretch :warning:"), encoding="utf-8")
    assert run(["list"]) == 0
    shown = capsys.readouterr().out
    assert "mine[bold]" in shown
    assert "A [/b] [red]stretch :warning:. Eases [the back]." in shown


def test_a_patients_name_is_shown_as_it_stands(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert own.is_dir()
    assert run(["patients", "set", "Anna [/b]", "--hold", "30"]) == 0
    capsys.readouterr()
    assert run(["patients"]) == 0
    assert "Anna [/b]" in capsys.readouterr().out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_odd_files_are_passed_over_and_broken_ones_named(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own / "folder.yaml").mkdir()
    os.mkfifo(own / "pipe.yaml")
    (own / "gone.yaml").symlink_to(own / "nowhere.yaml")
    (own / "device.yaml").symlink_to("/dev/zero")
    (own / "._mine.yaml").write_bytes(b"\x00\x05\x16\x07")
    (own / "My Stretch.yaml").write_text(SCRIPT.format(name="Mine"), encoding="utf-8")
    (own / "program.yaml").write_bytes(b"\x7fELF\x00\x00")
    assert run(["list"]) == 0
    shown = capsys.readouterr()
    assert "my-stretch" in shown.out
    assert [Path(line.partition(":")[0]).name for line in shown.err.splitlines()] == ["program.yaml"]
    assert run(["check", str(own / "pipe.yaml"), str(own / "gone.yaml"), str(own / "folder.yaml")]) == 2
    told = capsys.readouterr().out
    assert "not an ordinary file" in told
    assert "there is no file" in told
    assert "is a folder" in told


@pytest.mark.parametrize("command", ["list", "topics"])
def test_at_forty_columns_no_word_is_cut(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert run([command]) == 0
    words = set(capsys.readouterr().out.split())
    monkeypatch.setenv("COLUMNS", "40")
    assert run([command]) == 0
    narrow = capsys.readouterr().out
    assert {word.rstrip(",") for word in narrow.split()} == {word.rstrip(",") for word in words}
    assert max(map(len, narrow.splitlines())) <= 40
