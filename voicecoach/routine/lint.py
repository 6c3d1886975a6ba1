"""What is allowed in a script and probably not meant. Pure: what is known of the surroundings comes in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from voicecoach.errors import Problem
from voicecoach.routine import model
from voicecoach.routine.duration import speech_s
from voicecoach.routine.nodes import Document, Path, shown
from voicecoach.routine.parse import Parsed
from voicecoach.routine.quantities import written
from voicecoach.routine.sides import literal_side

COUNTED_S = 5.0
"""The end of a hold, whose seconds are counted aloud."""
HALF_TIME_FROM_S = 20.0
"""Holds of this length and more have their half time said."""
HALF_TIME_S = 1.5

_TEXT_KEYS = ("say", "short", "feel", "not_feel", "release")
_SENTENCE = re.compile(r"[^.!?]+")


@dataclass(frozen=True, slots=True)
class Known:
    """What a script may refer to. What is None is not checked."""

    languages: Collection[str] | None = None
    pictures: Collection[str] | None = None
    phrases: Collection[str] = ()
    """What a patient can say as a command, in lower case and without punctuation."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A step, where it stands, and whether that is inside ``each_side``."""

    step: model.Step | model.SidedStep
    path: Path
    sided: bool


def lint(parsed: Parsed, known: Known) -> list[Problem]:
    """Warnings about a routine that is otherwise good, from the top to the end of its file."""
    steps = list(_steps(parsed.routine.steps, ("steps",), sided=False))
    problems = list(_without_effect(parsed, steps))
    for found in steps:
        problems += _texts(parsed.document, found, known.phrases)
        problems += _rest_without_sets(parsed.document, found)
        problems += _pictures(parsed.document, found, known.pictures)
        if isinstance(found.step, model.Hold):
            problems += _cues(parsed.document, found.step, found.path)
    return sorted(problems)


def _steps(steps: Collection[model.Step] | Collection[model.SidedStep], path: Path, *, sided: bool) -> Iterator[_Found]:
    for index, step in enumerate(steps):
        here = (*path, index)
        yield _Found(step, here, sided)
        match step:
            case model.EachSide():
                yield from _steps(step.each_side, (*here, "each_side"), sided=True)
            case model.Repeat() | model.SidedRepeat():
                yield from _steps(step.steps, (*here, "steps"), sided=sided)


def _spoken(found: _Found) -> Iterator[tuple[Path, str]]:
    for key in _TEXT_KEYS:
        if text := getattr(found.step, key, None):
            yield (*found.path, key), text
    if isinstance(found.step, model.Hold):
        for index, cue in enumerate(found.step.cues):
            yield (*found.path, "cues", index, "say"), cue.say


def _texts(document: Document, found: _Found, phrases: Collection[str]) -> Iterator[Problem]:
    for path, text in _spoken(found):
        if found.sided and (side := literal_side(text)):
            yield document.problem(
                document.value_at(path),
                f"'{side}' is said for both sides alike: write {{side}} for the side that is stretched, or {{other}}",
            )
        for sentence in _SENTENCE.findall(text):
            bare = re.sub(r"[^\w\s']", "", sentence).strip().lower()
            if bare in phrases:
                yield document.problem(
                    document.value_at(path),
                    f"{shown(sentence.strip())} by itself is a command that a patient can say, and the coach might "
                    "hear itself: say it in a longer sentence",
                )


def _cues(document: Document, hold: model.Hold[str], path: Path) -> Iterator[Problem]:
    spoken_until_s = 0.0
    order = sorted(range(len(hold.cues)), key=lambda index: hold.cues[index].at_s)
    for index in order:
        cue = hold.cues[index]
        end_s = cue.at_s + speech_s(cue.say)
        half_s = hold.hold_s / 2
        if end_s > hold.hold_s - COUNTED_S:
            said = "runs into the last five seconds, which are counted aloud"
        elif cue.at_s < spoken_until_s:
            said = f"begins before the cue ahead of it is spoken, about {written(round(spoken_until_s))}"
        elif hold.hold_s >= HALF_TIME_FROM_S and cue.at_s < half_s + HALF_TIME_S and end_s > half_s:
            said = f"runs into half time, which is said at {written(half_s)}"
        else:
            said = ""
        spoken_until_s = max(spoken_until_s, end_s)
        if said:
            yield document.problem(document.value_at((*path, "cues", index)), f"this cue {said}")


def _rest_without_sets(document: Document, found: _Found) -> Iterator[Problem]:
    step = found.step
    if isinstance(step, model.Hold | model.Reps) and "rest_s" in step.model_fields_set and step.times == 1:
        yield document.problem(
            document.key_at((*found.path, "rest")),
            "this rest comes between repetitions, and 'times' asks for one only: "
            "for a pause afterwards write '- rest:' as a step of its own",
        )


def _pictures(document: Document, found: _Found, pictures: Collection[str] | None) -> Iterator[Problem]:
    picture = getattr(found.step, "picture", None)
    if pictures is not None and picture is not None and picture not in pictures:
        path = (*found.path, "picture")
        yield document.problem(document.value_at(path), f"there is no picture called {shown(picture)}")


def _without_effect(parsed: Parsed, steps: list[_Found]) -> Iterator[Problem]:
    if any(isinstance(found.step, model.EachSide) for found in steps):
        return
    includes = any(isinstance(found.step, model.Include) for found in steps)
    for key in ("switch",) if includes else ("first_side", "switch"):
        if (key,) in parsed.document.keys:
            message = f"'{key}' has no effect: there is no each_side in this routine"
            yield parsed.document.problem(parsed.document.key_at((key,)), message)
