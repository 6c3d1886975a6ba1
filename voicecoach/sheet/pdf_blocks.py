"""Layout blocks of a page, which measure, draw and split themselves. Lengths are in points, y goes upward."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from voicecoach import pictures
from voicecoach.pictures.geometry import Curve, Outline
from voicecoach.pictures.paint import INK, PAINTS
from voicecoach.pictures.scene import HEIGHT, WIDTH, Illustration
from voicecoach.sheet.content import Picture
from voicecoach.sheet.pdf_tags import Tags

INK_COLOUR = "#1b2227"


@dataclass(frozen=True, slots=True)
class Page:
    """The canvas and the tags that blocks draw with."""

    canvas: Any
    tags: Tags


class PdfBlock(ABC):
    """A piece of a page, as wide as the room it is given."""

    __slots__ = ()

    @abstractmethod
    def height(self, width: float) -> float: ...

    @abstractmethod
    def draw(self, page: Page, left: float, top: float, width: float) -> None: ...

    def split(self, width: float, room: float) -> tuple[PdfBlock, PdfBlock] | None:  # noqa: ARG002
        """The part that fits into ``room``, and the rest; None when no part does, or when it cannot be cut."""
        return None


@dataclass(frozen=True, slots=True)
class PdfText(PdfBlock):
    """A paragraph: one of reportlab's, and its role for a screen reader (``LI`` for an item in a list)."""

    paragraph: Any
    role: str = "P"

    def height(self, width: float) -> float:
        return float(self.paragraph.wrap(width, 1e6)[1])

    def draw(self, page: Page, left: float, top: float, width: float) -> None:
        with page.tags.element(self.role), page.tags.mark():
            self.paragraph.drawOn(page.canvas, left, top - self.height(width))


@dataclass(frozen=True, slots=True)
class Drawing(PdfBlock):
    """A drawing, ``share`` of the width it is given."""

    picture: Picture
    share: float = 1.0

    def height(self, width: float) -> float:
        return width * self.share * HEIGHT / WIDTH

    def draw(self, page: Page, left: float, top: float, width: float) -> None:
        scale = width * self.share / WIDTH
        canvas, key, side = page.canvas, self.picture.key, self.picture.side
        with page.tags.element("Figure", alt=pictures.description(key, side)), page.tags.mark():
            canvas.saveState()
            canvas.translate(left + width / 2, top - self.height(width) / 2)
            canvas.scale(scale, -scale)
            canvas.setLineJoin(1)
            canvas.setLineCap(1)
            _paint(canvas, pictures.scene(key, side))
            canvas.restoreState()


@dataclass(frozen=True, slots=True)
class Stack(PdfBlock):
    """Blocks one below the other; with a ``role`` they form one element, ``L`` around ``LI`` items."""

    blocks: tuple[PdfBlock, ...]
    gap: float = 0.0
    role: str | None = None

    def height(self, width: float) -> float:
        return sum(block.height(width) for block in self.blocks) + self.gap * max(0, len(self.blocks) - 1)

    def draw(self, page: Page, left: float, top: float, width: float) -> None:
        with page.tags.element(self.role) if self.role else nullcontext():
            for block in self.blocks:
                block.draw(page, left, top, width)
                top -= block.height(width) + self.gap

    def split(self, width: float, room: float) -> tuple[PdfBlock, PdfBlock] | None:
        used = 0.0
        for i, block in enumerate(self.blocks):
            height = block.height(width)
            if used + height <= room:
                used += height + self.gap
                continue
            parts = block.split(width, room - used)
            upper, lower = self.blocks[:i], self.blocks[i:]
            if parts:
                upper, lower = (*upper, parts[0]), (parts[1], *lower[1:])
            return (replace(self, blocks=upper), replace(self, blocks=lower)) if upper else None
        return None


@dataclass(frozen=True, slots=True)
class Beside(PdfBlock):
    """A narrow block at the left, and a wide one beside it."""

    left: PdfBlock
    left_width: float
    right: PdfBlock
    gap: float

    def height(self, width: float) -> float:
        return max(self.left.height(self.left_width), self.right.height(self._right_width(width)))

    def _right_width(self, width: float) -> float:
        return width - self.left_width - self.gap

    def draw(self, page: Page, left: float, top: float, width: float) -> None:
        self.left.draw(page, left, top, self.left_width)
        self.right.draw(page, left + self.left_width + self.gap, top, self._right_width(width))

    def split(self, width: float, room: float) -> tuple[PdfBlock, PdfBlock] | None:
        if self.left.height(self.left_width) > room:
            return None
        parts = self.right.split(self._right_width(width), room)
        return (replace(self, right=parts[0]), replace(self, left=NOTHING, right=parts[1])) if parts else None


@dataclass(frozen=True, slots=True)
class Columns(PdfBlock):
    """Blocks side by side, equally wide."""

    blocks: tuple[PdfBlock, ...]
    gap: float

    def _width(self, width: float) -> float:
        return (width - self.gap * (len(self.blocks) - 1)) / len(self.blocks)

    def height(self, width: float) -> float:
        return max(block.height(self._width(width)) for block in self.blocks)

    def draw(self, page: Page, left: float, top: float, width: float) -> None:
        for block in self.blocks:
            block.draw(page, left, top, self._width(width))
            left += self._width(width) + self.gap


