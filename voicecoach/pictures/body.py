"""Builds each part of the body around the skeleton, as convex hulls of a few balls."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.pictures.geometry import Ball, Vec, across, along, dot, length, rotated, scale, sub, unit
from voicecoach.pictures.skeleton import SIDES, Skeleton

Solid = tuple[Ball, ...]


@dataclass(frozen=True, slots=True)
class BodyPart:
    """Solids that are drawn together as one outline."""

    name: str
    limb: str
    solids: tuple[Solid, ...]
    bare: tuple[Solid, ...] = ()
    """Skin below its cloth, painted before it: a foot."""
    sleeve: Solid | None = None
    """Cloth over a piece of it, painted after it."""
    link: Solid | None = None
    """The end of its limb's other part, drawn with it when the other is there already, so that a joint has no seam."""
    patch: Solid | None = None
    """What paints over the edge that ``link`` leaves across the other part."""


def parts(body: Skeleton) -> list[BodyPart]:
    """All parts: trunk, hips, neck, and two pieces for each limb."""
    found = [*_torso(body), _neck(body)]
    for side, _ in SIDES:
        found += [_thigh(body, side), _shank(body, side), _upper_arm(body, side), _forearm(body, side)]
    return found


@dataclass(frozen=True, slots=True)
class Head:
    """The pieces of the head, kept apart because their drawing order depends on where the face looks."""

    face: tuple[Solid, ...]
    back_hair: Solid
    fringe: Solid
    eyes: tuple[Ball, ...]
    front: Vec


def head(body: Skeleton) -> Head:
    """The head of ``body``: a skull with a nose, which shows where it looks, and hair at the back."""
    skull, frame = body.joints["skull"], body.head

    def ball(up: float, front: float, right: float, radius: float) -> Ball:
        return Ball(along(skull, (frame.up, up), (frame.front, front), (frame.right, right)), radius)

    return Head(
        face=(
            (ball(0.095, 0.0, 0, 0.088), ball(0.02, 0.035, 0, 0.056)),
            (ball(0.055, 0.098, 0, 0.017), ball(0.1, 0.078, 0, 0.014)),
        ),
        back_hair=(ball(0.105, -0.024, 0, 0.088), ball(0.055, -0.05, 0, 0.06)),
        fringe=(ball(0.142, 0.022, 0.03, 0.05), ball(0.142, 0.022, -0.03, 0.05), ball(0.13, -0.02, 0, 0.07)),
        eyes=(ball(0.07, 0.07, 0.033, 0.009), ball(0.07, 0.07, -0.033, 0.009)),
        front=frame.front,
    )


def all_balls(body: Skeleton) -> list[Ball]:
    """Every ball of the body, for its bounding box."""
    skull = head(body)
    solids = [solid for part in parts(body) for solid in (*part.solids, *part.bare)]
    solids += [*skull.face, skull.back_hair]
    return [ball for solid in solids for ball in solid]


def _torso(body: Skeleton) -> list[BodyPart]:
    j, pelvis, waist, chest = body.joints, body.pelvis, body.waist, body.chest

    def pair(at: Vec, right: Vec, half: float, radius: float) -> Solid:
        return (Ball(along(at, (right, half)), radius), Ball(along(at, (right, -half)), radius))

    hips = pair(along(j["pelvis"], (pelvis.up, 0.02), (pelvis.front, -0.01)), pelvis.right, 0.07, 0.09)
    belt = pair(along(j["pelvis"], (pelvis.up, 0.045)), pelvis.right, 0.072, 0.098)
    middle = pair(j["waist"], waist.right, 0.055, 0.089)
    ribs = pair(along(j["ribs"], (chest.up, 0.02)), chest.right, 0.065, 0.1)
    shoulders = tuple(
        Ball(along(j[f"{side}_shoulder"], (chest.right, -0.03 * sign), (chest.up, -0.01)), 0.06) for side, sign in SIDES
    )
    collar = (Ball(along(j["neck"], (chest.up, -0.025)), 0.055),)
    return [
        BodyPart("hips", "hips", (hips + belt,)),
        BodyPart("trunk", "trunk", (belt + middle, middle + ribs, ribs + shoulders + collar)),
    ]


def _neck(body: Skeleton) -> BodyPart:
    top = along(body.joints["skull"], (body.head.up, 0.03))
    return BodyPart("neck", "neck", ((Ball(body.joints["neck"], 0.05), Ball(top, 0.045)),))


def _thigh(body: Skeleton, side: str) -> BodyPart:
    thigh, shank = _leg_solids(body, side)
    link, patch = _near_joint(thigh[0], shank)
    return BodyPart(f"{side}_thigh", f"{side}_leg", (thigh,), link=link, patch=patch)


