"""Draws words in solid letters of block characters, as high as there is room, in reportlab's Bitstream Vera Bold.

A character cell is about twice as high as it is wide, so its upper and lower half are two square dots.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

CAPITAL = 0.73
"""The height of a capital letter, as a share of the font's size."""
LOWEST = 3
"""Fewer rows cannot be read better than plain type."""
LOWEST_IN_ASCII = 6
_HALVES = " ▄▀█"


@cache
def letters(text: str, rows: int, *, blocks: bool = True) -> tuple[str, ...]:
    """The text in capitals of this many rows; accents may need more. Without ``blocks``, in tall letters of ``#``."""
    dots = _dots(text.upper(), 2 * rows if blocks else rows)
    if not blocks:
        return tuple("".join("#" if dot else " " for dot in row).rstrip() for row in dots)
    if len(dots) % 2:
        dots.append([False] * len(dots[0]))
    pairs = zip(dots[::2], dots[1::2], strict=True)
    return tuple(
        "".join(_HALVES[2 * upper + lower] for upper, lower in zip(*pair, strict=True)).rstrip() for pair in pairs
    )


def rows_that_fit(texts: Iterable[str], columns: int, rows: int, *, blocks: bool = True) -> int:
    """The greatest height, at most ``rows``, in which each of the texts is at most ``columns`` wide; 0 for none."""
    wide = tuple(texts)
    for height in range(rows, (LOWEST if blocks else LOWEST_IN_ASCII) - 1, -1):
        if all(_columns(text, height, blocks=blocks) <= columns for text in wide):
            return height
    return 0


def _columns(text: str, rows: int, *, blocks: bool) -> int:
    return max(map(len, letters(text, rows, blocks=blocks)), default=0)


def _dots(text: str, height: int) -> list[list[bool]]:
    """Rows of dots, the capitals ``height`` of them high."""
    mask = _font(round(height / CAPITAL)).getmask(text or " ", mode="1")
    width, rows = mask.size
    return [[bool(mask.getpixel((x, y))) for x in range(width)] for y in range(rows)]


@cache
def _font(size: int) -> FreeTypeFont:
    from importlib.resources import files

    from PIL import ImageFont

    return ImageFont.truetype(str(files("reportlab") / "fonts" / "VeraBd.ttf"), size)
