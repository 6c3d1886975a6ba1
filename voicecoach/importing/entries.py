"""Blocks taken apart where a heading and its text share a line: "Bridge: lie on …", "Tips: keep …". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from voicecoach.importing.document import Block, BlockKind
from voicecoach.importing.headings import is_exercise_name, is_title, label_role, looks_like_heading, name_after_how_to
from voicecoach.importing.lexicon import LEXICON, names_known_exercise
from voicecoach.importing.sentences import opens_with_order, sentences
from voicecoach.importing.shorthand import numbered_pieces, one_liner, pieces, written_out


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


_NUMBERED_NAME = re.compile(
    r"^(?:exercise|stretch|ex\.?|no\.?|number|day)\s*#?\s*(?P<number>\d{1,2}|one|two|three"
    r"|four|five|six|seven|eight|nine|ten|[a-h])\b\s*[-–:.)]*\s*(?P<name>.*)$",
    re.IGNORECASE,
)

_LABEL = re.compile(r"^(?P<label>[A-Za-z][A-Za-z /'&.-]{1,44}?)\s*(?::|\s[–-](?=\s)|[–-](?=\s))\s*(?P<rest>.*)$")

_BOLD_LEAD = re.compile(r"^(?:\*\*|__)(?P<name>[^*_]{2,90})(?:\*\*|__)\s*[:.–-]*\s*(?P<rest>.*)$")

_NAME_LEAD = re.compile(r"^(?P<name>[^.:!?]{3,75}?)\s*(?::|\s[–-]\s|[–-]\s(?=[A-Z])|\s[–-](?=[A-Z]))\s*(?P<rest>\S.*)$")

_CAPITALS_LEAD = re.compile(r"^(?P<name>[A-Z][A-Z/'-]{1,}(?:\s+[A-Z0-9][A-Z0-9/'()-]*)*)\s+(?P<rest>[A-Z][a-z].+)$")

_FIRST_SENTENCE = re.compile(r"^(?P<name>[A-Za-z][^.!?:]{2,60})\.\s+(?P<rest>[A-Z].+)$")


def entries_of(blocks: Sequence[Block]) -> list[Entry]:
    """The headings and texts of a document, in order."""
    entries: list[Entry] = []
    blocks = _without_list_labels(blocks)
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if block.kind is BlockKind.HEADING:
            entries += _heading_entry(block.text, block.line, block.number, explicit=True)
            continue
        for number, piece in numbered_pieces(block.text):
            entries += _piece(piece, block, number or block.number, following)
    return entries


def _without_list_labels(blocks: Sequence[Block]) -> list[Block]:
    """Lists in which every item has a label, such as "Leg placement: …", "Hold and breathe: …", without them.

    That they are labels, and no names of exercises, the known ones among them tell.
    """
    result = list(blocks)
    start = 0
    while start < len(result):
        end = start
        while end < len(result) and result[end].kind is BlockKind.ITEM and _LABEL.match(result[end].text):
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
        return []
    if named := _NUMBERED_NAME.match(text):
        number, text = named["number"], named["name"].strip() or ""
        if not text:
            return [Entry("", line, heading=True, number=number, explicit=True)]
    if found := re.match(r"^step\s+\d+\s*[-–:.)]*\s*(?P<rest>.+)$", text, re.IGNORECASE):
        return [Entry(found["rest"], line)]
    if name := name_after_how_to(text):
        return [Entry(name, line, heading=True, number=number, explicit=explicit)]
    if role := label_role(text):
        return [Entry("", line, role=role)]
    led = _NAME_LEAD.match(text)
    about_it = led and re.search(
        r"\b(?:guide|steps?|instructions|how to|tutorial|explained)\b", led["rest"], re.IGNORECASE
    )
    if led and is_exercise_name(led["name"]) and not is_exercise_name(led["rest"]) and (about_it or not explicit):
        return [Entry(led["name"], line, heading=True, number=number), Entry(led["rest"], line)]
    return [Entry(text.rstrip(": "), line, heading=True, number=number, explicit=explicit)]


def _piece(text: str, block: Block, number: str | None, following: Block | None) -> list[Entry]:
    line, item = block.line, block.kind is BlockKind.ITEM
    if LEXICON.furniture.match(text.strip(" .*")):
        return []
    if (bold := _BOLD_LEAD.match(text)) and (bold["rest"] or is_exercise_name(bold["name"])):
        name, rest = bold["name"].strip(" :.–-"), bold["rest"]
        if (role := label_role(name)) or is_exercise_name(name) or number or not opens_with_order(name):
            head = [Entry("", line, role=role)] if role else _heading_entry(name, line, number, explicit=True)
            if role:
                return [Entry(rest, line, role=role, item=item)]
            return head + (_piece(rest, block, None, following) if rest else [])
    text = text.replace("**", "")
    if len(text) < 90 and (name := name_after_how_to(text)):
        return [Entry(name, line, heading=True, number=number)]
    if (labelled := _LABEL.match(text)) and (role := label_role(labelled["label"])):
        return (
            [Entry(_with_label(labelled["rest"], role, labelled["label"]), line, role=role, item=item)]
            if labelled["rest"]
            else [Entry("", line, role=role)]
        )
    if role := (label_role(text) if len(text) < 60 else None):
        return [Entry("", line, role=role)]
    if text.endswith(".") and len(text.split()) <= 6 and names_known_exercise(text) and not opens_with_order(text):
        return _heading_entry(text.rstrip("."), line, number, explicit=False)
    if len(runs := _capital_runs(text)) > 1:
        return [entry for run in runs for entry in _piece(run, block, number, following)]
    if (named := _NUMBERED_NAME.match(text)) and len(text) < 400 and (named["name"] or not item):
        rest_entries = _named_piece(named["name"], line, named["number"])
        if rest_entries:
            return rest_entries
    lines = pieces(text)
    if len(lines) > 1 or (one_liner(text) and not _too_long_for_one(text)):
        return [
            Entry(written_out(part), line, heading=True, number=number, item=item, terse=True)
            if one_liner(part)
            else Entry(part, line, item=item)
            for part in lines
        ]
    return _with_heading_inside(text, line, number, item=item, following=following)


def _capital_runs(text: str) -> list[str]:
    """A run-on text cut before each name in capitals: "… twice a day SIDE STRETCH Lie on your side …"."""
    starts = [0]
    for found in re.finditer(r"(?<=\s)(?P<name>[A-Z]{2,}(?:[ -][A-Z]{2,})+)\s+(?=[A-Z][a-z])", text):
        if is_exercise_name(found["name"]):
            starts.append(found.start())
    return [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _too_long_for_one(text: str) -> bool:
    return len(sentences(text)) > 1


def _with_label(rest: str, role: str, label: str) -> str:
    """A bare number after "Reps:" or "Hold:" as words that can be read alone."""
    rest = rest.strip()
    if re.fullmatch(r"[\w\s–-]{1,20}", rest) and re.search(r"\d|" + "|".join(LEXICON.numbers), rest):
        if role == "sets" and "set" not in rest:
            return f"{rest} sets"
        if role == "reps" and re.fullmatch(r"\d+(?:\s*[-–]\s*\d+)?", rest):
            return f"{rest} times"
    counted = re.match(r"\d{1,3}(?:\s*(?:-|–|to)\s*\d{1,3})?(?=\s*[.,;]\s)", rest)
    if role in {"reps", "sets"} and counted:
        noun = "times" if role == "reps" else "sets"
        return f"{counted[0]} {noun}{rest[counted.end() :]}"
    if role == "hold" and not re.match(r"hold", rest, re.IGNORECASE):
        return f"Hold for {rest}"
    if role == "rest" and not re.match(r"rest", rest, re.IGNORECASE):
        return f"Rest {rest}"
    if role == "feel" and not re.search(r"\bfe(?:el|lt)\b", rest, re.IGNORECASE):
        return (
            f"Feel it {rest[:1].lower() + rest[1:]}"
            if re.match(
                r"(?:in|at|along|down|on|across|deep|behind"
                r"|through)\b",
                rest,
                re.IGNORECASE,
            )
            else f"Feel it in {rest[:1].lower() + rest[1:]}"
        )
    if role == "why" and len(rest) < 60 and re.search(r"muscle|target|area", label, re.IGNORECASE):
        return f"{label.strip()}: {rest}"
    if role == "needs":
        if re.match(r"(?:none|nil|nothing|n/a|no )", rest, re.IGNORECASE):
            return ""
        return f"You will need {rest[:1].lower() + rest[1:]}"
    return rest


def _is_part(text: str) -> bool:
    """Whether a word names a part of the body: "Neck: tilt your head …"."""
    return text.lower().removesuffix("s") in LEXICON.body or text.lower() in LEXICON.body


def _named_piece(rest: str, line: int, number: str) -> list[Entry]:
    """What follows "Exercise 2:"; a name, an instruction, or a name and an instruction."""
    rest = rest.strip()
    if not rest:
        return [Entry("", line, heading=True, number=number, explicit=True)]
    if looks_like_heading(rest) or is_exercise_name(rest):
        return _heading_entry(rest, line, number, explicit=True)
    for pattern in (_NAME_LEAD, _FIRST_SENTENCE):
        if (led := pattern.match(rest)) and len(led["name"].split()) <= 8 and not opens_with_order(led["name"]):
            return [Entry(led["name"], line, heading=True, number=number, explicit=True), Entry(led["rest"], line)]
    return (
        [Entry("", line, heading=True, number=number, explicit=True), Entry(rest, line)]
        if opens_with_order(rest)
        else []
    )


def _with_heading_inside(
    text: str, line: int, number: str | None, *, item: bool, following: Block | None
) -> list[Entry]:
    if (capitals := _CAPITALS_LEAD.match(text)) and (is_exercise_name(capitals["name"]) or number):
        return [
            Entry(capitals["name"].capitalize(), line, heading=True, number=number, explicit=True),
            Entry(capitals["rest"], line, item=item),
        ]
    for pattern in (_NAME_LEAD, _FIRST_SENTENCE):
        led = pattern.match(text)
        if (
            led
            and is_exercise_name(led["name"])
            and not (opens_with_order(led["name"]) and not names_known_exercise(led["name"]))
            and len(led["name"].split()) <= 9
        ):
            terse = one_liner(text) is not None
            if (
                not terse
                and len(led["rest"].split()) <= 6
                and looks_like_heading(led["rest"][:1].upper() + led["rest"][1:])
                and not led["rest"].endswith(".")
            ):
                return _heading_entry(text, line, number, explicit=True)
            return [
                Entry(led["name"], line, heading=True, number=number),
                Entry(written_out(led["rest"]) if terse else led["rest"], line, item=item),
            ]
    led = _NAME_LEAD.match(text)
    if led and (is_title(led["name"]) or _is_part(led["name"])) and opens_with_order(led["rest"]):
        return [
            Entry(led["name"], line, heading=True, number=number, explicit=True),
            Entry(led["rest"], line, item=item),
        ]
    if led and len(text) < 60 and names_known_exercise(led["rest"]) and not text.endswith("."):
        return _heading_entry(led["rest"], line, number, explicit=False)
    if not looks_like_heading(text):
        return [Entry(text, line, number=number, item=item)]
    followed_by_text = following is not None and (
        following.kind is BlockKind.PARAGRAPH or following.number is None or following.indent > 0
    )
    if item and not is_exercise_name(text) and not (number and followed_by_text):
        return [Entry(text, line, number=number, item=True)]
    if item and not number and not names_known_exercise(text):
        return [Entry(text, line, item=True)]
    return _heading_entry(text, line, number, explicit=False)
