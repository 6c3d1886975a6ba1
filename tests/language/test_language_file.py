"""A language file is checked whole when it is loaded, and each fault is told with its place."""

from __future__ import annotations

import ast
import re
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
    """The English file with the one place that matches each pattern changed. ``^`` and ``$`` are ends of lines."""
    text = ENGLISH
    for pattern, new in changes:
        assert len(re.findall(pattern, text, flags=re.MULTILINE)) == 1, f"{pattern!r} is not found once in the file"
        text = re.sub(pattern, lambda _, new=new: new, text, flags=re.MULTILINE)  # type: ignore[misc]
    return text


def problems(text: str) -> list[str]:
    with pytest.raises(FileError) as caught:
        parse_language(text.encode(), "xx.yaml")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("pattern", "new", "message"),
    [
        ("^  ask_ready:", "  ask_redy:", "unknown key 'ask_redy' in 'sentences'; did you mean 'ask_ready'?"),
        ("^    button: .*\n", "", "missing key 'button' in 'page.enter'"),
        ("^  not_for_lead: .*$", "  not_for_lead: []", "expected a text"),
        ("^  ask_ready: .*$", '  ask_ready: "{left}"', "unknown blank {left}: no blank is filled in here"),
        ("^  ask_ready: .*$", '  ask_ready: "Ready? {"', "a brace that belongs to no blank"),
        ("^  ask_ready: .*$", '  ask_ready: " "', "the text is empty"),
        ("^  needs: .*{needs}.*$", '  needs: "Some things."', "the blank {needs} is missing"),
        ("^  needs: .*{needs}.*$", '  needs: "{things} and {needs}"', "unknown blank {things}: only {needs} can stand"),
        (r"^  skip: \[skip, ", "  skip: [Skip!, ", "'Skip!' is not a phrase in plain lower-case words"),
        (r"^  call: \[help me\]", "  cal: [help me]", "unknown key 'cal' in 'commands'"),
        (r"^  call: \[help me\]", "  call: []", "'call' in 'commands' has no phrase"),
        (r"^  call: \[help me\]", "  call: [repeat]", "'repeat' means 'repeat' already"),
        (r"^  voice: \[another voice, ", "  voice: [go back, ", "'go back' means something else already"),
        (r"^  voice: \[another voice, ", "  voices: [another voice, ", "'voice' in 'adjustments' has no phrase"),
        ("^  z: undo$", "  z: undoo", "'undoo' is no command"),
        ("^  month_letters: 3", "  month_letters: three", "expected a whole number"),
        ("^sides:\n  left: left$", "sides:\n  left: left\n  left: links", "'left' stands here a second time"),
        (r'^      do: doctor\n      source: "Fin', '      do: dentist\n      source: "Fin', "'emergency' or 'doctor'"),
    ],
)
def test_a_fault_is_told_with_its_place(pattern: str, new: str, message: str) -> None:
    text = with_changes((pattern, new))
    [told] = [problem for problem in problems(text) if message in problem]
    file, line, column, _ = told.split(":", 3)
    assert file == "xx.yaml"
    assert int(column) >= 1
    if new and "has no phrase" not in message:
        first = text[: text.index(new)].count("\n") + 1
        assert first <= int(line) <= first + new.count("\n")


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    text = with_changes(
        (r"^  call: \[help me\]", "  call: []"),
        ("^  ask_ready:", "  ask_redy:"),
        ("^  take_your_time: .*$", '  take_your_time: "{left}"'),
        ("^    button: .*\n", ""),
    )
    found = problems(text)
    assert len(found) == 4
    lines = [int(problem.split(":")[1]) for problem in found]
    assert lines == sorted(lines)


@pytest.mark.parametrize("text", ["", "- a\n", "language: [", "language: en\n"])
def test_what_is_no_language_is_refused(text: str) -> None:
    assert problems(text)


def test_one_phrase_may_serve_two_answers_that_never_meet() -> None:
    text = with_changes((r'^  "yes": \["yes", ', '  "yes": [indeed, "yes", '), (r"^  ready: \[", "  ready: [indeed, "))
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
            names = frozenset(keyword.arg for keyword in node.keywords if keyword.arg is not None)
            passed_on = any(keyword.arg is None for keyword in node.keywords)
            for key in _constants(node.args[0]) if node.args else ():
                yield f"{path.name}:{node.lineno}", key, None if passed_on else names


def _constants(key: ast.expr) -> Iterator[str]:
    """The keys that an expression can be, as far as they are written out."""
    if isinstance(key, ast.IfExp):
        yield from _constants(key.body)
        yield from _constants(key.orelse)
    elif isinstance(key, ast.Constant) and isinstance(key.value, str) and key.value.isidentifier():
        yield key.value


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
