"""Computes the joints of a posed body from angles and directions, with bones of fixed length.

Every pose is written for a stretch of the RIGHT side. A body's right is its front turned about its up axis
(``right = front x up``), so a pose cannot have its legs exchanged by mistake; the left-sided picture is the mirror
image of the whole, which is true of any view.

Bone lengths are those of a body of 1.75 m (D. A. Winter, "Biomechanics and Motor Control of Human Movement", after
Drillis & Contini 1966: thigh .245, shank .246, upper arm .186 and forearm .146 of the height).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from voicecoach.pictures.geometry import Vec, across, add, along, cross, length, rotated, scale, sub, unit
from voicecoach.pictures.pose import JointPlace, Limb, Pose

BONES_M: Mapping[str, float] = {
    "vertebrae": 0.165,
    "neck": 0.09,
    "head": 0.13,
    "hip": 0.088,
    "shoulder": 0.175,
    "thigh": 0.43,
    "shank": 0.43,
    "foot": 0.15,
    "upper_arm": 0.32,
    "forearm": 0.26,
    "hand": 0.11,
}
"""Joint to joint. The spine has three pieces of ``vertebrae``: pelvis to waist, to ribs, to the base of the neck.
``hip`` and ``shoulder`` are half the breadth from joint to joint."""

SIDES = (("right", 1.0), ("left", -1.0))
_SHOULDERS_BELOW_NECK_M = 0.05


@dataclass(frozen=True, slots=True)
class BodyFrame:
    """Orientation of a part of the body: unit vectors at right angles."""

    up: Vec
    front: Vec

    @property
    def right(self) -> Vec:
        return cross(self.front, self.up)

    def bent(self, bend: Vec) -> BodyFrame:
        """Bent forward, then turned to the right, then leant to the right, in degrees."""
        forward, turn, lean = bend
        up, front = rotated(self.up, self.right, -forward), rotated(self.front, self.right, -forward)
        front = rotated(front, up, -turn)
        return BodyFrame(rotated(up, front, lean), front)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """All joints of one body, and the orientation of trunk and head."""

    joints: Mapping[str, Vec]
    pelvis: BodyFrame
    waist: BodyFrame
    chest: BodyFrame
    head: BodyFrame

    def moved(self, by: Vec) -> Skeleton:
        """The same body elsewhere."""
        joints = {name: add(at, by) for name, at in self.joints.items()}
        return Skeleton(joints, self.pelvis, self.waist, self.chest, self.head)

    def place(self, place: JointPlace) -> Vec:
        """Where ``place`` is."""
        return add(self.joints[place.joint or "pelvis"], place.by)


def build(pose: Pose) -> Skeleton:
    """The skeleton of ``pose``, its pelvis in the origin.

    Raises ValueError when a hand or foot has to reach further than its bones allow.
    """
    up = unit(pose.pelvis_up)
    pelvis = BodyFrame(up, across(pose.pelvis_front, up))
    joints: dict[str, Vec] = {"pelvis": (0.0, 0.0, 0.0)}
    frames = [pelvis]
    for name, below, bend in zip(("waist", "ribs", "neck"), ("pelvis", "waist", "ribs"), pose.spine, strict=True):
        frames.append(frames[-1].bent(bend))
        joints[name] = along(joints[below], (frames[-1].up, BONES_M["vertebrae"]))
    _, waist, _, chest = frames
    neck = chest.bent(pose.neck)
    head = neck.bent(pose.head)
    joints["skull"] = along(joints["neck"], (neck.up, BONES_M["neck"]))
    joints["crown"] = along(joints["skull"], (head.up, BONES_M["head"]))
    for side, sign in SIDES:
        outward, upward, forward = pose.shrug[side]
        joints[f"{side}_hip"] = along(joints["pelvis"], (pelvis.right, sign * BONES_M["hip"]))
        joints[f"{side}_shoulder"] = along(
            joints["neck"],
            (chest.right, sign * BONES_M["shoulder"] + outward),
            (chest.up, upward - _SHOULDERS_BELOW_NECK_M),
            (chest.front, forward),
        )
    for side, limb in _free_ones_first(pose.legs):
        _bend(joints, limb, [f"{side}_{joint}" for joint in ("hip", "knee", "ankle", "toes")], _LEG)
    for side, limb in _free_ones_first(pose.arms):
        _bend(joints, limb, [f"{side}_{joint}" for joint in ("shoulder", "elbow", "wrist", "fingers")], _ARM)
    return Skeleton(joints, pelvis, waist, chest, head)


_LEG, _ARM = ("thigh", "shank", "foot"), ("upper_arm", "forearm", "hand")


def _free_ones_first(limbs: Mapping[str, Limb]) -> list[tuple[str, Limb]]:
    """A limb that reaches may lean on one that does not, or on one written before it."""
    return sorted(limbs.items(), key=lambda item: item[1].reach is not None)


def _bend(joints: dict[str, Vec], limb: Limb, names: list[str], bones: tuple[str, str, str]) -> None:
    """Add the joints of one limb, from its root outward."""
    root, middle, end, tip = names
    upper_m, lower_m, tip_m = (BONES_M[bone] for bone in bones)
    if limb.reach is None:
        joints[middle] = along(joints[root], (unit(limb.upper), upper_m))
        joints[end] = along(joints[middle], (unit(limb.lower), lower_m))
    else:
        target = add(joints[limb.reach.joint or "pelvis"], limb.reach.by)
        joints[middle], joints[end] = _reach(joints[root], target, upper_m, lower_m, limb.bend, end)
    lower = unit(sub(joints[end], joints[middle]))
    if limb.end is not None:
        direction = unit(limb.end)
    elif bones is _LEG:
        direction = across(sub(joints[middle], scale(add(joints[root], joints[end]), 0.5)), lower)
    else:
        direction = lower
    joints[tip] = along(joints[end], (direction, tip_m))


def _reach(root: Vec, target: Vec, upper_m: float, lower_m: float, bend: Vec, name: str) -> tuple[Vec, Vec]:
    """Middle joint and end of two bones that reach from ``root`` to ``target``, bent towards ``bend``."""
    line = sub(target, root)
    span = length(line)
    if not abs(upper_m - lower_m) < span <= upper_m + lower_m:
        raise ValueError(f"{name} has to reach {span:.3f} m, its bones {upper_m + lower_m:.3f} m")
    axis = unit(line)
    to_foot = (upper_m**2 - lower_m**2 + span**2) / (2 * span)
    rise = sqrt(max(0.0, upper_m**2 - to_foot**2))
    middle = along(root, (axis, to_foot), (across(bend, axis), rise))
    return middle, target
