"""What a faulty value should have been: the model's findings as sentences, each at its place in the file. Pure."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from voicecoach.errors import Problem
from voicecoach.routine import model
from voicecoach.routine.nodes import Document, Path, shown
from voicecoach.routine.quantities import EMPTY

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_SYNONYMS = {
    # What writers call a thing, and what the format calls it.
    "title": "name",
    "description": "summary",
    "equipment": "needs",
    "references": "sources",
    "contraindications": "not_for",
    "exercises": "steps",
    "text": "say",
    "speak": "say",
    "brief": "short",
    "image": "picture",
    "pose": "picture",
    "duration": "hold",
    "seconds": "hold",
    "stretch": "hold",
    "sets": "times",
    "repetitions": "reps",
    "repeats": "times",
    "count": "reps",
    "pace": "every",
    "pause": "rest",
    "break": "rest",
    "sides": "each_side",
    "both_sides": "each_side",
    "tips": "cues",
    "breathing": "breathe",
    "breath": "breathe",
    "end": "release",
    "question": "ask",
    "reason": "because",
    "why": "because",
    "routine": "include",
    "join": "include",
    "inhale": "in",
    "exhale": "out",
}
_LONGEST_GUESSED = 24
"""No key is this long; comparing with a longer one costs time and finds nothing."""


def explain(document: Document, error: ErrorDetails) -> Problem | None:
    """One finding of the model as a problem, or None if it only echoes another one."""
    path = _path(error["loc"])
    kind, value = error["type"], error["input"]
    if kind == "script":
        return document.problem(document.value_at(path), error["msg"])
    if kind == "missing":
        return _missing(document, path, error["loc"])
    if kind == "extra_forbidden":
        return document.problem(document.key_at(path), _unknown_key(str(path[-1]), error["loc"]))
    if kind == "union_tag_not_found":
        return _no_step(document, path, value)
    if kind == "union_tag_invalid":
        misplaced = str(model.step_tag(value)).removeprefix("step:")
        message = f"'{misplaced}' cannot stand inside each_side"
        return document.problem(document.key_at((*path, misplaced)), message)
    if kind == "too_short":
        # It counts what was good, so that a list of faulty items looks short as well.
        return None if value else document.problem(document.value_at(path), _empty(path))
    return document.problem(document.value_at(path), _expected(kind, path, value))


def _path(loc: tuple[int | str, ...]) -> Path:
    """The way through the file to what is meant: the model's way, without the tags of steps."""
    return tuple(part for part in loc if not (isinstance(part, str) and part.startswith("step:")))


def _part(loc: tuple[int | str, ...]) -> tuple[str, type[model.Part]]:
    """The part of the script in which a key stands, with its name for a sentence."""
    for part in reversed(loc[:-1]):
        if isinstance(part, str) and part.startswith("step:"):
            kind = part.removeprefix("step:")
            return f"'{kind}'", model.MODEL_OF_KIND[kind]
        if part in model.MODEL_OF_KEY:
            return f"'{part}'", model.MODEL_OF_KEY[str(part)]
    return "a routine", model.Routine


def _of(loc: tuple[int | str, ...]) -> str:
    where, part = _part(loc)
    return "" if part is model.Routine else f" of {where}"


def _missing(document: Document, path: Path, loc: tuple[int | str, ...]) -> Problem | None:
    *around, key = path
    _, part = _part(loc)
    valid = model.keys_of(part)
    others = document.children(tuple(around))
    if any(other not in valid and _nearest(other, valid) == key for other in others):
        return None  # The misspelt key has been found already, and says what it should be.
    return document.problem(document.value_at(tuple(around)), f"missing key '{key}'{_of(loc)}")


def _unknown_key(key: str, loc: tuple[int | str, ...]) -> str:
    where, part = _part(loc)
    valid = model.keys_of(part)
    if part in model.MODEL_OF_KIND.values() and key in model.STEP_KINDS:
        return f"'{key}' has no place in {where}: a step of its own begins with '- {key}:'"
    hint = _nearest(key, valid)
    if hint is None:
        return f"unknown key {shown(key)}: {where} takes {', '.join(valid)}"
    return f"unknown key {shown(key)} in {where}; did you mean '{hint}'?"


def _nearest(key: str, valid: tuple[str, ...]) -> str | None:
    if len(key) > _LONGEST_GUESSED:
        return None
    plain = key.strip().lower().replace("-", "_").replace(" ", "_")
    if plain in valid:
        return plain
    if _SYNONYMS.get(plain) in valid:
        return _SYNONYMS[plain]
    near = get_close_matches(plain, valid, n=1, cutoff=0.7)
    return near[0] if near else None


def _no_step(document: Document, path: Path, value: object) -> Problem:
    if isinstance(value, dict) and value:
        for key in value:
            if hint := _nearest(key, model.STEP_KINDS):
                message = f"unknown step {shown(key)}; did you mean '{hint}'?"
                return document.problem(document.key_at((*path, key)), message)
    if isinstance(value, str):
        message = "expected a step; an instruction is written '- say: …'"
    else:
        message = f"expected a step, which has one of the keys {', '.join(sorted(model.STEP_KINDS))}"
    return document.problem(document.value_at(path), message)


def _empty(path: Path) -> str:
    last = path[-1] if path else ""
    return f"'{last}' holds no step: write at least one" if last in ("steps", "each_side") else f"'{last}' is empty"


def _expected(kind: str, path: Path, value: Any) -> str:
    key = path[-1] if path else ""
    if kind == "literal_error":
        if key == "wait":
            return "expected 'ready'; for a pause of a fixed length write 'rest: 10s'"
        return f"expected left or right{'' if value is EMPTY else f', and found {shown(str(value))}'}"
    if kind == "tuple_type":
        if key in ("steps", "each_side"):
            return "expected a list of steps, each on a line that begins with '- '"
        if key == "cues":
            return "expected a list such as [{at: 10s, say: …}]"
        return "expected a list: put the text in square brackets or on a line that begins with '- '"
    if key == "breathe":
        return "expected a breathing pace such as {in: 4s, out: 6s}"
    if "not_for" in path:
        return "expected a question with the keys 'ask' and 'because'"
    if "cues" in path:
        return "expected a tip such as {at: 10s, say: …}"
    return "expected keys and values"
