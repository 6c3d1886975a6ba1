"""Reads the poses from ``poses.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from voicecoach.pictures.geometry import Vec, along, cross, dot, unit
from voicecoach.pictures.pose import Arrow, JointPlace, Limb, Pose, Prop

_STRAIGHT = (0.0, 0.0, 0.0)


@cache
def poses() -> Mapping[str, Pose]:
    """Every pose by its key, in the order of the file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = files(__package__).joinpath("poses.yaml").read_text(encoding="utf-8")
    return {key: _pose(key, entry) for key, entry in yaml.load(text, loader).items()}


def _pose(key: str, entry: dict[str, Any]) -> Pose:
    up, front = _vec(entry["pelvis"]["up"]), _vec(entry["pelvis"]["front"])
    mirror = unit(cross(front, up))
    yaw, pitch = entry.get("view", [0, 10])
    shrug = entry.get("shrug", {})
    return Pose(
        key=key,
        name=entry["name"],
        text=" ".join(entry["text"].split()),
        view_yaw_deg=yaw,
        view_pitch_deg=pitch,
        pelvis_up=up,
        pelvis_front=front,
        spine=_spine(entry.get("spine", [0, 0, 0])),
        neck=_bend(entry.get("neck", 0)),
        head=_bend(entry.get("head", 0)),
        shrug={side: _vec(shrug.get(side, shrug.get("both", _STRAIGHT))) for side in ("right", "left")},
        legs=_limbs(entry["legs"], mirror),
        arms=_limbs(entry["arms"], mirror),
        sided=entry.get("sided", "stretched" in entry),
        stretched=tuple(entry.get("stretched", ())),
        shows=tuple(entry.get("shows", ())),
        out=entry.get("out"),
        props=tuple(_prop(prop) for prop in entry.get("props", ())),
        arrows=tuple(
            Arrow(tuple(map(_place, arrow["through"])), arrow.get("both_ways", False))
            for arrow in entry.get("arrows", ())
        ),
        nearer_m=entry.get("nearer", {}),
    )


def _vec(numbers: Any) -> Vec:
    x, y, z = numbers
    return (float(x), float(y), float(z))


def _bend(entry: Any) -> Vec:
    """A number bends forward only; three bend forward, turn and lean."""
    return (float(entry), 0.0, 0.0) if isinstance(entry, int | float) else _vec(entry)


def _spine(entry: list[Any]) -> tuple[Vec, Vec, Vec]:
    waist, ribs, neck = map(_bend, entry)
    return waist, ribs, neck


def _limbs(entry: dict[str, Any], mirror: Vec) -> dict[str, Limb]:
    """Both limbs of a kind; ``both`` is the right one, and its reflection in the middle plane of the pelvis."""
    if "both" in entry:
        right = _limb(entry["both"])
        return {"right": right, "left": _reflected(right, mirror)}
    return {side: _limb(entry[side]) for side in entry}


def _limb(entry: dict[str, Any]) -> Limb:
    vectors = {name: _vec(entry[name]) for name in ("upper", "lower", "end", "bend") if name in entry}
    reach = _place(entry["reach"]) if "reach" in entry else None
    return Limb(reach=reach, **vectors)


def _reflected(limb: Limb, mirror: Vec) -> Limb:
    def flip(a: Vec) -> Vec:
        return along(a, (mirror, -2 * dot(a, mirror)))

    reach = limb.reach
    if reach is not None:
        joint = reach.joint.replace("right_", "left_") if reach.joint else None
        reach = JointPlace(flip(reach.by), joint)
    return Limb(flip(limb.upper), flip(limb.lower), flip(limb.end) if limb.end else None, reach, flip(limb.bend))


def _place(entry: Any) -> JointPlace:
    """``[x, y, z]`` off the pelvis, or ``{joint: name, by: [x, y, z]}``."""
    if isinstance(entry, dict):
        return JointPlace(_vec(entry.get("by", _STRAIGHT)), entry["joint"])
    return JointPlace(_vec(entry))


def _prop(entry: Any) -> Prop:
    if isinstance(entry, str):
        return Prop(entry)
    beside, faces = (_vec(entry[name]) if name in entry else None for name in ("beside", "faces"))
    through = tuple(map(_place, entry.get("through", ())))
    return Prop(entry["kind"], entry.get("at"), entry.get("cut"), through, beside, faces)
