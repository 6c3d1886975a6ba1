"""Every pose is a body that could exist, does what its text says, and stands on its floor."""

from __future__ import annotations

from functools import cache
from math import acos, degrees

import pytest

from voicecoach.pictures.body import all_balls, parts
from voicecoach.pictures.catalogue import poses
from voicecoach.pictures.geometry import Vec, across, cross, dot, length, scale, sub, unit
from voicecoach.pictures.pose import JointPlace, Limb
from voicecoach.pictures.posture import Posture, posture_of
from voicecoach.pictures.scene import standing
from voicecoach.pictures.skeleton import BONES_M, Skeleton, build

every_pose = pytest.mark.parametrize("key", tuple(poses()))

REQUIRED = """
    lying-at-wall foot-on-wall piriformis-wall lying-crook figure-four-lying figure-four-seated single-knee-to-chest
    double-knee-to-chest lying-trunk-rotation pelvic-tilt all-fours cat camel childs-pose hamstring-strap
    half-kneeling-lunge bridge-down bridge-up prone-lying prone-press-up sphinx side-lying-clamshell-closed
    side-lying-clamshell-open seated-upright standing seated-trunk-rotation standing-back-bend shoulder-roll
"""


@cache
def body_of(key: str) -> Skeleton:
    return standing(poses()[key])


def direction(body: Skeleton, start: str, end: str) -> Vec:
    return unit(sub(body.joints[end], body.joints[start]))


def angle(a: Vec, b: Vec) -> float:
    return degrees(acos(max(-1.0, min(1.0, dot(unit(a), unit(b))))))


def lowest(body: Skeleton, name: str) -> float:
    part = next(part for part in parts(body) if part.name == name)
    return min(ball.at[1] - ball.radius for solid in (*part.solids, *part.bare) for ball in solid)


def apart(body: Skeleton, a: str, b: str) -> float:
    return length(sub(body.joints[a], body.joints[b]))


def test_all_positions_of_the_library_can_be_drawn() -> None:
    assert set(REQUIRED.split()) <= set(poses())


@every_pose
def test_bones_keep_their_length(key: str) -> None:
    body = body_of(key)
    for side in ("left", "right"):
        for bone, start, end in (
            ("thigh", "hip", "knee"),
            ("shank", "knee", "ankle"),
            ("foot", "ankle", "toes"),
            ("upper_arm", "shoulder", "elbow"),
            ("forearm", "elbow", "wrist"),
            ("hand", "wrist", "fingers"),
        ):
            assert apart(body, f"{side}_{start}", f"{side}_{end}") == pytest.approx(BONES_M[bone]), (side, bone)
        assert apart(body, "pelvis", f"{side}_hip") == pytest.approx(BONES_M["hip"])
    for start, end in (("pelvis", "waist"), ("waist", "ribs"), ("ribs", "neck")):
        assert apart(body, start, end) == pytest.approx(BONES_M["vertebrae"])
    assert apart(body, "neck", "skull") == pytest.approx(BONES_M["neck"])
    assert apart(body, "skull", "crown") == pytest.approx(BONES_M["head"])


@every_pose
@pytest.mark.parametrize("side", ["left", "right"])
def test_knees_bend_backward_only(key: str, side: str) -> None:
    body = body_of(key)
    thigh, shin = direction(body, f"{side}_hip", f"{side}_knee"), direction(body, f"{side}_knee", f"{side}_ankle")
    assert angle(thigh, shin) <= 160
    if angle(thigh, shin) < 12:
        return
    # The knee stands out of the line from hip to ankle on the side where the shin's front is, and that is where the
    # toes are, unless the foot is stretched out.
    line = direction(body, f"{side}_hip", f"{side}_ankle")
    out = across(sub(body.joints[f"{side}_knee"], body.joints[f"{side}_hip"]), line)
    toes = direction(body, f"{side}_ankle", f"{side}_toes")
    if angle(toes, shin) > 25:
        assert dot(out, toes) > 0
    # Nor does the front of the thigh turn round to the back.
    assert dot(out, across(body.pelvis.front, thigh)) > -0.35 or angle(thigh, scale(body.pelvis.up, -1)) > 60


