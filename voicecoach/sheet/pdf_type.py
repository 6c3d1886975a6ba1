"""Paragraph styles of the PDF, and its embedded typeface (Bitstream Vera, from reportlab)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from html import escape
from typing import Any

from voicecoach.sheet.pdf_blocks import INK_COLOUR, PdfText

REGULAR, BOLD = "Vera", "VeraBd"
SOFT, ACCENT, RED, LINE = "#55616a", "#0b6b57", "#a32020", "#9fadb5"
_BODY_PT = 9.4


class Typeface:
    """Replaces characters that the typeface lacks, and remembers them."""

    def __init__(self) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        for name in (REGULAR, BOLD):
            pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
        pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
        self._known = pdfmetrics.getFont(REGULAR).face.charToGlyph
        self.replaced: set[str] = set()
        """Characters that have no glyph; a plain letter or a question mark stands for them."""

    def printable(self, text: str) -> str:
        """The text with a plain letter or a question mark for each character without a glyph."""
        return "".join(self._glyph(character) for character in unicodedata.normalize("NFC", text))

    def _glyph(self, character: str) -> str:
        if character.isspace() or ord(character) in self._known:
            return character
        self.replaced.add(character)
        plain = "".join(part for part in unicodedata.normalize("NFKD", character) if ord(part) in self._known)
        return plain or "?"


@dataclass(frozen=True, slots=True)
class Type:
    """Makes paragraphs at one type size."""

    face: Typeface
    scale: float

    @property
    def size(self) -> float:
        return _BODY_PT * self.scale

    def title(self, text: str) -> PdfText:
        return self._words(text, "H1", self.size * 2, bold=True)

    def heading(self, text: str) -> PdfText:
        return self._words(text, "H2", self.size * 1.22, bold=True, colour=ACCENT)

    def subheading(self, text: str, colour: str = INK_COLOUR) -> PdfText:
        return self._words(text, "H3", self.size * 1.05, bold=True, colour=colour)

    def body(self, text: str, *, bold: bool = False, colour: str = INK_COLOUR, size: float = 1.0) -> PdfText:
        return self._words(text, "P", self.size * size, bold=bold, colour=colour)

    def item(
        self, text: str, mark: str, *, opening: str = "", role: str = "LI", size: float = 1.0, colour: str = INK_COLOUR
    ) -> PdfText:
        """A list item behind its mark; ``opening`` comes first, in bold."""
        text = f"<b>{self._safe(opening)}</b> {self._safe(text)}" if opening else self._safe(text)
        bold = mark[:1].isdigit()
        return PdfText(
            self._paragraph(
                text,
                self.size * size,
                colour=colour,
                leftIndent=self.size * (1.9 if bold else 1.2),
                bulletFontName=BOLD if bold else REGULAR,
                bulletFontSize=self.size * size,
                bulletColor=ACCENT,
                bullet=mark,
            ),
            role,
        )

    def details(self, text: str, *, bold: bool = False) -> PdfText:
        """A paragraph below the text of a numbered step."""
        colour = INK_COLOUR if bold else SOFT
        return PdfText(
            self._paragraph(self._safe(text), self.size, bold=bold, colour=colour, leftIndent=self.size * 1.9)
        )

    def cell(self, text: str) -> Any:
        """A title in a table: a bare paragraph."""
        return self._paragraph(self._safe(text), self.size * 0.8)

    def _words(self, text: str, role: str, size: float, *, bold: bool = False, colour: str = INK_COLOUR) -> PdfText:
        return PdfText(self._paragraph(self._safe(text), size, bold=bold, colour=colour), role)

    def _safe(self, text: str) -> str:
        return escape(self.face.printable(text), quote=False)

    def _paragraph(
        self, markup: str, size: float, *, bold: bool = False, colour: str = INK_COLOUR, bullet: str = "", **more: Any
    ) -> Any:
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.platypus import Paragraph

        style = ParagraphStyle(
            "sheet",
            fontName=BOLD if bold else REGULAR,
            fontSize=size,
            leading=size * 1.3,
            textColor=colour,
            splitLongWords=1,
            **more,
        )
        return Paragraph(markup, style, bulletText=bullet or None)
