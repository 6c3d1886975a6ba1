"""The sheet in a terminal, with drawings in braille dots where the terminal can show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from voicecoach import pictures
from voicecoach.routine.outline import OutlineKind, OutlineLine
from voicecoach.sheet.content import Picture, Sheet, SheetFrame, SheetSection, WarningSigns

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_PICTURE_COLUMNS = 34
_NARROW = 76
"""Below this many columns a drawing stands above its steps instead of beside them."""
_WIDEST = 110


def show(sheet: Sheet, console: Console) -> None:
    """Print the sheet. What is written to a file or a pipe has no colours, and keeps its drawings."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    draw, sheet = _can_print("\u28ff", console), _printable(sheet, console)
    words = sheet.words
    width = min(console.width, _WIDEST)
    parts: list[RenderableType] = [
        Text(sheet.title, style="bold"),
        Text(sheet.summary) if sheet.summary else Text(),
        Text(sheet.duration, style="dim"),
    ]
    if sheet.needs:
        parts += [_heading(words["needs"]), _bullets(sheet.needs)]
    if sheet.not_for:
        parts += [
            _heading(words["not_for"]),
            Text(words["not_for_lead"]),
            _bullets(f"{ask} {because}" for ask, because in sheet.not_for),
        ]
    parts.append(_heading(words["steps"]))
    parts += [part for section in sheet.sections for part in _section(section, width, draw)]
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
    """The same with a question mark for each character that the terminal's encoding lacks."""
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


def _heading(text: str) -> RenderableType:
    from rich.text import Text

    return Text(f"\n{text}", style="bold cyan")


def _bullets(items: Iterable[str]) -> RenderableType:
    from rich.table import Table

    table = Table.grid(padding=(0, 1))
    table.add_column(width=1)
    table.add_column(overflow="fold")
    for item in items:
        table.add_row("-", _plain(item))
    return table


def _plain(text: str) -> RenderableType:
    """Text in which brackets are brackets and not rich's markup."""
    from rich.text import Text

    return Text(text)


def _section(section: SheetSection, width: int, draw: bool) -> list[RenderableType]:
    from rich.text import Text

    parts: list[RenderableType] = [Text(f"\n{section.title}", style="bold")] if section.title else []
    return parts + [_frame(frame, width, draw) for frame in section.frames]


def _frame(frame: SheetFrame, width: int, draw: bool) -> RenderableType:
    from rich.console import Group
    from rich.table import Table

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


def _picture(picture: Picture) -> RenderableType:
    from rich.text import Text

    drawing = pictures.braille(picture.key, picture.side, _PICTURE_COLUMNS)
    # Braille blanks keep the left edge of a drawing where a plain space would be trimmed or wrapped.
    return Text(drawing.replace(" ", "\u2800"), no_wrap=True)


def _lines(lines: Iterable[OutlineLine]) -> RenderableType:
    from rich.table import Table

    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", width=2)
    table.add_column(overflow="fold")
    for line in lines:
        table.add_row(str(line.number) if line.number else "", _line(line))
    return table


def _line(line: OutlineLine) -> RenderableType:
    from rich.text import Text

    style = {OutlineKind.SIDE: "bold cyan", OutlineKind.TURN: "bold cyan", OutlineKind.NOTE: "dim"}.get(line.kind, "")
    text = Text(line.text, style=style)
    felt = " ".join(sentence for sentence in (line.feel, line.not_feel) if sentence)
    details = [(line.dose, "bold"), *((part, "") for part in (felt, line.breathe, " ".join(line.tips), line.release))]
    for part, part_style in details:
        if part:
            text.append("\n" if text.plain else "").append(part, style=part_style)
    return text


def _warning(warning: WarningSigns) -> list[RenderableType]:
    from rich.text import Text

    return [Text(warning.heading, style="bold red"), Text(warning.lead), _bullets(warning.items), Text()]