@every_pose
@pytest.mark.parametrize("side", ["left", "right"])
def test_joints_stay_within_what_people_can_do(key: str, side: str) -> None:
    body, sign = body_of(key), 1 if side == "right" else -1
    thigh = direction(body, f"{side}_hip", f"{side}_knee")
    from_straight = angle(thigh, scale(body.pelvis.up, -1))
    assert from_straight <= 140
    if dot(thigh, body.pelvis.front) < -0.05:
        assert from_straight <= 30, "the hip is stretched too far back"
    assert sign * dot(thigh, body.pelvis.right) > -0.5, "the thigh crosses the middle"
    forearm = direction(body, f"{side}_elbow", f"{side}_wrist")
    assert angle(direction(body, f"{side}_shoulder", f"{side}_elbow"), forearm) <= 150
    assert angle(forearm, direction(body, f"{side}_wrist", f"{side}_fingers")) <= 95
    shin = direction(body, f"{side}_knee", f"{side}_ankle")
    assert angle(shin, direction(body, f"{side}_ankle", f"{side}_toes")) <= 125


@every_pose
def test_spines_bend_within_what_people_can_do(key: str) -> None:
    pose = poses()[key]
    forward = sum(bend[0] for bend in pose.spine)
    turned = sum(abs(bend[1]) for bend in pose.spine)
    assert -75 <= forward <= 95
    assert turned <= 75
    assert all(-35 <= bend[0] <= 36 for bend in pose.spine)


@every_pose
def test_right_is_right(key: str) -> None:
    """Facing the way the body faces, with the head up, the right hip is on the right hand."""
    body = body_of(key)
    across_the_hips = sub(body.joints["right_hip"], body.joints["left_hip"])
    assert dot(cross(body.pelvis.front, body.pelvis.up), unit(across_the_hips)) == pytest.approx(1)
    nose_side = sub(body.joints["right_shoulder"], body.joints["left_shoulder"])
    assert dot(nose_side, body.chest.right) > 0


@every_pose
def test_what_is_stretched_is_on_the_right(key: str) -> None:
    assert all(name.startswith("right_") for name in poses()[key].stretched)


@every_pose
def test_the_body_touches_the_floor_and_does_not_sink_in(key: str) -> None:
    assert min(ball.at[1] - ball.radius for ball in all_balls(body_of(key))) == pytest.approx(0, abs=1e-9)


RESTS_ON = {
    "lying": ("hips", "trunk"),
    "bridge-down": ("hips", "trunk", "right_shank", "left_shank"),
    "bridge-up": ("trunk", "right_shank", "left_shank"),
    "all-fours": ("right_thigh", "left_thigh", "right_shank", "left_shank", "right_forearm", "left_forearm"),
    "cat": ("right_thigh", "left_thigh", "right_shank", "left_shank", "right_forearm", "left_forearm"),
    "camel": ("right_thigh", "left_thigh", "right_shank", "left_shank", "right_forearm", "left_forearm"),
    "childs-pose": ("right_shank", "left_shank", "right_forearm", "left_forearm"),
    "half-kneeling": ("right_thigh", "right_shank", "left_shank"),
    "prone-lying": ("hips", "trunk", "right_thigh", "left_thigh", "right_shank", "left_shank"),
    "prone-press": ("hips", "right_thigh", "left_thigh", "right_forearm", "left_forearm"),
    "sphinx": ("hips", "right_thigh", "left_thigh", "right_forearm", "left_forearm"),
    "side-lying": ("trunk", "hips", "left_thigh", "left_shank"),
    "piriformis-wall": ("hips", "trunk"),
    "foot-on-wall": ("hips", "trunk", "right_shank"),
    "figure-four-lying": ("hips", "trunk"),
    "figure-four-crossed": ("hips", "trunk", "left_shank"),
    "single-knee": ("hips", "trunk", "left_shank"),
    "double-knee": ("hips", "trunk"),
    "hamstring": ("hips", "trunk", "left_shank"),
    "pelvic-tilt": ("hips", "trunk", "right_shank", "left_shank"),
    "seated": ("right_shank", "left_shank"),
    "figure-four-seated": ("left_shank",),
    "standing": ("right_shank", "left_shank"),
    "shoulder": ("right_shank", "left_shank"),
    "foot-down": ("right_shank", "left_shank"),
    "feet-down": ("hips", "trunk", "right_shank", "left_shank"),
    "legs-uncrossed": ("hips", "trunk", "right_shank", "left_shank"),
    "knees-to-the-middle": ("hips", "trunk", "right_shank", "left_shank"),
    "kneeling": ("right_thigh", "left_thigh", "right_shank", "left_shank"),
    "lying-on-side": ("trunk", "hips", "left_thigh", "left_shank"),
}


