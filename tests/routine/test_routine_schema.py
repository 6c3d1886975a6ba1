"""The schema and the reference are those of the model, and what is shipped is up to date and keeps to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from voicecoach.language import loading
from voicecoach.language.vocabulary import Command
from voicecoach.routine import library, nodes
from voicecoach.routine.checker import check_file
from voicecoach.routine.lint import KnownNames
from voicecoach.routine.model import MODEL_OF_KEY, Routine
from voicecoach.routine.parse import parse
from voicecoach.routine.reference import reference
from voicecoach.routine.schema import SCHEMA_FILE, schema, schema_text, write
from voicecoach.routine.script_part import ScriptPart, fields_of
from voicecoach.routine.steps import KINDS

TREE = Path(__file__).parents[2]
REGENERATE = "run python -m voicecoach.routine.schema"
SHIPPED = sorted(library.shipped_folder().glob("*.yaml"))


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from parts(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from parts(value)


def test_the_shipped_schema_is_that_of_the_model() -> None:
    assert (library.shipped_folder() / SCHEMA_FILE).read_text(encoding="utf-8") == schema_text(), REGENERATE


def test_the_reference_is_that_of_the_model() -> None:
    assert (TREE / "docs" / "routine-format.md").read_text(encoding="utf-8") == reference(), REGENERATE


def test_both_are_written_by_one_command(tmp_path: Path) -> None:
    write(tmp_path, tmp_path / "docs")
    assert (tmp_path / SCHEMA_FILE).read_text(encoding="utf-8") == schema_text()
    assert (tmp_path / "docs" / "routine-format.md").read_text(encoding="utf-8") == reference()


def test_the_schema_is_good_json_schema_and_explains_every_key() -> None:
    Draft7Validator.check_schema(schema())
    keys = [
        (key, value)
        for part in parts(schema())
        for key, value in part.get("properties", {}).items()
        if "const" not in value
    ]
    assert len(keys) > 50
    assert [key for key, value in keys if not value.get("description")] == []


def test_no_key_may_be_null_and_none_may_be_unknown() -> None:
    objects = [part for part in parts(schema()) if part.get("type") == "object"]
    assert len(objects) > 10
    assert all(part["additionalProperties"] is False for part in objects)
    assert not any(part.get("type") == "null" for part in parts(schema()))


def test_every_key_stands_in_the_reference() -> None:
    text = reference()
    parts: list[type[ScriptPart]] = [Routine, *KINDS, *MODEL_OF_KEY.values()]
    for part in parts:
        for key, field in fields_of(part).items():
            assert f"| `{key}` |" in text
            assert field.description is not None
            assert field.description in text


def test_the_example_in_the_reference_is_a_good_routine() -> None:
    examples = re.findall(r"```yaml\n(name:.*?)```", reference(), re.DOTALL)
    assert [parse(example.encode(), "example").name for example in examples] == ["Hamstring stretch with a strap"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_routine_keeps_to_the_schema_and_names_it(path: Path) -> None:
    source = path.read_bytes()
    assert source.decode().splitlines()[0] == f"# yaml-language-server: $schema={SCHEMA_FILE}"
    assert list(Draft7Validator(schema()).iter_errors(nodes.read(source, path.name).data)) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_routine_has_neither_errors_nor_warnings(path: Path) -> None:
    vocabulary = loading.load("en").vocabulary
    phrases = {phrase for command in Command for phrase in vocabulary.phrases[command]}
    checked = check_file(path, KnownNames(languages=loading.available(), phrases=phrases))
    assert (checked.errors, checked.warnings) == ((), ())
