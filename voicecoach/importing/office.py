"""Word documents and PDF files with text in them, as blocks. Through python-docx and pypdf, which are optional.

A scanned page holds no text: a PDF of scanned pages is refused.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from voicecoach.errors import RequestError
from voicecoach.importing.document import MAX_BYTES, Block, BlockKind, clean, numbered
from voicecoach.importing.markup import blocks_of, table_blocks
from voicecoach.outside.packages import pip_install

MOST_FILE_BYTES = 20 * 1024 * 1024
"""Pictures make such files large; their text may still be no longer than any other."""
_MOST_XML_BYTES = 16 * 1024 * 1024
_MOST_PAGES = 80

_DOCX = b"PK\x03\x04"
_PDF = b"%PDF"


def is_office(data: bytes) -> bool:
    """Whether the bytes of a file are a Word document or a PDF, by how they begin."""
    return data.startswith((_DOCX, _PDF))


def office_blocks(data: bytes) -> list[Block]:
    """The blocks of a Word document or a PDF; the line of a block is its paragraph's or its line's number.

    Raises RequestError for what cannot be read, holds no text, or needs a reader that is not installed.
    """
    if len(data) > MOST_FILE_BYTES:
        raise RequestError(
            f"the file is larger than {MOST_FILE_BYTES // 1024 // 1024} MiB: cut out the pages with the exercises"
        )
    return _pdf_blocks(data) if data.startswith(_PDF) else _docx_blocks(data)


def _missing(what: str, package: str) -> RequestError:
    return RequestError(f"reading {what} needs {package}: {pip_install(package)}, or save it as plain text")


def _no_text(what: str) -> RequestError:
    return RequestError(f"there is no text in this {what}: type or scan its text into a plain text file first")


# --- Word ---------------------------------------------------------------------------------------------------------


def _docx_blocks(data: bytes) -> list[Block]:
    try:
        import docx
    except ImportError:
        raise _missing("a Word document", "python-docx") from None
    _check_zip(data)
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:  # noqa: BLE001 - a broken document raises whatever its XML leads to
        raise RequestError(
            f"this is no Word document that can be read ({type(error).__name__}); save it as plain text"
        ) from None
    found = list(_of_body(document))
    if sum(len(block.text) for block in found) > MAX_BYTES:
        raise RequestError("the text is longer than 256 KiB: cut out the part with the exercises")
    if not found:
        raise _no_text("document")
    return found


def _check_zip(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename: info.file_size for info in archive.infolist()}
    except zipfile.BadZipFile:
        raise RequestError("this is a broken zip or Word file; save it as plain text first") from None
    if "word/document.xml" not in names:
        raise RequestError(
            "this is a zip or OpenDocument file, not a Word document; save it as .docx or plain text first"
        )
    if sum(size for name, size in names.items() if name.endswith((".xml", ".rels"))) > _MOST_XML_BYTES:
        raise RequestError("the document is too large: cut out the part with the exercises")


def _of_body(document: Any) -> Iterator[Block]:
    number = 0
    counts: dict[int, int] = {}
    for part in document.iter_inner_content():
        number += 1
        if hasattr(part, "rows"):
            rows = [
                (number + index, [clean(cell.text).replace("\n", " ") for cell in row.cells])
                for index, row in enumerate(part.rows)
            ]
            yield from table_blocks(rows)
            number += len(rows)
            continue
        text = " ".join(clean(_marked(part)).split())
        if re.search(r"\w", text):
            yield _paragraph(part, text, number, counts)


def _marked(paragraph: Any) -> str:
    """The text of a paragraph; one that is bold all through, or begins so, is marked as Markdown marks it."""
    runs = [(run.text, bool(run.bold)) for run in paragraph.runs if run.text.strip()]
    if not runs or not runs[0][1]:
        return str(paragraph.text)
    bold = "".join(text for text, _ in takewhile(lambda run: run[1], runs)).strip()
    return f"**{bold}** {str(paragraph.text).strip()[len(bold) :]}".strip()


def _paragraph(paragraph: Any, text: str, number: int, counts: dict[int, int]) -> Block:
    style = (paragraph.style.name if paragraph.style is not None else "").lower()
    whole = re.fullmatch(r"\*\*(?P<inner>[^*]{2,100})\*\*\s*:?", text)
    if style.startswith(("heading", "title", "subtitle")) or (whole and "list" not in style):
        inner, given = numbered((whole["inner"] if whole else text).replace("**", "").strip(" :"))
        return Block(BlockKind.HEADING, inner, number, given, explicit=True)
    properties = paragraph._p.pPr  # noqa: SLF001 - the numbering is shown nowhere else
    numbering = properties.numPr if properties is not None else None
    if "list" in style or numbering is not None:
        level = numbering.ilvl.val if numbering is not None and numbering.ilvl is not None else 0
        ordered = "number" in style
        counts[level] = counts.get(level, 0) + 1
        return Block(BlockKind.ITEM, text, number, str(counts[level]) if ordered else None, 4 * level)
    counts.clear()
    return Block(BlockKind.PARAGRAPH, text, number)


# --- PDF ----------------------------------------------------------------------------------------------------------


def _pdf_blocks(data: bytes) -> list[Block]:
    try:
        import pypdf
    except ImportError:
        raise _missing("a PDF file", "pypdf") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it finds odd is said below, if it matters
    pages: list[str] = []
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise RequestError("this PDF is locked with a password: copy its text into a plain text file")
        for page in list(reader.pages)[:_MOST_PAGES]:
            pages.append(page.extract_text() or "")
            if sum(map(len, pages)) > MAX_BYTES:
                raise RequestError("the text is longer than 256 KiB: cut out the part with the exercises")
    except RequestError:
        raise
    except Exception as error:  # noqa: BLE001 - a broken file raises whatever its objects lead to
        raise RequestError(
            f"this PDF cannot be read ({type(error).__name__}): copy its text into a plain text file"
        ) from None
    text = "\n\n".join(pages)
    if not re.search(r"\w{3}", text):
        raise _no_text("PDF")
    return blocks_of(text, ".txt")
