"""What the terminal shows, in wide and narrow ones, with and without the characters for it."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from tests.kept_sessions import TODAY, a_month
from voicecoach.language.loading import load
from voicecoach.records.prescription import Prescription
from voicecoach.reports import terminal
from voicecoach.reports.figures import Report, report
from voicecoach.reports.words import Words

WORDS = Words.of_language(load("en").texts)


def shown(*reports: Report, width: int = 100, encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding, write_through=True)
    terminal.show(reports, WORDS, Console(file=out, width=width, force_terminal=False))
    return raw.getvalue().decode(encoding)


def test_the_week_and_the_month_at_a_glance() -> None:
    lines = [" ".join(line.split()) for line in shown(a_month()).splitlines()]
    assert "Mon Tue Wed Thu Fri Sat Sun" in lines
    assert "9 min 6 min" in lines
    assert "5 Oct ● ● ● ○ ● ◐ ● 7 39 150 s 164 s" in lines
    assert "● done ◐ in part ○ missed ◌ today, still to do · still to come" in lines
    assert "Holds in full: 45 of 54; Left 698 s, right 762 s" in lines


def test_the_latest_session_comes_first_and_a_rise_is_told_in_words() -> None:
    lines = shown(a_month()).splitlines()
    sessions = lines[lines.index(next(line for line in lines if line.strip() == "Sessions")) + 2 :]
    assert sessions[0].split()[:3] == ["Tue", "3", "Nov"]
    assert any("in part; pain rose by 3" in line for line in sessions)


@pytest.mark.parametrize("width", [40, 62, 76, 80, 100, 200])
def test_fits_any_terminal(width: int) -> None:
    lines = shown(a_month(), width=width).splitlines()
    assert max(map(len, lines)) <= width
    if width >= 62:
        assert any("Mon Tue Wed Thu Fri Sat Sun" in line for line in lines)
        assert not any("…" in line for line in lines)


def test_letters_stand_in_where_there_are_no_such_characters() -> None:
    text = shown(a_month(), encoding="ascii")
    assert "x done   / in part   o missed   ? today, still to do   . still to come" in text
    assert "3 -> 1" in text


def test_nobody_and_nothing_yet() -> None:
    assert "Nobody has exercised here by name yet." in shown()
    assert "No sessions are kept for Bo" in shown(report("Bo", [], (Prescription(TODAY),), TODAY))
