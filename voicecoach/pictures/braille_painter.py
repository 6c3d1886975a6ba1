"""Draws an illustration with braille characters, eight dots each, for terminals.

Edges are rows of dots one dot wide, hair is filled, what is stretched is a checkerboard; all else is empty. Whatever is
nearer wipes out what lies behind it, as paint does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, floor

from voicecoach.pictures.geometry import Point
from voicecoach.pictures.paint import PAINTS
from voicecoach.pictures.scene import HEIGHT, WIDTH, Illustration, Role, Shape

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot of a braille character, by row and column (Unicode, block 2800)."""

_FULL = frozenset({Role.HAIR, Role.ARROWHEAD, Role.EYE})
_UNSEEN = frozenset({Role.MAT, Role.EYE})

Dot = tuple[int, int]


def render(scene: Illustration, columns: int) -> str:
    """The illustration as lines of at most ``columns`` characters, without blank lines above and below."""
    wide = columns * 2
    high = ceil(wide * HEIGHT / WIDTH / 4) * 4
    scale = wide / WIDTH
    lit: set[Dot] = set()
    for shape in scene.shapes:
        if shape.role not in _UNSEEN:
            _paint(shape, scale, lit)
    lines = [_line(lit, row, columns) for row in range(high // 4)]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return "\n".join(lines)


def _line(lit: set[Dot], row: int, columns: int) -> str:
    cells = []
    for column in range(columns):
        bits = sum(_DOTS[y][x] for y in range(4) for x in range(2) if (column * 2 + x, row * 4 + y) in lit)
        cells.append(chr(0x2800 + bits) if bits else " ")
    return "".join(cells).rstrip()


def _paint(shape: Shape, scale: float, lit: set[Dot]) -> None:
    chains = [
        [((x + WIDTH / 2) * scale, (y + HEIGHT / 2) * scale) for x, y in outline.points()] for outline in shape.outlines
    ]
    if PAINTS[shape.role].fill is None:
        for chain in chains:
            lit |= _stroke(chain)
        return
    inside = set[Dot]().union(*(_filled(chain) for chain in chains))
    edge = {dot for dot in inside if not _surrounded(dot, inside)}
    lit -= inside - edge
    if shape.edged:
        lit |= edge
    if shape.role in _FULL:
        lit |= inside
    elif shape.role is Role.STRETCHED:
        lit |= {(x, y) for x, y in inside if (x + y) % 2 == 0}


def _surrounded(dot: Dot, inside: set[Dot]) -> bool:
    x, y = dot
    return (x - 1, y) in inside and (x + 1, y) in inside and (x, y - 1) in inside and (x, y + 1) in inside


def _filled(chain: Sequence[Point]) -> set[Dot]:
    """The dots of a convex outline and everything inside it."""
    dots = _stroke([*chain, chain[0]])
    rows: dict[int, list[int]] = {}
    for x, y in dots:
        rows.setdefault(y, []).append(x)
    return {(x, y) for y, xs in rows.items() for x in range(min(xs), max(xs) + 1)}


def _stroke(chain: Sequence[Point]) -> set[Dot]:
    """The dots on a line through ``chain``, one for each step along its longer axis."""
    dots = set()
    for (ax, ay), (bx, by) in pairwise(chain):
        steps = max(1, ceil(max(abs(bx - ax), abs(by - ay))))
        for i in range(steps + 1):
            t = i / steps
            dots.add((floor(ax + (bx - ax) * t), floor(ay + (by - ay) * t)))
    return dots
