"""Divides a terminal into the parts of the screen, by its size alone, so that nothing jumps. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from voicecoach.cli.screen.large_letters import LOWEST, rows_that_fit

LONGEST_SENTENCE = 180
"""Characters: so much fits where a sentence stands, in one size of type."""
USUAL_FIGURE = "88"
MARGIN = 2
DOTS_HIGH = 0.375
"""Rows of a drawing for each of its columns: 300 units high, 400 wide, in cells of two by four dots."""
LEAST_DRAWING = 24
"""Columns. A smaller drawing cannot be made out."""
MOST_DRAWING = 0.5
"""Share of the width."""
GAP = 4
"""Columns between the figure and the drawing."""
ROOMY = 16
"""Rows. A lower terminal has no blank rows."""


@dataclass(frozen=True, slots=True)
class Zones:
    """Rows and columns of each part of the screen."""

    columns: int
    """Of everything but the margins."""
    title: int
    letters: int
    """Rows of what to do, and of the side; 0 is plain type, both in one line."""
    figure: int
    """Rows of two digits of seconds; 0 is plain type. Times of more digits are lower."""
    drawing: tuple[int, int]
    """Columns and rows of the drawing, which stands to the right below what to do; (0, 0) is none."""
    body: int
    """Rows of letters, figure, bar and drawing together."""
    sentence: int
    keys: int

    @property
    def beside_drawing(self) -> int:
        """Columns that the drawing leaves."""
        return self.columns - (self.drawing[0] + GAP if self.drawing[0] else 0)


@cache
def zones(
    width: int,
    height: int,
    words: tuple[str, ...],
    sides: tuple[str, ...],
    *,
    blocks: bool = True,
    braille: bool = True,
) -> Zones:
    """Divides a terminal. ``words`` are all that may be told what to do, ``sides`` both sides."""
    columns = max(10, width - 2 * MARGIN)
    sentence = max(2, -(-LONGEST_SENTENCE // columns))
    keys = 2
    title = 1 if height < ROOMY else 2
    # One row for what is heard.
    body = max(2, height - title - sentence - keys - 1)

    def room(letters: int, drawing: tuple[int, int]) -> Zones:
        above_figure = 2 * (letters + 1) if letters else 1
        left = columns - (drawing[0] + GAP if drawing[0] else 0)
        figure = rows_that_fit([USUAL_FIGURE], left, body - above_figure - 2, blocks=blocks)
        return Zones(columns, title, letters, figure, drawing, body, sentence, keys)

    drawing = _drawing(columns, body - LOWEST - 1) if braille else (0, 0)
    if drawing[0]:
        high = (body - 4) // 3
        letters = rows_that_fit(words, columns, high, blocks=blocks)
        letters = rows_that_fit(sides, columns - drawing[0] - GAP, letters, blocks=blocks)
        if letters:
            return room(letters, _drawing(columns, body - letters - 1))
    return room(rows_that_fit([*words, *sides], columns, (body - 4) // 3, blocks=blocks), (0, 0))


def _drawing(columns: int, rows: int) -> tuple[int, int]:
    """The largest drawing that leaves room for the figure."""
    wide = min(int(columns * MOST_DRAWING), int(rows / DOTS_HIGH))
    return (wide, int(wide * DOTS_HIGH) + 1) if wide >= LEAST_DRAWING else (0, 0)
