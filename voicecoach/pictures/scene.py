"""Projects a pose to flat shapes, from back to front, in a box that has one size for all drawings.

The box is ``WIDTH`` x ``HEIGHT`` units with x = 0 in its middle and y downward, so that the mirror image of a picture
is exactly its x with the sign changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import cos, hypot, radians, sin

from voicecoach.pictures.arrows import arrow_outlines
from voicecoach.pictures.body import BodyPart, Head, Solid, all_balls, head, parts
from voicecoach.pictures.geometry import Ball, Disc, Outline, Point, Vec, cross, dot, hull, length, polygon, sub
from voicecoach.pictures.pose import Pose
from voicecoach.pictures.props import Ribbon, furniture, ribbons
from voicecoach.pictures.skeleton import Skeleton, build

WIDTH, HEIGHT = 400.0, 300.0
_MARGIN = 10.0
_LARGEST_SCALE = 235.0
"""Units a metre: a crouched body is not drawn much bigger than a lying one."""
_ARROW_ROOM_M = 0.06
_FORESHORTENED = 0.55
"""Share of a bone's length, as it is seen, below which no seam of its joint is painted over."""
_BEHIND_M = {"neck": -0.25, "hips": -0.1}
"""The neck comes out of the collar, and trousers lie under shirt and thighs."""


class Role(StrEnum):
    """What a shape represents; ``paint`` has its colours."""

    MAT = "mat"
    WALL = "wall"
    CHAIR = "chair"
    SKIN = "skin"
    SHIRT = "shirt"
    TROUSERS = "trousers"
    STRETCHED = "stretched"
    HAIR = "hair"
    EYE = "eye"
    STRAP = "strap"
    ARROW = "arrow"
    ARROWHEAD = "arrowhead"


@dataclass(frozen=True, slots=True)
class Shape:
    """Outlines drawn as one: first all edges, then all fills, so that only the outer edge shows."""

    role: Role
    outlines: tuple[Outline, ...]
    edged: bool = True
    """False for what paints over a seam."""
    part: str = ""
    """The part of the body that it belongs to, of the right side also in the mirrored picture; empty for all else."""

    def mirrored(self) -> Shape:
        return replace(self, outlines=tuple(outline.mirrored() for outline in self.outlines))


@dataclass(frozen=True, slots=True)
class Illustration:
    """A drawing: shapes from back to front."""

    shapes: tuple[Shape, ...]

    def mirrored(self) -> Illustration:
        """The picture for the other side of the body."""
        return Illustration(tuple(shape.mirrored() for shape in self.shapes))


@dataclass(frozen=True, slots=True)
class Camera:
    """Parallel projection: no limb looks shorter for being further away."""

    yaw_deg: float
    """How far the eye stands to the right of straight in front."""
    pitch_deg: float
    """How far it looks down."""

    @property
    def towards(self) -> Vec:
        yaw, pitch = radians(self.yaw_deg), radians(self.pitch_deg)
        return (sin(yaw) * cos(pitch), sin(pitch), cos(yaw) * cos(pitch))

    def flat(self, at: Vec) -> Point:
        """Metres to the right and down, as seen."""
        right = (cos(radians(self.yaw_deg)), 0.0, -sin(radians(self.yaw_deg)))
        return (dot(at, right), -dot(at, cross(self.towards, right)))

    def depth(self, at: Vec) -> float:
        """Metres towards the eye."""
        return dot(at, self.towards)


@dataclass(frozen=True, slots=True)
class _Lens:
    """Camera, scale and shift that fit everything into the box."""

    camera: Camera
    scale: float
    centre: Point

    @classmethod
    def fitting(cls, camera: Camera, balls: Sequence[Ball]) -> _Lens:
        discs = [Disc(camera.flat(ball.at), ball.radius) for ball in balls]
        left, right = min(d.at[0] - d.radius for d in discs), max(d.at[0] + d.radius for d in discs)
        top, bottom = min(d.at[1] - d.radius for d in discs), max(d.at[1] + d.radius for d in discs)
        scale = min((WIDTH - 2 * _MARGIN) / (right - left), (HEIGHT - 2 * _MARGIN) / (bottom - top), _LARGEST_SCALE)
        return cls(camera, scale, ((left + right) / 2, (top + bottom) / 2))

    def point(self, at: Vec) -> Point:
        x, y = self.camera.flat(at)
        return ((x - self.centre[0]) * self.scale, (y - self.centre[1]) * self.scale)

    def hulls(self, solids: Sequence[Solid]) -> tuple[Outline, ...]:
        return tuple(hull([Disc(self.point(ball.at), ball.radius * self.scale) for ball in solid]) for solid in solids)


def standing(pose: Pose) -> Skeleton:
    """The body of ``pose``, moved up or down until it just touches the floor."""
    body = build(pose)
    return body.moved((0.0, -min(ball.at[1] - ball.radius for ball in all_balls(body)), 0.0))


