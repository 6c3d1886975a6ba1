"""Types of a pose, as ``poses.yaml`` holds it. Every pose is written for a stretch of the RIGHT side.

Directions are in the space of the drawing: x to the right, y up, z towards the viewer; they need not have length 1.
Bends are degrees forward, turned to the right, leant to the right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from voicecoach.pictures.geometry import Vec


@dataclass(frozen=True, slots=True)
class JointPlace:
    """A point given by its offset from a joint, or from the middle of the pelvis when no joint is named."""

    by: Vec
    joint: str | None = None


@dataclass(frozen=True, slots=True)
class Limb:
    """An arm or a leg: the directions of its bones, or where its end has to reach and which way it bends there."""

    upper: Vec = (0.0, -1.0, 0.0)
    lower: Vec = (0.0, -1.0, 0.0)
    end: Vec | None = None
    """Toes or fingers; left out, toes point where the knee does and fingers go on as the forearm."""
    reach: JointPlace | None = None
    bend: Vec = (0.0, 0.0, 1.0)
    """Which way knee or elbow points, for a limb that reaches."""


@dataclass(frozen=True, slots=True)
class Prop:
    """Something that is not the body: ``kind`` is one of ``mat wall chair strap``."""

    kind: str
    at: str | None = None
    """The joint whose foot touches a wall."""
    cut_m: float | None = None
    """Metres from the pelvis towards the viewer where a wall ends that is seen from behind; left out, it is whole."""
    through: tuple[JointPlace, ...] = ()
    """Where a strap runs."""
    beside: Vec | None = None
    """How far from the pelvis a chair stands; left out, it stands under it."""
    faces: Vec | None = None
    """Which way a chair faces; left out, it faces as the pelvis does."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A movement: a straight arrow through two places, a bow through three."""

    through: tuple[JointPlace, ...]
    both_ways: bool = False


@dataclass(frozen=True, slots=True)
class Pose:
    """Everything that one drawing shows: body, props and arrows."""

    key: str
    name: str
    text: str
    """For those who cannot see the picture; ``{side}`` is the stretched side, ``{other}`` the opposite one."""
    view_yaw_deg: float
    view_pitch_deg: float
    pelvis_up: Vec
    pelvis_front: Vec
    spine: tuple[Vec, Vec, Vec]
    neck: Vec
    head: Vec
    shrug: Mapping[str, Vec]
    """How far each shoulder is moved (metres right, up, front in the frame of the chest)."""
    legs: Mapping[str, Limb]
    arms: Mapping[str, Limb]
    sided: bool = False
    """Whether the picture tells one side from the other."""
    stretched: tuple[str, ...] = ()
    """The parts to highlight, such as ``right_leg``."""
    shows: tuple[str, ...] = ()
    """The limbs, or their parts, that must be seen for the picture to be understood, beside what is stretched."""
    out: str | None = None
    """The key of the pose that one comes out to."""
    props: tuple[Prop, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    nearer_m: Mapping[str, float] = field(default_factory=dict)
    """Parts to be drawn as if they were this much nearer, where the middle of a part misleads."""
