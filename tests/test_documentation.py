"""What README and docs say of commands, options, links and parts is true, and nothing that exists is left out."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.page_makers import page_maker
from voicecoach.language.loading import load

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")
USING = (ROOT / "docs" / "using.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
COMMANDS_PAGE: Any = page_maker("make_commands_page")
SPOKEN_OF = sorted([*ROOT.glob("voicecoach/**/*.py"), *ROOT.glob("voicecoach/**/*.yaml"), *ROOT.glob("scripts/*.yaml")])
"""Files whose messages name commands, in quotation marks."""


@cache
def commands() -> dict[str, Any]:
    """Every command by its full name, such as ``voicecoach patients set``."""
    return dict(COMMANDS_PAGE.commands())


def options_of(command: Any) -> set[str]:
    return {name for each in command.params if COMMANDS_PAGE.is_option(each) for name in each.opts} | {"--help", "-h"}


def code_in(markdown: str) -> Iterator[str]:
    """Code spans, and the lines of code blocks."""
    for block in re.findall(r"```\w*\n(.*?)```", markdown, re.S):
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", markdown, flags=re.S))


def command_lines_in(code: Iterator[str]) -> Iterator[str]:
    for text in code:
        for line in re.split(r"&&|\||;|#", text):
            if found := re.search(r"(?:^|\s|/)voicecoach(?= |$)(.*)", line):
                yield "voicecoach" + found[1].rstrip(" .,")


def problems_of(line: str) -> list[str]:
    """What a command line names that does not exist."""
    words = shlex.split(line.replace("…", ""))
    name = words.pop(0)
    while words and f"{name} {words[0]}" in commands():
        name = f"{name} {words.pop(0)}"
    known = commands()[name]
    found = []
    if getattr(known, "commands", None) and words and re.fullmatch(r"[a-z][a-z-]*", words[0]):
        found.append(f"no command {words[0]!r} in: {line}")
    named = {word.strip("[]").partition("=")[0] for word in words if word.strip("[]").startswith("-")}
    return found + [f"no option {option} in: {line}" for option in sorted(named - options_of(known))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_line_that_a_page_names_exists(page: Path) -> None:
    lines = command_lines_in(code_in(page.read_text(encoding="utf-8")))
    assert not [problem for line in lines for problem in problems_of(line)]


def test_every_command_line_that_the_program_names_exists() -> None:
    wrong = []
    for file in SPOKEN_OF:
        quoted = re.findall(r"[`'\"“](voicecoach [a-z][^`'\"”\n{]*)[`'\"”]", file.read_text(encoding="utf-8"))
        wrong += [f"{file.name}: {problem}" for line in quoted for problem in problems_of(line)]
    assert not wrong


def test_every_example_in_the_help_exists() -> None:
    lines = [line for command in commands().values() for line in (command.epilog or "").splitlines()]
    assert len(lines) > 20
    assert not [problem for line in lines for problem in problems_of(re.split(r"  +| > ", line)[0])]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_option_that_a_page_names_alone_exists(page: Path) -> None:
    code = code_in(page.read_text(encoding="utf-8"))
    alone = {span.split()[0] for span in code if re.match(r"--[a-z][a-z-]*(?: |$)", span)}
    assert alone <= set().union(*(options_of(command) for command in commands().values()))


def test_the_checks_above_find_what_does_not_exist() -> None:
    assert problems_of("voicecoach begin NAME") == ["no command 'begin' in: voicecoach begin NAME"]
    assert problems_of("voicecoach patients sit") == ["no command 'sit' in: voicecoach patients sit"]
    assert problems_of("voicecoach start NAME --fast") == ["no option --fast in: voicecoach start NAME --fast"]
    assert problems_of("voicecoach start NAME --patient ANNA") == []
    shown = "Try `voicecoach list`.\n```sh\n.venv/bin/python -m voicecoach start x  # aloud\n```\n`voicecoach/cli`"
    assert sorted(command_lines_in(code_in(shown))) == ["voicecoach list", "voicecoach start x"]


def test_every_command_is_named_on_the_page_about_using_it() -> None:
    named = set(command_lines_in(code_in(USING)))
    missing = [name for name in commands() if not any(line == name or line.startswith(f"{name} ") for line in named)]
    assert not missing


def test_every_command_and_option_is_on_the_page_of_commands() -> None:
    written = COMMANDS_PAGE.PAGE.read_text(encoding="utf-8")
    assert written == COMMANDS_PAGE.page(), "run: python docs/make_commands_page.py"
    for name, command in commands().items():
        assert name in written
        assert all(f"`{option}`" in written for option in options_of(command))


def test_the_diagram_and_the_table_of_activities_are_current() -> None:
    diagram = page_maker("make_state_diagram")
    written = diagram.PAGE.read_text(encoding="utf-8")
    assert written == diagram.page(written), "run: python docs/make_state_diagram.py"
    assert written.count(diagram.BEGIN) == written.count(diagram.END) == 1


def test_every_spoken_command_and_key_is_named_on_the_page_about_using_it() -> None:
    language = load("en")
    hearing = USING.split("\n## What it can hear\n")[1].split("\n## ")[0].lower()
    keys = {key for key in language.keys if not key.isdigit()}
    assert not {key for key in keys if f"`{key}`" not in hearing and not (len(key) > 1 and key in hearing)}
    silent = [
        str(command)
        for command, phrases in language.vocabulary.phrases.items()
        if command.number is None and not any(re.search(rf"\b{phrase}\b", hearing) for phrase in phrases)
    ]
    assert not silent


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = {link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text)}
    broken = [link for link in links if link and "://" not in link and not (page.parent / link).exists()]
    assert broken == []


def test_every_dependency_is_explained_and_its_licence_named() -> None:
    project = PROJECT["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["import"]]
    names = {re.split(r"[ <>=!~;\[]", requirement)[0].lower() for requirement in wanted}
    licences = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8").lower()
    assert not {name for name in names if f"| {name} |" not in licences}
    short, long = README.split("\n## Parts\n")[1].lower(), ARCHITECTURE.lower()
    assert not {name for name in names if not re.search(rf"(?<![\w-]){name}(?![\w-])", short)}
    assert not {name for name in names if f"[{name}](https://pypi.org/project/{name}/)" not in long}
