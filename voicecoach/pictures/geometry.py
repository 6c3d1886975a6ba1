"""Vectors in three dimensions, and outlines of round solids in projection. Pure.

Space is right-handed and in metres: x to the right of the page, y up, z towards the one who looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import acos, atan2, cos, hypot, pi, radians, sin, sqrt, tan

Vec = tuple[float, float, float]
Point = tuple[float, float]

_TOUCHING = 1e-9
"""Discs closer than this to touching from within count as touching."""


def add(a: Vec, b: Vec) -> Vec:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def sub(a: Vec, b: Vec) -> Vec:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scale(a: Vec, k: float) -> Vec:
    return (a[0] * k, a[1] * k, a[2] * k)


def along(origin: Vec, *moves: tuple[Vec, float]) -> Vec:
    """``origin`` moved by each direction times its distance."""
    for direction, distance in moves:
        origin = add(origin, scale(direction, distance))
    return origin


def dot(a: Vec, b: Vec) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec, b: Vec) -> Vec:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vec) -> float:
    return sqrt(dot(a, a))


def unit(a: Vec) -> Vec:
    """``a`` with length 1. Raises ValueError for a vector without direction."""
    size = length(a)
    if size < 1e-9:
        raise ValueError("a vector of length 0 has no direction")
    return scale(a, 1 / size)


def across(a: Vec, axis: Vec) -> Vec:
    """The unit part of ``a`` at a right angle to the unit vector ``axis``."""
    return unit(sub(a, scale(axis, dot(a, axis))))


def rotated(a: Vec, axis: Vec, degrees: float) -> Vec:
    """``a`` turned about the unit ``axis`` by the right-hand rule (Rodrigues' formula)."""
    angle = radians(degrees)
    turned = along(scale(a, cos(angle)), (cross(axis, a), sin(angle)))
    return along(turned, (axis, dot(axis, a) * (1 - cos(angle))))


@dataclass(frozen=True, slots=True)
class Ball:
    """A sphere, or with radius 0 a point. All solids are convex hulls of balls."""

    at: Vec
    radius: float


@dataclass(frozen=True, slots=True)
class Disc:
    """A ball in projection."""

    at: Point
    radius: float


@dataclass(frozen=True, slots=True)
class Curve:
    """One cubic Bezier piece of an outline, from where the last one ended."""

    control_1: Point
    control_2: Point
    end: Point


@dataclass(frozen=True, slots=True)
class Outline:
    """A run of lines and curves. ``pieces`` holds points (a straight line to them) and curves."""

    start: Point
    pieces: tuple[Point | Curve, ...]
    closed: bool = True

    def mirrored(self) -> Outline:
        """Reflected left to right about x = 0."""
        return Outline(_flip(self.start), tuple(_flipped(piece) for piece in self.pieces), self.closed)

    def points(self, per_curve: int = 8) -> list[Point]:
        """The outline as a chain of points, each curve cut into ``per_curve`` straight lines."""
        chain = [self.start]
        for piece in self.pieces:
            if isinstance(piece, Curve):
                start = chain[-1]
                chain += [_on_curve(start, piece, i / per_curve) for i in range(1, per_curve + 1)]
            else:
                chain.append(piece)
        return chain


def _flip(point: Point) -> Point:
    return (-point[0], point[1])


def _flipped(piece: Point | Curve) -> Point | Curve:
    if isinstance(piece, Curve):
        return Curve(_flip(piece.control_1), _flip(piece.control_2), _flip(piece.end))
    return _flip(piece)


def _on_curve(start: Point, curve: Curve, t: float) -> Point:
    a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
    xs = (start[0], curve.control_1[0], curve.control_2[0], curve.end[0])
    ys = (start[1], curve.control_1[1], curve.control_2[1], curve.end[1])
    return (
        a * xs[0] + b * xs[1] + c * xs[2] + d * xs[3],
        a * ys[0] + b * ys[1] + c * ys[2] + d * ys[3],
    )


def polygon(points: Sequence[Point], closed: bool = True) -> Outline:
    """Straight lines through ``points``."""
    return Outline(points[0], tuple(points[1:]), closed)


def hull(discs: Sequence[Disc]) -> Outline:
    """The outline of the convex hull of ``discs``: straight tangents joined by arcs (gift wrapping on circles).

    In parallel projection the convex hull of balls is the convex hull of their discs, so a limb's outline is exact.
    """
    current = max(range(len(discs)), key=lambda i: (discs[i].at[0] + discs[i].radius, discs[i].radius))
    turned, pieces = 0.0, list[Point | Curve]()
    start = _at_angle(discs[current], 0.0)
    while turned < 2 * pi:
        step, following = _next_tangent(discs, current, turned)
        end = min(turned + step, 2 * pi)
        pieces.extend(_arc(discs[current], turned, end))
        turned = end
        if turned < 2 * pi:
            current = following
            pieces.append(_at_angle(discs[current], turned))
    return Outline(start, tuple(pieces))


def _next_tangent(discs: Sequence[Disc], current: int, heading: float) -> tuple[float, int]:
    """How far to turn (radians) on ``current`` until another disc reaches further out, and which one does."""
    here, best = discs[current], (2 * pi, current)
    for i, there in enumerate(discs):
        gap = hypot(there.at[0] - here.at[0], there.at[1] - here.at[1])
        if i == current or gap <= max(here.radius - there.radius, 0.0) + _TOUCHING:
            continue  # it lies within, or touches from within
        direction = atan2(there.at[1] - here.at[1], there.at[0] - here.at[0])
        takes_over = direction - acos(max((here.radius - there.radius) / gap, -1.0))
        step = (takes_over - heading) % (2 * pi)
        if step > 2 * pi - 1e-9:
            step = 0.0
        best = min(best, (step, i))
    return best


def _at_angle(disc: Disc, angle: float) -> Point:
    return (disc.at[0] + disc.radius * cos(angle), disc.at[1] + disc.radius * sin(angle))


def _arc(disc: Disc, start: float, end: float) -> list[Curve]:
    """An arc in pieces of at most a quarter turn, each off by less than 0.03 % of the radius."""
    if end - start < 1e-6 or disc.radius == 0:
        return []
    count = int((end - start) / (pi / 2) - 1e-9) + 1
    turn = (end - start) / count
    reach = disc.radius * 4 / 3 * tan(turn / 4)
    curves = []
    for i in range(count):
        a, b = start + i * turn, start + (i + 1) * turn
        (ax, ay), (bx, by) = _at_angle(disc, a), _at_angle(disc, b)
        curves.append(
            Curve((ax - reach * sin(a), ay + reach * cos(a)), (bx + reach * sin(b), by - reach * cos(b)), (bx, by))
        )
    return curves
