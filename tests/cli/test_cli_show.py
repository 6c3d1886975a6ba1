"""``voicecoach show``."""

from __future__ import annotations

from pathlib import Path

import pytest

from voicecoach.cli.show import show
from voicecoach.errors import FileError, RequestError, StorageError


def test_it_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert show("deep-piriformis", None, None) == 0
    out = capsys.readouterr().out
    assert "Deep piriformis stretch" in out
    assert "Hold for 30 seconds." in out


def test_it_prints_another_dose(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "own.yaml"
    script.write_text("name: A\ndoses: {long: {hold: 60s, why: x, source: y}}\nsteps: [{hold: 30s}]", encoding="utf-8")
    assert show(str(script), None, None, "long") == 0
    assert "Hold for 1 minute." in capsys.readouterr().out
    with pytest.raises(RequestError, match=r"has no dose called 'lung'\. Did you mean 'long'"):
        show(str(script), None, None, "lung")


def test_it_writes_both_files_and_prints_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    html, pdf = tmp_path / "a.html", tmp_path / "a.pdf"
    html.write_text("old")
    assert show("clamshell", html, pdf) == 0
    assert html.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert pdf.read_bytes().startswith(b"%PDF")
    assert capsys.readouterr() == ("", "")


def test_it_tells_which_letters_it_could_not_print(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "own.yaml"
    script.write_text("name: Dvořák\nsteps: [{say: Sit.}]", encoding="utf-8")
    assert show(str(script), None, tmp_path / "a.pdf") == 0
    assert "ř" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["missing/a.pdf", "."])
def test_a_place_that_cannot_be_written_is_named(place: str, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written"):
        show("clamshell", None, tmp_path / place)
    with pytest.raises(StorageError, match="cannot be written"):
        show("clamshell", tmp_path / place, None)


def test_wrong_routines_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="Did you mean 'clamshell'"):
        show("clamshel", None, None)
    script = tmp_path / "own.yaml"
    script.write_text("name: A\n", encoding="utf-8")
    with pytest.raises(FileError):
        show(str(script), None, None)
