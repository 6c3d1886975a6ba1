"""What the texts of a language file are checked with: sections, phrases, and the blanks that the code fills. Pure."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from voicecoach.language.vocabulary import is_phrase


class Section(BaseModel):
    """A mapping of the file: exactly these keys, by attribute."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    def __getitem__(self, key: str) -> str:
        """The text for a value of an enumeration."""
        text: str = getattr(self, key)
        return text


@dataclass(frozen=True, slots=True)
class Blanks:
    """A text in which exactly these names stand in braces, to be filled in."""

    names: frozenset[str]
    all_of_them: bool = True
    """False: some of them may be left out."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return self.schema(handler(source))

    def schema(self, text: CoreSchema) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._checked, text)

    def _checked(self, text: str) -> str:
        if not text.strip():
            raise ValueError("the text is empty")
        try:
            found = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        except ValueError:
            raise ValueError("a brace that belongs to no blank: write {{ or }}") from None
        if strange := sorted(found - self.names):
            can = f"only {_braced(self.names)} can stand here" if self.names else "no blank is filled in here"
            raise ValueError(f"unknown blank {_braced(strange)}: {can}")
        if self.all_of_them and (missing := sorted(self.names - found)):
            raise ValueError(f"the blank {_braced(missing)} is missing")
        return text


def _braced(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))


def blanks(*names: str) -> Blanks:
    return Blanks(frozenset(names))


Text = Annotated[str, blanks()]
"""A text without blanks."""


def _phrase(text: str) -> str:
    if not is_phrase(text):
        raise ValueError(f"{text!r} is not a phrase in plain lower-case words")
    return text


Phrase = Annotated[str, AfterValidator(_phrase)]
"""Something that is said to the coach."""

_ENTRY = re.compile(r"([\w-]+)(\*?)(?:\{([\w,]+)\})?")
_FORMS = ("one", "two", "other")


@dataclass(frozen=True, slots=True)
class Keyed:
    """A section that is read by keys: the value is a plain dict with exactly these texts.

    ``texts`` names them, with the blanks of each: ``"title range{first,last}"``; a star marks those that may have a
    form for each count, ``{one: …, two: …, other: …}``. ``others`` are keys of other types.
    """

    texts: str
    others: Mapping[str, Any] = field(default_factory=dict)

    @property
    def keys(self) -> dict[str, frozenset[str]]:
        """Each key with its blanks."""
        return {key: frozenset(names.split(",")) - {""} for key, _, names in _ENTRY.findall(self.texts)}

    @property
    def counted(self) -> frozenset[str]:
        """The keys whose texts may have a form for each count."""
        return frozenset(key for key, star, _ in _ENTRY.findall(self.texts) if star)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        counted = self.counted
        kinds = {key: _text(names, counted=key in counted) for key, names in self.keys.items()}
        kinds |= {key: handler.generate_schema(kind) for key, kind in self.others.items()}
        fields = {key: core_schema.typed_dict_field(kind, required=True) for key, kind in kinds.items()}
        return core_schema.typed_dict_schema(fields, extra_behavior="forbid")


def _text(names: frozenset[str], *, counted: bool) -> CoreSchema:
    """A text with these blanks, or one for each count. Only ``other`` must have them all: "once" needs no number."""
    text = Blanks(names).schema(core_schema.str_schema())
    if not counted:
        return text
    some = Blanks(names, all_of_them=False).schema(core_schema.str_schema())
    forms = core_schema.typed_dict_schema(
        {form: core_schema.typed_dict_field(some, required=False) for form in _FORMS}
        | {"other": core_schema.typed_dict_field(text, required=True)},
        extra_behavior="forbid",
    )
    return core_schema.tagged_union_schema(
        {"text": text, "forms": forms}, discriminator=lambda value: "forms" if isinstance(value, dict) else "text"
    )
