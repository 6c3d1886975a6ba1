"""``voicecoach`` alone, as somebody meets it who has just installed it: in a terminal, by keys."""

from __future__ import annotations

import os
import re
import select
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from voicecoach.paths import VARIABLE

pty = pytest.importorskip("pty", reason="terminals of this kind are POSIX's")


class Terminal:
    """The program in a terminal of its own."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        own = {
            VARIABLE: str(folder),
            "VOICECOACH_VOICE": "printed",
            "VOICECOACH_EARS": "typed",
            "VOICECOACH_RATE_WPM": "300",
            "TERM": "xterm",
            "COLUMNS": "100",
            "LINES": "30",
            "LANG": "C.UTF-8",
        }
        self.pid, self._screen = pty.fork()
        if self.pid == 0:
            os.execve(sys.executable, [sys.executable, "-m", "voicecoach", *arguments], {**os.environ, **own})
        self.shown = ""

    def press(self, keys: str) -> None:
        os.write(self._screen, keys.encode())

    def until(self, text: str, within_s: float = 60.0) -> None:
        """Waits until this was on the screen since the last time that something was waited for."""
        until_s = time.monotonic() + within_s
        while text not in self.shown:
            assert time.monotonic() < until_s, f"{text!r} did not come: {self.shown[-2000:]}"
            self._look()
        self.shown = ""

    def ended(self, within_s: float = 60.0) -> int:
        """Its exit code."""
        until_s = time.monotonic() + within_s
        while time.monotonic() < until_s:
            self._look()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
        raise AssertionError("it did not end")

    def close(self) -> None:
        if self.pid:
            os.kill(self.pid, 9)
            os.waitpid(self.pid, 0)
        os.close(self._screen)

    def _look(self) -> None:
        if select.select([self._screen], [], [], 0.1)[0]:
            try:
                new = os.read(self._screen, 65536).decode("utf-8", "replace")
            except OSError:  # it is gone
                return
            self.shown += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", new)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    started = Terminal(tmp_path)
    yield started
    started.close()


def test_one_question_and_the_first_stretch_begins_all_by_keys(terminal: Terminal) -> None:
    terminal.until("Question")
    terminal.press("1")
    terminal.until("Welcome")
    terminal.press("n")
    terminal.until("Listen")
    terminal.press("q")
    terminal.until("Stopped")
    terminal.press("q")
    assert terminal.ended() == 0


def test_it_can_be_left_at_the_question(terminal: Terminal) -> None:
    terminal.until("Question")
    terminal.press("qq")
    assert terminal.ended() == 0
