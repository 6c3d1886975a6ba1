"""What a file, a pipe or a screen reader gets instead of a screen, and how it is typed to."""

from __future__ import annotations

import io
import sys
import threading
from dataclasses import replace
from typing import TextIO

import pytest

from voicecoach import cli
from voicecoach.cli.line_reader import LONGEST_LINE, LineReader
from voicecoach.cli.screen.display import LineDisplay, ScreenDisplay
from voicecoach.cli.screen.session_app import SessionApp
from voicecoach.errors import DeviceError
from voicecoach.language import loading
from voicecoach.session.phase import Phase
from voicecoach.session.view import View, clock_face

TEXTS = loading.load("en").texts
VIEW = View("Bridge", Phase.HOLDING, 4, 9, None, None, 2, 3, 17.4, 30.0, at_s=60.0, saying="Breathe slowly.", line_id=7)


@pytest.mark.parametrize(("seconds", "face"), [(17.4, "18"), (5.0, "5"), (0.0, "0"), (99.0, "99"), (100.2, "1:41")])
def test_a_begun_second_counts(seconds: float, face: str) -> None:
    assert clock_face(seconds) == face


def lines_of(*views: View) -> str:
    out = io.StringIO()
    display = LineDisplay(out)
    for view in views:
        display.show(view)
    return out.getvalue()


def test_each_line_is_written_once() -> None:
    heard = replace(VIEW, heard="how long", heard_at_s=58.0)
    later = (replace(heard, saying="Five", line_id=8), replace(heard, saying="Five", line_id=9))
    assert lines_of(heard, heard, *later) == "> how long\nBreathe slowly.\nFive\nFive\n"


def test_what_does_not_work_rings_and_is_written_once() -> None:
    down = replace(VIEW, faults=("My sound is gone.",))
    assert lines_of(down, down, VIEW, down) == "! My sound is gone.\a\nBreathe slowly.\n! My sound is gone.\a\n"


def test_what_can_be_typed_is_named_once_in_each_phase() -> None:
    out, asked = io.StringIO(), list[Phase]()

    def hints(view: View) -> str:
        asked.append(view.phase)
        return f"({view.phase})"

    display, paused = LineDisplay(out, hints=hints), replace(VIEW, phase=Phase.PAUSED)
    for view in (VIEW, paused):
        while f"({view.phase})" not in out.getvalue():  # it is found in a thread
            display.show(view)
        display.show(view)
    assert asked == [Phase.HOLDING, Phase.PAUSED]
    assert out.getvalue() == "Breathe slowly.\n(holding)\n(paused)\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Broken(SessionApp):
    def __init__(self, *_: object, **__: object) -> None:
        raise RuntimeError("no theme")


@pytest.mark.parametrize("failure", ["it returns", "it is not built", "there is no font"])
def test_lines_follow_where_the_screen_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], failure: str
) -> None:
    out, made = io.StringIO(), threading.Event()
    if failure == "it returns":  # as textual does when its application has crashed
        monkeypatch.setattr(SessionApp, "run", lambda *_, **__: None)
    elif failure == "it is not built":
        monkeypatch.setattr("voicecoach.cli.screen.session_app.SessionApp", Broken)
    else:
        monkeypatch.setattr("voicecoach.cli.screen.display.letters", lambda *_: (_ for _ in ()).throw(OSError("lost")))

    def in_lines() -> LineDisplay:
        made.set()
        return LineDisplay(out)

    display = ScreenDisplay(TEXTS, typed=lambda _: None, picked=lambda _: None, instead=in_lines)

    def session() -> str:
        display.show(VIEW)
        assert made.wait(10)
        while not out.getvalue():
            display.show(replace(VIEW, saying="We are paused.", line_id=8))
        return "done"

    assert display.run(session) == "done"
    assert TEXTS.screen.failed in capsys.readouterr().err
    assert out.getvalue() == "We are paused.\n"


def test_an_error_of_the_session_is_raised_when_the_screen_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SessionApp, "run", lambda *_, **__: None)

    def session() -> None:
        raise DeviceError("no card")

    with pytest.raises(DeviceError):
        ScreenDisplay(TEXTS, typed=lambda _: None, picked=lambda _: None, instead=LineDisplay).run(session)


def passed_on(source: TextIO) -> list[str]:
    """All lines that a session gets of the source."""
    typed: list[str] = []
    ended = threading.Event()
    end = LineReader(source).passed_on(typed.append, ended.set)
    assert ended.wait(10)
    end()
    return typed


def test_each_line_is_handed_on_and_an_empty_one_is_enter_at_a_terminal_alone() -> None:
    assert passed_on(io.StringIO("ready\n\n  how long \nn")) == ["ready", "how long", "n"]
    assert passed_on(Terminal("ready\n\n \nn\n")) == ["ready", "enter", "space", "n"]


def test_an_endless_line_comes_in_pieces() -> None:
    pieces = passed_on(io.StringIO("a" * 3 * LONGEST_LINE))
    assert max(map(len, pieces)) <= LONGEST_LINE


class Waiting(io.StringIO):
    """Somebody who types only once ``may_type`` is set."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.may_type = threading.Event()

    def readline(self, *size: int) -> str:  # type: ignore[override]
        self.may_type.wait(10)
        return super().readline(*size)


def test_what_is_typed_after_the_session_answers_a_question(capsys: pytest.CaptureFixture[str]) -> None:
    somebody, typed = Waiting("Ana\n"), list[str]()
    reader = LineReader(somebody)
    reader.passed_on(typed.append, lambda: None)()
    somebody.may_type.set()
    assert reader.ask("Your name? ") == "Ana"
    assert capsys.readouterr().out == "Your name? "
    assert reader.ask("Again? ") is None
    assert not typed


def test_a_byte_that_is_no_character_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xe9t\xe9\nstop\n"), "utf-8"))
    assert cli.run(["--version"]) == 0  # mends the streams, as every command does
    assert passed_on(sys.stdin)[-1] == "stop"
