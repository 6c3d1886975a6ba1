"""The sheet as a PDF on A4: vector drawings, tagged for screen readers, on two pages where they suffice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from voicecoach.routine.outline import OutlineKind, OutlineLine
from voicecoach.sheet.content import Sheet, SheetFrame, SheetSection, WarningSigns
from voicecoach.sheet.pdf_blocks import (
    Beside,
    Columns,
    Drawing,
    Grid,
    Lines,
    Page,
    PdfBlock,
    PdfPanel,
    PdfText,
    Stack,
    pages_of,
)
from voicecoach.sheet.pdf_tags import Tags, tagged_canvas
from voicecoach.sheet.pdf_type import ACCENT, LINE, RED, REGULAR, SOFT, Type, Typeface

_MM = 72 / 25.4
_PAGE_WIDTH, _PAGE_HEIGHT = 210 * _MM, 297 * _MM
_MARGIN, _FOOTER = 13 * _MM, 6 * _MM
_DAYS = 14
_GAP = 0.9
"""Between blocks, in sizes of type."""
_AGAIN = 0.66
"""How large a drawing is that was there before, or is the mirror image of one."""
_WANTED_PAGES = 2


@dataclass(frozen=True, slots=True)
class _Fit:
    """Type size and drawing size to try.

    The first is used that gives two pages, all steps on the first and the rest on the second; else the first that gives
    two pages; else the first of those that give the fewest.
    """

    scale: float
    drawing_mm: float = 48
    """How wide drawings are."""
    one_drawing: bool = False
    """Each exercise with the drawing of its hold or movement only."""


_FITS = (
    _Fit(1.06),
    _Fit(1.06, 40),
    _Fit(1.0),
    _Fit(1.0, 38),
    _Fit(0.93, 40),
    _Fit(0.93, 34),
    _Fit(0.87, 34),
    *(_Fit(scale, 36 * scale, one_drawing=True) for scale in (1.0, 0.93, 0.87, 0.82, 0.79)),
)


@dataclass(frozen=True, slots=True)
class _Setting:
    """The sheet laid out with one fit."""

    type_: Type
    pages: list[list[PdfBlock]]
    undivided: bool
    """A page begins where the steps end."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, and the characters that were replaced."""

    content: bytes
    pages: int
    replaced: tuple[str, ...]
    """Characters that the typeface lacks."""


def render(sheet: Sheet) -> Printed:
    """The sheet on as few pages as possible."""
    face = Typeface()
    width = _PAGE_WIDTH - 2 * _MARGIN
    height = _PAGE_HEIGHT - 2 * _MARGIN - _FOOTER
    settings: list[_Setting] = []
    for fit in _FITS:
        type_ = Type(face, fit.scale)
        blocks, steps = _blocks(sheet, type_, fit)
        pages = pages_of(blocks, width, height, type_.size * _GAP)
        settings.append(_Setting(type_, pages, any(page[:1] == [blocks[steps]] for page in pages[1:])))
        if settings[-1].undivided and len(pages) <= _WANTED_PAGES:
            break
    fewest = max(_WANTED_PAGES, min(len(setting.pages) for setting in settings))
    short = [setting for setting in settings if len(setting.pages) <= fewest]
    chosen = next((setting for setting in short if setting.undivided), short[0])
    return Printed(_draw(sheet, chosen, width), len(chosen.pages), tuple(sorted(face.replaced)))


def _draw(sheet: Sheet, setting: _Setting, width: float) -> bytes:
    pages, type_ = setting.pages, setting.type_
    out = BytesIO()
    canvas = tagged_canvas(
        out, pagesize=(_PAGE_WIDTH, _PAGE_HEIGHT), lang=sheet.language, pdfVersion=(1, 7), pageCompression=1
    )
    canvas.setTitle(sheet.title)
    canvas.setSubject(sheet.summary)
    canvas.setAuthor("")
    canvas.setCreator("voicecoach")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    tags = Tags(canvas)
    page = Page(canvas, tags)
    for number, blocks in enumerate(pages, 1):
        top = _PAGE_HEIGHT - _MARGIN
        for block in blocks:
            block.draw(page, _MARGIN, top, width)
            top -= block.height(width) + type_.size * _GAP
        with tags.artifact():
            canvas.setFont(REGULAR, 7.5)
            canvas.setFillColor(SOFT)
            canvas.drawString(_MARGIN, _MARGIN, type_.face.printable(sheet.title))
            place = sheet.words["page"].format(page=number, pages=len(pages))
            canvas.drawRightString(_PAGE_WIDTH - _MARGIN, _MARGIN, type_.face.printable(place))
        tags.end_page()
    tags.finish()
    canvas.save()
    return out.getvalue()


def _blocks(sheet: Sheet, type_: Type, fit: _Fit) -> tuple[list[PdfBlock], int]:
    """All of the sheet in order, and the number of the first block after the steps."""
    words, size = sheet.words, type_.size
    blocks: list[PdfBlock] = [_opening(sheet, type_)]
    if sheet.not_for:
        questions = _list((type_.item(because, "•", opening=ask) for ask, because in sheet.not_for), size * 0.25)
        inside = (type_.heading(words["not_for"]), type_.body(words["not_for_lead"]), questions)
        blocks.append(PdfPanel(Stack(inside, size * 0.3), "#fdf3e3", "#d99a3d", size * 0.8))
    exercises = [_exercise(section, type_, fit) for section in sheet.sections]
    blocks += _under(type_.heading(words["steps"]), [block for exercise in exercises for block in exercise], size * 0.5)
    steps = len(blocks)
    # In a programme there would be too many for two pages.
    if len(sheet.sections) == 1 and (position := sheet.sections[0].checks):
        checks = _list((type_.item(check, "•") for check in position), size * 0.15)
        blocks.append(Stack((type_.heading(words["checks"]), checks), size * 0.4))
    if sheet.doses:
        doses = _list((type_.item(f"{dose.line(words)} {dose.source}", "•") for dose in sheet.doses), size * 0.15)
        blocks.append(Stack((type_.heading(words["doses"]), doses), size * 0.4))
    warnings = Columns(tuple(_warning(warning, type_) for warning in sheet.warnings), size * 1.4)
    later = type_.body(words["later"])
    blocks.append(Stack((type_.heading(words["warnings_heading"]), warnings, later), size * 0.4))
    blocks.append(Stack((type_.heading(words["calendar"]), _calendar(sheet, type_)), size * 0.4))
    blocks.append(_notes(sheet, type_))
    sources = _list((type_.item(source, "•", size=0.85, colour=SOFT) for source in sheet.sources), size * 0.1)
    blocks += _under(type_.heading(words["sources"]), [sources], size * 0.3)
    blocks.append(type_.body(words["limits"], colour=SOFT, size=0.85))
    return blocks, steps


