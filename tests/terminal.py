"""The program in a terminal of its own, by keys: what somebody meets who has just installed it."""

from __future__ import annotations

import os
import re
import select
import sys
import time
from pathlib import Path

import pytest

from voicecoach.paths import VARIABLE

pty = pytest.importorskip("pty", reason="terminals of this kind are POSIX's")


class Terminal:
    """The program in a terminal of its own."""

    def __init__(self, folder: Path, *arguments: str, kind: str = "xterm") -> None:
        """On a terminal of ``kind`` "dumb" lines are written and read; else there is a screen that takes keys."""
        own = {
            VARIABLE: str(folder),
            "VOICECOACH_VOICE": "printed",
            "VOICECOACH_EARS": "typed",
            "VOICECOACH_RATE_WPM": "300",
            "TERM": kind,
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

    def until_pressing(self, keys: str, text: str, *, every_s: float = 0.5, within_s: float = 90.0) -> None:
        """Presses these again and again until this is on the screen."""
        until_s = time.monotonic() + within_s
        while text not in self.shown:
            assert time.monotonic() < until_s, f"{text!r} did not come: {self.shown[-2000:]}"
            self.press(keys)
            pressed_s = time.monotonic()
            while text not in self.shown and time.monotonic() < pressed_s + every_s:
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

    def hang_up(self) -> None:
        """Closes the terminal under the program."""
        os.close(self._screen)
        self._screen = -1

    def close(self) -> None:
        if self.pid:
            os.kill(self.pid, 9)
            os.waitpid(self.pid, 0)
        if self._screen >= 0:
            os.close(self._screen)

    def _look(self) -> None:
        if self._screen < 0:
            time.sleep(0.05)
        elif select.select([self._screen], [], [], 0.1)[0]:
            try:
                new = os.read(self._screen, 65536).decode("utf-8", "replace")
            except OSError:  # it is gone
                return
            self.shown += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", new)
