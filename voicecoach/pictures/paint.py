"""Fill, edge and line width of each role in a drawing, for light and dark backgrounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voicecoach.pictures.scene import Role

INK = "currentColor"


@dataclass(frozen=True, slots=True)
class Paint:
    """``fill`` and ``edge`` are ``#rrggbb``, ``currentColor`` or None."""

    fill: str | None
    edge: str | None = None
    width: float = 0.0
    """Of the edge, in units of the picture's box."""
    dark_fill: str | None = None
    dark_edge: str | None = None


PAINTS: Mapping[Role, Paint] = {
    Role.MAT: Paint("#d7e6e1", dark_fill="#2b4a44"),
    Role.WALL: Paint("#e4dfd5", "#b9b0a0", 1.2, "#4a463f", "#6b655a"),
    Role.CHAIR: Paint("#e2cfb4", "#a58a63", 1.2, "#5a4a35", "#8a7350"),
    Role.SKIN: Paint("#fbf7f2", INK, 2.2, "#8b7b70"),
    Role.SHIRT: Paint("#d5e1ea", INK, 2.2, "#4d6579"),
    Role.TROUSERS: Paint("#93a7b9", INK, 2.2, "#2f3d49"),
    Role.STRETCHED: Paint("#f2994a", INK, 2.2, "#d9822b"),
    Role.HAIR: Paint("#6b5b52", INK, 2.2, "#2a221e"),
    Role.EYE: Paint(INK),
    Role.STRAP: Paint(None, "#7b3fa0", 5, None, "#c79be6"),
    Role.ARROW: Paint(None, "#c0272d", 5, None, "#ff8a80"),
    Role.ARROWHEAD: Paint("#c0272d", dark_fill="#ff8a80"),
}
"""What is stretched is the only warm colour, and darker than skin and shirt, so that a grey printer shows it too."""
