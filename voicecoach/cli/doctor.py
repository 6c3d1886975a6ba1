"""``doctor``: what was tried, a sentence a part, and what to do about missing ones."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from voicecoach.coach.diagnostics import Finding
    from voicecoach.language.language_file import DoctorTexts

MARKS = {
    "good": ("\N{CHECK MARK}", "ok", "green"),
    "weak": ("!", "!", "yellow"),
    "missing": ("\N{BALLOT X}", "x", "red"),
}
"""By state: the sign, what stands for it where the terminal has no such character, and its colour."""
NARROWEST, WIDEST = 40, 100


def doctor(as_json: bool) -> int:
    """Prints the sentences, or the rows as JSON. Returns 0 when a session can run and 1 when it cannot."""
    from voicecoach import settings
    from voicecoach.coach.diagnostics import examined
    from voicecoach.language import loading

    chosen = settings.load({})
    language = loading.load(chosen.language)
    examination = examined(chosen, language)
    if as_json:
        rows = [asdict(row) for row in examination.rows.values()]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    else:
        words = language.texts.doctor
        sys.stdout.write(sentences(examination.rows, words, shutil.get_terminal_size().columns) + "\n\n")
        sys.stdout.write((words.able if examination.able else words.unable) + "\n")
    return 0 if examination.able else 1


def sentences(rows: Mapping[str, Finding], words: DoctorTexts, columns: int) -> str:
    """A row a part: its mark, then sentences that are broken between words and indented below it."""
    width = min(max(columns, NARROWEST), WIDEST) - 1
    plain = not _can_show(MARKS["good"][0] + MARKS["missing"][0])
    colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    lines = []
    for part, row in rows.items():
        state = row.state.value
        sign, letters, colour = MARKS[state]
        mark, indent = (letters, "   ") if plain else (sign, "  ")
        found = "" if row.found == "-" else f": {row.found.rstrip('.')}"
        told = " ".join(filter(None, (f"{words.told[part][state]}{found}.", row.advice)))
        wrapped = textwrap.wrap(
            told,
            width,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        first = wrapped[0].removeprefix(indent)
        lines += [typer.style(mark, fg=colour) if colours else mark, *wrapped[1:]]
        lines[-len(wrapped)] += f"{'':{len(indent) - len(mark)}}{first}"
    return "\n".join(lines)


def _can_show(characters: str) -> bool:
    try:
        characters.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
