"""Settles a guess in an imported script: takes its mark away, and puts another value in its place. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voicecoach.errors import FileError, RequestError
from voicecoach.routine.parse import parse
from voicecoach.routine.review import OpenCheck, open_checks

ASKED_AT_ONCE = 3
"""How many guesses an import asks about; a longer list is read over in the script."""


def worth_asking(script: str) -> tuple[OpenCheck, ...]:
    """The guesses that matter most: doses and sides, first those that the text leaves out altogether."""
    deciding = [check for check in open_checks(script) if check.decides]
    return tuple(sorted(deciding, key=lambda check: ("is a guess" not in check.message, check.line))[:ASKED_AT_ONCE])


def written_above(script: str, check: OpenCheck) -> tuple[str, ...]:
    """What the text says there: the quotations in the comments above the line of a guess."""
    lines = script.split("\n")
    found: list[str] = []
    at = check.line - 2
    while at >= 0 and lines[at].lstrip().startswith("#"):
        comment = lines[at].strip().removeprefix("#").strip()
        if re.match(r"line \d+: ", comment):
            found.insert(0, comment)
        at -= 1
    return tuple(found)


def settled(script: str, checks: Sequence[OpenCheck], value: str | None = None) -> str:
    """The script without the marks of guesses about one key, and with another value there if one is given.

    Raises RequestError if the value cannot stand there.
    """
    lines = script.split("\n")
    line = checks[0].line - 1
    lines[line] = re.sub(r"\s+# check: .*$", "", lines[line])
    if value is not None:
        lines[line] = re.sub(r"^(\s*(?:- )*[a-z_]+:).*$", lambda found: f"{found[1]} {value}", lines[line])
    first = line
    while first > 0 and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    kept = _without_marks(lines[first:line])
    changed = "\n".join([*lines[:first], *kept, *lines[line:]])
    try:
        parse(changed.encode(), "script")
    except FileError as error:
        raise RequestError(error.problems[0].message) from None
    return changed


def _without_marks(comments: Sequence[str]) -> list[str]:
    """Comments without those that mark a guess, and without the lines on which these go on."""
    kept: list[str] = []
    dropping = False
    for comment in comments:
        dropping = re.match(r"\s*# check: ", comment) is not None or (
            dropping and re.match(r"\s*#   ", comment) is not None
        )
        kept += [] if dropping else [comment]
    return kept