def _under(heading: PdfText, blocks: list[PdfBlock], gap: float) -> list[PdfBlock]:
    """The blocks with a heading that is kept together with the first of them."""
    return [Stack((heading, blocks[0]), gap), *blocks[1:]] if blocks else [heading]


def _opening(sheet: Sheet, type_: Type) -> PdfBlock:
    parts: list[PdfBlock] = [type_.title(sheet.title)]
    if sheet.summary:
        parts.append(type_.body(sheet.summary, size=1.08))
    line = [sheet.duration]
    if sheet.needs:
        line.append(f"{sheet.words['needs']}: {', '.join(sheet.needs)}")
    parts.append(type_.body(". ".join(line) + ".", colour=SOFT))
    return Stack(tuple(parts), type_.size * 0.35)


def _exercise(section: SheetSection, type_: Type, fit: _Fit) -> list[PdfBlock]:
    frames = _one_drawing(section) if fit.one_drawing else section.frames
    rows: list[PdfBlock] = []
    seen: set[str] = set()
    for frame in frames:
        again = frame.picture is not None and frame.picture.key in seen
        rows.append(_frame(frame, type_, fit, _AGAIN if again else 1.0))
        if frame.picture:
            seen.add(frame.picture.key)
    return _under(type_.subheading(section.title), rows, type_.size * 0.3) if section.title else rows


def _one_drawing(section: SheetSection) -> tuple[SheetFrame, ...]:
    """The section as one frame: all its lines beside the drawing of the first dose."""
    dosed = [frame for frame in section.frames if frame.picture and any(line.dose for line in frame.lines)]
    drawn = [*dosed, *(frame for frame in section.frames if frame.picture and section.title)]
    lines = tuple(line for frame in section.frames for line in frame.lines)
    return (SheetFrame(drawn[0].picture if drawn else None, lines),)


def _frame(frame: SheetFrame, type_: Type, fit: _Fit, share: float) -> PdfBlock:
    text = Stack(tuple(_lines(frame, type_, fit)), type_.size * 0.3)
    if frame.picture is None:
        return text
    return Beside(Drawing(frame.picture, share), fit.drawing_mm * _MM, text, type_.size * 1.2)


def _lines(frame: SheetFrame, type_: Type, fit: _Fit) -> list[PdfBlock]:
    """Runs of steps as lists, with notes and headings between them."""
    out: list[PdfBlock] = []
    for run in frame.runs:
        if run[0].kind is OutlineKind.STEP:
            out.append(Stack(tuple(_step(line, type_, fit) for line in run), type_.size * 0.3, "L"))
            continue
        for line in run:
            note = line.kind is OutlineKind.NOTE
            out.append(type_.body(line.text, bold=not note, colour=SOFT if note else ACCENT))
    return out


def _step(line: OutlineLine, type_: Type, fit: _Fit) -> PdfBlock:
    """A step with its dose and details. A step without text begins with its dose."""
    mark = f"{line.number}."
    more = " ".join(part for part in (line.breathe, *line.tips) if part)
    details = [text for text in (line.felt, more, line.release) if text]
    if fit.one_drawing:
        details = [" ".join(details)] if details else []
    first = type_.item(line.text, mark, opening="" if line.text else line.dose or "", role="P")
    dose = [type_.details(line.dose, bold=True)] if line.text and line.dose else []
    return Stack((first, *dose, *map(type_.details, details)), type_.size * 0.2, "LI")


def _list(items: Iterable[PdfText], gap: float) -> Stack:
    return Stack(tuple(items), gap, "L")


def _warning(warning: WarningSigns, type_: Type) -> PdfBlock:
    items = _list((type_.item(item, "•", size=0.93) for item in warning.items), type_.size * 0.15)
    lead = type_.body(warning.lead, size=0.93)
    return Stack((type_.subheading(warning.heading, RED), lead, items), type_.size * 0.25)


def _calendar(sheet: Sheet, type_: Type) -> PdfBlock:
    words = sheet.words
    head = tuple(type_.cell(text) for text in (words["day"], *map(str, range(1, _DAYS + 1))))
    rows = tuple(type_.cell(words[key]) for key in ("date", "done_row", "pain_before", "pain_after"))
    return Grid(head, rows, 27 * _MM, 6.2 * _MM, LINE)


def _notes(sheet: Sheet, type_: Type) -> PdfBlock:
    words = sheet.words
    signed = Columns(
        tuple(
            Stack((Lines(1, 8 * _MM, LINE), type_.body(words[key], colour=SOFT, size=0.85)))
            for key in ("name_line", "signed", "date")
        ),
        type_.size * 1.5,
    )
    return Stack((type_.heading(words["notes"]), Lines(2, 7.5 * _MM, LINE), signed))
