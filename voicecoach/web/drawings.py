"""Positions as SVG files for ``<img>``: in one, no script runs, and it follows the reader's choice of light or dark."""

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
    """Where a drawing is and what it shows, None for a key that the catalogue does not have."""
    try:
        described = pictures.description(key, side)
    except RequestError:
        return None
    return {"src": f"/drawings/{key}/{side.value if side is not None else 'none'}", "alt": described}


@cache
def drawing(key: str, side: str) -> str | None:
    """The file, None where there is none."""
    if side not in _SIDES:
        return None
    try:
        svg = pictures.svg(key, _SIDES[side])
    except RequestError:
        return None
    opening, rest = svg.split(">", 1)
    return f"{opening}><style>{_STYLE}</style>{rest}"
