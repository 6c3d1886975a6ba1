"""Arrows that show a movement, drawn flat over the picture."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from voicecoach.pictures.geometry import Curve, Outline, Point, polygon

_HEAD_LENGTH, _HEAD_HALF_WIDTH = 17.0, 10.0


def arrow_outlines(through: Sequence[Point], both_ways: bool) -> tuple[Outline, tuple[Outline, ...]]:
    """The shaft (open) and the heads (closed) of an arrow: straight through two points, a bow through three."""
    start, end = through[0], through[-1]
    bow = _bow_point(through)
    heads = [_head(bow or start, end)]
    shaft_end = _back_from(bow or start, end)
    shaft_start = start
    if both_ways:
        heads.append(_head(bow or end, start))
        shaft_start = _back_from(bow or end, start)
    if bow is None:
        return polygon([shaft_start, shaft_end], closed=False), tuple(heads)
    curve = Curve(_between(shaft_start, bow, 2 / 3), _between(shaft_end, bow, 2 / 3), shaft_end)
    return Outline(shaft_start, (curve,), closed=False), tuple(heads)


def _bow_point(through: Sequence[Point]) -> Point | None:
    """The control point of the parabola through three points."""
    if len(through) == 2:
        return None
    (ax, ay), (bx, by), (cx, cy) = through
    return (2 * bx - (ax + cx) / 2, 2 * by - (ay + cy) / 2)


def _between(a: Point, b: Point, t: float) -> Point:
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)


def _heading(origin: Point, tip: Point) -> Point:
    size = hypot(tip[0] - origin[0], tip[1] - origin[1])
    return ((tip[0] - origin[0]) / size, (tip[1] - origin[1]) / size)


def _back_from(origin: Point, tip: Point) -> Point:
    x, y = _heading(origin, tip)
    return (tip[0] - x * _HEAD_LENGTH * 0.8, tip[1] - y * _HEAD_LENGTH * 0.8)


def _head(origin: Point, tip: Point) -> Outline:
    x, y = _heading(origin, tip)
    base = (tip[0] - x * _HEAD_LENGTH, tip[1] - y * _HEAD_LENGTH)
    wide = _HEAD_HALF_WIDTH
    return polygon([tip, (base[0] - y * wide, base[1] + x * wide), (base[0] + y * wide, base[1] - x * wide)])
