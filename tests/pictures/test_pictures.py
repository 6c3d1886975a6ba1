"""Pictures as pages and terminals get them."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach import pictures
from voicecoach.errors import RequestError
from voicecoach.pictures.catalogue import poses
from voicecoach.pictures.scene import HEIGHT, WIDTH, Role
from voicecoach.pictures.svg_painter import dark_rules, stylesheet
from voicecoach.routine.plan import Side

SVG = "{http://www.w3.org/2000/svg}"
every_picture = pytest.mark.parametrize("key", pictures.keys())
SCRIPTS = sorted((Path(__file__).parents[2] / "scripts").glob("*.yaml"))


@every_picture
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT, None])
def test_the_svg_is_whole_and_described(key: str, side: Side | None) -> None:
    root = ElementTree.fromstring(pictures.svg(key, side))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    title, desc, *shapes = list(root)
    assert (title.tag, desc.tag) == (f"{SVG}title", f"{SVG}desc")
    assert title.text == pictures.title(key, side) == root.get("aria-label")
    assert desc.text == pictures.description(key, side)
    assert len(shapes) > 10
    assert {shape.tag for shape in shapes} == {f"{SVG}path"}


@every_picture
def test_the_svg_asks_for_nothing_outside_and_runs_nothing(key: str) -> None:
    svg = pictures.svg(key, Side.LEFT).removeprefix('<svg xmlns="http://www.w3.org/2000/svg"')
    assert not re.search(
        r"https?:|href|url\(|@import|<script|<style|style=|\son\w+=|<image|<use|&(?!amp;|lt;|gt;|quot;|#x27;)", svg
    )
    assert "nan" not in svg


@every_picture
def test_everything_is_within_the_box(key: str) -> None:
    for shape in pictures.scene(key, Side.RIGHT).shapes:
        for outline in shape.outlines:
            for x, y in outline.points():
                assert abs(x) <= WIDTH / 2 - 3
                assert abs(y) <= HEIGHT / 2 - 3


@every_picture
def test_left_is_the_mirror_image_of_right(key: str) -> None:
    left, right = pictures.scene(key, Side.LEFT), pictures.scene(key, Side.RIGHT)
    assert left == right.mirrored()
    assert left.mirrored() == right
    assert left != right
    assert pictures.scene(key, None) == right


@every_picture
def test_what_is_stretched_is_highlighted(key: str) -> None:
    roles = {shape.role for shape in pictures.scene(key, Side.RIGHT).shapes}
    assert (Role.STRETCHED in roles) == bool(poses()[key].stretched)


@every_picture
def test_texts_name_a_side_exactly_where_the_picture_shows_one(key: str) -> None:
    pose = poses()[key]
    texts = {side: pictures.description(key, side) for side in Side}
    assert len(texts[Side.LEFT].split()) >= 8
    assert (texts[Side.LEFT] != texts[Side.RIGHT]) == pose.sided
    assert not re.search(r"[{}]", texts[Side.LEFT])
    assert not re.search(r"\b(left|right)\b", pose.text), "a side must be written {side} or {other}"
    assert ("left" in pictures.title(key, Side.LEFT)) == pose.sided


def test_poses_have_nothing_twice_and_nothing_unread() -> None:
    """PyYAML lets the last of two equal keys win, and the catalogue ignores keys that it does not know."""
    text = (Path(pictures.__file__).parent / "poses.yaml").read_text(encoding="utf-8")
    node = yaml.compose(text, yaml.SafeLoader)
    assert isinstance(node, yaml.MappingNode)
    known = {"name", "text", "sided", "view", "pelvis", "spine", "neck", "head", "shrug", "legs", "arms"}
    known |= {"stretched", "shows", "out", "props", "arrows", "nearer", "<<"}
    names = [key.value for key, _ in node.value]
    assert len(names) == len(set(names))
    for key, entry in node.value:
        inner = [field.value for field, _ in entry.value]
        assert len(inner) == len(set(inner)), key.value
        assert set(inner) <= known, key.value


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_every_picture_that_a_routine_names_exists(path: Path) -> None:
    named = set(re.findall(r"^\s*(?:- )?picture: *([\w-]+)", path.read_text(encoding="utf-8"), re.M))
    assert named <= set(pictures.keys())


@every_picture
def test_one_comes_out_to_another_position(key: str) -> None:
    """Nothing is stretched there; the clamshell's marked leg only lies on the other."""
    out = pictures.coming_out(key)
    assert out in poses()
    assert out != key
    assert not poses()[out].stretched or key == "side-lying-clamshell-open"


def test_one_comes_out_to_an_easier_position_each_time() -> None:
    """From any position a few moves lead to rest: lying on the side, on the back, or sitting."""
    for key in poses():
        way = [key]
        while way[-1] not in ("lying-on-side", "lying-crook", "seated-resting"):
            way.append(pictures.coming_out(way[-1]))
            assert len(way) <= 4, " ".join(way)


def test_a_picture_that_is_not_known_has_none_of_coming_out() -> None:
    assert pictures.coming_out("no-such-position") == "no-such-position"


def test_there_are_routines_to_look_at() -> None:
    assert len(SCRIPTS) >= 14


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("piriformis", "piriformis-wall"),
        ("Sphynx", "sphinx"),
        ("bridge_up", "bridge-up"),
        ("kneeling-lunge", "half-kneeling-lunge"),
    ],
)
def test_an_unknown_picture_is_answered_with_the_nearest(asked: str, meant: str) -> None:
    for call in (pictures.svg, pictures.description, pictures.title):
        with pytest.raises(RequestError, match=f'no picture "{asked}".*"{meant}"'):
            call(asked, None)


BRAILLE = re.compile(r"[\u2800-\u28ff \n]*")


@settings(max_examples=25)
@given(st.sampled_from(pictures.keys()), st.sampled_from([Side.LEFT, Side.RIGHT]), st.integers(20, 120))
def test_braille_keeps_to_its_columns(key: str, side: Side, columns: int) -> None:
    text = pictures.braille(key, side, columns)
    assert BRAILLE.fullmatch(text)
    lines = text.split("\n")
    assert max(map(len, lines)) <= columns
    assert max(map(len, lines)) >= columns * 0.25
    assert len(lines) <= columns * 0.4 + 1
    assert lines[0]
    assert lines[-1]


def test_braille_pictures_differ_from_each_other_and_between_sides() -> None:
    drawn = {(key, side): pictures.braille(key, side, 24) for key, side in product(pictures.keys(), Side)}
    assert len(set(drawn.values())) == len(drawn)


def test_dark_rules_change_every_light_colour_but_the_ink() -> None:
    rules = dark_rules()
    for role in Role:
        if role is not Role.EYE:
            assert f".pose-{role}{{" in rules
    assert stylesheet().startswith("@media (prefers-color-scheme: dark)")
