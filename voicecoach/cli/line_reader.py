"""Reads lines from standard input in a thread, so that a session never waits for them."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable
from typing import TextIO

LONGEST_LINE = 500
"""A longer one comes in pieces."""
ENTER, SPACE = "enter", "space"


class LineReader:
    """Reads standard input from its beginning to its end, line by line, for one taker after another."""

    def __init__(self, source: TextIO | None = None) -> None:
        """Reads ``source``, stdin when None, from now on."""
        self._source = source or sys.stdin
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, name="keyboard", daemon=True).start()

    def passed_on(self, typed: Callable[[str], None], ended: Callable[[], None]) -> Callable[[], None]:
        """Gives what is read to ``typed`` and tells of its end, from a thread, until what it returns is called.

        At a terminal an empty line is the enter key, and one of blanks the space bar; in a file they are nothing.
        """
        stop = threading.Event()

        def pass_on() -> None:
            while not stop.is_set():
                try:
                    line = self._lines.get(timeout=0.05)
                except queue.Empty:
                    continue
                if line is None:
                    self._lines.put(None)
                    ended()
                    return
                text = line.strip()
                if not text and self._source.isatty():
                    text = SPACE if line else ENTER
                if text:
                    typed(text)

        passing = threading.Thread(target=pass_on, name="typed lines", daemon=True)
        passing.start()

        def end() -> None:
            stop.set()
            passing.join()

        return end

    def ask(self, question: str) -> str | None:
        """Prints the question and returns the next line, None at the end of the input."""
        sys.stdout.write(question)
        sys.stdout.flush()
        line = self._lines.get()
        if line is None:
            self._lines.put(None)
        return line

    def _read(self) -> None:
        try:
            while line := self._source.readline(LONGEST_LINE):
                self._lines.put(line.rstrip("\r\n"))
        except (OSError, ValueError):  # the terminal has been closed
            pass
        self._lines.put(None)
