"""The sheet on paper: two pages, whole words, tagged, with everything that stands on it."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from tests.script_texts import shipped
from voicecoach.language.loading import load
from voicecoach.routine.parse import parse
from voicecoach.sheet.content import Sheet, sheet
from voicecoach.sheet.pdf import Printed, render
from voicecoach.sheet.pdf_blocks import Page, PdfBlock, Stack, pages_of
from voicecoach.sheet.pdf_type import REGULAR, Typeface

SCRIPTS = shipped()
POPPLER = shutil.which("pdftotext") is not None and shutil.which("pdfinfo") is not None
with_poppler = pytest.mark.skipif(not POPPLER, reason="no poppler here")


def sheet_of(key: str) -> Sheet:
    return sheet(SCRIPTS[key].routine, load("en"), SCRIPTS[key].included)


@cache
def printed(key: str) -> Printed:
    return render(sheet_of(key))


def poppler(tool: str, tmp_path: Path, content: bytes, *options: str) -> str:
    file = tmp_path / "sheet.pdf"
    file.write_bytes(content)
    output = ["-"] if tool == "pdftotext" else []
    done = subprocess.run([tool, *options, str(file), *output], capture_output=True, text=True, timeout=30, check=True)
    assert not done.stderr
    return done.stdout


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("key", SCRIPTS)
def test_every_routine_of_the_library_fits_on_two_pages(key: str) -> None:
    assert printed(key).pages == 2
    assert printed(key).content.startswith(b"%PDF-1.7")
    assert printed(key).replaced == ()


@with_poppler
def test_title_language_and_tags_are_set(tmp_path: Path) -> None:
    content = printed("deep-piriformis").content
    info = poppler("pdfinfo", tmp_path, content)
    assert re.search(r"Title: +Deep piriformis stretch", info)
    assert re.search(r"Tagged: +yes", info)
    assert re.search(r"Page size: .*A4", info)
    assert b"/Lang (en)" in content
    assert b"/DisplayDocTitle true" in content
    assert len(re.findall(rb"/Alt \(A person", content)) == 5


@with_poppler
def test_all_words_are_there_in_reading_order(tmp_path: Path) -> None:
    made = sheet_of("deep-piriformis")
    tagged = words(poppler("pdfinfo", tmp_path, printed("deep-piriformis").content, "-struct-text"))
    place = 0
    lines = [line for frame in made.sections[0].frames for line in frame.lines]
    steps = [text for line in lines for text in (line.text, line.dose, line.feel, line.release) if text]
    items = [item for warning in made.warnings for item in warning.items]
    for text in (made.title, made.summary, made.not_for[0][0], *steps, *items, *made.sources, made.words["limits"]):
        found = tagged.find(words(text), place)
        assert found >= 0, text
        place = found
    assert "Figure" in tagged
    roles = set(re.findall(r"\b(H1|H2|P|L|LI|LBody|Table|TR|TH|Figure)\b(?=[ :]|$)", tagged))
    assert {"H1", "H2", "P", "L", "LI", "LBody", "Table", "TR", "TH", "Figure"} <= roles


@with_poppler
def test_the_text_can_be_searched_and_copied(tmp_path: Path) -> None:
    yaml = 'name: "45° × 3 – café ½ “so”"\nsteps: [{say: "Naïve & <b>bold</b>."}]'
    made = render(sheet(parse(yaml.encode(), "x.yaml"), load("en")))
    text = poppler("pdftotext", tmp_path, made.content)
    assert "45° × 3 – café ½ “so”" in text
    assert "Naïve & <b>bold</b>." in text
    assert made.replaced == ()


def test_letters_that_the_typeface_lacks_become_plain_ones() -> None:
    made = render(sheet(parse("name: Dvořák 漢\nsteps: [{say: Sit.}]".encode(), "x.yaml"), load("en")))
    assert made.replaced == ("ř", "漢")
    face = Typeface()
    assert face.printable("Dvořák 漢 é") == "Dvorák ? é"


@given(st.text(max_size=40))
def test_whatever_is_printed_has_a_glyph_and_what_has_none_is_reported(text: str) -> None:
    face = Typeface()
    printed = face.printable(text)
    glyphs = pdfmetrics.getFont(REGULAR).face.charToGlyph
    assert not {character for character in printed if not character.isspace() and ord(character) not in glyphs}
    composed = unicodedata.normalize("NFC", text)
    lacking = {character for character in composed if not character.isspace() and ord(character) not in glyphs}
    assert face.replaced == lacking


def test_very_long_routines_go_on_for_as_many_pages_as_they_take(tmp_path: Path) -> None:
    sentence = "Press the knee down and let it come up again. " * 10
    steps = "".join(f"  - {{say: {sentence!r}}}\n" for _ in range(75))
    made = render(sheet(parse(f"name: Long\nsteps:\n{steps}".encode(), "x.yaml"), load("en")))
    assert made.pages > 4
    if POPPLER:
        text = words(poppler("pdftotext", tmp_path, made.content, "-layout"))
        assert text.count("Press the knee down") == 750
        assert "75." in text


class Slab(PdfBlock):
    """A block of a height that cannot be cut."""

    def __init__(self, points: float) -> None:
        self.points = points

    def height(self, width: float) -> float:  # noqa: ARG002
        return self.points

    def draw(self, page: Page, left: float, top: float, width: float) -> None:  # noqa: ARG002
        raise AssertionError("not drawn here")


@settings(max_examples=200)
@given(st.lists(st.lists(st.integers(1, 150), min_size=1, max_size=6), max_size=8), st.integers(0, 10))
def test_pages_hold_every_block_once_in_order_and_are_not_overfull(heights: list[list[int]], gap: int) -> None:
    blocks = [Stack(tuple(Slab(height) for height in column), gap=3) for column in heights]
    pages = pages_of(blocks, 100, 150, gap)
    dealt = [slab for page in pages for stack in page for slab in slabs(stack)]
    assert [slab.points for slab in dealt] == [height for column in heights for height in column]
    for page in pages:
        assert sum(block.height(100) for block in page) + gap * (len(page) - 1) <= 150


def slabs(block: object) -> list[Slab]:
    if isinstance(block, Stack):
        return [slab for inner in block.blocks for slab in slabs(inner)]
    assert isinstance(block, Slab)
    return [block]


@with_poppler
def test_other_doses_are_listed(tmp_path: Path) -> None:
    script = b"name: A\ndoses: {long: {hold: 1m, why: x, source: A study.}}\nsteps: [{hold: 30s}]"
    text = words(poppler("pdftotext", tmp_path, render(sheet(parse(script, "a"), load("en"))).content))
    assert "Doses to choose from" in text
    assert "long: hold for 1 minute. For x. A study." in text