@dataclass(frozen=True, slots=True)
class PdfPanel(PdfBlock):
    """A block on a coloured ground with a bar at its left."""

    block: PdfBlock
    ground: str
    bar: str
    padding: float

    def height(self, width: float) -> float:
        return self.block.height(width - 2 * self.padding) + 2 * self.padding

    def draw(self, page: Page, left: float, top: float, width: float) -> None:
        height = self.height(width)
        with page.tags.artifact():
            page.canvas.setFillColor(self.ground)
            page.canvas.rect(left, top - height, width, height, stroke=0, fill=1)
            page.canvas.setFillColor(self.bar)
            page.canvas.rect(left, top - height, 3, height, stroke=0, fill=1)
        self.block.draw(page, left + self.padding, top - self.padding, width - 2 * self.padding)

    def split(self, width: float, room: float) -> tuple[PdfBlock, PdfBlock] | None:
        parts = self.block.split(width - 2 * self.padding, room - 2 * self.padding)
        return (replace(self, block=parts[0]), replace(self, block=parts[1])) if parts else None


@dataclass(frozen=True, slots=True)
class Grid(PdfBlock):
    """A table to be filled in by hand: headed columns and rows, empty cells."""

    head: tuple[Any, ...]
    """Paragraphs; the first heads the column of row titles."""
    rows: tuple[Any, ...]
    first_width: float
    row_height: float
    line: str

    def height(self, width: float) -> float:  # noqa: ARG002
        return self.row_height * (len(self.rows) + 1)

    def draw(self, page: Page, left: float, top: float, width: float) -> None:
        canvas = page.canvas
        cell = (width - self.first_width) / (len(self.head) - 1)
        xs = [left, *(left + self.first_width + cell * i for i in range(len(self.head)))]
        ys = [top - self.row_height * i for i in range(len(self.rows) + 2)]
        with page.tags.artifact():
            canvas.setStrokeColor(self.line)
            canvas.setLineWidth(0.6)
            canvas.grid(xs, ys)
        with page.tags.element("Table"):
            with page.tags.element("TR"):
                for (x, end), words in zip(pairwise(xs), self.head, strict=True):
                    self._head_cell(page, words, x, end, top, scope="Column")
            for y, words in zip(ys[1:], self.rows, strict=False):
                with page.tags.element("TR"):
                    self._head_cell(page, words, left, xs[1], y, scope="Row")
                    for _ in self.head[1:]:
                        with page.tags.element("TD"):
                            pass

    def _head_cell(self, page: Page, words: Any, left: float, right: float, top: float, scope: str) -> None:
        _, height = words.wrap(right - left - 4, 1e6)
        with page.tags.element("TH", Scope=scope), page.tags.mark():
            words.drawOn(page.canvas, left + 2, top - (self.row_height + height) / 2)


@dataclass(frozen=True, slots=True)
class Lines(PdfBlock):
    """Empty lines to write on."""

    count: int
    apart: float
    line: str = INK_COLOUR

    def height(self, width: float) -> float:  # noqa: ARG002
        return self.apart * self.count

    def draw(self, page: Page, left: float, top: float, width: float) -> None:
        with page.tags.artifact():
            page.canvas.setStrokeColor(self.line)
            page.canvas.setLineWidth(0.6)
            for i in range(1, self.count + 1):
                page.canvas.line(left, top - self.apart * i, left + width, top - self.apart * i)


NOTHING = Stack(())


def pages_of(blocks: Sequence[PdfBlock], width: float, height: float, gap: float) -> list[list[PdfBlock]]:
    """Distributes blocks to pages. A block is split where much of a page is left, or when it is longer than one."""
    pages: list[list[PdfBlock]] = [[]]
    room = height
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        needed = block.height(width)
        if needed <= room:
            pages[-1].append(block)
            room -= needed + gap
            continue
        parts = block.split(width, room) if room > height * 0.3 or not pages[-1] else None
        if parts:
            pages[-1].append(parts[0])
            waiting += [parts[1]]
        elif pages[-1]:
            waiting.append(block)
        else:
            pages[-1].append(block)
        pages.append([])
        room = height
    return [page for page in pages if page]


def _paint(canvas: Any, scene: Illustration) -> None:
    for shape in scene.shapes:
        paint = PAINTS[shape.role]
        path = canvas.beginPath()
        for outline in shape.outlines:
            _trace(path, outline)
        if paint.edge and shape.edged:
            canvas.setStrokeColor(INK_COLOUR if paint.edge == INK else paint.edge)
            canvas.setLineWidth(paint.width * (2 if paint.fill else 1))
            canvas.drawPath(path, stroke=1, fill=0)
        if paint.fill:
            canvas.setFillColor(INK_COLOUR if paint.fill == INK else paint.fill)
            canvas.drawPath(path, stroke=0, fill=1, fillMode=1)


def _trace(path: Any, outline: Outline) -> None:
    path.moveTo(*outline.start)
    for piece in outline.pieces:
        if isinstance(piece, Curve):
            path.curveTo(*piece.control_1, *piece.control_2, *piece.end)
        else:
            path.lineTo(*piece)
    if outline.closed:
        path.close()
