"""Help, and what is said of a command line that is wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.page_makers import page_maker
from voicecoach.cli import run

COMMANDS = [name.split()[1:] for name, _ in page_maker("make_commands_page").commands()]
HEADINGS = {
    "Do": ["start", "serve", "tell"],
    "Look": ["list", "show", "topics", "replay"],
    "Make": ["record", "import", "check"],
    "People": ["history", "report", "patients"],
    "Set up": ["doctor", "voices", "listen"],
}


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(arguments) == 0
    return capsys.readouterr().out


def sections(text: str) -> dict[str, list[str]]:
    """The first word of each line below each heading."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if re.fullmatch(r"[A-Z][A-Za-z ,]*:", line):
            rows = found.setdefault(line[:-1], [])
        elif found and re.match(r"  \S", line):
            rows.append(line.split()[0].rstrip(","))
    return found


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command) or "voicecoach")
def test_every_command_has_help_in_80_columns_of_plain_letters(
    command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    text = shown(capsys, *command, "-h")
    assert text == shown(capsys, *command, "--help")
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 80
    assert text.startswith(" ".join(["Usage: voicecoach", *command, "[OPTIONS]"]))
    assert "-h" in sections(text)["Options"]


def test_commands_stand_under_what_they_are_for(capsys: pytest.CaptureFixture[str]) -> None:
    found = sections(shown(capsys, "-h"))
    assert {heading: found[heading] for heading in HEADINGS} == HEADINGS
    assert list(found) == [*HEADINGS, "Options", "Examples"]


def test_what_is_for_tests_stands_apart(capsys: pytest.CaptureFixture[str]) -> None:
    found = sections(shown(capsys, "start", "-h"))
    apart = ["--mic", "--speaker", "--echo", "--echo-delay", "--trace"]
    assert found["Tests without a sound card"] == apart
    assert not set(apart) & set(found["Options"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("strat", "There is no command 'strat'. Did you mean 'start'? 'voicecoach --help' lists them."),
        ("patients sett", "There is no command 'sett'. Did you mean 'set'? 'voicecoach patients --help' lists them."),
        ("xyzzy", "There is no command 'xyzzy'. 'voicecoach --help' lists them."),
        (
            "start sphinx --patien A",
            "There is no option '--patien' here. Did you mean '--patient'? 'voicecoach start --help' explains it.",
        ),
        ("list --xyzzy", "There is no option '--xyzzy' here. 'voicecoach list --help' explains it."),
        ("start", "ROUTINE is missing. 'voicecoach start --help' explains it."),
        ("patients set", "NAME is missing. 'voicecoach patients set --help' explains it."),
        ("record sphinx", "--output FILE is missing. 'voicecoach record --help' explains it."),
        ("list all", "There is no place for 'all' here. 'voicecoach list --help' explains it."),
        (
            "start sphinx --side up",
            "--side must be one of 'left', 'right', 'both', not 'up'. 'voicecoach start --help' explains it.",
        ),
        ("start sphinx --rate x", "--rate must be a whole number. 'voicecoach start --help' explains it."),
        ("start sphinx --hold x", "--hold must be a number. 'voicecoach start --help' explains it."),
        ("start sphinx --dose", "Option '--dose' requires an argument. 'voicecoach start --help' explains it."),
    ],
)
def test_a_wrong_line_is_answered_with_what_was_meant_and_where_it_is_explained(
    arguments: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments.split()) == 2
    assert capsys.readouterr() == ("", told + "\n")


def test_nothing_heavy_is_loaded_before_a_command_runs() -> None:
    script = "import sys; from voicecoach.cli import run; run(['start', '-h']); print(*sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env={**os.environ, "COLUMNS": "80"}
    )
    loaded = set(ended.stdout.splitlines()[-1].split())
    assert not {"numpy", "yaml", "sqlite3"} & loaded
    ours = {name for name in loaded if name.startswith("voicecoach.") and not name.startswith("voicecoach.cli")}
    assert ours == {"voicecoach.errors", "voicecoach.limits"}
