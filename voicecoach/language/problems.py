"""Turns the model's findings in a language or topic file into problems with positions. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from voicecoach.errors import FileError, Problem
from voicecoach.routine import nodes
from voicecoach.routine.nodes import Document, Path, shown
from voicecoach.routine.quantities import EMPTY

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)

_EXPECTED = {
    "string_type": "expected a text",
    "tuple_type": "expected a list",
    "dict_type": "expected keys and values",
    "model_type": "expected keys and values",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
}


def read(source: bytes, file: str) -> Document:
    """The file's content with positions. Raises FileError when it is not YAML, or holds no keys and values."""
    document = nodes.read(source, file)
    if not isinstance(document.data, dict):
        raise FileError([document.problem(document.value_at(()), "expected keys and values")])
    return document


def checked(document: Document, model: type[Model]) -> tuple[Model | None, list[Problem]]:
    """Validates a document. Returns the model, or None, and all problems."""
    try:
        return model.model_validate(document.data), list(document.problems)
    except ValidationError as error:
        found = error.errors(include_url=False)
        return None, [*document.problems, *_problems(document, found)]


def _problems(document: Document, found: list[ErrorDetails]) -> Iterator[Problem]:
    missing = {error["loc"] for error in found if error["type"] == "missing"}
    for error in found:
        if error["type"] == "extra_forbidden":
            path = error["loc"]
            siblings = {str(loc[-1]): loc for loc in missing if loc[:-1] == path[:-1]}
            near = get_close_matches(str(path[-1]), siblings, n=1, cutoff=0.7)
            if near:
                missing.discard(siblings[near[0]])
            hint = f"; did you mean '{near[0]}'?" if near else ""
            yield document.problem(document.key_at(path), f"unknown key {shown(str(path[-1]))}{_in(path)}{hint}")
    inside = {error["loc"][:length] for error in found for length in range(len(error["loc"]))}
    for error in found:
        path = error["loc"]
        if error["type"] == "too_short" and path in inside:
            continue  # It counts what was good, so that a list of faulty items looks short as well.
        if path in missing:
            yield document.problem(document.value_at(path[:-1]), f"missing key '{path[-1]}'{_in(path)}")
        elif error["type"] not in ("missing", "extra_forbidden"):
            yield document.problem(document.value_at(path), _message(error))


def _message(error: ErrorDetails) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    if error["type"] == "too_short":
        return f"expected {error['ctx']['min_length']} or more of them"
    if error["type"] == "too_long":
        return f"expected no more than {error['ctx']['max_length']} of them"
    if error["type"] == "literal_error":
        return f"expected {error['ctx']['expected']}"
    expected = _EXPECTED.get(error["type"], error["msg"])
    if error["input"] is EMPTY:
        return f"{expected}, and there is nothing here"
    return expected


def _in(path: Path) -> str:
    around = ".".join(str(part) for part in path[:-1])
    return f" in '{around}'" if around else ""
