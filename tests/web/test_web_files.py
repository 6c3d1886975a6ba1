"""What the page is made of: nothing of it comes from elsewhere, and nothing of it needs a looser policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import voicecoach.web
from tests.caregiver import WORDS
from voicecoach import pictures
from voicecoach.web import drawings
from voicecoach.web.sessions import RunStage

FOLDER = Path(voicecoach.web.__file__).parent
FILES = sorted([*FOLDER.glob("static/*"), *FOLDER.glob("templates/*")])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_file_names_another_computer(file: Path) -> None:
    text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|//[a-z0-9-]+\.[a-z]{2,}|@import|url\(", text)


@pytest.mark.parametrize("file", [f for f in FILES if f.suffix == ".html"], ids=lambda file: file.name)
def test_no_page_has_script_or_style_of_its_own(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script or 'type="application/json"' in script


@pytest.mark.parametrize("file", [f for f in FILES if f.suffix == ".js"], ids=lambda file: file.name)
def test_no_script_makes_code_or_markup_out_of_text(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text)


def test_every_button_has_a_word_and_every_phase_a_name() -> None:
    from tests.conversation import LANGUAGE
    from voicecoach.session.phase import Phase
    from voicecoach.session.records import EndReason

    html = (FOLDER / "templates" / "page.html").read_text(encoding="utf-8")
    assert set(re.findall(r'button\("([a-z-]+)"', html)) <= set(WORDS.buttons)
    assert {phase.value for phase in Phase} <= set(type(LANGUAGE.texts.terminal).model_fields)
    assert {why.value for why in EndReason} <= set(WORDS.ended)
    assert set(RunStage) == {"idle", "starting", "running", "ended"}


def test_every_picture_is_drawn_in_both_colours() -> None:
    every = pictures.keys()
    for key in every:
        svg = drawings.drawing(key, "left")
        assert svg is not None
        assert "prefers-color-scheme: dark" in svg
        assert svg.count("<style>") == 1
    assert drawings.drawing("no-such-pose", "left") is None
    assert drawings.drawing("lying-at-wall", "up") is None
    assert drawings.reference("no-such-pose", None) is None
