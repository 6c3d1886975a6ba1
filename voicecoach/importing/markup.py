"""Markdown and HTML as blocks, through markdown-it-py and the standard library's HTML parser. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from voicecoach.importing.document import (
    Block,
    BlockKind,
    clean,
    item_marker,
    numbered,
    source_lines,
    text_blocks,
    too_many,
)
from voicecoach.importing.lexicon import pattern
from voicecoach.importing.tables import rows_as_lines

_HTML = pattern("markup", "html")
_MARKDOWN = re.compile(r"^#{1,6}[ \t]+\S|\*\*\S|^[ \t]*\|.*\|[ \t]*$|^__\S.*__|^[ \t]*```", re.MULTILINE)
_TABBED = re.compile(r"^[^\t\n]+(?:\t[^\t\n]*){2,}$", re.MULTILINE)
_MOST_DEPTH = 40
_MOST_MARKDOWN_LINES = 8000
_MARK = re.compile(r"\*+|_+|`+|\[")
_MOST_MARKS = 8000
"""The parser looks for the end of each open bracket in all that follows."""


def blocks_of(text: str, name: str = "") -> list[Block]:
    """The blocks of a text in the format that its file's name tells, else in the one it looks like."""
    ending = name.lower().rpartition(".")[2]
    if (
        ending in {"html", "htm"}
        or len(_HTML.findall(text[:20_000])) >= 2
        or re.search(r"<(?:p|br|li)\b[^<>]*>", text[:20_000])
    ):
        return _html_blocks(text)
    text = clean(text)
    if ending in {"md", "markdown"} or _MARKDOWN.search(text):
        return _markdown_blocks(text)
    return _without_tables(text) if _TABBED.search(text) else _text(text)


def _text(text: str, first: int = 1) -> list[Block]:
    return [_marked(block) for block in text_blocks(source_lines(text, first))]


def _marked(block: Block) -> Block:
    """A block that is nothing but bold, as a heading."""
    bold = re.match(r"^\*\*(?P<inner>[^*]{2,100})\*\*\s*:?$", block.text)
    if bold:
        inner, number = numbered(bold["inner"].strip(" :"))
        return Block(BlockKind.HEADING, inner, block.line, block.number or number, block.indent, explicit=True)
    lead = re.match(r"^\*\*\(?(?P<number>\d{1,2})[.):]\s*(?P<rest>.*)$", block.text)
    if lead and block.number is None:
        return replace(block, kind=BlockKind.ITEM, number=lead["number"], text=f"**{lead['rest']}")
    return block


def _without_tables(text: str) -> list[Block]:
    """Plain text with tables by tabs."""
    lines = text.split("\n")
    found: list[Block] = []
    start = at = 0
    while at <= len(lines):
        end = at
        while end < len(lines) and lines[end].count("\t") >= 2:
            end += 1
        if end - at >= 2:
            found += _text("\n".join(lines[start:at]), start + 1)
            found += table_blocks([(number + 1, lines[number].split("\t")) for number in range(at, end)])
            start = end
        at = max(end, at + 1)
    return found + _text("\n".join(lines[start:]), start + 1)


def table_blocks(rows: list[tuple[int, list[str]]]) -> list[Block]:
    lines = rows_as_lines([cells for _, cells in rows])
    if lines is None:
        # No table of doses: its cells are read as they stand.
        return [
            block
            for number, cells in rows
            for block in _text(" ".join(cell.strip() for cell in cells if cell.strip()), number)
        ]
    return [Block(BlockKind.ITEM, line, number, row=True) for line, (number, _) in zip(lines, rows[1:], strict=True)]


# --- Markdown -----------------------------------------------------------------------------------------------------


def _markdown_blocks(text: str) -> list[Block]:
    from markdown_it import MarkdownIt

    if sum(bool(line.strip()) for line in text.split("\n")) > _MOST_MARKDOWN_LINES:
        raise too_many(_MOST_MARKDOWN_LINES, "lines")
    if len(_MARK.findall(text)) > _MOST_MARKS:
        raise too_many(_MOST_MARKS, "marks such as * and [")
    parser = MarkdownIt("commonmark", {"maxNesting": _MOST_DEPTH}).enable("table")
    found: list[Block] = []
    item: tuple[str | None, int] | None = None
    opens_item = False
    depth = 0
    heading = False
    rows: list[tuple[int, list[str]]] = []
    for token in parser.parse(text):
        line = token.map[0] + 1 if token.map else (found[-1].line if found else 1)
        if token.type == "heading_open":
            heading = True
        elif token.type == "heading_close":
            heading = False
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            depth += 1
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            depth -= 1
        elif token.type == "list_item_open":
            item, opens_item = (token.info or None, 4 * (depth - 1)), True
        elif token.type == "table_open":
            rows = []
        elif token.type == "tr_open":
            rows.append((line, []))
        elif token.type == "table_close":
            found += table_blocks(rows)
            rows = []
        elif token.type == "inline" and rows and token.level >= 3:
            rows[-1][1].append(_inline(token))
        elif token.type == "inline":
            content = _inline(token)
            if heading:
                inner, number = numbered(content.replace("**", "").strip())
                found += (
                    [Block(BlockKind.HEADING, inner, line, number, explicit=True)] if re.search(r"\w", inner) else []
                )
            else:
                blocks = _text(content, line)
                if item and opens_item:
                    blocks = _in_item(blocks, *item)
                elif item:  # a further paragraph of it
                    blocks = [replace(block, indent=item[1] + 1) for block in blocks]
                found += blocks
                opens_item = False
        elif token.type in {"code_block", "fence"}:
            found += _text(token.content, line)
        elif token.type == "html_block":
            found += _text(re.sub(r"<[^<>]*>", " ", _without_comments(token.content)), line)
    return found


