"""What stands on the screen, and what a file or a screen reader gets instead."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from voicecoach.cli.screen.session_screen import PlainTextDisplay, large, picture
from voicecoach.language import loading
from voicecoach.routine.plan import Side
from voicecoach.session.phase import Phase
from voicecoach.session.view import View, clock_face

WORDS = loading.load("en").texts.terminal
HOLD = View("Bridge", Phase.HOLDING, 4, 9, Side.LEFT, None, 2, 3, 17.4, 30.0)
SCENE = replace(HOLD, at_s=60.0, saying="Breathe slowly.", line_id=7, heard="how long", heard_at_s=58.0)


def shown(scene: View, width: int = 100, height: int = 30, notes: tuple[str, ...] = ()) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, height=height, color_system=None)
    console.print(picture(scene, WORDS, notes, console))
    return out.getvalue()


@pytest.mark.parametrize("phase", list(Phase))
def test_every_phase_has_a_name_for_the_screen(phase: Phase) -> None:
    assert WORDS[phase.value]


def test_a_hold_shows_side_set_seconds_progress_what_was_heard_and_the_keys() -> None:
    screen = shown(SCENE, notes=("No microphone here.",))
    for part in ("Bridge", "left side", "set 2 of 3", "step 4 of 9", "heard: how long", "space pause", "No microphone"):
        assert part in screen
    assert "━" in screen
    figure = large("18", 94, 6, "ansi_regular")
    assert figure is not None
    assert all(row.strip() in screen for row in figure.splitlines() if row.strip())


def test_the_welcome_has_no_steps_to_count() -> None:
    assert "step" not in shown(replace(SCENE, steps=0))


def test_nothing_is_shown_as_heard_where_nothing_was() -> None:
    assert "heard:" not in shown(replace(SCENE, heard=""))


@pytest.mark.parametrize(("width", "height"), [(40, 10), (60, 16), (80, 24), (200, 60)])
def test_it_fits_any_terminal(width: int, height: int) -> None:
    rows = shown(SCENE, width, height).rstrip("\n").splitlines()
    assert len(rows) == height
    assert max(map(len, rows)) <= width


def test_words_without_large_letters_are_still_shown() -> None:
    assert "Größer é" in shown(replace(SCENE, saying="Größer é"))


@pytest.mark.parametrize(("seconds", "face"), [(17.4, "18"), (5.0, "5"), (0.0, "0"), (99.0, "99"), (100.2, "1:41")])
def test_a_begun_second_counts(seconds: float, face: str) -> None:
    assert clock_face(seconds) == face


def test_plain_text_says_each_line_once() -> None:
    out = io.StringIO()
    display = PlainTextDisplay(out)
    for scene in (SCENE, SCENE, replace(SCENE, saying="Five", line_id=8), replace(SCENE, saying="Five", line_id=9)):
        display.show(scene)
    assert out.getvalue() == "> how long\nBreathe slowly.\nFive\nFive\n"


def test_what_does_not_work_is_on_the_screen() -> None:
    assert "My sound is gone." in shown(replace(SCENE, faults=("My sound is gone.",)))


def test_plain_text_rings_and_says_once_what_does_not_work() -> None:
    out = io.StringIO()
    display = PlainTextDisplay(out)
    down = replace(SCENE, heard="", faults=("My sound is gone.",))
    for scene in (down, down, replace(down, faults=()), down):
        display.show(scene)
    assert out.getvalue() == "! My sound is gone.\a\nBreathe slowly.\n! My sound is gone.\a\n"
