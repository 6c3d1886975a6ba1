"""From the bytes of a file to its blocks: headings, paragraphs, list items and rows, each with its line. Pure.

Markdown and HTML go through their parsers (``markup``), Word and PDF through theirs (``office``); plain text is read
by the rules here, which also serve for the running text inside the others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from voicecoach.errors import RequestError
from voicecoach.importing.lexicon import pattern

MAX_BYTES = 256 * 1024
"""As large as a script may be: longer texts are books."""
MOST_BLOCKS = 4000
MOST_CLAUSES = 6000
"""256 KiB of prose have fewer; what has more is read for seconds and fits into no script."""


class BlockKind(Enum):
    HEADING = auto()
    PARAGRAPH = auto()
    ITEM = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or an item of a list, its line breaks undone."""

    kind: BlockKind
    text: str
    line: int
    """Its first line in the file, from 1."""
    number: str | None = None
    """What an item or heading is numbered with, such as ``2`` or ``2a``."""
    indent: int = 0
    explicit: bool = False
    """The text is marked as a heading (``#``, bold, underlined), and does not only look like one."""
    row: bool = False
    """A row of a table, as a line of a note."""


_NOT_TEXT = {
    b"\xd0\xcf\x11\xe0": "an old Word file; save it as .docx or plain text first",
    b"{\\rtf": "a rich-text file; save it as plain text first",
    b"\x89PNG": "a picture; type or scan its text into a plain text file first",
    b"\xff\xd8\xff": "a picture; type or scan its text into a plain text file first",
}


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with a byte order mark, or Windows-1252.

    Raises RequestError for more than 256 KiB and for what is not text.
    """
    for magic, what in _NOT_TEXT.items():
        if data.startswith(magic):
            raise RequestError(f"this is {what}")
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in data and not utf_16:
        raise RequestError("this is no text file: it contains zero bytes")
    if len(data) > MAX_BYTES:
        raise RequestError("the text is longer than 256 KiB: cut out the part with the exercises")
    if utf_16:
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows-1252; they become the replacement character, which is dropped later.
        return data.decode("cp1252", errors="replace")


# --- characters ---------------------------------------------------------------------------------------------------

_FRACTIONS = {"½": ".5", "¼": ".25", "¾": ".75"}
_REPLACED = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "″": '"', "′": "'",
        "‐": "-", "‑": "-", "‒": "–", "—": "–", "―": "–", "−": "-",
        "×": "x", "✕": "x", "✖": "x", "·": "•", "▪": "•", "◦": "•", "‣": "•", "●": "•", "○": "•", "■": "•",
        "□": "•", "➢": "•", "➤": "•", "►": "•", "▶": "•", "✓": "•", "✔": "•", "❖": "•", "⁃": "•",
        "\uf0b7": "•", "\uf0a7": "•",
        "…": "...", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "{": "(", "}": ")",
        "\ufffd": None, "\u00ad": None, "\ufeff": None,
    }
)  # fmt: skip


_EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?")
"""Emoji: bullets at the beginning of a line, left out elsewhere."""


def clean(text: str) -> str:
    """The text without curly quotes, odd blanks and control characters; braces become brackets. Lines stay lines."""
    text = re.sub(r"\r\n?", "\n", text)
    text = re.sub(r"(\d)\s?([½¼¾])", lambda found: found[1] + _FRACTIONS[found[2]], text)
    text = re.sub(r"[½¼¾]", lambda found: "0" + _FRACTIONS[found[0]], text)
    text = _EMOJI.sub("", re.sub(rf"(?m)^[ \t]*(?:{_EMOJI.pattern})+[ \t]*", "• ", text))
    text = re.sub(r"[\u2460-\u2473]", lambda found: f"{ord(found[0]) - 0x245F}. ", text)
    text = unicodedata.normalize("NFKC", text.translate(_REPLACED)).translate(_REPLACED)
    return "".join(
        character
        for character in text
        if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )


# --- plain text ---------------------------------------------------------------------------------------------------

_BULLET = re.compile(r"^(?:[•*+~>]|-{1,2}|–|o(?=\s{2,}))\s*(?=\S)")
_NUMBER = pattern("document", "number", cased=True)
_STEP = pattern("document", "step")
_RULE = re.compile(r"^\s*([-=_*~#])\1{2,}\s*$")
_PACKED = pattern("document", "packed")
_SHORT_FORM = re.compile(r"\b(?:approx|e\.g|i\.e|sec|secs|min|mins|reps|no|dr|st|vs)\.$")
_END = re.compile(r"[.!?:;][\"')\]]*$")
_LABEL_LINE = re.compile(r"[A-Z][A-Za-z /-]{2,28}:")
_DOSE_LINE = pattern("document", "dose_line")
_GENTLE_BREAK = 55
"""A line this long may have been broken off by a program, and not by its writer."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the file, with single blanks between its words."""

    number: int
    indent: int
    text: str


