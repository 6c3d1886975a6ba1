"""The full-screen view of a session: one layout for every moment, read from three metres, worked by single keys."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from textwrap import wrap
from typing import ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Key, Resize
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from voicecoach import pictures
from voicecoach.cli.screen.board import Board, grouped, line_of
from voicecoach.cli.screen.large_letters import letters, rows_that_fit
from voicecoach.cli.screen.moment import METER_COLUMNS, Characters, KeyHint, Moment, hints_that_fit, moment, rows_of
from voicecoach.cli.screen.zones import GAP, Zones, zones
from voicecoach.errors import RequestError
from voicecoach.language.language_file import LanguageFile
from voicecoach.language.vocabulary import URGENT
from voicecoach.routine.plan import Side
from voicecoach.session.phase import Phase
from voicecoach.session.view import View

REDRAWN_EVERY_S = 0.125
METER_FALLS = 0.12
"""How much the meter falls between two pictures, so that a short word can be seen."""
LINE_KEY = ":"
"""Begins a line, so that whole phrases can be typed."""
ABSENT = "absent"
_NAMED = {"space": "space", "enter": "enter", "return": "enter"}


class ScreenPart(Static):
    """A part of the screen that is drawn anew only when what it shows has changed."""

    def __init__(self, name: str) -> None:
        super().__init__(id=name, markup=False)
        self._shown: tuple[Text, int, int | None] | None = None

    def show(self, content: Text, rows: int, columns: int | None = None) -> None:
        """Shows this in so many rows, and columns where they are not all there are; nothing in no rows."""
        if (content, rows, columns) == self._shown:
            return
        self._shown = (content, rows, columns)
        self.set_class(rows == 0, ABSENT)
        self.styles.height = rows
        if columns is not None:
            self.styles.width = columns
        self.update(content, layout=False)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of the screen, from above."""

    title: ScreenPart = field(default_factory=partial(ScreenPart, "title"))
    word: ScreenPart = field(default_factory=partial(ScreenPart, "word"))
    lower: Horizontal = field(default_factory=partial(Horizontal, id="lower"))
    timing: Vertical = field(default_factory=partial(Vertical, id="timing"))
    side: ScreenPart = field(default_factory=partial(ScreenPart, "side"))
    figure: ScreenPart = field(default_factory=partial(ScreenPart, "figure"))
    bar: ScreenPart = field(default_factory=partial(ScreenPart, "bar"))
    drawing: ScreenPart = field(default_factory=partial(ScreenPart, "drawing"))
    board: OptionList = field(default_factory=partial(OptionList, id="board", classes=ABSENT, markup=False))
    sentence: ScreenPart = field(default_factory=partial(ScreenPart, "sentence"))
    heard: ScreenPart = field(default_factory=partial(ScreenPart, "heard"))
    faults: ScreenPart = field(default_factory=partial(ScreenPart, "faults"))
    keys: ScreenPart = field(default_factory=partial(ScreenPart, "keys"))
    line: Input = field(default_factory=partial(Input, id="line", classes=ABSENT))


