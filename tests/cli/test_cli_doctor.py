"""How ``doctor`` looks: a sentence a row, at any width, on any terminal."""

from __future__ import annotations

import io
import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.cli.doctor import MARKS, sentences
from voicecoach.coach.diagnostics import Finding, PartState
from voicecoach.language.loading import load

WORDS = load("en").texts.doctor
LONG = "/home/anna/.local/share/voicecoach/journal.sqlite3"
ROWS = {
    part: Finding(name, state, found, advice)
    for (part, name), state, found, advice in zip(
        WORDS.parts.items(),
        [*PartState] * 5,
        ["-", LONG, "The Box's driver is gone.", "heart"] * 4,
        ["", *WORDS.advice.values()],
        strict=False,
    )
}


@given(st.integers(0, 200))
def test_no_word_is_broken_and_each_row_begins_with_its_mark(columns: int) -> None:
    shown = sentences(ROWS, WORDS, columns)
    wide = sentences(ROWS, WORDS, 10_000)
    assert shown.split() == wide.split()
    lines = shown.splitlines()
    assert all(len(line) <= max(columns, 40) for line in lines if LONG not in line)
    marks = [line[0] for line in lines if not line.startswith(" ")]
    assert marks == [MARKS[row.state.value][0] for row in ROWS.values()]


def test_each_row_is_a_sentence() -> None:
    rows = re.split(r"^\S ", sentences(ROWS, WORDS, 80), flags=re.M)[1:]
    assert len(rows) == len(ROWS)
    assert all(row[0].isupper() and row.rstrip()[-1] in ".?!" and ".." not in row for row in rows)


def test_a_terminal_without_such_signs_has_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    shown = sentences(ROWS, WORDS, 80)
    assert shown.isascii()
    assert {line.split()[0] for line in shown.splitlines() if not line.startswith(" ")} == {"ok", "!", "x"}


def test_every_part_has_its_sentences() -> None:
    assert WORDS.told.keys() == WORDS.parts.keys()