def _in_item(blocks: list[Block], number: str | None, indent: int) -> list[Block]:
    """The blocks of one list item: the first carries its number."""
    if not blocks:
        return []
    first = blocks[0]
    kind = BlockKind.HEADING if first.explicit else BlockKind.ITEM
    return [replace(first, kind=kind, number=number or first.number, indent=indent), *blocks[1:]]


def _inline(token) -> str:  # type: ignore[no-untyped-def]
    """The words of a paragraph, its bold beginning marked with asterisks and its other marks left out."""
    said: list[str] = []
    for child in token.children or ():
        if child.type in {"text", "code_inline"}:
            said.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            said.append("\n")
        elif child.type in {"strong_open", "strong_close"}:
            said.append("**")
    text = "".join(said)
    return _one_lead(text)


# --- HTML ---------------------------------------------------------------------------------------------------------

_BREAKS = re.compile(
    "p|div|ul|ol|table|section|article|hr|title|blockquote|dl|dt|dd|header|footer|main|nav|figure|tbody"
)
_HEADING = re.compile("h[1-6]")
_SKIPPED = frozenset(["script", "style", "head", "template", "noscript", "svg"])


class _Page(HTMLParser):
    """Gathers the blocks of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Block] = []
        self._text: list[str] = []
        self._line = 1
        self._heading = False
        self._item: tuple[str | None, int] | None = None
        self._lists: list[int | None] = []
        self._skipping: str | None = None
        self._row: list[str] | None = None
        self._rows: list[tuple[int, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        if self._skipping:
            return
        if tag in _SKIPPED:
            self.flush()
            self._skipping = tag
        elif tag == "br":
            self._text.append("\n")
        elif tag in {"b", "strong"}:
            self._text.append("**")
        elif _HEADING.fullmatch(tag):
            self.flush()
            self._heading = True
        elif tag in {"ul", "ol"}:
            self.flush()
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.flush()
            number = None
            if self._lists and self._lists[-1] is not None:
                self._lists[-1] += 1
                number = str(self._lists[-1])
            self._item = (number, 4 * (len(self._lists) - 1) if self._lists else 0)
        elif tag == "tr":
            self.flush()
            self._row = []
        elif tag in {"td", "th"}:
            self._text = []
        elif _BREAKS.fullmatch(tag):
            self.flush()

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            self._skipping = None if tag == self._skipping else self._skipping
            return
        if tag in {"b", "strong"}:
            self._text.append("**")
        elif tag in {"td", "th"} and self._row is not None:
            self._row.append(clean("".join(self._text)).replace("**", "").strip())
            self._text = []
        elif tag == "tr" and self._row is not None:
            self._rows.append((self.getpos()[0], self._row))
            self._row = None
        elif tag == "table":
            self.found += table_blocks(self._rows)
            self._rows = []
            self._row = None
        elif _BREAKS.fullmatch(tag) or tag == "li" or _HEADING.fullmatch(tag):
            self.flush()
            if tag in {"ul", "ol"} and self._lists:
                self._lists.pop()

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        if not "".join(self._text).strip() and data.strip():
            blank = data[: len(data) - len(data.lstrip())]
            self._line = self.getpos()[0] + blank.count("\n")
        # A line break in the source of a page is a blank.
        self._text.append(re.sub(r"\s+", " ", data))

    def flush(self) -> None:
        text = clean("".join(self._text))
        self._text = []
        text = re.sub(r"\*\*\s*\*\*", "", text)
        if re.search(r"\w", text):
            if self._heading:
                inner, number = numbered(text.replace("**", "").strip())
                self.found.append(Block(BlockKind.HEADING, inner, self._line, number, explicit=True))
            else:
                lines = "\n".join(_one_lead(" ".join(line.split())) for line in text.split("\n"))
                blocks = [replace(block, line=self._line) for block in _text(lines)]
                if self._item and not item_marker(text.strip()):
                    blocks = _in_item(blocks, *self._item)
                self.found += blocks
            self._item = None
        self._heading = False


def _one_lead(text: str) -> str:
    """A text in which only a bold beginning is marked with asterisks."""
    lead = re.match(r"^\*\*[^*\n]*\*\*", text)
    return (lead[0] + text[lead.end() :].replace("**", "")) if lead else text.replace("**", "")


_NO_TAG = re.compile(r"<(?!/?[a-zA-Z][^<>]{0,2000}>)")


def _without_comments(text: str) -> str:
    """A page without comments, and without the "<" of no tag, for which the parser would search all of it each time."""
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start)
        kept += [text[at:start], "\n" * text.count("\n", start, end if end >= 0 else len(text))]
        at = end + 3 if end >= 0 else len(text)
    return _NO_TAG.sub(" ", "".join([*kept, text[at:]]))


def _html_blocks(text: str) -> list[Block]:
    page = _Page()
    page.feed(_without_comments(text))
    page.close()
    page.flush()
    return page.found
