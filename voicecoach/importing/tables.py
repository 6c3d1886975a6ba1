"""Rows of a table as lines of a note: "Bridge: 3 sets of 10, hold 5 seconds, each side". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voicecoach.importing.lexicon import LEXICON, pattern

_EMPTY = re.compile(r"^(?:[-–—.]+|n/?a|none|nil|0)?$", re.IGNORECASE)
_NAME = re.compile(r"^(?:exercises?|name|movement|stretch|activity|what)$", re.IGNORECASE)
_SIDE = re.compile(r"^(?:sides?|legs?|l/r|left/right|which side|each side)\??$", re.IGNORECASE)
_PLAIN = re.compile(r"^\d+(?:\.\d+)?(?:\s*(?:-|–|to)\s*\d+(?:\.\d+)?)?$")
_BOTH = pattern("tables", "both")
_ONE = re.compile(r"^(?P<side>l|r|left|right|affected|sore|painful|bad)\b.*$", re.IGNORECASE)
_ORDER = ("frequency", "feel", "tip", "move", "note", "caution")


def rows_as_lines(rows: Sequence[Sequence[str]]) -> list[str] | None:
    """One line for each row below the first, if the first names a column of exercises and one of doses; else None."""
    if len(rows) < 2:
        return None
    roles = [_role(cell) for cell in rows[0]]
    if "name" not in roles or not set(roles) & {"sets", "reps", "hold"}:
        return None
    minutes = [bool(re.search(r"\bmin", cell, re.IGNORECASE)) for cell in rows[0]]
    return [_line(roles, minutes, row) for row in rows[1:]]


def _role(head: str) -> str | None:
    bare = re.sub(r"\s*\(.*", "", head.strip(" *_:")).lower()
    if _NAME.match(bare):
        return "name"
    if _SIDE.match(bare):
        return "side"
    return LEXICON.labels.get(bare)


def _line(roles: Sequence[str | None], minutes: Sequence[bool], cells: Sequence[str]) -> str:
    found: dict[str, str] = {}
    units: dict[str, str] = {}
    for role, in_minutes, cell in zip(roles, minutes, cells, strict=False):
        if role and not _EMPTY.match(cell.strip()):
            found.setdefault(role, " ".join(cell.split()))
            units[role] = "minutes" if in_minutes else "seconds"
    parts: list[str] = []
    sets, reps = found.get("sets"), found.get("reps")
    if sets and reps:
        parts.append(f"{sets} sets of {reps}" if "set" not in sets else f"{sets}, {_counted(reps, 'times')}")
    elif sets or reps:
        parts.append(_counted(sets, "sets") if sets else _counted(reps or "", "times"))
    if hold := found.get("hold"):
        parts.append(f"hold {_counted(hold, units['hold'])}")
    if rest := found.get("rest"):
        parts.append(f"rest {_counted(rest, units['rest'])}")
    if side := found.get("side"):
        one = _ONE.match(side)
        name = {"l": "left", "r": "right"}.get(one["side"].lower(), one["side"].lower()) if one else ""
        parts.append("each side" if _BOTH.match(side) else f"{name} side only" if one else side)
    parts += [found[role] for role in _ORDER if role in found]
    return f"{found.get('name', '')}: {', '.join(parts)}"


def _counted(amount: str, noun: str) -> str:
    return f"{amount} {noun}" if _PLAIN.match(amount) else amount
