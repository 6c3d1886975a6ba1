"""Whole texts of many kinds, and the script that each should give.

The texts stand in ``texts``, with what is expected of them in ``texts/expected.yaml``. ``does`` is the skeleton of a
script: one line an exercise, such as ``each_side hold 45s x3``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from voicecoach.errors import RequestError
from voicecoach.importing import Imported, document, import_text
from voicecoach.routine.lint import KnownNames, lint
from voicecoach.routine.parse import parse_document

TEXTS = Path(__file__).parent / "texts"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((TEXTS / "expected.yaml").read_text("utf-8"))
WITH_EXERCISES = [name for name, expected in EXPECTED.items() if not expected.get("refused")]
WITHOUT = [name for name, expected in EXPECTED.items() if expected.get("refused")]

Step = dict[str, Any]


def imported(name: str) -> Imported:
    return import_text(document.decode((TEXTS / name).read_bytes()), source=name)


def skeleton(steps: list[Step]) -> list[str]:
    """What a script does, one line an exercise."""
    lines = []
    for step in steps:
        if "each_side" in step:
            lines += [f"each_side {line}" for line in skeleton(step["each_side"])]
        elif "exercise" in step:
            lines += skeleton(step["steps"])
        elif "repeat" in step:
            rest = f" rest {step['rest']}" if "rest" in step else ""
            lines.append(f"repeat {step['repeat']}{rest}: {'; '.join(skeleton(step['steps']))}")
        elif "hold" in step or "reps" in step:
            kind = "hold" if "hold" in step else "reps"
            times = f" x{step['times']}" if "times" in step else ""
            rest = f" rest {step['rest']}" if "rest" in step else ""
            lines.append(f"{kind} {step[kind]}{times}{rest}")
    return lines


def every(steps: list[Step], keys: tuple[str, ...]) -> Iterator[str]:
    """All texts of a script under these keys, in order."""
    for step in steps:
        for key in keys:
            if isinstance(step.get(key), str):
                yield step[key]
        if "say" in keys:
            yield from (cue["say"] for cue in step.get("cues", ()))
        yield from every(step.get("each_side") or step.get("steps") or [], keys)


def test_every_text_has_its_expectations() -> None:
    assert {path.name for path in TEXTS.iterdir()} == {*EXPECTED, "expected.yaml"}
    assert len(WITH_EXERCISES) >= 15


@pytest.mark.parametrize("name", WITH_EXERCISES)
def test_the_script_does_what_the_text_says(name: str) -> None:
    expected = EXPECTED[name]
    script = yaml.safe_load(imported(name).yaml)
    assert skeleton(script["steps"]) == expected["does"]
    assert script.get("first_side") == expected.get("first_side")
    assert script["name"] == expected["name"]


@pytest.mark.parametrize("name", WITH_EXERCISES)
def test_the_script_says_what_the_text_says(name: str) -> None:
    expected = EXPECTED[name]
    script = yaml.safe_load(imported(name).yaml)
    said = "\n".join(every(script["steps"], ("say", "release")))
    felt = "\n".join(every(script["steps"], ("feel", "not_feel")))
    for words in expected.get("says", ()):
        assert words in said
    for words in expected.get("feels", ()):
        assert words in felt
    for words in expected.get("never_says", ()):
        assert not re.search(re.escape(words), f"{said}\n{felt}", re.IGNORECASE)
    assert [question["ask"] for question in script.get("not_for", ())] == expected.get("asks", [])
    assert script.get("needs", []) == expected.get("needs", [])


@pytest.mark.parametrize("name", WITH_EXERCISES)
def test_the_rest_is_for_the_reader(name: str) -> None:
    found = imported(name)
    comments = "\n".join(line for line in found.yaml.splitlines() if "#" in line)
    for words in EXPECTED[name].get("remarks", ()):
        assert words in comments
    doubts = [doubt.message for doubt in found.doubts]
    for message in EXPECTED[name].get("doubts", ()):
        assert any(message in doubt for doubt in doubts), doubts
    for words in EXPECTED[name].get("summary", ()):
        assert words in yaml.safe_load(found.yaml)["summary"]


@pytest.mark.parametrize("name", WITH_EXERCISES)
def test_the_checker_has_nothing_to_say(name: str) -> None:
    parsed = parse_document(imported(name).yaml.encode(), name)
    assert lint(parsed, KnownNames()) == []


@pytest.mark.parametrize("name", WITHOUT)
def test_a_text_without_exercises_is_refused(name: str) -> None:
    with pytest.raises(RequestError, match="no exercise was found"):
        imported(name)


@pytest.mark.parametrize("name", WITH_EXERCISES)
def test_each_doubt_is_marked_on_its_line(name: str) -> None:
    found = imported(name)
    lines = found.yaml.splitlines()
    for doubt in found.doubts:
        # On the line itself, or in the comments right above it.
        marked = lines[doubt.line - 1]
        above = doubt.line - 2
        while above >= 0 and lines[above].lstrip().startswith("#"):
            marked = f"{lines[above]} {marked}"
            above -= 1
        below = doubt.line
        while (
            below < len(lines) and lines[below - 1].lstrip().startswith("#") and lines[below].lstrip().startswith("#")
        ):
            marked = f"{marked} {lines[below]}"
            below += 1
        flat = re.sub(r"\s*#\s+", " ", marked)
        assert doubt.message.split(":")[0] in " ".join(flat.split())


def test_the_same_text_gives_the_same_script() -> None:
    for name in WITH_EXERCISES:
        assert imported(name).yaml == imported(name).yaml
