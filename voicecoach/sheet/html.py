"""The sheet as one HTML file: for a screen, a phone, a screen reader and a printer. It requests nothing else."""

from __future__ import annotations

from markupsafe import Markup

from voicecoach import pictures
from voicecoach.html import templates
from voicecoach.pictures.svg_painter import dark_rules
from voicecoach.sheet.content import Picture, Sheet


def render(sheet: Sheet) -> str:
    """The whole document."""
    return (
        templates(__package__)
        .get_template("sheet.html")
        .render(
            sheet=sheet,
            title=sheet.title,
            language=sheet.language,
            words=sheet.words,
            svg=_svg,
            caption=lambda picture: pictures.title(picture.key, picture.side),
            dark_rules=Markup(dark_rules()),
        )
    )


def _svg(picture: Picture) -> Markup:
    return Markup(pictures.svg(picture.key, picture.side))