def draw(pose: Pose) -> Illustration:
    """The picture of ``pose``, for a stretch of the right side."""
    body, camera = standing(pose), Camera(pose.view_yaw_deg, pose.view_pitch_deg)
    panels, straps = furniture(pose, body), ribbons(pose, body)
    ways = [tuple(body.place(place) for place in arrow.through) for arrow in pose.arrows]
    lens = _Lens.fitting(
        camera,
        [
            *all_balls(body),
            *(Ball(corner, 0.0) for panel in panels for corner in panel.corners),
            *(Ball(at, 0.02) for strap in straps for at in strap.through),
            *(Ball(at, _ARROW_ROOM_M) for way in ways for at in way),
        ],
    )
    shapes = [Shape(Role(panel.kind), (polygon([lens.point(at) for at in panel.corners]),)) for panel in panels]
    shapes += _body_shapes(pose, body, straps, lens)
    for arrow, way in zip(pose.arrows, ways, strict=True):
        shaft, heads = arrow_outlines([lens.point(at) for at in way], arrow.both_ways)
        shapes += [Shape(Role.ARROW, (shaft,)), Shape(Role.ARROWHEAD, heads)]
    return Illustration(tuple(shapes))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something with a place in the order from back to front."""

    depth_m: float
    shapes: tuple[Shape, ...] = ()
    part: BodyPart | None = None


def _body_shapes(pose: Pose, body: Skeleton, straps: Sequence[Ribbon], lens: _Lens) -> list[Shape]:
    """The body's parts and straps, furthest first."""

    def depth(name: str, points: Sequence[Vec]) -> float:
        return sum(map(lens.camera.depth, points)) / len(points) + pose.nearer_m.get(name, _BEHIND_M.get(name, 0.0))

    pieces = [_Piece(depth(part.name, _ends(part)), part=part) for part in parts(body)]
    skull = tuple(replace(shape, part="head") for shape in _head_shapes(head(body), lens))
    pieces.append(_Piece(depth("head", [body.joints["crown"]]), skull))
    for strap in straps:
        line = polygon([lens.point(at) for at in strap.through], closed=False)
        pieces.append(_Piece(depth("strap", strap.through), (Shape(Role.STRAP, (line,)),)))
    pieces.sort(key=lambda piece: piece.depth_m)
    shapes: list[Shape] = []
    begun: set[str] = set()
    for piece in pieces:
        shapes += piece.shapes
        if piece.part is not None:
            joined = piece.part.limb in begun and not _foreshortened(piece.part, lens)
            shapes += _part_shapes(piece.part, _role(pose, piece.part), joined, lens)
            begun.add(piece.part.limb)
            if piece.part.name == "trunk":
                # An upper arm that is now behind the trunk must not come through where its forearm begins.
                begun -= {"left_arm", "right_arm"}
    return shapes


def _ends(part: BodyPart) -> list[Vec]:
    return [ball.at for solid in part.solids for ball in (solid[0], solid[-1])]


def _foreshortened(part: BodyPart, lens: _Lens) -> bool:
    """Whether the limb's other part points so much at the eye, or away, that its sleeve reaches this one's joint."""
    if not part.link:
        return False
    joint, end = part.link[0].at, part.link[-1].at
    (ax, ay), (bx, by) = lens.camera.flat(joint), lens.camera.flat(end)
    return hypot(bx - ax, by - ay) < _FORESHORTENED * length(sub(end, joint))


def _part_shapes(part: BodyPart, role: Role, joined: bool, lens: _Lens) -> list[Shape]:
    """A part from the skin outward; ``joined`` when its limb's other part is painted already."""
    name = part.name
    shapes = [Shape(Role.SKIN, lens.hulls(part.bare), part=name)] if part.bare else []
    link = [part.link] if joined and part.link else []
    shapes.append(Shape(role, lens.hulls([*part.solids, *link]), part=name))
    if joined and part.patch:
        shapes.append(Shape(role, lens.hulls([part.patch]), edged=False, part=name))
    if part.sleeve:
        shapes.append(Shape(Role.SHIRT, lens.hulls([part.sleeve]), part=name))
    return shapes


def _role(pose: Pose, part: BodyPart) -> Role:
    if part.limb in pose.stretched:
        return Role.STRETCHED
    if part.limb.endswith("leg") or part.limb == "hips":
        return Role.TROUSERS
    return Role.SHIRT if part.limb == "trunk" else Role.SKIN


def _head_shapes(skull: Head, lens: _Lens) -> tuple[Shape, ...]:
    """Hair over the face when it looks sideways or away, mostly behind it when it looks at us."""
    towards_us = dot(skull.front, lens.camera.towards)
    face = Shape(Role.SKIN, lens.hulls(skull.face))
    near_eye = max(skull.eyes, key=lambda eye: lens.camera.depth(eye.at))
    eyes = Shape(Role.EYE, lens.hulls([(eye,) for eye in (skull.eyes if towards_us > 0.4 else [near_eye])]))
    if towards_us > 0.4:
        back, fringe = (Shape(Role.HAIR, lens.hulls([hair])) for hair in (skull.back_hair, skull.fringe))
        return (back, face, eyes, fringe)
    hair = Shape(Role.HAIR, lens.hulls([skull.back_hair, skull.fringe]))
    return (face, eyes, hair) if towards_us > -0.5 else (face, hair)
