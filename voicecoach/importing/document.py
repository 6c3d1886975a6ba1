"""From the bytes of a text file to its blocks: headings, paragraphs and list items, each with its line number. Pure."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto

from voicecoach.errors import RequestError

MAX_BYTES = 256 * 1024
"""As large as a script may be: longer texts are books."""


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
    """The text is marked as a heading (``#``, bold, capitals, underlined), and does not only look like one."""


_NOT_TEXT = {
    b"%PDF": "a PDF file; copy its text into a plain text file first",
    b"PK\x03\x04": "a Word, OpenDocument or zip file; save it as plain text first",
    b"\xd0\xcf\x11\xe0": "an old Word file; save it as plain text first",
    b"{\\rtf": "a rich-text file; save it as plain text first",
    b"\x89PNG": "a picture; type or scan its text into a plain text file first",
    b"\xff\xd8\xff": "a picture; type or scan its text into a plain text file first",
}


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with a byte order mark, or Windows-1252.

    Raises RequestError for more than 256 KiB and for what is no text.
    """
    if len(data) > MAX_BYTES:
        raise RequestError("the text is longer than 256 KiB: cut out the part with the exercises")
    for magic, what in _NOT_TEXT.items():
        if data.startswith(magic):
            raise RequestError(f"this is {what}")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data:
        raise RequestError("this is no text file: it contains zero bytes")
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
        "×": "x", "✕": "x", "✖": "x", "•": "•", "·": "•", "▪": "•", "◦": "•", "‣": "•", "●": "•", "○": "•", "■": "•",
        "□": "•", "➢": "•", "➤": "•", "►": "•", "▶": "•", "✓": "•", "✔": "•", "❖": "•", "⁃": "•",
        "\uf0b7": "•", "\uf0a7": "•",
        "…": "...", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "{": "(", "}": ")",
        "\ufffd": None, "\u00ad": None, "\ufeff": None,
    }
)  # fmt: skip
_HTML = re.compile(
    r"</?(?:p|div|li|ul|ol|br|h[1-6]|b|strong|em|i|span|a|table|tr|td|th|html|body|head|title|script|style"
    r"|section|article|img|font|hr|u)"
    r"\b[^<>]{0,500}>",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """The text without markup of pages, curly quotes, odd blanks and control characters; braces become brackets."""
    if _HTML.search(text):
        text = _without_html(text)
    elif "&" in text:
        text = html.unescape(text)
    text = re.sub(r"\r\n?", "\n", text)
    text = re.sub(r"(\d)\s?([½¼¾])", lambda found: found[1] + _FRACTIONS[found[2]], text)
    text = re.sub(r"[½¼¾]", lambda found: "0" + _FRACTIONS[found[0]], text)
    text = re.sub(r"[\u2460-\u2473]", lambda found: f"{ord(found[0]) - 0x245F}. ", text)
    text = unicodedata.normalize("NFKC", text.translate(_REPLACED)).translate(_REPLACED)
    return "".join(
        character
        for character in text
        if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )


def _without_html(text: str) -> str:
    for tag in ("script", "style", "head"):
        text = _without_element(text, f"<{tag}", f"</{tag}")
    text = _without_element(text, "<!--", "--")
    text = re.sub(r"<h[1-6]\b[^<>]*>\s*", "\n\n# ", text, flags=re.IGNORECASE)
    text = re.sub(r"<li\b[^<>]*>\s*", "\n• ", text, flags=re.IGNORECASE)
    text = re.sub(r"</?t[dh]\b[^<>]*>", " | ", text, flags=re.IGNORECASE)
    text = re.sub(r"</?(?:b|strong)\b[^<>]*>", "**", text, flags=re.IGNORECASE)
    text = re.sub(r"<br\b[^<>]*>|</?tr\b[^<>]*>", "\n", text, flags=re.IGNORECASE)
    text = re.sub(
        r"</?(?:p|div|ul|ol|table|h[1-6]|section|article|hr"
        r"|title)\b[^<>]*>",
        "\n\n",
        text,
        flags=re.IGNORECASE,
    )
    return html.unescape(_HTML.sub("", text))


def _without_element(text: str, opening: str, closing: str) -> str:
    """The text without everything from an opening to the end of the next closing tag."""
    lower = text.lower()
    kept: list[str] = []
    at = 0
    while (start := lower.find(opening, at)) >= 0 and (end := lower.find(closing, start + len(opening))) >= 0:
        kept.append(text[at:start])
        after = lower.find(">", end)
        at = after + 1 if after >= 0 else len(text)
    return " ".join([*kept, text[at:]])


# --- blocks -------------------------------------------------------------------------------------------------------

_BULLET = re.compile(r"^(?:[•*+~>]|-{1,2}|–|o(?=\s{2,}))\s*(?=\S)")
_NUMBER = re.compile(
    r"^(?:step\s+)?(?:\(?(?P<number>\d{1,2}[a-z]?)\s*(?:[.):]\)?(?=\s|[A-Za-z*\"(])|(?=[A-Z][a-z]))"
    r"|(?P<letter>[a-hA-H])[.)](?=\s)|(?P<roman>i{1,3}|iv|vi{0,3})[.)](?=\s))\s*",
)
_STEP = re.compile(r"^step\s+(?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight)\s*[-–:.)]*\s*", re.IGNORECASE)
_RULE = re.compile(r"^\s*([-=_*~#])\1{2,}\s*$")
_PACKED = re.compile(
    r"\d\s?x\s?\d|\bx\s?\d|\d\s?x\b|\d\s*(?:s|sec|secs|seconds|min|reps?|times|sets?)\b"
    r"|\d[\"']",
    re.IGNORECASE,
)
_SHORT_FORM = re.compile(r"\b(?:approx|e\.g|i\.e|sec|secs|min|mins|reps|no|dr|st|vs)\.$")
_END = re.compile(r"[.!?:;][\"')\]]*$")


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    indent: int
    text: str


def blocks(text: str) -> list[Block]:
    """The blocks of a cleaned text. Which of the unmarked short lines are headings, ``sections`` decides."""
    lines = [_line(number, raw) for number, raw in enumerate(text.split("\n"), 1)]
    found: list[Block] = []
    open_lines: list[_Line] = []
    marker: tuple[BlockKind, str | None] = (BlockKind.PARAGRAPH, None)

    def close() -> None:
        nonlocal marker
        if open_lines:
            joined = " ".join(line.text for line in open_lines)
            found.append(_block(marker, joined, open_lines[0]))
        open_lines.clear()
        marker = (BlockKind.PARAGRAPH, None)

    for index, line in enumerate(lines):
        if not line.text:
            close()
        elif _RULE.match(line.text):
            underlines = open_lines and index and lines[index - 1].text and line.text.strip()[0] in "-=~"
            if underlines and len(open_lines) == 1 and marker[0] is BlockKind.PARAGRAPH:
                found.append(Block(BlockKind.HEADING, open_lines.pop().text, line.number - 1, explicit=True))
            close()
        elif heading := _markdown_heading(line):
            close()
            found.append(heading)
        elif begun := _marker(line.text):
            close()
            kind, number, rest = begun
            marker = (kind, number)
            open_lines.append(_Line(line.number, line.indent, rest))
        elif open_lines and _continues(open_lines[-1], line):
            open_lines.append(line)
        else:
            close()
            open_lines.append(line)
    close()
    return [block for block in found if re.search(r"\w", block.text)]


def _line(number: int, raw: str) -> _Line:
    stripped = re.sub(r"^(?:\s*>)+\s?", "", raw).expandtabs(4)
    return _Line(number, len(stripped) - len(stripped.lstrip()), " ".join(stripped.split()))


def _marker(text: str) -> tuple[BlockKind, str | None, str] | None:
    """The kind, number and remainder of a line that begins a list item."""
    if found := _STEP.match(text):
        return BlockKind.ITEM, None, text[found.end() :] or text
    bulleted = _BULLET.match(text)
    if bulleted and not text.startswith("**"):
        rest = text[bulleted.end() :]
        if inner := _STEP.match(rest):
            rest = rest[inner.end() :]
        return BlockKind.ITEM, None, rest
    plain = text.removeprefix("**") if re.match(r"\*\*\(?\d", text) else text
    if (found := _NUMBER.match(plain)) and found.end() < len(plain):
        number = found["number"] or found["letter"] or found["roman"]
        prefix = "**" if plain is not text else ""
        return BlockKind.ITEM, number, prefix + plain[found.end() :]
    return None


def _markdown_heading(line: _Line) -> Block | None:
    if found := re.match(r"^#{1,6}\s*(.+?)\s*#*$", line.text):
        text, number = _numbered(_plain(found[1]))
        return Block(BlockKind.HEADING, text, line.number, number, explicit=True) if text else None
    if found := re.match(r"^(\*\*|__)(?P<inner>[^*_]{2,100})\1\s*:?$", line.text):
        text, number = _numbered(found["inner"].strip())
        return Block(BlockKind.HEADING, text.rstrip(":"), line.number, number, explicit=True)
    return None


def _numbered(text: str) -> tuple[str, str | None]:
    found = _NUMBER.match(text)
    if found and found.end() < len(text):
        return text[found.end() :].strip(), found["number"] or found["letter"] or found["roman"]
    return text, None


def _continues(before: _Line, line: _Line) -> bool:
    """Whether a line goes on with the sentence of the line before it, broken off by an editor or a mail program."""
    if re.match(r"[A-Z][A-Za-z /-]{2,28}:", line.text) or (
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
    if re.search(r"\d\s*[\"']*\s*(?:s|sec|secs|x|reps?|ea|B|B/L)$", before.text) and len(before.text) < 50:
        return False
    first = line.text[0]
    if first.islower() or before.text.endswith((",", "-", "–", "(")):
        return len(before.text) >= 25 or before.text.endswith((",", "-", "–"))
    return len(before.text) >= 55


def _block(marker: tuple[BlockKind, str | None], text: str, first: _Line) -> Block:
    kind, number = marker
    bold = re.match(r"^(\*\*|__)(?P<inner>[^*_]{2,100})\1\s*:?$", text)
    if bold:
        return Block(BlockKind.HEADING, bold["inner"].strip().rstrip(":"), first.number, number, first.indent, True)
    return Block(kind, text if "**" in text else _plain(text), first.number, number, first.indent)


def _plain(text: str) -> str:
    """Markdown's emphasis and links as plain words; the bold opening of a paragraph stays marked for ``sections``."""
    text = re.sub(r"!?\[([^\]]*)\]\((?:https?:|/|#|mailto:)[^)\s]*\)", r"\1", text)
    return re.sub(r"(?<![\w*_])([*_]{1,3})(?=[^\s*_])(.{1,300}?)(?<=[^\s*_])\1(?![\w*_])", r"\2", text).strip()
