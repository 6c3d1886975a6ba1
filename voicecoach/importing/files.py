"""Imports a file: plain text, Markdown, HTML, Word or PDF. The only module of the package that opens files."""

from __future__ import annotations

from pathlib import Path

from voicecoach.errors import RequestError
from voicecoach.importing import document, office
from voicecoach.importing.importer import Imported, import_blocks
from voicecoach.importing.markup import blocks_of
from voicecoach.outside.small_files import read_beginning


def import_file(path: Path) -> Imported:
    """The script for the exercises that a file describes.

    Raises RequestError, with the name of the file, when it cannot be read or holds no exercise.
    """
    try:
        data = read_beginning(path, office.MOST_FILE_BYTES + 1)
    except OSError as error:
        raise RequestError(f"{path} cannot be read: {error.strerror or error}.") from error
    try:
        if office.is_office(data):
            blocks = office.office_blocks(data)
        else:
            blocks = blocks_of(document.decode(data[: document.MAX_BYTES + 1]), path.name)
        return import_blocks(blocks, source=path.name)
    except RequestError as error:
        raise RequestError(f"{path}: {error}") from error
