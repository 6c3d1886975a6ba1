"""Texts of many kinds, and what each exercise of theirs should come to: name, side, hold, reps, sets, rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from voicecoach.importing import import_text
from voicecoach.routine.quantities import duration_s

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "handouts.yaml").read_text("utf-8"))
Step = dict[str, Any]


@dataclass(frozen=True)
class Work:
    """A hold or a movement of a script."""

    side: str
    hold: float | None
    reps: int
    sets: int
    rest: float | None


def work_of(steps: list[Step], side: str = "none", sets: int = 1, rest: object = None) -> Iterator[Work]:
    for step in steps:
        own = step.get("rest", rest)
        pause = duration_s(own) if own is not None else None
        if "each_side" in step:
            yield from work_of(step["each_side"], "both", sets, rest)
        elif "repeat" in step:
            yield from work_of(step["steps"], side, sets * step["repeat"], step.get("rest"))
        elif "hold" in step:
            yield Work(side, duration_s(step["hold"]), step.get("times", 1), sets, pause)
        elif "reps" in step:
            yield Work(side, None, step["reps"], sets * step.get("times", 1), pause)


def said_in(steps: list[Step]) -> Iterator[str]:
    for step in steps:
        yield from (step[key] for key in ("say", "release", "feel", "not_feel") if isinstance(step.get(key), str))
        yield from (cue["say"] for cue in step.get("cues", ()))
        yield from said_in(step.get("each_side") or step.get("steps") or [])


def exercises_of(script: dict[str, Any]) -> list[tuple[str, list[Work]]]:
    named = [(step["exercise"], list(work_of(step["steps"]))) for step in script["steps"] if "exercise" in step]
    return named or [(script["name"], list(work_of(script["steps"])))]


def within(got: float | None, wanted: Any) -> bool:
    if wanted is None or got is None:
        return got is None and wanted is None
    low, high = wanted if isinstance(wanted, list) else (wanted, wanted)
    return bool(low <= got <= high)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_handout_becomes_what_it_says(case: dict[str, Any]) -> None:
    script = yaml.safe_load(import_text(case["text"], source=f"{case['id']}.{case.get('file', 'txt')}").yaml)
    wanted = case["want"]
    found = exercises_of(script)
    assert len(found) == len(wanted["exercises"]), [name for name, _ in found]
    for (name, works), want in zip(found, wanted["exercises"], strict=True):
        assert re.search(want["name"], name, re.IGNORECASE)
        assert len(works) == want.get("efforts", 1)
        for key in {"hold", "reps", "sets", "rest"} & set(want):
            assert within(getattr(works[0], key), want[key]), (name, key, works[0])
        if "side" in want:
            assert works[0].side == {"one": "none"}.get(want["side"], want["side"]), name
    said = "\n".join(said_in(script["steps"]))
    for words in wanted.get("says", ()):
        assert re.search(words, said, re.IGNORECASE)
    for words in wanted.get("says_not", ()):
        assert not re.search(words, said, re.IGNORECASE)
    asked = "\n".join(question["ask"] for question in script.get("not_for", ()))
    for words in wanted.get("not_for", ()):
        assert re.search(words, asked, re.IGNORECASE)