def _shank(body: Skeleton, side: str) -> BodyPart:
    thigh, shank = _leg_solids(body, side)
    knee, ankle = body.joints[f"{side}_knee"], body.joints[f"{side}_ankle"]
    ahead, sole = _foot_frame(body, side)
    foot = (
        Ball(along(ankle, (sole, 0.035), (ahead, -0.035)), 0.036),
        Ball(along(ankle, (sole, 0.005)), 0.036),
        Ball(along(ankle, (sole, 0.042), (ahead, 0.1)), 0.029),
        Ball(along(ankle, (sole, 0.05), (ahead, 0.15)), 0.02),
    )
    bare_shin = (Ball(along(ankle, (unit(sub(ankle, knee)), -0.08)), 0.036), Ball(ankle, 0.036))
    link, patch = _near_joint(shank[0], thigh)
    return BodyPart(f"{side}_shank", f"{side}_leg", (shank,), bare=(foot, bare_shin), link=link, patch=patch)


def _leg_solids(body: Skeleton, side: str) -> tuple[Solid, Solid]:
    """Thigh and shank, each beginning at the knee. The trouser leg ends above the ankle."""
    hip, knee, ankle = (body.joints[f"{side}_{joint}"] for joint in ("hip", "knee", "ankle"))
    shin = unit(sub(ankle, knee))
    ahead, _ = _foot_frame(body, side)
    behind = scale(across(ahead, shin), -0.016) if abs(dot(shin, ahead)) < 0.98 else (0.0, 0.0, 0.0)
    bent_knee, calf = Ball(knee, 0.058), Ball(along(knee, (shin, 0.13), (behind, 1.0)), 0.056)
    return (bent_knee, Ball(hip, 0.09)), (bent_knee, calf, *_ring(along(ankle, (shin, -0.05)), shin, 0.046))


def _foot_frame(body: Skeleton, side: str) -> tuple[Vec, Vec]:
    """Directions of the toes and of the sole. The sole of a foot in line with its shin faces away from the bent knee,
    or, when the leg is straight, away from the front of the pelvis."""
    hip, knee, ankle, toes = (body.joints[f"{side}_{joint}"] for joint in ("hip", "knee", "ankle", "toes"))
    shin, ahead = unit(sub(ankle, knee)), unit(sub(toes, ankle))
    if abs(dot(shin, ahead)) < 0.98:
        return ahead, across(shin, ahead)
    out = sub(knee, scale(along(hip, (ankle, 1.0)), 0.5))
    front = out if length(out) > 0.05 else body.pelvis.front
    return ahead, across(scale(front, -1), ahead)


def _upper_arm(body: Skeleton, side: str) -> BodyPart:
    upper_arm, forearm = _arm_solids(body, side)
    shoulder, elbow = body.joints[f"{side}_shoulder"], body.joints[f"{side}_elbow"]
    axis = unit(sub(elbow, shoulder))
    sleeve = (Ball(shoulder, 0.06), *_ring(along(shoulder, (axis, 0.15)), axis, 0.062))
    link, patch = _near_joint(upper_arm[0], forearm)
    return BodyPart(f"{side}_upper_arm", f"{side}_arm", (upper_arm,), sleeve=sleeve, link=link, patch=patch)


def _forearm(body: Skeleton, side: str) -> BodyPart:
    upper_arm, forearm = _arm_solids(body, side)
    wrist, fingers = body.joints[f"{side}_wrist"], body.joints[f"{side}_fingers"]
    palm = along(wrist, (unit(sub(fingers, wrist)), 0.05))
    hand = (Ball(wrist, 0.03), Ball(palm, 0.036), Ball(fingers, 0.02))
    link, patch = _near_joint(upper_arm[0], upper_arm)
    return BodyPart(f"{side}_forearm", f"{side}_arm", (forearm, hand), link=link, patch=patch)


def _arm_solids(body: Skeleton, side: str) -> tuple[Solid, Solid]:
    """Upper arm and forearm, each beginning at the elbow."""
    shoulder, elbow, wrist = (body.joints[f"{side}_{joint}"] for joint in ("shoulder", "elbow", "wrist"))
    bent_elbow = Ball(elbow, 0.043)
    return (bent_elbow, Ball(shoulder, 0.058)), (bent_elbow, Ball(wrist, 0.03))


def _near_joint(joint: Ball, solid: Solid) -> tuple[Solid, Solid]:
    """The link and the patch of ``solid``, which begins with ``joint``: shrunk towards it, they keep its outline."""

    def shrunk(share: float) -> Solid:
        return tuple(
            Ball(
                along(scale(joint.at, 1 - share), (ball.at, share)),
                joint.radius * (1 - share) + ball.radius * share,
            )
            for ball in solid
        )

    return (joint, *shrunk(0.05)), (*shrunk(0.02), *shrunk(0.15))


def _ring(at: Vec, axis: Vec, radius: float) -> Solid:
    """A flat disc across ``axis``, as a ring of points: the hem of a sleeve."""
    helper = (0.0, 1.0, 0.0) if abs(axis[1]) < 0.9 else (1.0, 0.0, 0.0)
    spoke = across(helper, axis)
    return tuple(Ball(along(at, (rotated(spoke, axis, turn), radius)), 0.0) for turn in range(0, 360, 18))
