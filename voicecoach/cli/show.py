"""``show``: one routine as a readable sheet, in the terminal, as HTML or as PDF."""

from __future__ import annotations

import sys
from pathlib import Path


def show(routine: str, html: Path | None, pdf: Path | None, dose: str | None = None) -> int:
    """Prints the sheet of a routine (a name or a path), or writes it to the given files. Returns the exit code.

    A file that is there already is overwritten. Raises RequestError and FileError for a routine or a dose that is
    missing or faulty, StorageError for a file that cannot be written.
    """
    from voicecoach.language import loading
    from voicecoach.routine import library
    from voicecoach.sheet.content import sheet

    script = library.load(routine)
    made = sheet(script.routine, loading.load(script.routine.language), script.included, dose=dose)
    if html is not None:
        from voicecoach.sheet import html as page

        _write(html, page.render(made).encode("utf-8"))
    if pdf is not None:
        from voicecoach.sheet import pdf as paper

        printed = paper.render(made)
        _write(pdf, printed.content)
        if printed.replaced:
            sys.stderr.write(made.words["replaced"].format(characters=" ".join(printed.replaced)) + "\n")
    if html is None and pdf is None:
        from rich.console import Console

        from voicecoach.sheet import terminal

        terminal.show(made, Console(markup=False, emoji=False))
    return 0


def _write(path: Path, content: bytes) -> None:
    from voicecoach.errors import StorageError

    try:
        path.write_bytes(content)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror or error}.") from error
