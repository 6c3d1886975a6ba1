"""The sheet in a terminal."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from tests.script_texts import shipped
from voicecoach.language.loading import load
from voicecoach.routine.parse import parse
from voicecoach.sheet.content import Sheet, sheet
from voicecoach.sheet.terminal import show

SCRIPTS = shipped()
BRAILLE = re.compile("[\u2801-\u28ff]")
DOSES = b"name: A\ndoses: {long: {hold: 1m, why: '[x]', source: 'A [y].'}}\nsteps: [{hold: 30s}]"


def printed(made: Sheet, width: int, encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding=encoding, write_through=True) as file:
        show(made, Console(file=file, width=width))
        return raw.getvalue().decode(encoding)


def sheet_of(key: str) -> Sheet:
    return sheet(SCRIPTS[key].routine, load("en"), SCRIPTS[key].included)


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_nothing_is_wider_than_the_terminal_and_nothing_is_lost(width: int) -> None:
    text = printed(sheet_of("deep-piriformis"), width)
    assert max(map(len, text.splitlines())) <= min(width, 112)
    words = " ".join(re.sub("[\u2800-\u28ff]", " ", text).split())
    assert "…" not in text
    for part in ("Hold for 30 seconds.", "Who should not do this", "Warning signs: NHS"):
        assert part in words


@pytest.mark.parametrize("key", SCRIPTS)
def test_drawings_stand_beside_their_steps(key: str) -> None:
    text = printed(sheet_of(key), 100)
    assert len(BRAILLE.findall(text)) > 100
    assert any(BRAILLE.search(line) and re.search(r"[a-z]{3}", line) for line in text.splitlines())


def test_a_terminal_without_braille_gets_words_only() -> None:
    text = printed(sheet_of("cat-camel"), 80, "ascii")
    assert not BRAILLE.search(text)
    assert "round your back" in text


def test_brackets_are_text_and_no_markup() -> None:
    made = sheet(parse(b"name: '[bold]A[/bold]'\nsteps: [{say: 'Press [red] [/] here.'}]", "x.yaml"), load("en"))
    text = printed(made, 80)
    assert "[bold]A[/bold]" in text
    assert "Press [red] [/] here." in text


def test_other_doses_are_listed() -> None:
    assert "- long: hold for 1 minute. For [x]. A [y]." in printed(sheet(parse(DOSES, "a"), load("en")), 80)
    assert "Doses to choose from" not in printed(sheet_of("bridge"), 80)
