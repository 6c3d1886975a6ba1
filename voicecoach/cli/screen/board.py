"""The list of routines and patients on the start screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from voicecoach.language.screen_texts import ScreenTexts

WIDEST = 100
"""Columns: in a longer row the eye would lose its way."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """Something that can be picked: a routine by its key, or a patient by name, "" for a guest."""

    picks: str
    name: str
    posture: str = ""
    """The heading that it stands under."""
    minutes: int | None = None
    last_done: date | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """All that the menu has."""

    routines: tuple[BoardRow, ...]
    patients: tuple[BoardRow, ...]
    today: date

    def rows(self, *, patients: bool) -> tuple[BoardRow, ...]:
        return self.patients if patients else self.routines


def line_of(row: BoardRow, number: int | None, columns: int, texts: ScreenTexts, today: date) -> str:
    """A row as text of at most ``columns``: its number now, its name, minutes, when it was last done."""
    mark = "  " if number is None else f"{number} "
    minutes = [] if row.minutes is None else [texts.minutes.format(minutes=row.minutes).rjust(6)]
    when = [_when(row.last_done, texts, today).ljust(22)] if row.picks else []
    for facts in ((*minutes, *when), minutes):  # the name matters most, then the minutes
        tail = "  ".join(facts).rstrip()
        room = min(columns, WIDEST) - len(mark) - len(tail) - 2
        if len(row.name) <= room:
            return f"{mark}{row.name.ljust(room)}  {tail}".rstrip()
    return mark + row.name if len(mark + row.name) <= columns else (mark + row.name)[: columns - 1] + "…"


def _when(day: date | None, texts: ScreenTexts, today: date) -> str:
    if day is None:
        return texts.never
    days = (today - day).days
    words = {0: texts.today, 1: texts.yesterday}.get(days) or texts.days_ago.format(days=days)
    return texts.done_last.format(when=words)


def grouped(rows: Sequence[BoardRow]) -> list[tuple[str, list[BoardRow]]]:
    """The rows under their headings, both in their own order."""
    groups: dict[str, list[BoardRow]] = {}
    for row in rows:
        groups.setdefault(row.posture, []).append(row)
    return list(groups.items())
