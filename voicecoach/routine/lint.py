"""Warns of what a script may say and probably does not mean. Pure: the surroundings are passed in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from voicecoach.errors import Problem
from voicecoach.routine.nodes import Document, Path, shown
from voicecoach.routine.parse import Parsed
from voicecoach.routine.sides import literal_side
from voicecoach.routine.step_model import LeafModel, StepModel, every_step
from voicecoach.routine.steps.each_side import EachSideModel
from voicecoach.routine.steps.include import IncludeModel

_SENTENCE = re.compile(r"[^.!?]+")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What a script may refer to. What is None is not checked."""

    languages: Collection[str] | None = None
    pictures: Collection[str] | None = None
    phrases: Collection[str] = ()
    """What a patient can say as a command, in lower case and without punctuation."""


def lint(parsed: Parsed, known: KnownNames) -> list[Problem]:
    """Warnings about a routine that is otherwise good, from the top to the end of its file."""
    document = parsed.document
    problems = [*_without_effect(parsed), *_comments(document)]
    for path, step in every_step(parsed.routine.steps, ("steps",)):
        problems += _texts(document, path, step, known.phrases)
        problems += _pictures(document, path, step, known.pictures)
        for doubt in step.doubts():
            doubted = (*path, *doubt.path)
            place = document.key_at(doubted) if doubt.at_key else document.value_at(doubted)
            problems.append(document.problem(place, doubt.message))
    return sorted(problems)


def _texts(document: Document, path: Path, step: StepModel, phrases: Collection[str]) -> Iterator[Problem]:
    sided = EachSideModel.kind in path
    for inner, text in step.spoken():
        place = document.value_at((*path, *inner))
        if not _WORD.search(text):
            yield document.problem(place, "there is no word in this text, so that nothing will be heard")
        if sided and (side := literal_side(text)):
            yield document.problem(
                place,
                f"'{side}' is said for both sides alike: write {{side}} for the side that is stretched, or {{other}}",
            )
        for sentence in _SENTENCE.findall(text):
            bare = re.sub(r"[^\w\s']", "", sentence).strip().lower()
            if bare in phrases:
                yield document.problem(
                    place,
                    f"{shown(sentence.strip())} by itself is a command that a patient can say, and the coach might "
                    "hear itself: say it in a longer sentence",
                )


def _comments(document: Document) -> Iterator[Problem]:
    for place, text in document.comments:
        yield document.problem(
            place, f"{shown(text)} is a comment and not said: put the whole text in quotes if it belongs to it"
        )


def _pictures(document: Document, path: Path, step: StepModel, pictures: Collection[str] | None) -> Iterator[Problem]:
    picture = step.picture if isinstance(step, LeafModel) else None
    if pictures is not None and picture is not None and picture not in pictures:
        place = document.value_at((*path, "picture"))
        yield document.problem(place, f"there is no picture called {shown(picture)}")


def _without_effect(parsed: Parsed) -> Iterator[Problem]:
    steps = [step for _, step in every_step(parsed.routine.steps)]
    if any(isinstance(step, EachSideModel) for step in steps):
        return
    includes = any(isinstance(step, IncludeModel) for step in steps)
    for key in ("switch",) if includes else ("first_side", "switch"):
        if (key,) in parsed.document.keys:
            message = f"'{key}' has no effect: there is no each_side in this routine"
            yield parsed.document.problem(parsed.document.key_at((key,)), message)
