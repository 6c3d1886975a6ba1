"""The page: readable by people, screen readers and printers, and asking for nothing outside."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from markupsafe import escape

from tests.script_texts import shipped
from voicecoach.language.loading import load
from voicecoach.routine.parse import parse
from voicecoach.sheet.content import sheet
from voicecoach.sheet.html import render

SCRIPTS = shipped()
VOID = {"meta", "br", "hr", "link", "img", "input"}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Outline(HTMLParser):
    """Elements in order with their attributes; fails on elements that are not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def page(key: str) -> str:
    script = SCRIPTS[key]
    return render(sheet(script.routine, load("en"), script.included))


def outline(document: str) -> Outline:
    made = Outline()
    made.feed(document)
    made.close()
    assert made.open == []
    return made


@pytest.mark.parametrize("key", SCRIPTS)
def test_the_page_is_well_formed_and_has_landmarks(key: str) -> None:
    made = outline(page(key))
    tags = [tag for tag, _ in made.seen]
    assert tags.count("h1") == tags.count("main") == tags.count("header") == tags.count("footer") == 1
    assert made.seen[0] == ("html", {"lang": "en"})
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(lower <= upper + 1 for upper, lower in pairwise(levels)), "no level is left out"
    ids = [attributes["id"] for _, attributes in made.seen if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in made.seen:
        assert attributes.get("aria-labelledby") in (None, *ids)


@pytest.mark.parametrize("key", SCRIPTS)
def test_the_page_asks_for_nothing_outside(key: str) -> None:
    made = outline(page(key))
    assert not {tag for tag, _ in made.seen} & {"script", "link", "img", "iframe", "object", "use", "image"}
    for _, attributes in made.seen:
        assert not {"src", "href", "srcset", "onload", "onclick", "style"} & set(attributes)
    style = re.search(r"<style>(.*?)</style>", page(key), re.S)
    assert style
    assert not re.search(r"url\(|@import|https?:", style[1])
    policy = [attributes for tag, attributes in made.seen if attributes.get("http-equiv") == "Content-Security-Policy"]
    assert policy[0]["content"] == "default-src 'none'; style-src 'unsafe-inline'"


def test_drawings_are_named_and_described() -> None:
    document = page("deep-piriformis")
    drawings = [attributes for tag, attributes in outline(document).seen if tag == "svg"]
    assert len(drawings) == 5
    assert all(drawing["role"] == "img" and drawing["aria-label"] for drawing in drawings)
    assert document.count("<desc>") == 5


def test_texts_are_escaped() -> None:
    nasty = '<script>alert(1)</script> & "quotes" <b>'
    quoted = json.dumps(nasty)
    yaml = f"""
name: {quoted}
summary: {quoted}
needs: [{quoted}]
sources: [{quoted}]
not_for: [{{ask: {quoted}, because: {quoted}}}]
steps:
  - {{say: {quoted}, picture: cat}}
  - {{hold: 5s, feel: {quoted}, not_feel: {quoted}, release: {quoted}, cues: [{{at: 1s, say: {quoted}}}]}}
"""
    document = render(sheet(parse(yaml.encode(), "nasty.yaml"), load("en")))
    assert "<script" not in document
    assert "<b>" not in document
    assert document.count(str(escape(nasty))) >= 11
    assert nasty in "".join(outline(document).text)


def test_numbers_go_on_through_the_lists() -> None:
    made = outline(page("deep-piriformis"))
    starts = [int(attributes["start"] or 0) for tag, attributes in made.seen if tag == "ol"]
    assert starts == sorted(starts)
    assert starts[0] == 1


def chromium(*arguments: str) -> subprocess.CompletedProcess[str]:
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    return subprocess.run(
        [str(CHROMIUM), *flags.split(), "--disable-component-update", "--disable-sync", *arguments],
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_a_small_phone_shows_it_without_scrolling_sideways(tmp_path: Path) -> None:
    document = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page("sciatica-friendly"))
    frame = tmp_path / "frame.html"
    frame.write_text(
        f"""<body><iframe id=f width=360 height=800 style="border:0" srcdoc="{html.escape(document)}"></iframe>
<script>onload = () => {{
  const root = document.getElementById("f").contentDocument.documentElement;
  document.body.textContent = `wide ${{root.scrollWidth}} of ${{root.clientWidth}}`;
}}</script>""",
        encoding="utf-8",
    )
    shown = chromium(f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", frame.as_uri()).stdout
    found = re.search(r"wide (\d+) of (\d+)", shown)
    assert found, shown
    assert int(found[1]) <= int(found[2]) <= 360


def test_other_doses_are_listed() -> None:
    script = b"name: A\ndoses: {long: {hold: 1m, why: a < b, source: A study.}}\nsteps: [{hold: 30s}]"
    page = render(sheet(parse(script, "a"), load("en")))
    assert '<h2 id="doses">Doses to choose from</h2>' in page
    assert re.search(r"<li>long: hold for 1 minute\. For a &lt; b\.\s+A study\.</li>", page)
    assert "Doses to choose from" not in render(sheet(parse(b"name: A\nsteps: [{hold: 30s}]", "a"), load("en")))
