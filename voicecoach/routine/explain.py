"""The faults that the model finds as sentences: what was expected, at which place in the file. Pure."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from voicecoach.errors import Problem
from voicecoach.routine.model import MODEL_OF_KEY, Routine
from voicecoach.routine.nodes import Document, Path, shown
from voicecoach.routine.quantities import EMPTY
from voicecoach.routine.script_part import ScriptPart, keys_of
from voicecoach.routine.step_model import Surroundings
from voicecoach.routine.steps import MODEL_OF_KIND, STEP_KEYS, TAG, step_tag

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
    "muscles": "stretches",
    "targets": "stretches",
    "dosage": "doses",
    "dose": "doses",
    "breaths": "breathe",
    "purpose": "why",
    "evidence": "source",
    "pause_after": "pause",
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
    "wait_for": "wait",
    "break": "rest",
    "sides": "each_side",
    "both_sides": "each_side",
    "tips": "cues",
    "breathing": "breathe",
    "breath": "breathe",
    "end": "release",
    "position": "checks",
    "otherwise_say": "otherwise",
    "if_not": "otherwise",
    "question": "ask",
    "reason": "because",
    "why": "because",
    "routine": "include",
    "join": "include",
    "inhale": "in",
    "exhale": "out",
}
_CLOSED_BLOCKS = frozenset({Surroundings.EXERCISE, Surroundings.EACH_SIDE})
"""Blocks that do not take every kind of step."""
_LONGEST_GUESSED = 24
"""No key is this long; comparing with a longer one costs time and finds nothing."""


def explain(document: Document, error: ErrorDetails) -> Problem | None:
    """One finding of the model as a problem, or None if it only echoes another one."""
    path = _path(error["loc"])
    kind, value = error["type"], error["input"]
    if path[-1:] == ("[key]",):
        return document.problem(document.key_at(path[:-1]), error["msg"])
    if kind == "script" and path[-1:] == ("breathe",) and isinstance(value, dict):
        message = "expected how many breaths, such as breathe: 6; 'in' and 'out' stand beside it as keys of the step"
        return document.problem(document.value_at(path), message)
    if kind == "script":
        return document.problem(document.value_at(path), error["msg"])
    if kind == "missing":
        return _missing(document, path, error["loc"])
    if kind == "extra_forbidden":
        if _belongs_to_a_second_step(document, path, error["loc"]):
            return None  # That second step has been found already.
        return document.problem(document.key_at(path), _unknown_key(str(path[-1]), error["loc"]))
    if kind == "union_tag_not_found":
        return _no_step(document, path, value)
    if kind == "union_tag_invalid":
        misplaced = str(step_tag(value)).removeprefix(TAG)
        return document.problem(document.key_at((*path, misplaced)), _misplaced(misplaced, error["loc"]))
    if kind == "too_short":
        # It counts what was good, so that a list of faulty items looks short as well.
        return None if value else document.problem(document.value_at(path), _empty(path))
    return document.problem(document.value_at(path), _expected(kind, path, value))


def _path(loc: tuple[int | str, ...]) -> Path:
    """The way through the file to what is meant: the model's way, without the tags of steps."""
    return tuple(part for part in loc if not (isinstance(part, str) and part.startswith(TAG)))


def _part(loc: tuple[int | str, ...]) -> tuple[str, type[ScriptPart]]:
    """The part of the script in which a key stands, with its name for a sentence."""
    for part in reversed(loc[:-1]):
        if isinstance(part, str) and part.startswith(TAG):
            kind = part.removeprefix(TAG)
            return f"'{kind}'", MODEL_OF_KIND[kind]
        if part in MODEL_OF_KEY:
            return f"'{part}'", MODEL_OF_KEY[str(part)]
    return "a routine", Routine


def _of(loc: tuple[int | str, ...]) -> str:
    where, part = _part(loc)
    return "" if part is Routine else f" of {where}"


def _misplaced(kind: str, loc: tuple[int | str, ...]) -> str:
    """Why a step may not stand where it does: the blocks around it allow only some kinds."""
    around = next(
        (key for part in reversed(loc) if (key := str(part).removeprefix(TAG)) in _CLOSED_BLOCKS and key != part), ""
    )
    if around == Surroundings.EXERCISE and kind == Surroundings.EXERCISE:
        return "an exercise cannot stand inside another: end the one around it first"
    if around == Surroundings.EXERCISE:
        return f"'{kind}' cannot stand inside 'exercise': what it joins in are exercises of their own"
    return f"'{kind}' cannot stand inside {around}"


def _missing(document: Document, path: Path, loc: tuple[int | str, ...]) -> Problem | None:
    *around, key = path
    _, part = _part(loc)
    valid = keys_of(part)
    others = document.children(tuple(around))
    if any(other not in valid and _nearest(other, valid) == key for other in others):
        return None  # The misspelt key has been found already, and says what it should be.
    return document.problem(document.value_at(tuple(around)), f"missing key '{key}'{_of(loc)}")


def _belongs_to_a_second_step(document: Document, path: Path, loc: tuple[int | str, ...]) -> bool:
    *around, key = path
    _, part = _part(loc)
    if part not in MODEL_OF_KIND.values():
        return False  # A dose has the names of steps as keys, and no steps in it.
    others = (MODEL_OF_KIND[other] for other in document.children(tuple(around)) if other in MODEL_OF_KIND)
    return key not in STEP_KEYS and any(key in keys_of(other) for other in others if other is not part)


def _unknown_key(key: str, loc: tuple[int | str, ...]) -> str:
    where, part = _part(loc)
    valid = keys_of(part)
    if part in MODEL_OF_KIND.values() and key in STEP_KEYS:
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
            if hint := _nearest(key, STEP_KEYS):
                message = f"unknown step {shown(key)}; did you mean '{hint}'?"
                return document.problem(document.key_at((*path, key)), message)
    if isinstance(value, str):
        message = "expected a step; an instruction is written '- say: …'"
    else:
        message = f"expected a step, which has one of the keys {', '.join(sorted(STEP_KEYS))}"
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
    if key == "doses":
        return "expected doses by their names, such as flexibility: {hold: 60s, times: 2, why: …, source: …}"
    if path[:1] == ("doses",):
        return "expected a dose such as {hold: 60s, times: 2, why: …, source: …}"
    if "not_for" in path:
        return "expected a question with the keys 'ask' and 'because'"
    if "checks" in path:
        return "expected a question with the keys 'ask' and 'otherwise'"
    if "cues" in path:
        return "expected a tip such as {at: 10s, say: …}"
    return "expected keys and values"
