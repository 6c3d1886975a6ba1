"""The sheet in a terminal, with drawings in braille dots where the terminal can show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from voicecoach import pictures
from voicecoach.routine.outline import OutlineKind, OutlineLine
from voicecoach.sheet.content import Picture, Sheet, SheetFrame, SheetSection, WarningSigns

_PICTURE_COLUMNS = 34
_NARROW = 76
"""Below this many columns a drawing stands above its steps instead of beside them."""
_WIDEST = 110
_STYLES = {OutlineKind.STEP: "", OutlineKind.NOTE: "dim", OutlineKind.SIDE: "bold cyan", OutlineKind.TURN: "bold cyan"}


def show(sheet: Sheet, console: Console) -> None:
    """Prints the sheet. In a file or a pipe it has no colours, and keeps its drawings."""
    draw, sheet = _can_print("\u28ff", console), _printable(sheet, console)
    words = sheet.words
    width = min(console.width, _WIDEST)
    parts: list[RenderableType] = [
        Text(sheet.title, style="bold"),
        Text(sheet.summary),
        Text(sheet.duration, style="dim"),
    ]
    if sheet.needs:
        parts += [_heading(words["needs"]), _bullets(sheet.needs)]
    if sheet.not_for:
        reasons = _bullets(f"{ask} {because}" for ask, because in sheet.not_for)
        parts += [_heading(words["not_for"]), Text(words["not_for_lead"]), reasons]
    parts.append(_heading(words["steps"]))
    parts += [part for section in sheet.sections for part in _section(section, width, draw, words["checks"])]
    if sheet.doses:
        parts += [_heading(words["doses"]), _bullets(f"{dose.line(words)} {dose.source}" for dose in sheet.doses)]
    parts.append(_heading(words["warnings_heading"]))
    parts += [part for warning in sheet.warnings for part in _warning(warning)]
    parts += [Text(words["later"]), _heading(words["sources"]), _bullets(sheet.sources)]
    parts += [Text(), Text(words["limits"], style="dim")]
    console.print(Padding(Group(*parts), (1, 1)), width=width)


def _can_print(text: str, console: Console) -> bool:
    return bool(text == _printable(text, console))


def _printable(value: Any, console: Console) -> Any:
    """The value with a question mark for each character that the terminal's encoding lacks."""
    if type(value) is str:
        return value.encode(console.encoding, "replace").decode(console.encoding)
    if isinstance(value, tuple):
        return tuple(_printable(item, console) for item in value)
    if isinstance(value, dict):
        return {key: _printable(item, console) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        changed = {field.name: _printable(getattr(value, field.name), console) for field in fields(value)}
        return replace(value, **changed)
    return value


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style="bold cyan")


def _bullets(items: Iterable[str]) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(width=1)
    table.add_column(overflow="fold")
    for item in items:
        table.add_row("-", Text(item))
    return table


def _section(section: SheetSection, width: int, draw: bool, checks: str) -> list[RenderableType]:
    parts: list[RenderableType] = [Text(f"\n{section.title}", style="bold")] if section.title else []
    parts += [_frame(frame, width, draw) for frame in section.frames]
    return [*parts, Text(f"\n{checks}", style="bold"), _bullets(section.checks)] if section.checks else parts


def _frame(frame: SheetFrame, width: int, draw: bool) -> RenderableType:
    lines = _lines(frame.lines)
    picture = _picture(frame.picture) if frame.picture and draw else None
    if picture is None:
        return Group("", lines)
    if width < _NARROW:
        return Group("", picture, lines)
    table = Table.grid(padding=(0, 2))
    table.add_column(width=_PICTURE_COLUMNS, no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(picture, lines)
    return Group("", table)


def _picture(picture: Picture) -> Text:
    drawing = pictures.braille(picture.key, picture.side, _PICTURE_COLUMNS)
    # Braille blanks keep the left edge of a drawing where a plain space would be trimmed or wrapped.
    return Text(drawing.replace(" ", "\u2800"), no_wrap=True)


def _lines(lines: Iterable[OutlineLine]) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", width=2)
    table.add_column(overflow="fold")
    for line in lines:
        parts = [Text(line.text, style=_STYLES[line.kind])] if line.text else []
        parts += [Text(line.dose, style="bold")] if line.dose else []
        parts += map(Text, line.details)
        table.add_row(str(line.number or ""), Text("\n").join(parts))
    return table


def _warning(warning: WarningSigns) -> list[RenderableType]:
    return [Text(warning.heading, style="bold red"), Text(warning.lead), _bullets(warning.items), Text()]
