"""Builds mat, wall and chair as flat panels that fit the body, and straps as lines."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.pictures.body import all_balls, parts
from voicecoach.pictures.geometry import Vec, across, along, cross
from voicecoach.pictures.pose import Pose, Prop
from voicecoach.pictures.skeleton import Skeleton

_MAT_HALF_WIDTH_M, _MAT_BORDER_M = 0.34, 0.06
_WALL_HALF_WIDTH_M, _WALL_THICK_M, _WALL_ABOVE_M, _WALL_HIGH_M = 0.36, 0.05, 0.16, 0.8
_SEAT_HIGH_M, _SEAT_HALF_M, _SEAT_THICK_M, _BACK_REST_M, _POST_M = 0.45, 0.24, 0.04, 0.46, 0.04


@dataclass(frozen=True, slots=True)
class PropPanel:
    """A flat face with four corners, drawn before the body, in the order of the list."""

    kind: str
    corners: tuple[Vec, ...]


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A strap: a line that is sorted by depth among the parts of the body."""

    through: tuple[Vec, ...]


def furniture(pose: Pose, body: Skeleton) -> list[PropPanel]:
    """The panels of a pose, from back to front."""
    panels: list[PropPanel] = []
    for prop in pose.props:
        if prop.kind == "mat":
            panels += _mat(body)
        elif prop.kind == "wall":
            panels += _wall(body, prop)
        elif prop.kind == "chair":
            panels += _chair(body, prop)
    return panels


def ribbons(pose: Pose, body: Skeleton) -> list[Ribbon]:
    """The straps of a pose."""
    return [Ribbon(tuple(body.place(place) for place in prop.through)) for prop in pose.props if prop.kind == "strap"]


def _mat(body: Skeleton) -> list[PropPanel]:
    """A mat under all of the body but the arms, which may reach beyond it sideways."""
    low = [
        ball
        for part in parts(body)
        if not part.limb.endswith("arm")
        for solid in (*part.solids, *part.bare)
        for ball in solid
    ]
    left = min(ball.at[0] - ball.radius for ball in all_balls(body)) - _MAT_BORDER_M
    right = max(ball.at[0] + ball.radius for ball in all_balls(body)) + _MAT_BORDER_M
    near = max(_MAT_HALF_WIDTH_M, max(ball.at[2] for ball in low) + _MAT_BORDER_M)
    far = min(-_MAT_HALF_WIDTH_M, min(ball.at[2] for ball in low) - _MAT_BORDER_M)
    return [PropPanel("mat", ((left, 0, far), (right, 0, far), (right, 0, near), (left, 0, near)))]


def _wall(body: Skeleton, prop: Prop) -> list[PropPanel]:
    """A wall that a foot just touches, on the right of the picture, up to ``cut_m``."""
    side = (prop.at or "right_toes").split("_")[0]
    foot = next(part for part in parts(body) if part.name == f"{side}_shank").bare[0]
    face = max(ball.at[0] + ball.radius for ball in foot)
    top = max(_WALL_HIGH_M, max(ball.at[1] for ball in foot) + _WALL_ABOVE_M)
    back, far = face + _WALL_THICK_M, -_WALL_HALF_WIDTH_M
    near = _WALL_HALF_WIDTH_M if prop.cut_m is None else body.joints["pelvis"][2] + prop.cut_m
    front = PropPanel("wall", ((face, 0, far), (face, top, far), (face, top, near), (face, 0, near)))
    return [
        front if prop.cut_m is None else PropPanel("wall", tuple((back, y, z) for _, y, z in front.corners)),
        PropPanel("wall", ((face, top, far), (back, top, far), (back, top, near), (face, top, near))),
        PropPanel("wall", ((face, 0, near), (face, top, near), (back, top, near), (back, 0, near))),
    ]


def _chair(body: Skeleton, prop: Prop) -> list[PropPanel]:
    """A chair under the pelvis or beside it. Posts are flat strips, which is enough at this size."""
    pelvis, up = body.joints["pelvis"], (0.0, 1.0, 0.0)
    front = across(prop.faces or body.pelvis.front, up)
    right = cross(front, up)
    if prop.beside is None:
        seated = [ball for part in parts(body) if part.name == "hips" for ball in part.solids[0]]
        middle = (pelvis[0], min(ball.at[1] - ball.radius for ball in seated), pelvis[2])
    else:
        middle = (pelvis[0] + prop.beside[0], _SEAT_HIGH_M, pelvis[2] + prop.beside[2])
    top = middle[1]

    def face(*corners: tuple[float, float, float]) -> PropPanel:
        """From metres forward, to the chair's right, and above the seat."""
        return PropPanel(
            "chair",
            tuple(along(middle, (front, ahead), (right, aside), (up, above)) for ahead, aside, above in corners),
        )

    back, ahead, half, rim = -0.2, 0.26, _SEAT_HALF_M, -_SEAT_THICK_M
    posts = [
        face((x, z, 0), (x + _POST_M, z, 0), (x + _POST_M, z, -top), (x, z, -top))
        for x in (back, ahead - _POST_M)
        for z in (-half, half)
    ]
    uprights = [
        face((back, z, 0), (back + _POST_M, z, 0), (back + _POST_M, z, _BACK_REST_M), (back, z, _BACK_REST_M))
        for z in (-half, half)
    ]
    rest = face((back, -half, 0.12), (back, half, 0.12), (back, half, _BACK_REST_M), (back, -half, _BACK_REST_M))
    seat = face((back, -half, 0), (ahead, -half, 0), (ahead, half, 0), (back, half, 0))
    edges = [
        face((ahead, -half, 0), (ahead, half, 0), (ahead, half, rim), (ahead, -half, rim)),
        face((back, half, 0), (ahead, half, 0), (ahead, half, rim), (back, half, rim)),
    ]
    return [*posts, *uprights, rest, seat, *edges]
