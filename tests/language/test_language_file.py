"""A language file is checked whole when it is loaded, and each fault is told with its place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

import voicecoach
from tests.conversation import LANGUAGE
from voicecoach.errors import FileError
from voicecoach.language.keyed_texts import SENTENCES
from voicecoach.language.loading import parse_language
from voicecoach.language.vocabulary import Command, Expectation

ENGLISH = files("voicecoach.language").joinpath("en.yaml").read_text(encoding="utf-8")


def with_changes(*changes: tuple[str, str]) -> str:
    text = ENGLISH
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the file"
        text = text.replace(old, new)
    return text


def problems(text: str) -> list[str]:
    with pytest.raises(FileError) as caught:
        parse_language(text.encode(), "xx.yaml")
    return [str(problem) for problem in caught.value.problems]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '  ask_ready: "Tell me',
            '  ask_redy: "Tell me',
            "unknown key 'ask_redy' in 'sentences'; did you mean 'ask_ready'?",
        ),
        ("    button: Come in\n", "", "missing key 'button' in 'page.enter'"),
        ("  needs: What you need\n", "  needs: []\n", "expected a text"),
        ("  deaf: The microphone", "  deaf:\n      - The microphone", "expected a text"),
        (' called {name}."', ' called so."', "the blank {name} is missing"),
        ('{count} minute"', '{number} minute"', "unknown blank {number}: only {count} can stand here"),
        ("time: You are halfway.", 'time: "{left} left."', "unknown blank {left}: no blank is filled in here"),
        ("half_time: You are halfway.", 'half_time: "Half { time."', "a brace that belongs to no blank"),
        ("half_time: You are halfway.", 'half_time: " "', "the text is empty"),
        ("  skip: [skip, ", "  skip: [Skip!, ", "'Skip!' is not a phrase in plain lower-case words"),
        ("  call: [help me]", "  cal: [help me]", "unknown key 'cal' in 'commands'"),
        ("  call: [help me]", "  call: []", "'call' in 'commands' has no phrase"),
        ("  call: [help me]", "  call: [repeat]", "'repeat' means 'repeat' already"),
        ("  voice: [another voice, ", "  voice: [go back, ", "'go back' means something else already"),
        ("  voice: [another voice, ", "  voices: [another voice, ", "'voice' in 'adjustments' has no phrase"),
        ("  z: undo", "  z: undoo", "'undoo' is no command"),
        ("  month_letters: 3", "  month_letters: three", "expected a whole number"),
        ('do: doctor\n      source: "Fin', 'do: dentist\n      source: "Fin', "'emergency' or 'doctor'"),
        ("sides:\n  left: left\n", "sides:\n  left: left\n  left: links\n", "'left' stands here a second time"),
    ],
)
def test_a_fault_is_told_with_its_place(old: str, new: str, message: str) -> None:
    text = with_changes((old, new))
    found = problems(text)
    [told] = [problem for problem in found if message in problem]
    file, line, column, _ = told.split(":", 3)
    assert file == "xx.yaml"
    assert int(column) >= 1
    changed = line_of(text, new) if new else line_of(text, "  enter:\n    title")
    assert abs(int(line) - changed) <= 2 or "missing" in message or "has no phrase" in message


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    text = with_changes(
        ("  call: [help me]", "  call: []"),
        ('  ask_ready: "Tell me', '  ask_redy: "Tell me'),
        ("half_time: You are halfway.", 'half_time: "{left}"'),
        ("    button: Come in\n", ""),
    )
    found = problems(text)
    assert len(found) == 4
    lines = [int(problem.split(":")[1]) for problem in found]
    assert lines == sorted(lines)


@pytest.mark.parametrize("text", ["", "- a\n", "language: [", "language: en\n"])
def test_what_is_no_language_is_refused(text: str) -> None:
    assert problems(text)


def test_one_phrase_may_serve_two_answers_that_never_meet() -> None:
    text = with_changes(
        ('"yes": ["yes", ', '"yes": [indeed, "yes", '), ("  ready: [ready, ", "  ready: [indeed, ready, ")
    )
    vocabulary = parse_language(text.encode(), "xx.yaml").vocabulary
    assert vocabulary.active(Expectation.YES_NO)["indeed"] is Command.YES
    assert vocabulary.active(Expectation.READY)["indeed"] is Command.READY


SAYING = {"say", "answer", "sentence", "sentences", "interject_sentence"}
"""The methods that take the key of a sentence."""


def _calls() -> Iterator[tuple[str, str, frozenset[str] | None]]:
    """Where a sentence is named in the code, its key, and the blanks that are filled; None where they are passed on."""
    root = Path(voicecoach.__file__).parent
    for path in sorted(root.rglob("session/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SAYING):
                continue
            keys = [part for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)] if node.args else []
            names = frozenset(keyword.arg for keyword in node.keywords if keyword.arg is not None)
            passed_on = any(keyword.arg is None for keyword in node.keywords)
            if node.args and isinstance(node.args[0], ast.Constant | ast.IfExp):
                for key in keys:
                    if isinstance(key.value, str) and key.value.isidentifier():
                        yield f"{path.name}:{node.lineno}", key.value, None if passed_on else names


def test_every_sentence_that_the_code_names_is_there_and_its_blanks_are_filled() -> None:
    calls = list(_calls())
    assert len(calls) > 60
    unknown = [(place, key) for place, key, _ in calls if key not in SENTENCES.keys]
    assert not unknown
    unfilled = [
        (place, key, sorted(SENTENCES.keys[key] - names))
        for place, key, names in calls
        if names is not None and SENTENCES.keys[key] - names
    ]
    assert not unfilled


def test_the_sentences_that_depend_on_the_phase_and_on_the_end_are_there() -> None:
    from voicecoach.session.phase import Phase
    from voicecoach.session.records import EndReason

    helped = {f"help_{phase.value}" for phase in Phase if phase is not Phase.ENDED}
    closed = {f"closing_{why.value}" for why in EndReason if why not in (EndReason.FAILED, EndReason.INTERRUPTED)}
    assert helped | closed <= set(SENTENCES.keys)
    assert {phase.value for phase in Phase} <= set(type(LANGUAGE.texts.terminal).model_fields)
