"""Names, titles and paths are printed as they are, also where they look like markup of the terminal library."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

import voicecoach
from tests.sitting import Sitting
from voicecoach.cli import run
from voicecoach.paths import VARIABLE
from voicecoach.records.database import Database
from voicecoach.records.patients import Patients

NAME = "Ana [/b] :cat: [red]"
SCRIPT = f"""\
name: "{NAME}"
summary: A stretch. [/i]
language: en
needs: ["a mat [/i]"]
sources: ["[/i]"]
steps:
  - say: Lie down. [/i]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    data = tmp_path / "[/b]"
    (data / "routines").mkdir(parents=True)
    (data / "routines" / "mine.yaml").write_text(SCRIPT, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(data))
    monkeypatch.setenv("COLUMNS", "200")
    now = datetime.now().astimezone()
    with Database() as database:
        patient = Patients(database).called(NAME, now)
        sitting = Sitting(database, patient.id, at=now)
        sitting.hold(3.0).close()
        with database.transaction() as connection:
            connection.execute("UPDATE sessions SET routine_name = ?", (NAME,))
    return data


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "arguments",
    [["patients"], ["patients", "show", NAME], ["history"], ["report"], ["list"], ["show", "mine"]],
    ids=" ".join,
)
def test_a_name_is_printed_as_it_is(capsys: pytest.CaptureFixture[str], arguments: Sequence[str]) -> None:
    assert run(arguments) == 0
    assert NAME in capsys.readouterr().out


def test_no_part_of_the_program_reads_markup() -> None:
    consoles = [
        call
        for path in Path(voicecoach.__file__).parent.rglob("*.py")
        for call in re.findall(r"\bConsole\(.*?\)", path.read_text(encoding="utf-8"))
    ]
    assert len(consoles) >= 8
    assert [call for call in consoles if "markup=False, emoji=False" not in call] == []
