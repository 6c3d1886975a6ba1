"""Every pair of colours that the page puts on each other can be told apart: WCAG 2.2, 1.4.3 and 1.4.11."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import voicecoach.web

STATIC = Path(voicecoach.web.__file__).parent / "static"
TEXT = [
    ("text", "ground"),
    ("text", "sheet"),
    ("text", "button"),
    ("text", "accent-soft"),
    ("text", "bad-soft"),
    ("muted", "ground"),
    ("muted", "sheet"),
    ("accent", "ground"),
    ("accent", "sheet"),
    ("on-accent", "accent"),
    ("on-bad", "bad"),
    ("care", "care-soft"),
    ("care", "ground"),
    ("care", "sheet"),
    ("care", "button"),
    ("bad", "bad-soft"),
    ("bad", "sheet"),
    ("bad", "ground"),
]
SHAPES = [
    ("line", "sheet"),
    ("line", "button"),
    ("focus", "ground"),
    ("focus", "sheet"),
    ("focus", "button"),
    ("focus", "bad-soft"),
    ("focus", "care-soft"),
    ("accent", "track"),
    ("care", "care-soft"),
    ("bad", "sheet"),
]


def palettes() -> dict[str, dict[str, str]]:
    css = (STATIC / "colours.css").read_text(encoding="utf-8")
    light, dark = css.split("@media (prefers-color-scheme: dark)")
    found = {
        name: dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part))
        for name, part in (("light", light), ("dark", dark))
    }
    assert found["light"].keys() == found["dark"].keys()
    return found


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_the_formula_gives_the_standards_own_figures() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("palette", ["light", "dark"])
@pytest.mark.parametrize("pair", TEXT, ids=lambda pair: " on ".join(pair))
def test_text_stands_out(palette: str, pair: tuple[str, str]) -> None:
    colours = palettes()[palette]
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 4.5


@pytest.mark.parametrize("palette", ["light", "dark"])
@pytest.mark.parametrize("pair", SHAPES, ids=lambda pair: " on ".join(pair))
def test_edges_and_the_mark_of_focus_stand_out(palette: str, pair: tuple[str, str]) -> None:
    colours = palettes()[palette]
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 3.0


def test_no_colour_is_written_anywhere_else() -> None:
    css = (STATIC / "page.css").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9a-f]{3,8}\b(?![^{]*\{)|rgba?\(|hsl", css)
    named = set(re.findall(r"var\(--([a-z-]+)\)", css))
    assert named <= palettes()["light"].keys()
