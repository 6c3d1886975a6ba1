"""Tags a PDF for screen readers: headings, paragraphs, lists, tables and described drawings, in reading order.

reportlab draws but does not tag. This adds what ISO 32000-1, 14.7 and 14.8 ask for: marked content on the page, and a
structure tree that points to it. It is the only place that reaches into reportlab's private parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


def tagged_canvas(*args: Any, **options: Any) -> Any:
    """A reportlab canvas whose lines of text end in a space, so that no two words run together when it is read out."""
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.pdfgen.textobject import PDFTextObject

    class SpacedText(PDFTextObject):  # type: ignore[misc]
        def _textOut(self, text: str, TStar: int = 0) -> None:  # noqa: N802, N803
            super()._textOut(text + " " if TStar else text, TStar)

    class SpacedCanvas(Canvas):  # type: ignore[misc]
        def beginText(self, x: float = 0, y: float = 0, direction: str | None = None) -> Any:  # noqa: N802
            return SpacedText(self, x, y, direction=direction)

    return SpacedCanvas(*args, **options)


@dataclass(slots=True)
class _Element:
    role: str
    alt: str | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    kids: list[_Element | tuple[int, int]] = field(default_factory=list)
    """Elements, or page and mark."""


class Tags:
    """The structure of one document, built while its pages are drawn."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._open = [_Element("Document")]
        self._marks: list[list[_Element]] = [[]]
        """The element of each mark, page by page."""

    @contextmanager
    def element(self, role: str, *, alt: str | None = None, **attributes: str) -> Iterator[None]:
        """All that is drawn within belongs to an element such as ``H1``, ``P``, ``L`` or ``Figure``.

        An ``LI`` holds an ``LBody``, which is the element that is drawn in.
        """
        depth = len(self._open)
        for name in ("LI", "LBody") if role == "LI" else (role,):
            made = _Element(name, alt, attributes)
            self._open[-1].kids.append(made)
            self._open.append(made)
        yield
        del self._open[depth:]

    @contextmanager
    def mark(self) -> Iterator[None]:
        """What is drawn within is the content of the open element."""
        marks, element = self._marks[-1], self._open[-1]
        element.kids.append((len(self._marks) - 1, len(marks)))
        self._canvas._code.append(f"/{element.role} <</MCID {len(marks)}>> BDC")
        marks.append(element)
        yield
        self._canvas._code.append("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn within is decoration, or repeated on every page."""
        self._canvas._code.append("/Artifact BMC")
        yield
        self._canvas._code.append("EMC")

    def end_page(self) -> None:
        """Ends the page that is being drawn."""
        self._canvas.showPage()
        page = self._canvas._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        from reportlab.pdfbase.pdfdoc import PDFName

        page.StructParents, page.Tabs = len(self._marks) - 1, PDFName("S")
        self._marks.append([])

    def finish(self) -> None:
        """Adds the structure tree to the document; call it before saving."""
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFString

        document = self._canvas._doc
        names: dict[int, str] = {}

        def add(element: _Element, parent: str) -> Any:
            name = names[id(element)] = f"Struct{len(names)}"
            kids = [
                add(kid, name)
                if isinstance(kid, _Element)
                else PDFDictionary(
                    {"Type": PDFName("MCR"), "Pg": PDFObjectReference(f"Page{kid[0] + 1}"), "MCID": kid[1]}
                )
                for kid in element.kids
            ]
            entry = {
                "Type": PDFName("StructElem"),
                "S": PDFName(element.role),
                "P": PDFObjectReference(parent),
                "K": PDFArray(kids),
            }
            if element.alt:
                entry["Alt"] = PDFString(element.alt)
            if element.attributes:
                attributes = {key: PDFName(value) for key, value in element.attributes.items()}
                entry["A"] = PDFDictionary({"O": PDFName("Table"), **attributes})
            return document.Reference(PDFDictionary(entry), name)

        root = add(self._open[0], "StructRoot")
        numbers: list[Any] = []
        for page, marks in enumerate(self._marks):
            numbers += [page, PDFArray([PDFObjectReference(names[id(element)]) for element in marks])]
        tree = {
            "Type": PDFName("StructTreeRoot"),
            "K": PDFArray([root]),
            "ParentTree": document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}), "StructParents"),
            "ParentTreeNextKey": len(self._marks),
        }
        document.Catalog.StructTreeRoot = document.Reference(PDFDictionary(tree), "StructRoot")
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
