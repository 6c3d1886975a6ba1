"""YAML to ``Routine``. All problems of a file come at once, each with its line and column. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from voicecoach.errors import FileError, Problem
from voicecoach.routine import nodes, rules
from voicecoach.routine.explain import explain
from voicecoach.routine.model import Routine, includes
from voicecoach.routine.nodes import Document, Path
from voicecoach.routine.quantities import EMPTY


@dataclass(frozen=True, slots=True)
class Parsed:
    """A routine with the places of its parts, for whoever has more to say about them."""

    routine: Routine
    document: Document

    def includes(self) -> Iterator[tuple[Path, str]]:
        """The routines that ``include`` steps name, each with the path to the name in the file."""
        for path, step in includes(self.routine.steps, ("steps",)):
            yield (*path, "include"), step.include


def parse(source: bytes, file: str) -> Routine:
    """Read a script. ``file`` is what problems call it.

    Raises FileError with every problem of the file; with one alone when it is no YAML, too large or too deep.
    """
    return parse_document(source, file).routine


def parse_document(source: bytes, file: str) -> Parsed:
    """Read a script and keep the places of its keys and values. Raises FileError as ``parse`` does."""
    document = nodes.read(source, file)
    if not isinstance(document.data, dict):
        message = (
            "the file is empty: a routine begins with 'name: …'"
            if document.data is EMPTY
            else "expected a routine, which begins with 'name: …'"
        )
        raise FileError([document.problem(document.value_at(()), message)])
    problems = list(document.problems)
    routine: Routine | None = None
    try:
        routine = Routine.model_validate(document.data)
    except ValidationError as error:
        found = (explain(document, detail) for detail in error.errors(include_url=False, include_context=False))
        problems += [problem for problem in found if problem is not None]
    problems += rules.between_values(document)
    if routine is not None:
        problems += rules.too_long(document, routine)
        problems += rules.sided_checks(document, routine)
    if problems or routine is None:
        raise FileError(in_order(problems))
    return Parsed(routine, document)


def in_order(problems: list[Problem]) -> list[Problem]:
    """From the top of the file to its end, each once."""
    return sorted(set(problems))
