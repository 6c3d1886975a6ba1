"""YAML to plain data, with the place of every key and value, within limits. Pure.

Scalars are understood as YAML 1.2 does, like most editors: only true and false are truth values, so that an answer
"no" or a key "on" stays a word. Anchors, aliases and tags are refused, and reading ends at the first limit, so that
no file, however deep or dense, costs more than its first few thousand nodes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NoReturn, Protocol

import yaml

from voicecoach.errors import FileError, Problem
from voicecoach.routine.quantities import EMPTY
from voicecoach.routine.yaml_syntax import syntax_problem

MAX_BYTES = 256 * 1024
MAX_DEPTH = 32
MAX_NODES = 5_000

Path = tuple[str | int, ...]

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's scanner where PyYAML was built with it, as its wheels are; it is ten times as fast."""

_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), EMPTY),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ODD_BLANK = "\xa0\u1680\u2000-\u200b\u202f\u205f\u3000"
_ODD_INDENTATION = re.compile(
    f"^[ \t]*(?P<odd>[{_ODD_BLANK}])[ \t{_ODD_BLANK}]*(?:- |[A-Za-z_]+:(?:[ \t]|$))", re.MULTILINE
)
"""A blank that is none to YAML, before a key or a step."""
_COMMENT_IN_TEXT = re.compile(r"[ \t]+(#[^\s#].*)")
_DOCUMENTS = (b"PK\x03\x04", b"%PDF", b"{\\rtf", b"\xd0\xcf\x11\xe0")
_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the file, counted from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Document:
    """What a file holds: dicts, lists, texts, numbers, truth values and ``EMPTY``, and where each of them is."""

    file: str
    data: object = EMPTY
    values: dict[Path, Position] = field(default_factory=dict)
    keys: dict[Path, Position] = field(default_factory=dict)
    """Where the key of a value stands, for values that have one."""
    comments: list[tuple[Position, str]] = field(default_factory=list)
    """Comments after a text that look like a part of it, such as ``#3``."""
    problems: list[Problem] = field(default_factory=list)
    """Faults that did not keep it from being read: a key that stands twice, a key that is no word."""

    def problem(self, mark: Position, message: str) -> Problem:
        return Problem(self.file, mark.line, mark.column, message)

    def children(self, path: Path) -> list[str]:
        """The keys of the mapping at the end of a path."""
        data: Any = self.data
        for part in path:
            data = data[part]
        return list(data)

    def value_at(self, path: Path) -> Position:
        """Where a value stands, or the nearest thing around it that has a place."""
        while path not in self.values and path:
            path = path[:-1]
        return self.values.get(path, Position(1, 1))

    def key_at(self, path: Path) -> Position:
        """Where a key stands, or its value when it has none."""
        return self.keys.get(path) or self.value_at(path)


def read(source: bytes, file: str) -> Document:
    """The content of a YAML file.

    Raises FileError when it is too large or too deep, or when it is not YAML as far as it is needed here. Then it
    names one problem only, the first: what comes after it cannot be read.
    """
    text = _decoded(source, file)
    document = Document(file)
    lines = _LINE_BREAK.split(text)
    parser: _Parser = _PARSER(text)
    try:
        _Composer(document, parser, lines).compose()
    except yaml.YAMLError as error:
        raise FileError([syntax_problem(error, lines, file)]) from None
    finally:
        parser.dispose()
    return document


def shown(text: str, most: int = 40) -> str:
    """A piece of the file fit to stand in a message: on one line, and not too long.

    >>> shown("a key\\nover two lines")
    "'a key over two lines'"
    """
    line = "".join(character if character.isprintable() else " " for character in text[: 2 * most])
    return f"'{line if len(text) <= most else line[: most - 1] + '…'}'"


def _decoded(source: bytes, file: str) -> str:
    if len(source) > MAX_BYTES:
        message = f"a file may have at most {MAX_BYTES // 1024} KiB, and this one has {len(source) // 1024}"
        raise FileError([Problem(file, 1, 1, message)])
    if source.startswith(_DOCUMENTS):
        message = "this is a Word, PDF or archive file, and no text: 'voicecoach import' makes routines from documents"
        raise FileError([Problem(file, 1, 1, message)])
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileError([Problem(file, 1, 1, "the file is written in UTF-16: save it as UTF-8")])
    if source.count(b"\0") > 1:  # one alone is a slip, and told with its place
        raise FileError([Problem(file, 1, 1, "this is no text in UTF-8: it contains zero bytes")])
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = error.object[: error.start].decode("utf-8", errors="replace")
        mark = _mark_of(good, len(good))
        message = f"byte 0x{error.object[error.start]:02x} is not UTF-8: save the file as UTF-8"
        raise FileError([Problem(file, mark.line, mark.column, message)]) from None
    if found := _UNPRINTABLE.search(text):
        mark = _mark_of(text, found.start())
        message = f"control character U+{ord(found[0]):04X}: take it out"
        raise FileError([Problem(file, mark.line, mark.column, message)])
    if found := _ODD_INDENTATION.search(text):
        mark = _mark_of(text, found.start("odd"))
        message = f"U+{ord(found['odd']):04X}, which looks like a blank and is none: indent with ordinary blanks"
        raise FileError([Problem(file, mark.line, mark.column, message)])
    return text


