"""Displays of a session: the whole screen, or lines where there is none or ``--plain`` asks for them."""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol, TextIO, TypeVar

from voicecoach.cli.screen.large_letters import LOWEST, letters
from voicecoach.errors import StorageError

if TYPE_CHECKING:
    from voicecoach.cli.screen.board import Board
    from voicecoach.cli.screen.moment import Characters
    from voicecoach.cli.screen.session_app import SessionApp
    from voicecoach.language.language_file import LanguageFile
    from voicecoach.session.view import View

T = TypeVar("T")
FIRST_LINE_S = 2.0
"""So long at most the screen waits for the first line, so that it does not delay it."""
JOIN_S = 0.2
AT_ONCE_S = 0.5
"""So long a session may take to be recorded as broken off when it has to leave at once."""


class Display(Protocol):
    """Where a session is shown. ``show`` is called every ten milliseconds and must return at once."""

    stays: bool
    """What was shown can still be read afterwards."""

    def show(self, view: View) -> None: ...

    def run(self, work: Callable[[], T]) -> T:
        """Shows the session that ``work`` runs, until it ends. Returns, or raises, what ``work`` does."""
        ...


class LineDisplay:
    """Writes each event as a line, for a file, a pipe or a screen reader; nothing is drawn again."""

    stays = True

    def __init__(self, out: TextIO | None = None, *, hints: Callable[[View], str] | None = None) -> None:
        """``hints`` says what can be typed; it is asked for in a thread, at each change of phase or question."""
        self._out = out or sys.stdout
        self._hints = hints
        self._hinted: object = None
        self._found: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._said: int | None = None
        self._heard_at_s = -1.0
        self._faults: tuple[str, ...] = ()

    def show(self, view: View) -> None:
        if view.heard and view.heard_at_s != self._heard_at_s:
            self._heard_at_s = view.heard_at_s
            self._write(f"> {view.heard}")
        for fault in view.faults:
            if fault not in self._faults:
                self._write(f"! {fault}\a")
        self._faults = view.faults
        if view.line_id != self._said:
            self._said = view.line_id
            self._write(view.saying)
        hints = self._hints
        if hints is not None and (view.expects, view.phase) != self._hinted:
            self._hinted = (view.expects, view.phase)
            threading.Thread(target=lambda: self._found.put(hints(view)), name="hints", daemon=True).start()
        while not self._found.empty():
            if hint := self._found.get():
                self._write(hint)

    def run(self, work: Callable[[], T]) -> T:
        return work()

    def _write(self, text: str) -> None:
        try:
            self._out.write(text + "\n")
            self._out.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise StorageError(f"Standard output cannot be written: {error.strerror}.") from error


class ScreenDisplay:
    """The whole screen, in the main thread; the session runs beside it. It is gone when the session ends."""

    stays = False

    def __init__(
        self,
        texts: LanguageFile,
        *,
        typed: Callable[[str], None],
        picked: Callable[[str], None],
        instead: Callable[[], Display],
        begun: threading.Event | None = None,
        notes: tuple[str, ...] = (),
        board: Board | None = None,
    ) -> None:
        """``instead`` makes what shows the session, and reads what is typed, when the screen fails. ``begun`` is set
        when the first line sounds.
        """
        self._texts = texts
        self._typed = typed
        self._picked = picked
        self._make_instead = instead
        self._notes = notes
        self._board = board
        self._view: View | None = None
        self._begun = begun or threading.Event()
        self._ended = threading.Event()
        self._instead: Display | None = None

    def show(self, view: View) -> None:
        self._view = view
        if self._instead is not None:
            self._instead.show(view)

    def run(self, work: Callable[[], T]) -> T:
        done: list[T] = []
        failed: list[BaseException] = []

        def session() -> None:
            try:
                done.append(work())
            except BaseException as error:  # noqa: BLE001 - raised again below
                failed.append(error)
            finally:
                self._ended.set()
                self._begun.set()

        running = threading.Thread(target=session, name="session", daemon=True)
        running.start()
        try:
            self._begun.wait(FIRST_LINE_S)
            self._draw()
            while running.is_alive():  # a wait without an end could not be interrupted on Windows
                running.join(JOIN_S)
        except KeyboardInterrupt:  # a second signal: the session has been told to end, and may be held up
            running.join(AT_ONCE_S)
            raise
        if failed:
            raise failed[0]
        return done[0]

    def _draw(self) -> None:
        """Draws until the session is over. If that fails, the session goes on without the screen."""
        if self._ended.is_set():
            return
        why = ""
        try:
            self._app().run(mouse=False)
        except Exception as error:  # noqa: BLE001 - whatever fails, nobody is left without words and keys
            why = f" ({error})"
        if not self._ended.is_set():
            with suppress(OSError):
                sys.stderr.write(f"{self._texts.screen.failed}{why}\n")
            self._instead = self._make_instead()

    def _app(self) -> SessionApp:
        from voicecoach.cli.screen.session_app import SessionApp

        letters("A", LOWEST)  # without its font the screen is not begun
        return SessionApp(
            lambda: self._view,
            self._texts,
            typed=self._typed,
            picked=self._picked,
            ended=self._ended.is_set,
            notes=self._notes,
            board=self._board,
            characters=characters_here(),
        )


def screen_possible() -> bool:
    """Whether keys can be read and a screen drawn: on all sides a terminal that is not a dumb one."""
    try:
        terminals = sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()
    except (AttributeError, ValueError):  # a stream has been closed
        return False
    there = find_spec("textual") is not None and find_spec("PIL") is not None
    return terminals and there and os.environ.get("TERM", "") not in ("dumb", "unknown")


def characters_here() -> Characters:
    """What the terminal's encoding has, and the font of a Linux console."""
    from voicecoach.cli.screen.moment import Characters

    try:
        "▀▄█░·–".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return Characters(blocks=False, braille=False)
    return Characters(braille=os.environ.get("TERM") != "linux")
