"""The page of hazards: every row is complete, and the tests that it names exist and are not switched off."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "hazards.md"
COLUMNS = ["no", "what could go wrong", "for whom", "how bad", "what prevents it", "test"]
SEVERITIES = {"minor", "serious", "grave"}
LEAST = 30
TEST_ID = re.compile(r"`(tests/[\w/]+\.py)((?:::\w+){1,2})`")
SWITCHED_OFF = {"skip", "xfail"}
Defined = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


class Hazard(NamedTuple):
    """A row of the page."""

    number: str
    what: str
    whom: str
    how_bad: str
    prevented_by: str
    tests: str

    @property
    def named_tests(self) -> list[tuple[str, list[str]]]:
        """Files, and the names in them."""
        return [(file, names.strip(":").split("::")) for file, names in TEST_ID.findall(self.tests)]


def rows_of(page: str) -> list[list[str]]:
    """The cells of every line of a table."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]


ROWS = rows_of(PAGE.read_text(encoding="utf-8"))
HAZARDS = [Hazard(*row) for row in ROWS if len(row) == len(COLUMNS) and row[0].isdigit()]


@cache
def module(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text(encoding="utf-8"))


def found(file: str, names: Sequence[str]) -> list[Defined]:
    """The classes and the function that the names lead to, as far as they do."""
    if not (ROOT / file).is_file():
        return []
    inside: ast.Module | Defined = module(file)
    way: list[Defined] = []
    for name in names:
        node = next((each for each in inside.body if isinstance(each, Defined) and each.name == name), None)
        if node is None:
            break
        way.append(node)
        inside = node
    return way


def switched_off(marks: Iterable[ast.expr]) -> bool:
    """A mark that is no condition: ``pytest.mark.skip``, ``pytest.mark.xfail``, or ``skipif(True)``."""
    for mark in marks:
        call = mark if isinstance(mark, ast.Call) else None
        named = call.func if call is not None else mark
        if not isinstance(named, ast.Attribute) or ".mark." not in f".{ast.unparse(named)}":
            continue
        always = call is not None and call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value
        if named.attr in SWITCHED_OFF or (named.attr == "skipif" and always):
            return True
    return False


def marks_of(file: str) -> list[ast.expr]:
    """The marks that hold for a whole module."""
    given = [
        node.value
        for node in module(file).body
        if isinstance(node, ast.Assign) and "pytestmark" in [ast.unparse(target) for target in node.targets]
    ]
    return [mark for value in given for mark in (value.elts if isinstance(value, ast.List | ast.Tuple) else [value])]


def fault_of(file: str, names: Sequence[str]) -> str | None:
    """What is wrong with a test that a row names."""
    way = found(file, names)
    if len(way) < len(names):
        return "does not exist"
    if isinstance(way[-1], ast.ClassDef) or not way[-1].name.startswith("test_"):
        return "is no test"
    own_marks = [mark for node in way for mark in node.decorator_list]
    return "is switched off" if switched_off([*own_marks, *marks_of(file)]) else None


def test_every_table_has_the_same_columns_and_only_numbered_rows() -> None:
    strange = [row for row in ROWS if row != COLUMNS and set("".join(row)) != {"-"} and not row[0].isdigit()]
    assert strange == []
    assert {len(row) for row in ROWS} == {len(COLUMNS)}


def test_there_are_enough_of_them_and_they_are_numbered_in_order() -> None:
    assert len(HAZARDS) >= LEAST
    assert [hazard.number for hazard in HAZARDS] == [str(number) for number in range(1, len(HAZARDS) + 1)]


@pytest.mark.parametrize("hazard", HAZARDS, ids=[hazard.number for hazard in HAZARDS])
def test_a_row_is_complete(hazard: Hazard) -> None:
    assert all(hazard)
    assert hazard.how_bad in SEVERITIES
    assert hazard.what.endswith(".")
    assert hazard.prevented_by.endswith(".")
    assert hazard.named_tests
    assert TEST_ID.sub("", hazard.tests).strip(", ") == "", "something stands there that is no test"


@pytest.mark.parametrize("hazard", HAZARDS, ids=[hazard.number for hazard in HAZARDS])
def test_the_tests_of_a_row_exist_and_are_not_switched_off(hazard: Hazard) -> None:
    faults = {"::".join([file, *names]): fault_of(file, names) for file, names in hazard.named_tests}
    assert not {name: fault for name, fault in faults.items() if fault}


def test_the_three_words_are_explained() -> None:
    assert set(re.findall(r"^- \*\*(\w+)\*\*: ", PAGE.read_text(encoding="utf-8"), re.MULTILINE)) == SEVERITIES


@pytest.mark.parametrize(
    ("text", "off"),
    [
        ("@pytest.mark.skip\ndef test_a(): ...", True),
        ("@pytest.mark.skip(reason='later')\ndef test_a(): ...", True),
        ("@pytest.mark.xfail(strict=False)\ndef test_a(): ...", True),
        ("@pytest.mark.skipif(True, reason='later')\ndef test_a(): ...", True),
        ("@pytest.mark.skipif(os.name == 'nt', reason='POSIX')\ndef test_a(): ...", False),
        ("@pytest.mark.parametrize('a', [1])\ndef test_a(): ...", False),
    ],
)
def test_a_mark_that_switches_off_is_seen(text: str, off: bool) -> None:
    [node] = ast.parse(text).body
    assert isinstance(node, ast.FunctionDef)
    assert switched_off(node.decorator_list) is off


def test_what_does_not_exist_is_seen() -> None:
    assert fault_of("tests/test_nowhere.py", ["test_a"]) == "does not exist"
    assert fault_of("tests/test_hazards.py", ["test_nothing"]) == "does not exist"
    assert fault_of("tests/test_hazards.py", ["Hazard"]) == "is no test"
    assert fault_of("tests/test_hazards.py", ["test_what_does_not_exist_is_seen"]) is None
