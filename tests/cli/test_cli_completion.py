"""What a shell that completes a line is offered."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from voicecoach.cli import completion, run
from voicecoach.paths import JOURNAL_NAME, VARIABLE
from voicecoach.records.database import Database
from voicecoach.records.patients import Patients
from voicecoach.routine import library

NAMES = ("Anna Maria", "Bo O'Brien", "Émile")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def people(folder: Path) -> None:
    with Database(folder) as database:
        for name in NAMES:
            Patients(database).called(name, datetime.now().astimezone())


def offered(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """What bash is offered for the last of these words."""
    monkeypatch.setenv(completion.VARIABLE, "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "\n".join(("voicecoach", *words)))
    monkeypatch.setenv("COMP_CWORD", str(len(words)))
    assert run([]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out.splitlines()


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["st"], ["start"]),
        (["start", "deep"], ["deep-piriformis"]),
        (["show", "no-such"], []),
        (["start", "sphinx", "--pat"], ["--patient"]),
        (["start", "sphinx", "--side", ""], ["left", "right", "both"]),
        (["start", "sphinx", "--patient", "Anna"], [r"Anna\ Maria"]),
        (["start", "sphinx", "--patient", r"Anna\ M"], [r"Anna\ Maria"]),
        (["patients", "show", '"Anna'], ["Anna Maria"]),
        (["patients", "show", "bo"], [r"bo\ O\'Brien"]),
        (["patients", "delete", "É"], ["Émile"]),
        (["history", "--patient", "x"], []),
        (["tell", "sci"], ["sciatica"]),
        (["voices", "--play", "heart"], ["heart", "heart-low"]),
        (["start", "sphinx", "--dose", "flex"], ["flexibility"]),
        (["patients", "clear", "x", "--sign", "nig"], ["night"]),
        (["patients", "set", "x", "--forget", "vo"], ["voice", "volume"]),
        (["--version", "doc"], ["doctor"]),
    ],
)
def test_bash(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], expected: list[str]
) -> None:
    assert sorted(offered(monkeypatch, capsys, *words)) == sorted(expected)


@pytest.mark.usefixtures("people")
def test_powershell_gets_names_in_quotes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv(completion.VARIABLE, "complete_powershell")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "voicecoach patients show ")
    monkeypatch.setenv("_TYPER_COMPLETE_WORD_TO_COMPLETE", "")
    assert run([]) == 0
    assert [line.partition(":::")[0] for line in capsys.readouterr().out.splitlines() if ":::" in line] == [
        "'Anna Maria'",
        "'Bo O''Brien'",
        "Émile",
    ]


@pytest.mark.usefixtures("people")
def test_zsh_gets_names_with_their_apostrophe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(completion.VARIABLE, "complete_zsh")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "voicecoach patients show ")
    assert run([]) == 0
    command, offer = shlex.split(capsys.readouterr().out)
    assert command == "_arguments"
    assert shlex.split(offer.removeprefix("*: :((").removesuffix("))")) == list(NAMES)


def test_all_routines_are_offered(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert tuple(offered(monkeypatch, capsys, "start", "")) == library.names()


def test_nothing_is_made_and_nothing_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert offered(monkeypatch, capsys, "patients", "show", "") == []
    assert not folder.exists()
    folder.mkdir()
    (folder / JOURNAL_NAME).write_bytes(b"no journal" * 100)
    (folder / "settings.toml").write_text("voice = [", encoding="utf-8")
    assert offered(monkeypatch, capsys, "patients", "show", "") == []
    assert offered(monkeypatch, capsys, "tell", "sci") == []
    assert sorted(path.name for path in folder.iterdir()) == [JOURNAL_NAME, "settings.toml"]


def test_a_journal_that_is_in_use_is_read_as_it_is_and_left_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Database(folder) as database:
        Patients(database).called("Anna", datetime.now().astimezone())
        before = sorted(path.name for path in folder.iterdir())
        assert offered(monkeypatch, capsys, "patients", "show", "") == ["Anna"]
        assert sorted(path.name for path in folder.iterdir()) == before
    assert offered(monkeypatch, capsys, "patients", "show", "") == ["Anna"]
    assert [path.name for path in folder.iterdir()] == [JOURNAL_NAME]


def test_as_a_shell_asks() -> None:
    environment = {"COMP_WORDS": "voicecoach\nstart\ngentle", "COMP_CWORD": "2", completion.VARIABLE: "complete_bash"}
    ended = subprocess.run(
        [sys.executable, "-m", "voicecoach"], env={**os.environ, **environment}, capture_output=True, text=True
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "gentle-morning\n", "")
