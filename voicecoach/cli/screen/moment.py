"""What stands on the screen at a moment, as plain values: made from the view, the language file and the characters that
the terminal has. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voicecoach.ears.typed_ears import PAUSE_OR_RESUME
from voicecoach.language.language_file import LanguageFile
from voicecoach.language.vocabulary import Command
from voicecoach.session.view import View, clock_face, words_to_read

QUIETEST_DB, LOUDEST_DB = -60.0, -20.0
"""The range of the meter: a quiet room, and a voice near the microphone."""
METER_COLUMNS = 10
_IN_ASCII = str.maketrans(
    {"·": "-", "–": "-", "—": "-", "…": ".", "“": '"', "”": '"', "’": "'", "↑": "up", "↓": "down"}
)


@dataclass(frozen=True, slots=True)
class Characters:
    """Which characters the terminal has besides ASCII."""

    blocks: bool = True
    braille: bool = True

    def text(self, text: str) -> str:
        """The text in the characters that there are."""
        return text if self.blocks else text.translate(_IN_ASCII)

    def bar(self, share: float, columns: int) -> str:
        """A solid bar, filled from the left."""
        full, empty = ("█", "░") if self.blocks else ("#", "-")
        filled = round(min(max(share, 0.0), 1.0) * columns)
        return full * filled + empty * (columns - filled)


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A key, and what it does now."""

    key: str
    does: str


@dataclass(frozen=True, slots=True)
class Moment:
    """The texts of one moment; empty ones have nothing to show."""

    title: str
    short_title: str
    word: str
    side: str
    figure: str
    share_left: float | None
    """Of what is being timed."""
    sentence: str
    heard: str
    level: float | None
    """How full the meter is, from 0 to 1; None where nothing is heard but keys."""
    keys: tuple[KeyHint, ...]
    faults: tuple[str, ...]


def moment(view: View, texts: LanguageFile) -> Moment:
    """What there is to show of the view."""
    own, words = texts.screen, texts.terminal
    title = [view.routine]
    if view.steps:
        title.append(words.step.format(step=view.step, steps=view.steps))
    if view.sets is not None and view.sets > 1:
        title.append(words.set.format(number=view.set_number, sets=view.sets))
    timed = view.left_s is not None
    level = None
    if view.level_db is not None:
        level = min(max((view.level_db - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB), 0.0), 1.0)
    return Moment(
        title=" · ".join(title),
        short_title=f"{view.step}/{view.steps} · {view.routine}" if view.steps else view.routine,
        word=own.words[view.phase.value],
        side="" if view.side is None else own[view.side.value],
        figure=clock_face(view.left_s) if view.left_s is not None else "",
        share_left=view.left_s / view.whole_s if timed and view.left_s is not None and view.whole_s else None,
        sentence=words_to_read(view),
        heard=own.understood.format(heard=view.heard) if view.heard else "",
        level=level,
        keys=key_hints(view.offers(), texts),
        faults=view.faults,
    )


def key_hints(offers: Sequence[Command], texts: LanguageFile) -> tuple[KeyHint, ...]:
    """The keys that do something now, in the order of the offers; the numbers as one."""
    own, key_of = texts.screen, _keys_by_command(texts.keys)
    key_of |= {command: key for key, command in texts.answer_keys.items()}
    numbers = [command.number for command in offers if command.number is not None]
    hints = []
    if numbers:
        does = own.number_then_enter if max(numbers) > 9 else own.number
        hints.append(KeyHint(f"{min(numbers)}–{max(numbers)}", does))
    for command in offers:
        if command.number is None:
            key = key_of.get(command.value)
            if key is not None and all(hint.key != key for hint in hints):  # an answer takes a key from its command
                hints.append(KeyHint(own.keys.get(key, key), own.commands[command.value]))
    return tuple(hints)


def hints_that_fit(hints: Sequence[KeyHint], last: Sequence[KeyHint], columns: int, rows: int) -> tuple[KeyHint, ...]:
    """As many of the first hints as there is room for beside the ``last``, three columns between two of them."""
    shown: list[KeyHint] = []
    for hint in hints:
        if len(rows_of([*shown, hint, *last], columns)) > rows:
            break
        shown.append(hint)
    return (*shown, *last)


def rows_of(hints: Sequence[KeyHint], columns: int) -> list[list[KeyHint]]:
    """The hints in rows, none cut."""
    rows: list[list[KeyHint]] = []
    width = 0
    for hint in hints:
        needed = len(hint.key) + 1 + len(hint.does)
        if rows and width + 3 + needed <= columns:
            rows[-1].append(hint)
            width += 3 + needed
        else:
            rows.append([hint])
            width = needed
    return rows


def _keys_by_command(keys: Mapping[str, str]) -> dict[str, str]:
    """The first key of each command."""
    found: dict[str, str] = {}
    for key, command in keys.items():
        for each in (Command.PAUSE, Command.RESUME) if command == PAUSE_OR_RESUME else (command,):
            found.setdefault(each, key)
    return found
