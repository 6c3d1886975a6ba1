"""A place in a recording where something begins."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chapter:
    starts_s: float
    title: str


@dataclass(frozen=True, slots=True)
class Contents:
    """Title, chapters and length of a recording."""

    title: str
    chapters: tuple[Chapter, ...]
    """In order of time; how many a format can hold is in ``tags.MOST``."""
    lasts_s: float
