"""Draws an illustration as SVG, for a file or a page: without external references, scripts or styles.

Colours are presentation attributes, which a page's style sheet outranks: ``stylesheet`` gives the rules for the dark.
Edges have the colour of the text around the picture.
"""

from __future__ import annotations

from html import escape

from voicecoach.pictures.geometry import Curve, Outline, Point
from voicecoach.pictures.paint import PAINTS
from voicecoach.pictures.scene import HEIGHT, WIDTH, Illustration, Shape


def render(scene: Illustration, title: str, description: str, style: str = "") -> str:
    """One ``<svg>`` element; ``style`` is CSS for a file that stands alone."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="pose" role="img" aria-label="{escape(title)}" '
        f'viewBox="{_n(-WIDTH / 2)} {_n(-HEIGHT / 2)} {_n(WIDTH)} {_n(HEIGHT)}" '
        'stroke-linejoin="round" stroke-linecap="round">',
        *([f"<style>{style}</style>"] if style else []),
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(description)}</desc>",
        *map(_shape, scene.shapes),
        "</svg>\n",
    ]
    return "\n".join(parts)


def dark_rules() -> str:
    """CSS rules for pictures on a dark ground."""
    rules = []
    for role, paint in PAINTS.items():
        colours = [("fill", paint.dark_fill), ("stroke", paint.dark_edge)]
        body = ";".join(f"{name}:{colour}" for name, colour in colours if colour)
        if body:
            rules.append(f".pose-{role}{{{body}}}")
    return "\n".join(rules)


def stylesheet() -> str:
    """CSS for a page whose ground follows the reader's choice of light or dark."""
    return f"@media (prefers-color-scheme: dark){{\n{dark_rules()}\n}}"


def _shape(shape: Shape) -> str:
    paint = PAINTS[shape.role]
    marks = [f'class="pose-{shape.role}"', f'fill="{paint.fill or "none"}"']
    if paint.edge and shape.edged:
        if paint.fill is None:
            marks.append(f'stroke="{paint.edge}" stroke-width="{_n(paint.width)}"')
        else:
            # The inside is painted over half of the edge, so that outlines which overlap become one.
            marks.append(f'stroke="{paint.edge}" stroke-width="{_n(paint.width * 2)}" paint-order="stroke"')
    return f'<path {" ".join(marks)} d="{"".join(map(_path, shape.outlines))}"/>'


def _path(outline: Outline) -> str:
    steps = [f"M{_p(outline.start)}"]
    for piece in outline.pieces:
        if isinstance(piece, Curve):
            steps.append(f"C{_p(piece.control_1)} {_p(piece.control_2)} {_p(piece.end)}")
        else:
            steps.append(f"L{_p(piece)}")
    return "".join(steps) + ("Z" if outline.closed else "")


def _p(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(number: float) -> str:
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
