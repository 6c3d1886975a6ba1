"""Blocks taken apart where a heading and its text share a line: "Bridge: lie on …", "Tips: keep …". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from voicecoach.importing.document import Block, BlockKind
from voicecoach.importing.headings import (
    is_exercise_name,
    is_title,
    label_role,
    looks_like_heading,
    name_after_how_to,
    phase_of,
    with_label,
)
from voicecoach.importing.imperative import without_figures
from voicecoach.importing.lexicon import LEXICON, names_known_exercise, pattern
from voicecoach.importing.notes import is_terse, numbered_pieces, one_liner, pieces, spelled_out, written_out
from voicecoach.importing.sentences import opens_with_order, read_dose, sentences


@dataclass(frozen=True, slots=True)
class Entry:
    """A block, or the part of one before or after a heading inside it."""

    text: str
    line: int
    heading: bool = False
    number: str | None = None
    item: bool = False
    explicit: bool = False
    role: str | None = None
    terse: bool = False
    """One line of a note: a name and a dose."""
    source: str | None = None
    """The line of a note before it was written out."""
    page: bool = False
    """Of the page rather than of its text."""


_NUMBERED_NAME = pattern("entries", "numbered_name")
_LABEL = pattern("entries", "label", cased=True)
_BOLD_LEAD = re.compile(r"^\*\*(?P<name>[^*]{2,90})\*\*\s*[:.–-]*\s*(?P<rest>.*)$")
_NAME_LEAD = pattern("entries", "name_lead", cased=True)
_BRACKET_LEAD = pattern("entries", "bracket_lead", cased=True)
_CAPITALS_LEAD = pattern("entries", "capitals_lead", cased=True)
_DOSE_LEAD = re.compile(r"^(?P<dose>\d[^–:.]{2,40}?)\s+[–-]\s+(?P<name>[A-Z][^.]{3,60})\.\s+(?P<rest>.+)$")
_TITLE_LEAD = re.compile(
    r"^(?P<name>(?:The )?[A-Z][\w'-]*(?:\s+(?:[A-Z0-9][\w'-]*|to|and|with|on)){0,5})\s+"
    r"(?P<rest>(?:Lie|Lying|Sit|Stand|Kneel|Get|Start|Begin|Go|Come|On|From|Place|Put|Same)\s+[a-z].+)$"
)
"""A name run into its text: "Side Lying Clam Lie on your side …"."""
_FIRST_SENTENCE = re.compile(r"^(?P<name>[A-Za-z][^.!?:]{2,60})\.\s+(?P<rest>[A-Z].+)$")
_LEADS = (_NAME_LEAD, _FIRST_SENTENCE)
_POSITION = pattern("entries", "position")
"""Over a list of exercises: the position they are all done in."""
_STEP_HEADING = re.compile(r"^step\s+\d+\s*[-–:.)]*\s*(?P<rest>.+)$", re.IGNORECASE)
_KIND_LEAD = pattern("entries", "kind_lead")
_ABOUT_IT = pattern("entries", "about_it")


def entries_of(blocks: Sequence[Block]) -> list[Entry]:
    """The headings and texts of a document, in order."""
    entries: list[Entry] = []
    blocks = _without_list_labels([replace(block, text=spelled_out(without_figures(block.text))) for block in blocks])
    listed = _note_lines(blocks)
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if block.kind is BlockKind.HEADING:
            entries += _explicit_heading(block, listed=index in listed)
            continue
        if _is_titled(blocks, index):
            entries += _heading_entry(block.text, block.line, block.number, explicit=True)
            continue
        for number, piece in numbered_pieces(block.text):
            entries += _piece(piece, block, number or block.number, following, listed=index in listed)
    return entries


def _is_titled(blocks: Sequence[Block], index: int) -> bool:
    """Whether a short line without a full stop stands apart over a paragraph of sentences: "Thread the needle"."""
    block, following = blocks[index], blocks[index + 1] if index + 1 < len(blocks) else None
    if block.kind is not BlockKind.PARAGRAPH or following is None or not re.match(r"[A-Z][\w' -]*$", block.text):
        return False
    apart = index == 0 or block.line - blocks[index - 1].line > 1
    sentences_below = (
        following.kind is BlockKind.PARAGRAPH and following.text.endswith(".") and len(following.text.split()) > 8
    )
    return (
        apart
        and sentences_below
        and len(block.text.split()) <= 6
        and not read_dose(block.text)[0].amounts
        and label_role(block.text) is None
    )


def _explicit_heading(block: Block, *, listed: bool) -> list[Entry]:
    """A marked heading: a name, or a line of a note such as "Bridge – 3 x 10"."""
    dose, rest = read_dose(block.text)
    ordered = block.text.endswith(".") and opens_with_order(block.text)
    if ordered or (not rest and (dose.amounts or dose.rest or dose.switch)):
        return [Entry(block.text, block.line)]  # printed in bold, and no heading
    if one_liner(block.text, listed=listed):
        return [_note_entry(block.text, block.line, block.number)]
    return _heading_entry(block.text, block.line, block.number, explicit=True)


def _note_entry(text: str, line: int, number: str | None, *, item: bool = False) -> Entry:
    """A line of a note, written out."""
    return Entry(written_out(text), line, heading=True, number=number, item=item, terse=True, source=text)


def _named(name: str, rest: str, line: int, number: str | None, *, item: bool) -> list[Entry]:
    """A name, and what stands after it in the same line."""
    return [Entry(name, line, heading=True, number=number, explicit=True), Entry(rest, line, item=item)]


_NAME_THEN_NUMBER = re.compile(r"[A-Z][\w' /()-]{2,70}\s*[:–-]\s*\d")


def _note_lines(blocks: Sequence[Block]) -> set[int]:
    """The places of blocks that are lines of a note, each with a name and a dose, two or more of them in a row."""
    kinds = [
        block.row
        or (
            one_liner(block.text, listed=True) is not None
            and (is_terse(block.text) or _NAME_THEN_NUMBER.match(block.text) or one_liner(block.text) is not None)
        )
        for block in blocks
    ]
    return {
        index
        for index, kind in enumerate(kinds)
        if kind and (blocks[index].row or (index and kinds[index - 1]) or (index + 1 < len(kinds) and kinds[index + 1]))
    }


def _without_list_labels(blocks: Sequence[Block]) -> list[Block]:
    """Lists in which every item has a label, such as "Leg placement: …", "Hold and breathe: …", without them.

    That they are labels, and no names of exercises, the known ones among them tell.
    """
    result = list(blocks)
    start = 0
    while start < len(result):
        end = start
        while (
            end < len(result)
            and result[end].kind is BlockKind.ITEM
            and not result[end].row
            and _LABEL.match(result[end].text)
        ):
            end += 1
        labelled = [_LABEL.match(block.text) for block in result[start:end]]
        roles = [label_role(found["label"]) for found in labelled if found]
        if len(roles) >= 3 and sum(role is not None for role in roles) >= 2:
            for index, found in zip(range(start, end), labelled, strict=True):
                if found and found["rest"] and label_role(found["label"]) is None:
                    result[index] = replace(result[index], text=found["rest"])
        start = max(end, start + 1)
    return result


def _heading_entry(text: str, line: int, number: str | None, *, explicit: bool) -> list[Entry]:
    text = text.strip(" *_#")
    if LEXICON.furniture.match(text.strip(" .*")):
        return [Entry(text, line, page=True)]
    if phase_of(text):
        return [Entry(text.rstrip(": "), line, heading=True, explicit=True)]
    if named := _NUMBERED_NAME.match(text):
        number, text = named["number"], named["name"].strip() or ""
        if not text:
            return [Entry("", line, heading=True, number=number, explicit=True)]
    if found := _STEP_HEADING.match(text):
        return [Entry(found["rest"], line)]
    if name := name_after_how_to(text):
        return [Entry(name, line, heading=True, number=number, explicit=explicit)]
    if role := label_role(text):
        return [Entry(text, line, role=role)]
    if (kind := _KIND_LEAD.match(text)) and is_exercise_name(kind["name"]):
        text = kind["name"]
    led = _NAME_LEAD.match(text)
    about_it = led and _ABOUT_IT.search(led["rest"])
    if led and is_exercise_name(led["name"]) and not is_exercise_name(led["rest"]) and (about_it or not explicit):
        return [Entry(led["name"], line, heading=True, number=number), Entry(led["rest"], line)]
    return [Entry(text.rstrip(": "), line, heading=True, number=number, explicit=explicit)]


def _piece(text: str, block: Block, number: str | None, following: Block | None, *, listed: bool) -> list[Entry]:
    line, item = block.line, block.kind is BlockKind.ITEM
    if LEXICON.furniture.match(text.strip(" .*")):
        return [Entry(text, line, page=True)]
    if (bold := _BOLD_LEAD.match(text)) and (bold["rest"] or is_exercise_name(bold["name"])):
        name, rest = bold["name"].strip(" :.–-"), bold["rest"]
        if role := label_role(name):
            return [Entry(with_label(rest, role, name), line, role=role, item=item)]
        if is_exercise_name(name) or number or not opens_with_order(name):
            if rest and one_liner(f"{name}: {rest}"):
                return [replace(_note_entry(f"{name}: {rest}", line, number, item=item), source=text)]
            return _heading_entry(name, line, number, explicit=True) + (
                _piece(rest, block, None, following, listed=False) if rest else []
            )
    text = text.replace("**", "")
    if len(text) < 90 and (name_found := name_after_how_to(text)):
        return [Entry(name_found, line, heading=True, number=number)]
    if labelled := _labelled(text, line, item=item):
        return labelled
    if text.endswith(".") and len(text.split()) <= 6 and names_known_exercise(text) and not opens_with_order(text):
        return _heading_entry(text.rstrip("."), line, number, explicit=False)
    if len(runs := _capital_runs(text)) > 1:
        return [entry for run in runs for entry in _piece(run, block, number, following, listed=False)]
    named = _NUMBERED_NAME.match(text) if len(text) < 600 else None
    if named and (named["name"] or not item) and (found := _named_piece(named["name"], line, named["number"])):
        return found
    lines = [part for sentence in sentences(text) for part in pieces(sentence)] if len(text) < 400 else [text]
    if sum(one_liner(part, listed=listed) is not None for part in lines) < 2:
        lines = pieces(text)
    if len(lines) > 1 or (one_liner(text, listed=listed) and len(sentences(text)) == 1):
        return [
            _note_entry(part, line, number, item=item)
            if one_liner(part, listed=listed)
            else Entry(part, line, item=item)
            for part in lines
        ]
    first, *more = sentences(text)[:2] or [text]
    if more and number and is_terse(first) and one_liner(first, listed=True):
        # "3) single leg stance 3 x 20 s. Review in six weeks."
        rest = text[text.index(first) + len(first) :].strip()
        return [_note_entry(first, line, number, item=item), Entry(rest, line)]
    return _with_heading_inside(text, line, number, item=item, following=following)


def _labelled(text: str, line: int, *, item: bool) -> list[Entry]:
    found = _LABEL.match(text)
    kind = _KIND_LEAD.match(text)
    if kind and len(text) < 80 and not text.endswith(".") and is_exercise_name(kind["name"]):
        return _heading_entry(kind["name"], line, None, explicit=True)
    if found and (role := label_role(found["label"])):
        if not found["rest"]:
            return [Entry(text, line, role=role)]
        if re.search(r"\b(?:sets?|reps?|hold|rest)\s*:", found["rest"], re.IGNORECASE):
            return [Entry(text, line, role=role, item=item)]
        return [Entry(with_label(found["rest"], role, found["label"]), line, role=role, item=item)]
    if role := (label_role(text) if len(text) < 60 and not text.endswith(".") else None):
        return [Entry(text, line, role=role)]
    return []


def _capital_runs(text: str) -> list[str]:
    """A run-on text cut before each name in capitals: "… twice a day SIDE STRETCH Lie on your side …"."""
    starts = [0]
    for found in re.finditer(r"(?<=\s)(?P<name>[A-Z]{2,20}(?:[ -][A-Z]{2,20}){1,5})\s+(?=[A-Z][a-z])", text):
        if is_exercise_name(found["name"]):
            starts.append(found.start())
    return [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _named_piece(rest: str, line: int, number: str) -> list[Entry]:
    """What follows "Exercise 2:"; a name, an instruction, or a name and an instruction."""
    rest = rest.strip()
    opened = Entry("", line, heading=True, number=number, explicit=True)
    if not rest:
        return [opened]
    if one_liner(rest) and len(sentences(rest)) == 1:
        return [_note_entry(rest, line, number)]
    if looks_like_heading(rest) or is_exercise_name(rest):
        return _heading_entry(rest, line, number, explicit=True)
    for lead in (_BRACKET_LEAD, *_LEADS):
        if (led := lead.match(rest)) and len(led["name"].split()) <= 8 and not opens_with_order(led["name"]):
            return [replace(opened, text=led["name"]), Entry(led["rest"], line)]
    orders = any(opens_with_order(sentence) for sentence in sentences(rest)[:2]) or "," in rest
    return [opened, Entry(rest, line)] if orders else []


def _with_heading_inside(
    text: str, line: int, number: str | None, *, item: bool, following: Block | None
) -> list[Entry]:
    if (capitals := _CAPITALS_LEAD.match(text)) and (is_exercise_name(capitals["name"]) or number):
        return _named(capitals["name"].capitalize(), capitals["rest"], line, number, item=item)
    run_in = _TITLE_LEAD.match(text)
    if run_in and is_exercise_name(run_in["name"]):
        return _named(run_in["name"], run_in["rest"], line, number, item=item)
    dosed = _DOSE_LEAD.match(text)
    if (
        dosed
        and read_dose(dosed["dose"])[0].amounts
        and not read_dose(dosed["dose"])[1]
        and not opens_with_order(dosed["name"])
    ):
        return [
            *_named(dosed["name"], dosed["rest"], line, number, item=item),
            Entry(dosed["dose"], line, item=item),
        ]
    led = _BRACKET_LEAD.match(text)
    if (
        led
        and len(led["name"].split()) <= 8
        and (is_exercise_name(led["name"]) or is_title(led["name"]) or not opens_with_order(led["name"]))
        and not re.search(r"\b(?:your|you)\b", led["name"])
    ):
        why = [Entry(led["aside"], line, role="why")] if len(led["aside"].split()) > 1 else []
        name = led["name"] if why else f"{led['name']} ({led['aside']})"
        titled, rest = _named(name, led["rest"], line, number, item=item)
        return [titled, *why, rest]
    for lead in _LEADS:
        led = lead.match(text)
        if led and _leads(led["name"]):
            if (
                len(led["rest"].split()) <= 6
                and looks_like_heading(led["rest"][:1].upper() + led["rest"][1:])
                and not led["rest"].endswith(".")
            ):
                return _heading_entry(text, line, number, explicit=True)
            return [Entry(led["name"], line, heading=True, number=number), Entry(led["rest"], line, item=item)]
    led = _NAME_LEAD.match(text)
    if led and (is_title(led["name"]) or _is_part(led["name"])) and opens_with_order(led["rest"]):
        return _named(led["name"], led["rest"], line, number, item=item)
    if led and len(text) < 60 and names_known_exercise(led["rest"]) and not text.endswith("."):
        return _heading_entry(led["rest"], line, number, explicit=False)
    if (
        not item
        and following is not None
        and _POSITION.match(text)
        and (named := _NAME_LEAD.match(following.text))
        and _leads(named["name"])
    ):
        return [Entry(text.rstrip(": "), line, heading=True)]
    if not looks_like_heading(text):
        return [Entry(text, line, number=number, item=item)]
    followed_by_text = following is not None and (
        following.kind is BlockKind.PARAGRAPH or following.number is None or following.indent > 0 or text.endswith(":")
    )
    if item and not is_exercise_name(text) and not (number and followed_by_text):
        return [Entry(text, line, number=number, item=True)]
    if item and not number and not names_known_exercise(text):
        return [Entry(text, line, item=True)]
    return _heading_entry(text, line, number, explicit=False)


def _leads(name: str) -> bool:
    return (
        is_exercise_name(name)
        and not (opens_with_order(name) and not names_known_exercise(name))
        and len(name.split()) <= 9
    )


def _is_part(text: str) -> bool:
    """Whether a word names a part of the body: "Neck: tilt your head …"."""
    return text.lower().removesuffix("s") in LEXICON.body or text.lower() in LEXICON.body
