"""Outlines of round solids are exact and mirror exactly."""

from __future__ import annotations

from math import cos, pi, sin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voicecoach.pictures.geometry import Curve, Disc, hull, rotated

numbers = st.floats(-50, 50).map(lambda number: round(number, 2))
discs = st.builds(lambda x, y, r: Disc((x, y), r), numbers, numbers, st.floats(0, 30).map(lambda r: round(r, 2)))
some_discs = st.lists(discs, min_size=1, max_size=6)


def reach(points: list[tuple[float, float]], angle: float) -> float:
    return max(x * cos(angle) + y * sin(angle) for x, y in points)


@given(some_discs, st.integers(0, 35))
@example([Disc((0.0, 0.0), 0.0), Disc((0.0, 1.0), 0.0), Disc((1.0, 0.0), 1.0)], 30)
def test_a_hull_reaches_as_far_as_its_discs_in_every_direction(solid: list[Disc], turn: int) -> None:
    angle = turn * pi / 18
    expected = max(d.at[0] * cos(angle) + d.at[1] * sin(angle) + d.radius for d in solid)
    assert reach(hull(solid).points(16), angle) == pytest.approx(expected, abs=0.1)


@given(some_discs)
def test_a_hull_mirrored_twice_is_the_hull(solid: list[Disc]) -> None:
    outline = hull(solid)
    assert outline.mirrored().mirrored() == outline


@given(some_discs)
def test_a_mirrored_hull_is_the_hull_of_the_mirrored_discs(solid: list[Disc]) -> None:
    mirrored = hull([Disc((-d.at[0], d.at[1]), d.radius) for d in solid])
    for turn in range(36):
        angle = turn * pi / 18
        assert reach(hull(solid).mirrored().points(16), angle) == pytest.approx(
            reach(mirrored.points(16), angle), abs=0.1
        )


def test_a_point_has_no_arcs() -> None:
    triangle = hull([Disc((0, 0), 0), Disc((4, 0), 0), Disc((0, 3), 0)])
    assert not any(isinstance(piece, Curve) for piece in triangle.pieces)


def test_turning_follows_the_right_hand() -> None:
    assert rotated((1, 0, 0), (0, 1, 0), 90) == pytest.approx((0, 0, -1))
