"""``import``: plain instructions to a routine script, with a list of what a person should look at."""

from __future__ import annotations

import sys
from pathlib import Path


def import_script(source: Path, output: Path | None, *, force: bool = False) -> int:
    """Prints the script for the exercises in a text file, or writes it to ``output``; then what was doubtful.

    The list goes to stderr when the script goes to stdout. Answers 0. Raises RequestError when the text cannot be
    read, holds no exercise, or ``output`` exists and ``force`` is not given, and RunError when it cannot be written.
    """
    from voicecoach.errors import RequestError, RunError
    from voicecoach.importing import document, import_text

    if output is not None and output.exists() and not force:
        raise RequestError(f"{output} exists already; --force writes over it")
    try:
        with source.open("rb") as file:
            data = file.read(document.MAX_BYTES + 1)
    except OSError as error:
        raise RequestError(f"cannot read {source}: {error.strerror or error}") from error
    try:
        imported = import_text(document.decode(data), source=source.name)
    except RequestError as error:
        raise RequestError(f"{source}: {error}") from error
    if output is None:
        sys.stdout.write(imported.yaml)
    else:
        try:
            output.write_text(imported.yaml, encoding="utf-8", newline="\n")
        except OSError as error:
            raise RunError(f"cannot write {output}: {error.strerror or error}") from error
    listing = sys.stderr if output is None else sys.stdout
    where = str(output) if output else "the script"
    count = len(imported.exercises)
    listing.write(f"{where}: {count} exercise{'s' * (count > 1)}: {', '.join(imported.exercises)}\n")
    for doubt in imported.doubts:
        listing.write(f"{where}:{doubt.line}: {doubt.message}\n" if output else f"{doubt}\n")
    return 0
