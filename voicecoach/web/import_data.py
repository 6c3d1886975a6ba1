"""Instructions pasted into the page, as a script that a person reads over and keeps. It reads and writes files."""

from __future__ import annotations

import re

from voicecoach.errors import FileError, Problem, RequestError, RunError
from voicecoach.importing import import_text
from voicecoach.paths import user_routines, write_private
from voicecoach.routine import library
from voicecoach.routine.parse import parse_document
from voicecoach.routine.review import open_checks

MOST_BYTES = 1024 * 1024
"""Of a request: a text or a script of 256 KiB, its line ends and quotes written out as JSON."""
JsonObject = dict[str, object]


def imported(text: str) -> JsonObject:
    """The script of a text, and for each of its lines the line of the text that it comes from. Raises RequestError."""
    found = import_text(text)
    return {"script": found.yaml, "origins": [list(pair) for pair in found.origins], **looked_over(found.yaml)}


def looked_over(script: str) -> JsonObject:
    """What is wrong with a script, and which guesses are still marked in it, each with its line."""
    return {
        "problems": [{"line": problem.line, "message": problem.message} for problem in _problems(script)],
        "checks": [
            {"line": check.line, "message": f"{check.key}: {check.message}", "decides": check.decides}
            for check in open_checks(script)
        ],
    }


def saved(script: str, name: str, *, replace: bool) -> JsonObject:
    """Keeps a script among a person's own routines, and answers the name it has in the library.

    Raises RequestError for a name that is none or is taken, and for a script with problems; RunError when it cannot be
    written.
    """
    key = library.name_of(re.sub(r"[^\w -]", " ", name).strip())
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", key) or len(key) > 60:
        raise RequestError("Give it a name of letters and digits, such as morning stretches.")
    if problems := _problems(script):
        raise RequestError(f"Line {problems[0].line}: {problems[0].message}")
    path = user_routines() / f"{key}.yaml"
    if path.exists() and not replace:
        raise RequestError(
            f"There is a routine of yours called {key}. Choose another name, or tick the box to replace it."
        )
    try:
        write_private(path, script if script.endswith("\n") else script + "\n")
    except OSError as error:
        raise RunError(f"{path} cannot be written: {error.strerror or error}") from error
    return {"name": key}


def _problems(script: str) -> list[Problem]:
    try:
        parse_document(script.encode("utf-8", errors="replace"), "script")
    except FileError as error:
        return list(error.problems)
    return []