class SessionApp(App[None]):
    """Draws what ``latest`` returns, and hands every key to ``typed``."""

    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    CSS = """
    Screen { layout: vertical; padding: 0 2; background: ansi_default; color: ansi_default; overflow: hidden; }
    Static { width: 100%; height: auto; }
    #body { height: 1fr; }
    #title { height: 1; text-style: bold; }
    #word, #side { text-style: bold; }
    #figure, #bar { color: ansi_green; text-style: bold; }
    #side { color: ansi_magenta; }
    #sentence { text-style: bold; }
    #heard { height: 1; }
    #faults { text-style: bold reverse; }
    #timing { height: auto; }
    #lower { height: auto; }
    #drawing { width: auto; padding: 0 0 0 4; }
    #board { border: none; padding: 0; background: ansi_default; height: 100%; scrollbar-size: 1 1; }
    #board > .option-list--option-disabled { text-style: bold; color: ansi_default; }
    #line { border: none; padding: 0; height: 1; background: ansi_default; }
    .absent { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c,ctrl+q", "interrupt", show=False, priority=True),
        Binding("ctrl+backslash", "quit_signal", show=False, priority=True),
        Binding("escape", "leave_line", show=False, priority=True),
        Binding("tab,shift+tab", "nothing", show=False, priority=True),
    ]

    def __init__(
        self,
        latest: Callable[[], View | None],
        texts: LanguageFile,
        *,
        typed: Callable[[str], None],
        picked: Callable[[str], None] = lambda _: None,
        ended: Callable[[], bool] = lambda: False,
        notes: tuple[str, ...] = (),
        board: Board | None = None,
        characters: Characters | None = None,
    ) -> None:
        """``ended`` tells that the session is over and the screen is to go; ``notes`` stand above the keys.

        ``picked`` is called with what is chosen from the ``board``.
        """
        super().__init__(ansi_color=True)
        self.theme = "ansi-dark"
        self._latest = latest
        self._texts = texts
        self._typed = typed
        self._picked = picked
        self._ended = ended
        self._notes = notes
        self._board = board
        self._characters = characters or Characters()
        self._level = 0.0
        self._faults: tuple[str, ...] = ()
        self._shown_board: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        parts = _Parts()
        self._parts = parts
        yield parts.title
        with Vertical(id="body"):
            yield parts.word
            with parts.lower:
                with parts.timing:
                    yield parts.side
                    yield parts.figure
                    yield parts.bar
                yield parts.drawing
            yield parts.board
        yield parts.sentence
        yield parts.heard
        yield parts.faults
        yield parts.keys
        yield parts.line

    def on_mount(self) -> None:
        self.set_focus(None)
        self.set_interval(REDRAWN_EVERY_S, self.redraw)
        self.redraw()

    def on_resize(self, _: Resize) -> None:
        self.redraw()

    # -- keys -----------------------------------------------------------------------------------------------------

    def on_key(self, event: Key) -> None:
        if self._writing:
            return
        if event.character == LINE_KEY:
            self._begin_line()
        elif event.key in _NAMED:
            if not (event.key == "enter" and self.focused is not None):
                self._typed(_NAMED[event.key])
        elif (character := (event.character or "").lower()) in self._texts.keys:
            if self._does_something(character):
                self._typed(character)
        else:
            return
        event.stop()

    def _does_something(self, key: str) -> bool:
        """False for a key that answers a question before it has been heard, or goes round it; an urgent one counts."""
        view = self._latest()
        if view is None or view.phase is not Phase.ASKING:
            return True
        offers = view.offers()
        meant = {self._texts.keys.get(key), self._texts.answer_keys.get(key)}
        return bool(meant & {command.value for command in (*offers, *URGENT)})

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self._typed(event.value.strip())
        self.action_leave_line()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option.id is not None:
            self._picked(event.option.id.removeprefix("pick-"))

    def action_interrupt(self) -> None:
        signal.raise_signal(signal.SIGINT)

    def action_quit_signal(self) -> None:
        signal.raise_signal(getattr(signal, "SIGQUIT", signal.SIGINT))

    def action_nothing(self) -> None:
        """Tab moves nowhere: there is one place to type at a time."""

    def action_leave_line(self) -> None:
        self._parts.line.value = ""
        self._parts.line.add_class(ABSENT)
        self.set_focus(self._parts.board if self._choosing else None)

    def _begin_line(self) -> None:
        line = self._parts.line
        line.placeholder = self._texts.screen.typing
        self._parts.keys.show(Text(self._characters.text(self._texts.screen.typing_keys)), 1)
        line.remove_class(ABSENT)
        line.focus()

    @property
    def _writing(self) -> bool:
        return not self._parts.line.has_class(ABSENT)

    @property
    def _choosing(self) -> bool:
        return not self._parts.board.has_class(ABSENT)

    # -- drawing --------------------------------------------------------------------------------------------------

    def redraw(self) -> None:
        """Draws the latest view. A timer calls it; it may be called at any time."""
        if self._ended():
            self.exit()
            return
        view = self._latest()
        if view is None:
            return
        shown = moment(view, self._texts)
        own = self._texts.screen
        divided = zones(
            self.size.width,
            self.size.height,
            tuple(own.words.values()),
            (own.left, own.right),
            blocks=self._characters.blocks,
            braille=self._characters.braille,
        )
        title = shown.title if len(shown.title) <= divided.columns else shown.short_title
        self._parts.title.show(Text(self._characters.text(title), no_wrap=True, overflow="ellipsis"), divided.title)
        self._show_body(view, shown, divided)
        told = self._characters.text("\n".join((*shown.faults, *self._notes)))
        rows_of_faults = _rows(told, divided.columns)
        self._show_sentence(self._characters.text(shown.sentence), divided, rows_of_faults)
        self._show_heard(shown)
        self._parts.faults.show(Text(told), rows_of_faults)
        if set(shown.faults) - set(self._faults):
            self.bell()  # heard also where the coach's own sound is gone
        self._faults = shown.faults
        self._show_keys(shown, divided)

    def _show_sentence(self, sentence: str, divided: Zones, rows_of_faults: int) -> None:
        """In plain type of one size, and always whole; what is wrong takes its room from the blank rows below it."""
        least = 1 if self._choosing else divided.sentence - rows_of_faults
        rows = max(_rows(sentence, divided.columns), least, 1)
        self._parts.sentence.show(Text(sentence), rows)

    def _show_body(self, view: View, shown: Moment, divided: Zones) -> None:
        choosing = self._board is not None and bool(view.choices)
        self._parts.board.set_class(not choosing, ABSENT)
        self._parts.lower.set_class(choosing, ABSENT)
        if choosing:
            self._parts.word.show(Text(), 0)
            self._show_board(view, divided)
            return
        parts, room = self._parts, divided.beside_drawing
        if divided.letters:
            parts.word.show(self._large(shown.word, divided.letters), divided.letters + 1)
        else:
            parts.word.show(Text(self._characters.text(" · ".join(filter(None, (shown.word, shown.side)))).upper()), 1)
        parts.side.show(self._large(shown.side, divided.letters), divided.letters + 1 if divided.letters else 0)
        high = rows_that_fit([shown.figure], room, divided.figure, blocks=self._characters.blocks)
        parts.figure.show(self._large(shown.figure, high), divided.figure + 1)
        share = shown.share_left
        parts.bar.show(Text("" if share is None else self._characters.bar(1 - share, room)), 1)
        parts.timing.styles.width = room
        columns, rows = divided.drawing
        parts.drawing.show(Text(self._drawing(view, columns), no_wrap=True), rows, columns + GAP)

    def _large(self, text: str, rows: int) -> Text:
        if not text or not rows:
            return Text(text)
        return Text("\n".join(letters(text, rows, blocks=self._characters.blocks)), no_wrap=True)

    def _drawing(self, view: View, columns: int) -> str:
        if not columns or view.picture is None:
            return ""
        try:
            key = pictures.coming_out(view.picture) if view.coming_out else view.picture
            return _braille(key, view.side, columns)
        except RequestError:  # a script of somebody's own may name a drawing that is not there
            return ""

    def _show_board(self, view: View, divided: Zones) -> None:
        """The menu. The rows that are being read aloud have their numbers."""
        if self._board is None:
            return
        state = (view.choices, view.choosing_patient, divided.columns)
        if not self._writing and self.focused is None:
            self._parts.board.focus()
        if state == self._shown_board:
            return
        anew = state[1:] != self._shown_board[1:]
        self._shown_board = state
        rows = self._board.rows(patients=view.choosing_patient)
        number_of = {picks: number for number, picks in enumerate(view.choices, start=1)}
        if view.choosing_patient:
            number_of[""] = 0
        options: list[Option] = []
        for heading, group in grouped(rows):
            if heading:
                options.append(Option(Text(self._characters.text(heading)), disabled=True))
            for row in group:
                line = line_of(
                    row, number_of.get(row.picks), divided.columns - 2, self._texts.screen, self._board.today
                )
                options.append(Option(Text(self._characters.text(line), no_wrap=True), id=f"pick-{row.picks}"))
        where = None if anew else self._parts.board.highlighted
        self._parts.board.clear_options()
        self._parts.board.add_options(options)
        first = next((i for i, option in enumerate(options) if not option.disabled), None)
        self._parts.board.highlighted = first if where is None else where

    def _show_heard(self, shown: Moment) -> None:
        own, characters = self._texts.screen, self._characters
        line = Text(no_wrap=True)
        if shown.level is not None:
            self._level = max(shown.level, self._level - METER_FALLS)
            line.append(f"{own.hears} {characters.bar(self._level, METER_COLUMNS)}   ")
        line.append(characters.text(shown.heard), "bold")
        self._parts.heard.show(line, 1)

    def _show_keys(self, shown: Moment, divided: Zones) -> None:
        own = self._texts.screen
        choosing = (KeyHint(own.choose_keys, own.choose),) if self._choosing else ()
        words = (KeyHint(LINE_KEY, own.typing),) if shown.keys else ()
        fit = hints_that_fit((*choosing, *shown.keys), words, divided.columns, divided.keys)
        line = Text()
        for number, row in enumerate(rows_of(fit, divided.columns)):
            line.append("\n" if number else "")
            for place, hint in enumerate(row):
                line.append("   " if place else "")
                line.append(self._characters.text(hint.key), "bold reverse")
                line.append(" " + self._characters.text(hint.does))
        if not self._writing:
            self._parts.keys.show(line, divided.keys)


@cache
def _braille(key: str, side: Side | None, columns: int) -> str:
    return pictures.braille(key, side, columns)


def _rows(text: str, columns: int) -> int:
    """How many rows a text takes in plain type."""
    return sum(len(wrap(line, columns, break_on_hyphens=False)) for line in text.splitlines())