def source_lines(text: str, first: int = 1) -> Iterator[SourceLine]:
    """The lines of a text; marks of quoted mail are taken off, and a list on one line is taken apart."""
    for number, raw in enumerate(text.split("\n"), first):
        if raw.count(" • ") >= 2 and len(raw) < 2000:
            for index, piece in enumerate(raw.split(" • ")):
                yield SourceLine(number, 0, " ".join(f"{'• ' * (index > 0)}{piece}".split()))
            continue
        stripped = re.sub(r"^(?:\s*>)+\s?", "", raw).expandtabs(4)
        yield SourceLine(number, len(stripped) - len(stripped.lstrip()), " ".join(stripped.split()))


def text_blocks(lines: Iterable[SourceLine]) -> list[Block]:
    """The blocks of plain text. Which of the unmarked short lines are headings is decided later.

    Raises RequestError for more than ``MOST_BLOCKS``.
    """
    found: list[Block] = []
    open_lines: list[SourceLine] = []
    marker: tuple[BlockKind, str | None] = (BlockKind.PARAGRAPH, None)

    def close() -> None:
        nonlocal marker
        if open_lines:
            joined = " ".join(line.text for line in open_lines)
            found.append(Block(marker[0], joined, open_lines[0].number, marker[1], open_lines[0].indent))
        open_lines.clear()
        marker = (BlockKind.PARAGRAPH, None)

    before = ""
    for line in lines:
        if len(found) > MOST_BLOCKS:
            raise too_many_blocks()
        above, before = before, line.text
        if not line.text:
            close()
        elif _RULE.match(line.text):
            underlines = open_lines and above and line.text[0] in "-=~"
            if underlines and len(open_lines) == 1 and marker[0] is BlockKind.PARAGRAPH:
                found.append(Block(BlockKind.HEADING, open_lines.pop().text, line.number - 1, explicit=True))
            close()
        elif begun := item_marker(line.text):
            close()
            kind, number, rest = begun
            marker = (kind, number)
            open_lines.append(SourceLine(line.number, line.indent, rest))
        elif open_lines and _continues(open_lines[-1], line):
            open_lines.append(line)
        else:
            close()
            open_lines.append(line)
    close()
    return [block for block in found if re.search(r"\w", block.text)]


def too_many_blocks() -> RequestError:
    return too_many(MOST_BLOCKS, "paragraphs and list items")


def too_many(most: int, things: str) -> RequestError:
    return RequestError(
        f"the text has more than {most} {things}, and at most {most} can be imported: "
        "cut out the part with the exercises"
    )


def item_marker(text: str) -> tuple[BlockKind, str | None, str] | None:
    """The kind, number and remainder of a line that begins a list item."""
    if found := _STEP.match(text):
        return BlockKind.ITEM, None, text[found.end() :] or text
    bulleted = _BULLET.match(text)
    if bulleted and not text.startswith("**"):
        rest = text[bulleted.end() :]
        if inner := _STEP.match(rest):
            rest = rest[inner.end() :]
        return BlockKind.ITEM, None, rest
    rest, number = numbered(text)
    if number and not re.match(r"\d{1,2}\s*(?:x|sec|min|reps?|times)\b", text):
        return BlockKind.ITEM, number, rest
    return None


def numbered(text: str) -> tuple[str, str | None]:
    """A heading or item without its number, and the number."""
    found = _NUMBER.match(text)
    if found and found.end() < len(text):
        return text[found.end() :].strip(), found["number"] or found["letter"] or found["roman"]
    return text, None


def _continues(before: SourceLine, line: SourceLine) -> bool:
    """Whether a line goes on with the sentence of the line before it, broken off by an editor or a mail program."""
    if _LABEL_LINE.match(line.text) or (
        re.match(r"[A-Z]", line.text)
        and len(line.text) <= 45
        and not re.search(r"[.!;,]$", line.text)
        and (_END.search(before.text) or len(before.text) < 45)
    ):
        return False  # a label or a heading
    if (end := _END.search(before.text)) and not _SHORT_FORM.search(before.text.lower()):
        return len(before.text) >= 50 and not end[0].startswith(":")
    if len(before.text) < 60 and len(line.text) < 60 and _PACKED.search(before.text) and _PACKED.search(line.text):
        return False  # two lines of a note, each with its dose
    if re.search(r"\d\s*[\"']*\s*(?:s|sec|secs|x|reps?|ea|B|B/L|e/s)$", before.text) and len(before.text) < 50:
        return False
    if _DOSE_LINE.match(before.text) and _DOSE_LINE.match(line.text):
        return False
    first = line.text[0]
    if first.islower() or before.text.endswith((",", "-", "–", "(")):
        return len(before.text) >= 25 or before.text.endswith((",", "-", "–"))
    return len(before.text) >= _GENTLE_BREAK
