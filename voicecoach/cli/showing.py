"""Chooses how a session is shown at this terminal and how it is typed to: a screen with keys, or lines."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from voicecoach.cli.line_reader import LineReader
from voicecoach.cli.screen.display import LineDisplay, ScreenDisplay, screen_possible

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from voicecoach.cli.screen.board import Board
    from voicecoach.cli.screen.display import Display
    from voicecoach.coach.assemble import Assembled
    from voicecoach.session.records import EndReason
    from voicecoach.session.view import View

HINTS = 6
"""So many keys are named at once in lines."""


class Showing:
    """The display of one session, and its keyboard."""

    def __init__(
        self,
        parts: Assembled,
        begun: threading.Event,
        *,
        plain: bool,
        lines: LineReader | None = None,
        board: Board | None = None,
    ) -> None:
        """``begun`` is set when the first line sounds. ``plain`` writes lines where a screen could be drawn. ``lines``
        reads standard input already, if anything does.
        """
        from voicecoach.language import loading
        from voicecoach.session.events import MenuPicked

        self._parts = parts
        self._texts = loading.load(parts.plan.language).texts
        self._stop_reading: Callable[[], None] | None = None
        self.lines = lines
        self.in_lines = parts.keyboard is None or plain or not screen_possible()
        """Lines are written; from the beginning, or since the screen failed."""
        self.display: Display
        if self.in_lines or parts.keyboard is None:
            for note in parts.notes:
                sys.stderr.write(note + "\n")
            self.display = self._line_display()
        else:
            self.display = ScreenDisplay(
                self._texts,
                typed=parts.keyboard.type,
                picked=lambda key: parts.coach.happened(MenuPicked(key)),
                instead=self._lines_instead,
                begun=begun,
                notes=parts.notes,
                board=board,
            )

    def run(self) -> EndReason:
        """The session, shown. Returns why it ended."""
        if self.in_lines:
            self._read_lines()
        try:
            return self.display.run(lambda: self._parts.coach.run(self._parts.room))
        finally:
            if self._stop_reading is not None:
                self._stop_reading()

    def ask(self, question: str) -> str | None:
        """A line that is typed as an answer, None at the end of the input."""
        from voicecoach.cli.visitors import typed

        return typed(question) if self.lines is None else self.lines.ask(question)

    def _lines_instead(self) -> Display:
        self.in_lines = True
        self._read_lines()
        return self._line_display()

    def _line_display(self) -> LineDisplay:
        at_terminal = self._parts.keyboard is not None and sys.stdin.isatty()
        return LineDisplay(hints=self._hints if at_terminal else None)

    def _read_lines(self) -> None:
        keyboard = self._parts.keyboard
        if keyboard is not None:
            self.lines = self.lines or LineReader()
            self._stop_reading = self.lines.passed_on(keyboard.type, keyboard.ended)

    def _hints(self, view: View) -> str:
        """What can be typed now, on one line."""
        from voicecoach.cli.screen.moment import key_hints

        hints = key_hints(view.offers(), self._texts)
        told = " · ".join(f"{hint.key} {hint.does}" for hint in hints[:HINTS])
        return f"({told})" if told else ""
