"""The page: whole, quiet towards the outside, and safe with whatever a name or a routine is called."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from tests.kept_sessions import TODAY, a_month, kept
from voicecoach.language.loading import load
from voicecoach.records.prescription import Prescription
from voicecoach.reports.figures import Report, report
from voicecoach.reports.page import history_page, page
from voicecoach.reports.words import Words

WORDS = Words.of_language(load("en").texts)
VOID = {"meta", "path", "circle", "rect"}


class Reader(HTMLParser):
    """Notes elements and text, and refuses what is not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] != "style":
            self.texts.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def read(*reports: Report) -> Reader:
    return Reader(page(reports, WORDS, TODAY))


def read_history(*reports: Report) -> Reader:
    return Reader(history_page(reports, WORDS, TODAY))


def test_the_report_is_about_the_prescription_and_the_history_about_sessions() -> None:
    told, done = read(a_month()), read_history(a_month())
    assert "Exercise report: Anna" in told.texts
    assert "Exercise history: Anna" in done.texts
    assert any("Prescribed sessions done" in text for text in told.texts)
    assert not any("Prescribed sessions done" in text for text in done.texts)
    assert not [each for each in told.named("table") if each.get("class") == "sessions"]
    assert len(done.named("tr")) == 1 + len(a_month().sessions)
    assert not done.named("svg")


def test_asks_for_nothing_outside() -> None:
    text = page([a_month()], WORDS, TODAY) + history_page([a_month()], WORDS, TODAY)
    addresses = set(re.findall(r"https?://[^\s\"'<]+", text)) - {"http://www.w3.org/2000/svg"}
    assert not addresses
    assert not re.search(r"@import|url\((?!#)|<script|<link|<img|\bon\w+=", text)
    assert "default-src 'none'" in text


def test_every_drawing_has_a_name_and_its_figures_as_a_table() -> None:
    reader = read(a_month())
    drawings = [attributes for attributes in reader.named("svg") if attributes.get("role") == "img"]
    assert len(drawings) == len(reader.named("details")) == 3
    assert len(reader.named("desc")) == 3
    texts = " ".join(reader.texts)
    assert "A calendar of 5 October 2026 to 4 November 2026" in texts
    assert "Risen by 2 or more after 3." in texts


def test_no_id_is_there_twice_with_several_patients() -> None:
    other = report("Bo", [kept(TODAY)], (Prescription(TODAY),), TODAY)
    ids = [attributes["id"] for _, attributes in read(a_month(), other).elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_tables_have_heads_with_scope() -> None:
    for attributes in read(a_month()).named("th") + read_history(a_month()).named("th"):
        assert attributes.get("scope") in ("col", "row")


def test_somebody_without_sessions_and_nobody_at_all() -> None:
    empty = report("Bo", [], (Prescription(TODAY),), TODAY)
    assert any("No sessions are kept for Bo" in text for text in read(empty).texts)
    assert any("Nobody has exercised here" in text for text in read().texts)
    assert any("No sessions are kept for Bo" in text for text in read_history(empty).texts)
    assert any("Nobody has exercised here" in text for text in read_history().texts)


def test_what_is_marked_is_told_in_words() -> None:
    texts = read(a_month()).texts + read_history(a_month()).texts
    assert "After the session on Saturday 10 October, pain had risen from 6 to 9." in texts
    assert any("pain rose by 3" in text for text in texts)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
def test_no_name_breaks_the_page(name: str) -> None:
    hostile = f'<script>alert(1)</script>"{name}'
    shown = report(hostile, [kept(TODAY, routine_name=f"'{hostile}&amp;")], (Prescription(TODAY),), TODAY)
    reader = read_history(shown)
    assert not reader.named("script") + read(shown).named("script")
    assert f"'{hostile}&amp;" in reader.texts
