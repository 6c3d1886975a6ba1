"""Word documents and PDF files: their blocks, and what is refused in a sentence."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

from voicecoach.errors import RequestError
from voicecoach.importing import import_file
from voicecoach.importing.office import office_blocks


def word(tmp_path: Path) -> Path:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("Home exercises", 1)
    document.add_paragraph("Stop if you feel dizzy.")
    document.add_heading("Bridge", 2)
    for line in ("Lie on your back with your knees bent.", "Lift your hips.", "3 sets of 10, rest 30 seconds."):
        document.add_paragraph(line, style="List Bullet")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells],
        ["Exercise", "Sets", "Hold (s)", "Plank", "2", "20-30"],
        strict=True,
    ):
        cell.text = text
    path = tmp_path / "plan.docx"
    document.save(str(path))
    return path


def pdf(tmp_path: Path, lines: list[str]) -> Path:
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "plan.pdf"
    canvas = Canvas(str(path))
    for index, line in enumerate(lines):
        canvas.drawString(72, 780 - 16 * index, line)
    canvas.save()
    return path


def test_a_word_document_is_read_with_its_headings_lists_and_tables(tmp_path: Path) -> None:
    script = import_file(word(tmp_path)).yaml
    assert "- say: Stop if you feel dizzy." in script
    assert "exercise: Bridge" in script
    assert "reps: 10" in script
    assert "exercise: Plank" in script
    assert "hold: 20s" in script


def test_a_pdf_is_read_line_by_line(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    path = pdf(tmp_path, ["Bridge", "Lie on your back. Lift your hips.", "Hold 20 sec rest 10 sec repeat 5 times."])
    script = import_file(path).yaml
    assert "hold: 20s" in script
    assert "rest: 10s" in script
    assert "times: 5" in script


@pytest.mark.parametrize("data", [b"%PDF-1.7 broken", b"PK\x03\x04 broken", b"PK\x03\x04" + bytes(2000)])
def test_a_broken_file_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(RequestError) as refused:
        office_blocks(data)
    assert "\n" not in str(refused.value)


def test_a_zip_that_is_no_word_document_is_told_so() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("content.xml", "<a/>")
    with pytest.raises(RequestError, match="not a Word document"):
        office_blocks(buffer.getvalue())


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (40 * 1024 * 1024))
    with pytest.raises(RequestError, match="too large"):
        office_blocks(buffer.getvalue())


def test_a_pdf_of_pictures_has_no_text(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    with pytest.raises(RequestError, match="no text in this PDF"):
        office_blocks(pdf(tmp_path, []).read_bytes())


def test_a_broken_pdf_is_told_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    pytest.importorskip("pypdf")
    with pytest.raises(RequestError, match="this PDF cannot be read"):
        office_blocks(b"%PDF-1.4\n" + bytes(4_000))
    assert not caplog.records


@pytest.mark.parametrize(("data", "package"), [(b"%PDF-1.7", "pypdf"), (b"PK\x03\x04", "python-docx")])
def test_a_reader_that_is_not_installed_is_named(data: bytes, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(RequestError, match=rf"{package}: \S+ -m pip install {package}, or"):
        office_blocks(data)
