"""Drawings of positions as SVG files for ``<img>``, where no script runs; they follow light and dark mode."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from voicecoach import pictures
from voicecoach.errors import RequestError
from voicecoach.pictures.svg_painter import stylesheet
from voicecoach.routine.plan import Side

_STYLE = f".pose{{color:#22303c}}\n{stylesheet()}\n@media (prefers-color-scheme: dark){{.pose{{color:#e9eff4}}}}"
SECURITY_POLICY = (
    "default-src 'none'; style-src 'sha256-" + base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode() + "'"
)
"""The header under which a drawing is sent: its own style sheet, and nothing else."""
_SIDES = {"left": Side.LEFT, "right": Side.RIGHT, "none": None}


def reference(key: str, side: Side | None) -> dict[str, str] | None:
    """Address and description of a drawing; None for an unknown key."""
    try:
        described = pictures.description(key, side)
    except RequestError:
        return None
    return {"src": f"/drawings/{key}/{side.value if side is not None else 'none'}", "alt": described}


@cache
def drawing(key: str, side: str) -> str | None:
    """The SVG file; None for an unknown key or side."""
    if side not in _SIDES:
        return None
    try:
        return pictures.svg(key, _SIDES[side], _STYLE)
    except RequestError:
        return None