@every_pose
def test_what_bears_the_weight_is_on_the_floor(key: str) -> None:
    resting = max((start for start in RESTS_ON if key.startswith(start)), key=len)
    body = body_of(key)
    for name in RESTS_ON[resting]:
        assert lowest(body, name) <= 0.075, f"{name} hangs in the air"


def test_the_wall_stands_where_the_foot_is_and_nothing_goes_through_it() -> None:
    from voicecoach.pictures.props import furniture

    with_wall = [pose for pose in poses().values() if any(prop.kind == "wall" for prop in pose.props)]
    assert len(with_wall) == 5
    for pose in with_wall:
        body = standing(pose)
        face = min(at[0] for panel in furniture(pose, body) if panel.kind == "wall" for at in panel.corners)
        reach = max(ball.at[0] + ball.radius for ball in all_balls(body))
        assert reach == pytest.approx(face, abs=0.005), pose.key


def test_the_deep_piriformis_stretch_is_as_described() -> None:
    body = body_of("piriformis-wall")
    assert angle(direction(body, "left_hip", "left_knee"), (0, 1, 0)) < 3, "thigh straight up"
    assert angle(direction(body, "left_knee", "left_ankle"), (1, 0, 0)) < 3, "shin level with the floor"
    assert apart(body, "right_ankle", "left_knee") < 0.12, "ankle over the other knee"
    assert apart(body, "right_knee", "left_knee") > 0.35, "an open triangle"
    assert apart(body, "right_wrist", "right_knee") < 0.14, "hand on the crossed knee"
    assert apart(body, "left_wrist", "right_knee") < 0.2, "both hands"
    assert angle(body.pelvis.front, (0, 1, 0)) < 3, "on the back"


def test_the_other_stretches_are_as_described() -> None:
    assert angle(direction(body_of("hamstring-strap"), "right_hip", "right_ankle"), (0, 1, 0)) < 15
    lunge = body_of("half-kneeling-lunge")
    assert lunge.joints["right_knee"][1] < 0.08 < lunge.joints["left_knee"][1]
    closed, opened = body_of("side-lying-clamshell-closed"), body_of("side-lying-clamshell-open")
    assert apart(closed, "right_knee", "left_knee") < 0.22 < apart(opened, "right_knee", "left_knee")
    assert apart(opened, "right_ankle", "left_ankle") < 0.15
    up, down = body_of("bridge-up"), body_of("bridge-down")
    assert up.joints["pelvis"][1] > down.joints["pelvis"][1] + 0.15
    turned = body_of("seated-trunk-rotation")
    assert 35 < angle(turned.pelvis.front, turned.chest.front) < 65
    assert dot(turned.chest.front, turned.pelvis.right) > 0, "to the right"
    twist = body_of("lying-trunk-rotation")
    assert angle(twist.chest.front, (0, 1, 0)) < 15, "shoulders flat"
    assert dot(direction(twist, "right_hip", "right_knee"), twist.chest.right) < -0.5, "knees to the left"


def test_cat_and_camel_differ_in_the_back_only() -> None:
    cat, camel = body_of("cat"), body_of("camel")
    middle = [body.joints["ribs"][1] - (body.joints["pelvis"][1] + body.joints["neck"][1]) / 2 for body in (cat, camel)]
    assert middle[0] > 0.05
    assert middle[1] < -0.05
    assert cat.joints["right_knee"] == pytest.approx(camel.joints["right_knee"], abs=0.01)


def test_a_reach_beyond_the_bones_is_an_error() -> None:
    from dataclasses import replace

    pose = poses()["all-fours"]
    far = Limb(reach=JointPlace((-2.0, 0.0, 0.0)))
    with pytest.raises(ValueError, match="has to reach"):
        build(replace(pose, arms={"right": far, "left": far}))


POSTURES = {
    Posture.ON_THE_BACK: "piriformis-wall lying-crook bridge-up lying-trunk-rotation pelvic-tilt hamstring-strap",
    Posture.ON_THE_SIDE: "side-lying-clamshell-closed side-lying-clamshell-open",
    Posture.ON_THE_FRONT: "prone-lying prone-press-up sphinx",
    Posture.SITTING: "figure-four-seated seated-upright seated-trunk-rotation",
    Posture.KNEELING: "all-fours cat camel childs-pose half-kneeling-lunge",
    Posture.STANDING: "standing standing-back-bend shoulder-roll",
}


@pytest.mark.parametrize(("posture", "key"), [(p, key) for p, keys in POSTURES.items() for key in keys.split()])
def test_a_pose_shows_its_posture(posture: Posture, key: str) -> None:
    assert posture_of(poses()[key]) is posture
