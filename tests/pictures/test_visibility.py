"""Every drawing lets one see the limbs that it is about."""

from __future__ import annotations

from functools import cache

import pytest

from tests.pictures.visibility import visible_shares
from voicecoach import pictures
from voicecoach.pictures.catalogue import poses
from voicecoach.pictures.geometry import Outline, Point, Vec, cross, length, polygon, sub
from voicecoach.pictures.pose import Pose
from voicecoach.pictures.scene import Camera, Illustration, Role, Shape, standing
from voicecoach.routine.plan import Side

LEAST_SHARE = 0.6
every_pose = pytest.mark.parametrize("pose", poses().values(), ids=poses().keys())


@cache
def shares(key: str, side: Side) -> dict[str, float]:
    return visible_shares(poses()[key], pictures.scene(key, side))


@every_pose
def test_no_limb_that_matters_is_hidden(pose: Pose) -> None:
    assert pose.stretched or pose.shows, "a pose says which limbs must be seen"
    matters = {"head", *pose.stretched, *pose.shows}
    for side in Side:
        seen = shares(pose.key, side)
        hidden = {name: round(seen[name], 2) for name in matters if seen[name] < LEAST_SHARE}
        assert not hidden, f"hidden in the picture for the {side} side"


@pytest.mark.parametrize("key", ["piriformis-wall", "figure-four-crossed", "figure-four-lying"])
def test_the_triangle_of_the_crossed_legs_is_seen_open(key: str) -> None:
    """Its corners are the hip and the knee of the crossed leg, and the knee that its ankle lies on."""
    pose = poses()[key]
    body = standing(pose)
    camera = Camera(pose.view_yaw_deg, pose.view_pitch_deg)
    a, b, c = (body.joints[name] for name in ("right_hip", "right_knee", "left_knee"))
    assert flat_area(*map(camera.flat, (a, b, c))) > 0.5 * area(a, b, c)


def test_the_crossed_shin_is_seen_level_on_the_other_thigh() -> None:
    pose = poses()["figure-four-seated"]
    body = standing(pose)
    camera = Camera(pose.view_yaw_deg, pose.view_pitch_deg)
    (knee_x, knee_y), (ankle_x, ankle_y) = (camera.flat(body.joints[f"right_{name}"]) for name in ("knee", "ankle"))
    assert abs(ankle_y - knee_y) < 0.1 * abs(ankle_x - knee_x)
    assert abs(ankle_x - knee_x) > 0.75 * length(sub(body.joints["right_ankle"], body.joints["right_knee"]))


def area(a: Vec, b: Vec, c: Vec) -> float:
    return length(cross(sub(b, a), sub(c, a))) / 2


def flat_area(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def test_a_share_is_what_nothing_is_painted_over() -> None:
    """A thigh of 100 by 20 units, a band of 30 over its middle that is no limb, a shank of 10 over its end."""
    pose = poses()["standing"]

    def box(left: float, right: float) -> tuple[Outline, ...]:
        return (polygon([(left, -10), (right, -10), (right, 10), (left, 10)]),)

    scene = Illustration(
        (
            Shape(Role.TROUSERS, box(-50, 50), part="right_thigh"),
            Shape(Role.WALL, box(-15, 15)),
            Shape(Role.TROUSERS, box(40, 90), part="right_shank"),
        )
    )
    seen = visible_shares(pose, scene)
    assert seen["right_thigh"] == pytest.approx(60 / 90, abs=0.03)
    assert seen["right_shank"] == pytest.approx(1)
    assert seen["right_leg"] == pytest.approx(110 / 140, abs=0.03)
    assert seen["left_leg"] == 0
