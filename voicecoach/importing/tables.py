"""Rows of a table (Markdown, tabs) as lines of a note: "Bridge: 3 sets of 10, hold 5 s". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voicecoach.importing.lexicon import LEXICON

_RULE = re.compile(r"^[\s|:=+-]+$")
_EMPTY = re.compile(r"^(?:[-–—.]|n/?a|none)?$", re.IGNORECASE)
_NAME = re.compile(r"^(?:exercises?|name|movement|stretch|activity|what)$", re.IGNORECASE)


def spelled_out(text: str) -> str:
    """The text with each table that has a column of names and one of doses as lines, as many as there were."""
    lines = text.split("\n")
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and _cells(lines[end]):
            end += 1
        if end - start >= 2:
            lines[start:end] = _rows(lines[start:end])
        start = max(end, start + 1)
    return "\n".join(lines)


def _cells(line: str) -> list[str]:
    separator = r"\t" if line.count("\t") >= 2 else r"\|"
    if line.count("|") < 2 and separator == r"\|":
        return []
    return [cell.strip(" *_") for cell in re.split(separator, line.strip().strip("|"))]


def _rows(lines: Sequence[str]) -> list[str]:
    roles = [_role(cell) for cell in _cells(lines[0])]
    if "name" not in roles or not set(roles) & {"sets", "reps", "hold"}:
        # No table of doses: its cells are read as they stand.
        return [" ".join(cell for cell in _cells(line) if cell) if not _RULE.match(line) else "" for line in lines]
    return ["", *("" if _RULE.match(line) else _row(roles, _cells(line)) for line in lines[1:])]


def _role(head: str) -> str | None:
    if _NAME.match(head):
        return "name"
    return LEXICON.labels.get(head.lower()) or LEXICON.labels.get(re.sub(r"\s*\(.*", "", head.lower()))


def _row(roles: Sequence[str | None], cells: Sequence[str]) -> str:
    found = {role: cell for role, cell in zip(roles, cells, strict=False) if role and not _EMPTY.match(cell)}
    parts: list[str] = []
    sets, reps = found.get("sets"), found.get("reps")
    if sets and reps:
        parts.append(
            f"{sets} x {reps}"
            if re.fullmatch(r"\d+", sets) and re.fullmatch(r"\d+", reps)
            else f"{sets} sets of {reps}"
        )
    elif sets or reps:
        parts.append(_counted(sets, "sets") if sets else _counted(reps or "", "times"))
    if hold := found.get("hold"):
        parts.append(f"hold {hold}")
    if rest := found.get("rest"):
        parts.append(f"rest {rest}")
    parts += [found[role] for role in ("frequency", "feel", "tip", "move", "note", "caution") if role in found]
    return f"• {found.get('name', '')}: {', '.join(parts)}"


def _counted(amount: str, noun: str) -> str:
    return f"{amount} {noun}" if re.fullmatch(r"[\d\s–-]+", amount) else amount
