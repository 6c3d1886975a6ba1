"""Drawings of positions: a jointed figure in three dimensions, posed by data, drawn as SVG or as braille dots.

``poses.yaml`` the poses, all for a stretch of the right side · ``pose`` their types · ``catalogue`` reads them
``geometry``   vectors, and outlines of round solids
``skeleton``   angles to joints, bones of fixed length · ``body`` solids around them · ``props`` mat, wall, chair, strap
``arrows``     movements
``scene``      everything projected to flat shapes, from back to front
``posture``    lying, sitting, kneeling, standing
``paint``      the colours and lines of all drawings · ``svg_painter``, ``braille_painter`` (``sheet.pdf`` has another)

Right and left: a picture for the left side is the mirror image of the one for the right. Whatever the point of view,
the mirror image of a body that stretches its right leg is a body that stretches its left one, so no picture can show
the wrong leg as long as the right-sided one is right; and there the body's right follows from its front and its up.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from voicecoach.errors import RequestError
from voicecoach.pictures.catalogue import poses
from voicecoach.pictures.pose import Pose
from voicecoach.pictures.posture import Posture, posture_of
from voicecoach.pictures.scene import Illustration, draw
from voicecoach.routine.plan import Side

__all__ = ["braille", "coming_out", "description", "keys", "posture", "scene", "svg", "title"]


def keys() -> tuple[str, ...]:
    """The names of all drawings."""
    return tuple(poses())


def title(key: str, side: Side | None) -> str:
    """Title of a drawing, with its side where it has one."""
    pose = _pose(key)
    return f"{pose.name}, for the {side or Side.RIGHT} side" if pose.sided else pose.name


def description(key: str, side: Side | None) -> str:
    """Description of a drawing for screen readers; that of the right side when ``side`` is None."""
    side = side or Side.RIGHT
    return _pose(key).text.format(side=side.value, other=side.other.value)


def coming_out(key: str) -> str:
    """The key of the drawing that shows how one comes out of the position of ``key``."""
    known = poses()
    return (known[key].out or key) if key in known else key


@cache
def scene(key: str, side: Side | None) -> Illustration:
    """The drawing as flat shapes. Raises RequestError for an unknown key, naming the nearest one."""
    drawn = draw(_pose(key))
    return drawn.mirrored() if side is Side.LEFT else drawn


def posture(key: str) -> Posture:
    """The posture that a drawing shows. Raises RequestError for an unknown key."""
    return posture_of(_pose(key))


def svg(key: str, side: Side | None, style: str = "") -> str:
    """The drawing as one ``<svg>`` element, with this CSS in it if any. Raises RequestError for an unknown key."""
    from voicecoach.pictures.svg_painter import render

    return render(scene(key, side), title(key, side), description(key, side), style)


def braille(key: str, side: Side | None, columns: int) -> str:
    """The drawing in braille dots, ``columns`` characters wide. Raises RequestError for an unknown key."""
    from voicecoach.pictures.braille_painter import render

    return render(scene(key, side), columns)


def _pose(key: str) -> Pose:
    known = poses()
    if key in known:
        return known[key]
    near = get_close_matches(key, known, n=1, cutoff=0.0)
    raise RequestError(f'There is no picture "{key}". Did you mean "{near[0]}"?')
