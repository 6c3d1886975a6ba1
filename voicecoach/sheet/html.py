"""The sheet as one HTML file: for a screen, a phone, a screen reader and a printer. It asks for nothing outside."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib.resources import files

from voicecoach import pictures
from voicecoach.pictures.svg_painter import dark_rules
from voicecoach.routine.outline import OutlineKind, OutlineLine
from voicecoach.sheet.content import Picture, Sheet, SheetFrame, SheetSection, WarningSigns

DAYS = 14


def render(sheet: Sheet) -> str:
    """The whole document."""
    words = sheet.words
    style = files(__package__).joinpath("sheet.css").read_text(encoding="utf-8")
    dark = f"@media screen and (prefers-color-scheme: dark) {{\n{dark_rules()}\n}}"
    return f"""<!doctype html>
<html lang="{escape(sheet.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(sheet.title)}</title>
<meta name="description" content="{escape(sheet.summary)}">
<style>
{style}
{dark}
</style>
</head>
<body>
<header>
<h1>{escape(sheet.title)}</h1>
{_paragraph(sheet.summary, "summary")}
<p class="duration">{escape(sheet.duration)}</p>
</header>
<main>
{_needs(sheet)}
{_not_for(sheet)}
<section aria-labelledby="steps" class="steps">
<h2 id="steps">{escape(words["steps"])}</h2>
{"".join(map(_section, sheet.sections))}
</section>
{_doses(sheet)}
<section aria-labelledby="warnings" class="warnings">
<h2 id="warnings">{escape(words["warnings_heading"])}</h2>
<div class="columns">
{"".join(map(_warning, sheet.warnings))}
</div>
{_paragraph(words["later"])}
</section>
<section aria-labelledby="calendar" class="calendar">
<h2 id="calendar">{escape(words["calendar"])}</h2>
<div class="weeks">
{_week(sheet, 1)}
{_week(sheet, 8)}
</div>
</section>
<section aria-labelledby="notes" class="notes">
<h2 id="notes">{escape(words["notes"])}</h2>
<div class="lines" aria-hidden="true"><i></i><i></i><i></i></div>
<p class="signed" aria-hidden="true"><span>{escape(words["name_line"])}</span><span>{escape(words["date"])}</span></p>
</section>
</main>
<footer>
<section aria-labelledby="sources" class="sources">
<h2 id="sources">{escape(words["sources"])}</h2>
{_list(sheet.sources)}
</section>
{_paragraph(words["limits"], "limits")}
</footer>
</body>
</html>
"""


def _needs(sheet: Sheet) -> str:
    if not sheet.needs:
        return ""
    return _titled("needs", sheet.words["needs"], _list(sheet.needs))


def _not_for(sheet: Sheet) -> str:
    if not sheet.not_for:
        return ""
    items = "".join(f"<li><strong>{escape(ask)}</strong> {escape(because)}</li>\n" for ask, because in sheet.not_for)
    return _titled(
        "not-for", sheet.words["not_for"], f"{_paragraph(sheet.words['not_for_lead'])}\n<ul>\n{items}</ul>\n"
    )


def _doses(sheet: Sheet) -> str:
    if not sheet.doses:
        return ""
    items = "".join(f"<li>{escape(dose.line(sheet.words))} {escape(dose.source)}</li>\n" for dose in sheet.doses)
    return _titled("doses", sheet.words["doses"], f"<ul>\n{items}</ul>\n")


def _titled(name: str, heading: str, body: str) -> str:
    return (
        f'<section aria-labelledby="{name}" class="{name}">\n<h2 id="{name}">{escape(heading)}</h2>\n{body}</section>\n'
    )


def _section(section: SheetSection) -> str:
    title = f"<h3>{escape(section.title)}</h3>\n" if section.title else ""
    return f'<div class="exercise">\n{title}{"".join(map(_frame, section.frames))}</div>\n'


def _frame(frame: SheetFrame) -> str:
    picture = _figure(frame.picture) if frame.picture else ""
    name = "frame" if frame.picture else "frame bare"
    return f'<div class="{name}">\n{picture}<div class="lines-of-text">\n{_lines(frame.lines)}</div>\n</div>\n'


def _figure(picture: Picture) -> str:
    # The drawing itself has a name and a description for screen readers; the caption would say it twice.
    caption = escape(pictures.title(picture.key, picture.side))
    drawing = pictures.svg(picture.key, picture.side)
    return f'<figure>\n{drawing}<figcaption aria-hidden="true">{caption}</figcaption>\n</figure>\n'


def _lines(lines: Iterable[OutlineLine]) -> str:
    """Steps as ordered lists that go on counting, with notes and headings between them."""
    out: list[str] = []
    listing = False
    for line in lines:
        if (line.kind is OutlineKind.STEP) != listing:
            out.append("</ol>\n" if listing else f'<ol start="{line.number}">\n')
            listing = not listing
        if line.kind is OutlineKind.STEP:
            out.append(f"<li>{_step(line)}</li>\n")
        else:
            out.append(_paragraph(line.text, line.kind.value) + "\n")
    return "".join(out) + ("</ol>\n" if listing else "")


def _step(line: OutlineLine) -> str:
    parts = [_paragraph(line.text)] if line.text else []
    if line.dose:
        parts.append(_paragraph(line.dose, "dose"))
    felt = " ".join(sentence for sentence in (line.feel, line.not_feel) if sentence)
    parts += [_paragraph(text, "detail") for text in (felt, line.breathe, " ".join(line.tips), line.release) if text]
    return "\n".join(parts)


def _warning(warning: WarningSigns) -> str:
    return f"<div>\n<h3>{escape(warning.heading)}</h3>\n{_paragraph(warning.lead)}\n{_list(warning.items)}</div>\n"


def _week(sheet: Sheet, first: int) -> str:
    words, days = sheet.words, range(first, first + DAYS // 2)
    head = "".join(f'<th scope="col">{day}</th>' for day in days)
    rows = "".join(
        f'<tr><th scope="row">{escape(words[key])}</th>{"<td></td>" * len(days)}</tr>\n'
        for key in ("date", "done_row", "pain_before", "pain_after")
    )
    return (
        f'<table>\n<thead><tr><th scope="row">{escape(words["day"])}</th>{head}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table>\n"
    )


def _list(items: Iterable[str]) -> str:
    return "<ul>\n" + "".join(f"<li>{escape(item)}</li>\n" for item in items) + "</ul>\n"


def _paragraph(text: str, name: str = "") -> str:
    if not text:
        return ""
    return f'<p class="{name}">{escape(text)}</p>' if name else f"<p>{escape(text)}</p>"
