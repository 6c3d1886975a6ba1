"""``voicecoach`` alone, as somebody meets it who has just installed it: in a terminal, by keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    started = Terminal(tmp_path)
    yield started
    started.close()


def test_one_question_and_the_first_stretch_begins_all_by_keys(terminal: Terminal) -> None:
    terminal.until("What would you like to do today?")
    terminal.press("1")
    terminal.until("Today's routine is")
    terminal.press("n")
    terminal.until("not for you")
    terminal.press("q")
    terminal.until("go on")
    terminal.press("q")
    assert terminal.ended() == 0


def test_it_can_be_left_at_the_question(terminal: Terminal) -> None:
    terminal.until("What would you like to do today?")
    terminal.press("q")
    terminal.until("go on")
    terminal.press("q")
    assert terminal.ended() == 0


def test_control_c_in_the_screen_leaves_what_was_done_and_how_to_go_on(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "start", "pelvic-tilt", "--patient", "Anna")
    try:
        terminal.until("warning signs")
        terminal.press("\x03")
        terminal.until("To go on where it stood: voicecoach start pelvic-tilt --patient Anna")
        assert terminal.ended() == 130
    finally:
        terminal.close()


def test_a_terminal_that_is_closed_ends_the_session_in_order(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "start", "pelvic-tilt")
    try:
        terminal.until("Today's routine is")
        terminal.hang_up()
        assert terminal.ended() == 129
    finally:
        terminal.close()
