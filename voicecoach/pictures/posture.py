"""The posture that a pose shows, told from where its body is."""

from __future__ import annotations

from enum import StrEnum

from voicecoach.pictures.geometry import dot, sub, unit
from voicecoach.pictures.pose import Pose
from voicecoach.pictures.scene import standing
from voicecoach.pictures.skeleton import SIDES, Skeleton

_STANDING_M = 1.3
"""The top of the head. Nobody is so tall sitting."""
_ON_THE_FLOOR_M = 0.15
_BENT = -0.5
"""The cosine of the angle of a knee of a kneeling leg, at least."""
_TILTED = 0.5
""""Up" or "down" of a direction, within 60 degrees."""


class Posture(StrEnum):
    """How somebody is placed; the values are keys of the language file."""

    ON_THE_BACK = "on-the-back"
    ON_THE_SIDE = "on-the-side"
    ON_THE_FRONT = "on-the-front"
    SITTING = "sitting"
    KNEELING = "kneeling"
    """On hands and knees too."""
    STANDING = "standing"


def posture_of(pose: Pose) -> Posture:
    """The posture of a pose that stands on the floor."""
    body = standing(pose)
    crown = body.joints["crown"][1]
    upright, face_down = body.pelvis.up[1] > _TILTED, body.pelvis.front[1] < -_TILTED
    if crown > _STANDING_M:
        return Posture.STANDING
    if (upright or face_down) and any(_kneels_on(body, side) for side, _ in SIDES):
        return Posture.KNEELING
    if upright and not face_down:
        return Posture.SITTING
    if face_down:
        return Posture.ON_THE_FRONT
    return Posture.ON_THE_BACK if body.chest.front[1] > _TILTED else Posture.ON_THE_SIDE


def _kneels_on(body: Skeleton, side: str) -> bool:
    hip, knee, ankle = (body.joints[f"{side}_{joint}"] for joint in ("hip", "knee", "ankle"))
    bent = dot(unit(sub(hip, knee)), unit(sub(ankle, knee))) > _BENT
    return bent and knee[1] < _ON_THE_FLOOR_M
