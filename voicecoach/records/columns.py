"""Typed values out of rows of the journal, in which a disk or another program may have put anything.

SQLite stores any type in any column. What is not what it should be is an error that names the row, never a guess.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from voicecoach.errors import StorageError
from voicecoach.records.timestamps import from_columns

T = TypeVar("T")
Reader = Callable[[object], T]
"""The value itself, or what it stands for. Raises ValueError."""

_MOST = 1_000_000_000
_YEARS = range(1970, 2200)
_DAY_MIN = 24 * 60


class StoredRow:
    """One row. ``what`` is what it holds, in an error: "the settings of Anna"."""

    def __init__(self, row: sqlite3.Row, what: str) -> None:
        self._row = row
        self._what = what

    def __call__(self, column: str, read: Reader[T]) -> T:
        """The value of a column. Raises StorageError."""
        value = self._row[column]
        try:
            return read(value)
        except (ValueError, OverflowError) as error:
            raise self.unreadable(f"{column} is {str(value)[:40]!r}") from error

    def moment(self, utc: str, offset_min: str) -> datetime:
        """The local time in these two columns. Raises StorageError."""
        offset = self(offset_min, whole(1 - _DAY_MIN, _DAY_MIN - 1))
        return self(utc, lambda value: _of_our_time(from_columns(text(value), offset)))

    def unreadable(self, why: str) -> StorageError:
        """The error that tells that the row cannot be read."""
        return StorageError(f"The journal is damaged: {self._what} cannot be read ({why}).")


def text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")
    return value


def whole(low: int = 0, high: int = _MOST) -> Reader[int]:
    """A whole number of this range."""

    def read(value: object) -> int:
        if not isinstance(value, int) or not low <= value <= high:
            raise ValueError("no such number")
        return value

    return read


def number(value: object) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > _MOST:
        raise ValueError("no such number")
    return float(value)


def seconds(value: object) -> float:
    if number(value) < 0.0:
        raise ValueError("a negative length")
    return number(value)


def day(value: object) -> date:
    return _of_our_time(date.fromisoformat(text(value)))


def optional(read: Reader[T]) -> Reader[T | None]:
    return lambda value: None if value is None else read(value)


Day = TypeVar("Day", bound=date)


def _of_our_time(value: Day) -> Day:
    if value.year not in _YEARS:
        raise ValueError("no year of our time")
    return value
