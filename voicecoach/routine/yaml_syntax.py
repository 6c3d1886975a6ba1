"""What the writer of a file probably did where it is no YAML, in a sentence and at its place. Pure."""

from __future__ import annotations

import re

import yaml

from voicecoach.errors import Problem

_SIDE = re.compile(r"\{(?:side|other)\}")
_SIDE_FIRST = re.compile(r"[:\-]\s+(\{(?:side|other)\})")
_CURLY_FIRST = re.compile(r"[:\-]\s+([“”„‘’‚])")
_APOSTROPHE = re.compile(r"[:\-\[,]\s+'[^']*'(?=\w)")
_STEP = re.compile(r"\s*- ")
_KEY = re.compile(r"\s*[A-Za-z_]+:(?:\s|$)")
_MEANT = (
    # What the scanner says, and what the writer probably did.
    ("mapping values are not allowed", "a colon inside text: put the text in quotes, or check the indentation"),
    ("unexpected end of stream", "a quote or bracket that is opened here is never closed"),
    ("could not find expected ':'", "expected a key followed by a colon; check the line and its indentation"),
    ("did not find expected key", "expected a key; check the indentation, and put text with quotes in it in quotes"),
    ("did not find expected '-' indicator", "expected '- ' here; check the indentation"),
    ("did not find expected ',' or", "expected a comma or a closing bracket"),
    ("cannot start any token", "text that begins with this character must be in quotes"),
    ("node content", "this sign has no place here; put text that contains it in quotes"),
    ("directive", "a line may not begin with %; put text that begins with it in quotes"),
    ("unknown escape character", "unknown escape after \\ in double quotes; use single quotes"),
    ("undefined alias", "text that begins with * must be in quotes"),
    ("alphabetic or numeric character", "text that begins with * or & must be in quotes"),
    ("expected <block end>", "expected a key or '- ' here; check the indentation"),
    ("expected ',' or", "expected a comma or a closing bracket"),
)
_AT_ITS_BEGINNING = (
    "found unexpected end of stream",
    "could not find expected ':'",
    "did not find expected alphabetic",
)
"""Faults that the scanner notices later than where a reader would look."""


def syntax_problem(error: yaml.YAMLError, lines: list[str], file: str) -> Problem:
    """The fault that ended the reading of a file with these lines."""
    found = getattr(error, "problem_mark", None)
    opened = getattr(error, "context_mark", None)
    said = str(getattr(error, "problem", None) or "this is not YAML")
    message = next((meant for phrase, meant in _MEANT if phrase in said), said)
    if opened is not None and said.startswith(_AT_ITS_BEGINNING):
        found = opened
    if found is None:
        return Problem(file, 1, 1, message)
    number, column = found.line + 1, found.column
    line = _line(lines, found.line)
    before = line[: len(line) - len(line.lstrip())]
    if "\t" in before or line[column : column + 1] == "\t":
        return Problem(file, number, line.index("\t") + 1, "a tab: indent with spaces only")
    if _SIDE.match(line, column):
        return Problem(file, number, column + 1, "between brackets, text with { in it must be in quotes")
    for mark in (found, opened):
        if mark is not None and (unquoted := _SIDE_FIRST.search(_line(lines, mark.line))):
            return Problem(file, mark.line + 1, unquoted.start(1) + 1, "text that begins with { must be in quotes")
    if curly := _CURLY_FIRST.search(line):
        return Problem(file, number, curly.start(1) + 1, "curly quotes do not count as quotes here: use straight ones")
    if (quoted := _APOSTROPHE.search(line)) and quoted.end() >= column:
        apostrophe = "the text in quotes ends at this sign: use double quotes around it, or write the sign twice"
        return Problem(file, number, quoted.end(), apostrophe)
    return Problem(file, number, column + 1, _misaligned(lines, found.line) or message)


def _misaligned(lines: list[str], index: int) -> str:
    """What is wrong with the indentation of a line that begins a step, or a key of one. Empty if it looks right."""
    line = _line(lines, index)
    column = len(line) - len(line.lstrip()) + 1
    above = next((earlier for earlier in reversed(lines[:index]) if _STEP.match(earlier)), None)
    if above is None:
        return ""
    step_column = len(above) - len(above.lstrip()) + 1
    if _STEP.match(line) and column != step_column:
        return f"this '- ' is in column {column}, and the one before it in column {step_column}: line them up"
    if _KEY.match(line) and column != step_column + 2:
        return (
            f"this key is in column {column}: to belong to the step before it, it must be in column {step_column + 2}"
        )
    return ""


def _line(lines: list[str], index: int) -> str:
    return lines[index] if index < len(lines) else ""
