"""The JSON Schema of the format, from which editors complete and check.

``python -m voicecoach.routine.schema`` in a source tree writes it, and the documentation, from the model.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from voicecoach.routine.library import shipped_folder
from voicecoach.routine.model import Routine
from voicecoach.routine.reference import reference

SCHEMA_FILE = "routine.schema.json"
"""Beside the scripts, each of which names it in its first line."""


class _Plain(GenerateJsonSchema):
    """Without what only pydantic needs: no null for keys that may be left out, no titles made of field names."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        inner = self.generate_inner(schema["schema"])
        default = schema.get("default")
        return {**inner, "default": default} if default not in (None, (), "", {}) else inner

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - it overrides one that asks
        return False


def schema() -> dict[str, Any]:
    """The schema, as JSON Schema draft 7, which all editors know."""
    made = Routine.model_json_schema(schema_generator=_Plain)
    titles = {f"#/$defs/{name}": f"#/$defs/{part['title']}" for name, part in made["$defs"].items()}
    definitions = {part["title"]: part for part in made.pop("$defs").values()}
    made["title"] = "A voicecoach routine"
    renamed = _renamed({**made, "$defs": dict(sorted(definitions.items()))}, titles)
    return {"$schema": "http://json-schema.org/draft-07/schema#", **renamed}


def schema_text() -> str:
    """The schema as its file holds it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _renamed(data: Any, titles: dict[str, str]) -> Any:
    if isinstance(data, dict):
        return {
            key: titles[value] if key == "$ref" and isinstance(value, str) else _renamed(value, titles)
            for key, value in data.items()
        }
    return [_renamed(item, titles) for item in data] if isinstance(data, list) else data


def write(scripts: Path, documentation: Path) -> None:
    """Write both files anew."""
    (scripts / SCHEMA_FILE).write_text(schema_text(), encoding="utf-8", newline="\n")
    documentation.mkdir(exist_ok=True)
    (documentation / "routine-format.md").write_text(reference(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(shipped_folder(), shipped_folder().parent / "docs")
