"""The marks that an import leaves in a script: ``# check:`` comments, each a guess that a person should settle. Pure.

A mark at the end of a line is about the key on that line; a mark on a line of its own, about the next key below it.
Whoever settles one deletes the comment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

DECIDING_KEYS = frozenset({"hold", "times", "reps", "repeat", "rest", "every", "each_side", "first_side", "steps"})
"""Keys that are a dose or a side: nobody should exercise by a guess at one of these."""

_OWN_LINE = re.compile(r"^\s*#\s*check:\s*(?P<message>.*)$")
_KEY = re.compile(r"^\s*(?:-\s+)*(?P<key>[a-z_]+):")
_QUOTED = r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\""
_AT_END = re.compile(
    rf"^\s*(?:-\s+)*(?P<key>[a-z_]+):(?:\s+(?:{_QUOTED}|(?![\s'\"#])(?:(?!\s#).)*))?\s+#\s*check:\s*(?P<message>.*)$"
)


@dataclass(frozen=True, slots=True)
class OpenCheck:
    """A guess in a script that nobody has settled yet."""

    line: int
    """The line of the key it is about, from 1."""
    key: str
    message: str

    @property
    def decides(self) -> bool:
        """Whether it is about a dose or a side."""
        return self.key in DECIDING_KEYS


def open_checks(script: str) -> tuple[OpenCheck, ...]:
    """The guesses in the text of a script that are still marked, in the order of their lines."""
    found: list[OpenCheck] = []
    waiting: list[str] = []
    for number, line in enumerate(script.splitlines(), 1):
        if own := _OWN_LINE.match(line):
            waiting.append(own["message"])
            continue
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key = _KEY.match(line)
        if waiting and key:
            found += [OpenCheck(number, key["key"], message) for message in waiting]
            waiting = []
        if at_end := _AT_END.match(line):
            found.append(OpenCheck(number, at_end["key"], at_end["message"]))
    return tuple(found)