def _mark_of(text: str, offset: int) -> Position:
    breaks = [found.end() for found in _LINE_BREAK.finditer(text, 0, offset)]
    return Position(len(breaks) + 1, offset - (breaks[-1] if breaks else 0) + 1)


class _Parser(Protocol):
    """What is used of PyYAML's parsers, which carry no types."""

    def check_event(self) -> bool: ...
    def get_event(self) -> yaml.Event: ...
    def dispose(self) -> None: ...


class _Composer:
    """Turns the parser's events into data, counting as it goes."""

    def __init__(self, document: Document, parser: _Parser, lines: list[str]) -> None:
        self._document = document
        self._parser = parser
        self._lines = lines
        self._nodes = 0

    def compose(self) -> None:
        documents = 0
        while self._parser.check_event():
            event = self._parser.get_event()
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            documents += 1
            if documents > 1:
                self._refuse(event, "a file holds one routine: '---' begins a second one")
            self._document.data = self._node(self._parser.get_event(), (), 1)

    def _node(self, event: yaml.Event, path: Path, depth: int) -> object:
        self._count(event)
        self._document.values[path] = _mark(event)
        if isinstance(event, yaml.ScalarEvent):
            if event.style not in (None, ""):
                return event.value
            self._look_for_comment(event)
            return _plain(event.value)
        if depth > MAX_DEPTH:
            self._refuse(event, f"nested more than {MAX_DEPTH} levels deep")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path, depth)
        return self._mapping(path, depth)

    def _list(self, path: Path, depth: int) -> list[object]:
        items: list[object] = []
        while not isinstance(event := self._parser.get_event(), yaml.SequenceEndEvent):
            items.append(self._node(event, (*path, len(items)), depth + 1))
        return items

    def _mapping(self, path: Path, depth: int) -> dict[str, object]:
        items: dict[str, object] = {}
        while not isinstance(event := self._parser.get_event(), yaml.MappingEndEvent):
            key = self._key(event, depth)
            value = self._parser.get_event()
            if key is None:
                self._skip(value, depth)
            elif key in items:
                first = self._document.keys[*path, key]
                self._fault(event, f"{shown(key)} stands here a second time; the first is in line {first.line}")
                self._skip(value, depth)
            else:
                self._document.keys[*path, key] = _mark(event)
                items[key] = self._node(value, (*path, key), depth + 1)
        return items

    def _key(self, event: yaml.Event, depth: int) -> str | None:
        if isinstance(event, yaml.ScalarEvent):
            self._count(event)
            return str(event.value)
        self._fault(event, "expected a key, which is a word followed by a colon")
        self._skip(event, depth)
        return None

    def _skip(self, event: yaml.Event, depth: int) -> None:
        """Read past a value that has no place in the data, under the same limits."""
        apart = _Composer(Document(self._document.file, problems=self._document.problems), self._parser, self._lines)
        apart._nodes = self._nodes
        apart._node(event, (), depth + 1)
        self._nodes = apart._nodes

    def _look_for_comment(self, event: yaml.ScalarEvent) -> None:
        """Note a comment that begins in the middle of what may be a text, such as ``Use band #3``."""
        end = event.end_mark
        if end is None or not event.value or end.line >= len(self._lines):
            return
        if found := _COMMENT_IN_TEXT.match(self._lines[end.line], end.column):
            self._document.comments.append((Position(end.line + 1, found.start(1) + 1), found[1].rstrip()))

    def _count(self, event: yaml.Event) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._refuse(event, f"a file may have at most {MAX_NODES:,} keys and values")
        anchor = event.anchor if isinstance(event, yaml.NodeEvent) else None
        tag = event.tag if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) else None
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, "aliases are not allowed here; put text that begins with * in quotes")
        if anchor is not None:
            self._refuse(event, "anchors are not allowed here; put text that begins with & in quotes")
        if tag is not None:
            self._refuse(event, "tags are not allowed here; put text that begins with ! in quotes")

    def _fault(self, event: yaml.Event, message: str) -> None:
        self._document.problems.append(self._document.problem(_mark(event), message))

    def _refuse(self, event: yaml.Event, message: str) -> NoReturn:
        raise FileError([self._document.problem(_mark(event), message)])


def _mark(event: yaml.Event) -> Position:
    mark = event.start_mark
    return Position(mark.line + 1, mark.column + 1) if mark is not None else Position(1, 1)


def _plain(value: str) -> object:
    if value in _CONSTANTS:
        return _CONSTANTS[value]
    if _INT.fullmatch(value):
        return int(value)
    return float(value) if _FLOAT.fullmatch(value) else value
