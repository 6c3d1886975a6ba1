"""Shows a session in the terminal, readable from three metres: speech, hold, last command, keys.

``Screen`` draws eight times a second in its own thread, so that a slow terminal does not delay the coach.
``PlainTextDisplay`` writes one line after another, for files and pipes.
"""

from __future__ import annotations

import sys
import textwrap
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol, TextIO

from voicecoach.errors import StorageError
from voicecoach.language.language_file import TerminalTexts
from voicecoach.session.view import clock_face

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from voicecoach.session.view import View

REDRAWN_EVERY_S = 0.125
SENTENCE_FONT = "smblock"
"""Four rows high, about 18 mm on a laptop: readable from three metres."""
FIGURE_FONT = "ansi_regular"
FIGURE_ROWS = 6


class Display(Protocol):
    """Where a session is shown. ``show`` is called every ten milliseconds and must return at once."""

    stays: bool
    """What was shown can still be read after ``close``."""

    def show(self, scene: View) -> None: ...

    def close(self) -> None: ...


def large(text: str, width: int, height: int, font: str = SENTENCE_FONT) -> str | None:
    """Text in letters of several rows; None when it does not fit or the font lacks a letter."""
    from pyfiglet import Figlet

    if not text.isascii():
        return None
    figure = Figlet(font=font, width=width, justify="center").renderText(text)
    rows = [row.rstrip() for row in textwrap.dedent(figure).strip("\n").splitlines()]
    return "\n".join(rows) if len(rows) <= height and all(len(row) <= width for row in rows) else None


class Screen:
    """A full-screen view, removed when the session ends. A terminal that is closed meanwhile is ignored."""

    stays = False

    def __init__(self, words: TerminalTexts, *, notes: tuple[str, ...] = ()) -> None:
        from rich.console import Console
        from rich.live import Live

        self._words = words
        self._notes = notes
        self._scene: View | None = None
        self._closed = threading.Event()
        self._console: Console = Console(markup=False, emoji=False)
        self._live = Live(
            console=self._console, screen=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
        )
        self._live.start()
        self._thread = threading.Thread(target=self._draw_on, name="screen", daemon=True)
        self._thread.start()

    def show(self, scene: View) -> None:
        self._scene = scene

    def close(self) -> None:
        self._closed.set()
        self._thread.join()
        with suppress(OSError):
            self._live.stop()

    def _draw_on(self) -> None:
        faults: tuple[str, ...] = ()
        with suppress(OSError):
            while not self._closed.wait(REDRAWN_EVERY_S):
                scene = self._scene
                if scene is None:
                    continue
                self._live.update(picture(scene, self._words, self._notes, self._console), refresh=True)
                if set(scene.faults) - set(faults):
                    self._console.bell()  # heard also where the coach's own sound is gone
                faults = scene.faults


def picture(scene: View, words: TerminalTexts, notes: tuple[str, ...], console: Console) -> RenderableType:
    """One picture of the session, as large as the terminal allows."""
    from rich.align import Align
    from rich.console import Group
    from rich.panel import Panel
    from rich.progress_bar import ProgressBar
    from rich.text import Text

    view = scene
    width, height = console.size
    title = Text(f" {view.routine} ", style="bold")
    facts = [words[view.phase.value]]
    if view.side is not None:
        facts.append(words[view.side.value])
    if view.sets is not None and view.sets > 1:
        facts.append(words.set.format(number=view.set_number, sets=view.sets))
    if view.steps:
        facts.append(words.step.format(step=view.step, steps=view.steps))
    parts: list[RenderableType] = [Align.center(Text("  ·  ".join(facts), style="bold cyan")), Text("")]
    figure = None
    if view.left_s is not None:
        face = clock_face(view.left_s)
        figure = (large(face, width - 6, FIGURE_ROWS, FIGURE_FONT) if height >= 18 else None) or face
    room = height - 10 - (FIGURE_ROWS + 3 if figure is not None else 0)
    letters = large(scene.saying, width - 8, room)
    said = Text(letters, no_wrap=True) if letters else Text(scene.saying, "bold", justify="center")
    parts.append(Align.center(said))
    if figure is not None:
        parts += [Text(""), Align.center(Text(figure, style="bold green", no_wrap=True))]
        if view.whole_s and view.left_s is not None:
            bar = ProgressBar(total=view.whole_s, completed=view.whole_s - view.left_s, width=max(10, width - 12))
            parts += [Text(""), Align.center(bar)]
    heard = scene.heard
    foot: list[RenderableType] = [
        Align.center(Text(words.heard.format(heard=heard) if heard else "", style="bold yellow")),
        Align.center(Text(words.keys, style="dim", justify="center")),
    ]
    foot += [Align.center(Text(fault, style="bold reverse", justify="center")) for fault in view.faults]
    foot += [Align.center(Text(note, style="yellow", justify="center")) for note in notes]
    body = Group(*parts)
    return Panel(_with_foot(body, Group(*foot), console, height - 2), title=title, height=height, padding=(0, 1))


def _with_foot(body: RenderableType, foot: RenderableType, console: Console, height: int) -> RenderableType:
    """Places the footer at the bottom edge and the body in the middle of the rest."""
    from rich.align import Align
    from rich.layout import Layout

    foot_height = len(console.render_lines(foot))
    layout = Layout()
    layout.split_column(
        Layout(Align.center(body, vertical="middle"), name="body", ratio=1),
        Layout(foot, name="foot", size=min(foot_height, max(1, height - 1))),
    )
    return layout


class PlainTextDisplay:
    """Writes each spoken line, for a file, a pipe or a screen reader."""

    stays = True

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._said: int | None = None
        self._heard_at_s = -1.0
        self._faults: tuple[str, ...] = ()

    def show(self, scene: View) -> None:
        if scene.heard and scene.heard_at_s != self._heard_at_s:
            self._heard_at_s = scene.heard_at_s
            self._write(f"> {scene.heard}")
        for fault in scene.faults:
            if fault not in self._faults:
                self._write(f"! {fault}\a")
        self._faults = scene.faults
        if scene.line_id != self._said:
            self._said = scene.line_id
            self._write(scene.saying)

    def _write(self, text: str) -> None:
        try:
            self._out.write(text + "\n")
            self._out.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise StorageError(f"Standard output cannot be written: {error.strerror}.") from error

    def close(self) -> None:
        pass
