"""How much of each part of the body a drawing shows, counted on a grid of dots."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from voicecoach.pictures.body import parts
from voicecoach.pictures.geometry import Point
from voicecoach.pictures.paint import PAINTS
from voicecoach.pictures.pose import Pose
from voicecoach.pictures.scene import HEIGHT, WIDTH, Illustration, Shape, standing

STEP = 2.0
"""Units between two dots: a thigh covers about 700 of them."""
_XS = np.arange(-WIDTH / 2, WIDTH / 2, STEP) + STEP / 2
_YS = np.arange(-HEIGHT / 2, HEIGHT / 2, STEP) + STEP / 2

Dots = NDArray[np.bool_]


def covered(shape: Shape) -> Dots:
    """The dots that ``shape`` paints over, without its edge."""
    paint = PAINTS[shape.role]
    dots = np.zeros((len(_YS), len(_XS)), dtype=bool)
    for outline in shape.outlines:
        chain = outline.points(4)
        dots |= _inside(chain) if paint.fill is not None else _near(chain, paint.width / 2)
    return dots


def visible_shares(pose: Pose, scene: Illustration) -> dict[str, float]:
    """The share of the area of each limb, and of each part of the body, that nothing else is painted over.

    Where a limb is bent, one of its parts lies over the other: that area counts for the upper one alone.
    """
    limb_of = {part.name: part.limb for part in parts(standing(pose))} | {"head": "head"}
    names = {*limb_of, *limb_of.values()}
    whole, seen = ({name: np.zeros((len(_YS), len(_XS)), dtype=bool) for name in names} for _ in range(2))
    for shape in scene.shapes:
        dots, limb = covered(shape), limb_of.get(shape.part)
        for name in names:
            if name in (shape.part, limb):
                whole[name] |= dots
                seen[name] |= dots
            else:
                seen[name] &= ~dots
                if name in limb_of and limb_of[name] == limb:
                    whole[name] &= ~dots
    return {name: float(seen[name].sum() / max(1, whole[name].sum())) for name in sorted(names)}


def _inside(chain: Sequence[Point]) -> Dots:
    """The dots inside a convex outline, row by row."""
    a = np.array(chain)
    b = np.roll(a, -1, axis=0)
    rows = _YS[:, None]
    crosses = (np.minimum(a[:, 1], b[:, 1]) <= rows) & (rows < np.maximum(a[:, 1], b[:, 1]))
    rise = np.where(a[:, 1] == b[:, 1], 1.0, b[:, 1] - a[:, 1])
    at = a[:, 0] + (rows - a[:, 1]) / rise * (b[:, 0] - a[:, 0])
    left = np.where(crosses, at, np.inf).min(axis=1)
    right = np.where(crosses, at, -np.inf).max(axis=1)
    inside: Dots = (left[:, None] <= _XS) & (right[:, None] >= _XS)
    return inside


def _near(chain: Sequence[Point], reach: float) -> Dots:
    """The dots no further than ``reach`` from a line."""
    dots = np.zeros((len(_YS), len(_XS)), dtype=bool)
    for (ax, ay), (bx, by) in pairwise(chain):
        along = ((_XS - ax) * (bx - ax) + ((_YS - ay) * (by - ay))[:, None]) / ((bx - ax) ** 2 + (by - ay) ** 2 or 1.0)
        t = np.clip(along, 0.0, 1.0)
        dots |= np.hypot(_XS - ax - t * (bx - ax), _YS[:, None] - ay - t * (by - ay)) <= reach
    return dots
