"""The kinds of value that a script holds. Each checks a value, describes what it expects and gives its JSON Schema.

They are annotations for the fields of the model, such as ``Annotated[float, DurationIn(1, 600)]``. Pure.
"""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from voicecoach.routine import sides

_DURATION_PATTERN = r"^(?=[0-9])([0-9]{1,6}m)?([0-9]{1,6}(\.[0-9]{1,6})?s)?$"
_DURATION = re.compile(_DURATION_PATTERN)
_NEARLY_DURATION = re.compile(
    r"(?:(?P<minutes>[0-9]{1,3})\s*m(?:in(?:ute)?s?)?)?\s*(?:(?P<seconds>[0-9]{1,4})\s*(?:s(?:ec(?:ond)?s?)?)?)?",
    re.ASCII | re.IGNORECASE,
)
_RANGE = re.compile(r"\s*([0-9]{1,4})\s*[a-z]*\s*(?:-|–|to|or)\s*[0-9]{1,4}\s*(?P<unit>[a-z]*)\s*", re.IGNORECASE)
_CLOCK = re.compile(r"([0-9]{1,3}):([0-5][0-9])")
_NEARLY_BREATHS = re.compile(r"\s*(?P<breaths>[0-9]{1,3})\s*(?:[a-z]+\s+)?breath[a-z]*\s*", re.IGNORECASE)
_CONTROLS = r"\u0000-\u0008\u000e-\u001f\u007f"
_CONTROL = re.compile(f"[{_CONTROLS}]")
_SLUG_PATTERN = "^[a-z0-9]+(-[a-z0-9]+)*$"
_LANGUAGE_PATTERN = "^[a-z]{2,3}(-[A-Z]{2})?$"


class Empty:
    """The value of a key that has none."""


EMPTY = Empty()


def wrong(message: str) -> PydanticCustomError:
    """A fault of a value whose message can be shown to the writer as it is."""
    return PydanticCustomError("script", "{message}", {"message": message})


def duration_s(value: object) -> float:
    """The seconds that ``30s``, ``2m``, ``1m30s`` or a number stand for.

    Raises ValueError, with what was expected, for anything else.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not math.isfinite(value):
            raise ValueError("expected a duration such as 30s or 1m30s")
        return float(value)
    if value is EMPTY:
        raise ValueError("expected a duration such as 30s, and there is nothing here")
    if isinstance(value, str):
        if found := _DURATION.fullmatch(value):
            minutes, seconds = found[1], found[2]
            return (60.0 * int(minutes[:-1]) if minutes else 0.0) + (float(seconds[:-1]) if seconds else 0.0)
        if len(value) <= 30 and (near := _NEARLY_DURATION.fullmatch(value.strip())) and value.strip():
            minutes, seconds = near["minutes"], near["seconds"]
            meant = (f"{int(minutes)}m" if minutes else "") + (f"{int(seconds)}s" if seconds else "")
            raise ValueError(f"expected a duration such as 30s or 1m30s; write {meant}")
        if clock := _CLOCK.fullmatch(value):
            meant = written(60.0 * int(clock[1]) + int(clock[2]))
            raise ValueError(f"expected a duration such as 30s or 1m30s; write {meant}")
        if len(value) <= 30 and (span := _RANGE.fullmatch(value)):
            unit = "m" if span["unit"].lower().startswith("m") else "s"
            raise ValueError(f"expected one duration and not a range; write {int(span[1])}{unit}")
    raise ValueError("expected a duration such as 30s, 1m30s or a number of seconds")


def written(duration: float) -> str:
    """A duration as a script writes it: ``1m30s``.

    >>> written(90.0)
    '1m30s'
    """
    minutes, seconds = divmod(duration, 60)
    return (f"{minutes:.0f}m" if minutes else "") + (f"{seconds:g}s" if seconds or not minutes else "")


class Quantity(ABC):
    """A kind of value, as an annotation of a field."""

    __slots__ = ()

    @abstractmethod
    def described(self) -> str:
        """What it expects, for the documentation and for a sentence about a fault."""

    @abstractmethod
    def read(self, value: object) -> object:
        """The value as the model keeps it. Raises ``wrong`` for one that is not of this kind."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)


@dataclass(frozen=True, slots=True)
class DurationIn(Quantity):
    """A duration within limits, kept as a number of seconds."""

    least_s: float
    most_s: float

    def described(self) -> str:
        return f"duration, {written(self.least_s)} to {written(self.most_s)}"

    def read(self, value: object) -> float:
        try:
            seconds = duration_s(value)
        except ValueError as error:
            raise wrong(str(error)) from None
        if not self.least_s <= seconds <= self.most_s:
            raise wrong(f"expected a {self.described()}")
        return seconds

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {
            "anyOf": [
                {"type": "string", "pattern": _DURATION_PATTERN},
                {"type": "number", "minimum": self.least_s, "maximum": self.most_s},
            ]
        }


@dataclass(frozen=True, slots=True)
class Length:
    """The length of a hold: ``seconds``, or a number of breaths at the pace of its breathing."""

    seconds: float | None = None
    breaths: int | None = None


MOST_BREATHS = 60
_BREATHS_PATTERN = "^[1-9][0-9]? breaths?$"


@dataclass(frozen=True, slots=True)
class HoldLength(Quantity):
    """The length of a hold, as a duration or as ``5 breaths``."""

    duration: DurationIn

    def described(self) -> str:
        return f"{self.duration.described()}, or `1 breath` to `{MOST_BREATHS} breaths`"

    def read(self, value: object) -> Length:
        if isinstance(value, str) and len(value) <= 30 and "breath" in value.lower():
            near = _NEARLY_BREATHS.fullmatch(value)
            breaths = int(near["breaths"]) if near else 0
            if not 1 <= breaths <= MOST_BREATHS:
                raise wrong(f"expected a number of breaths such as 5 breaths, from 1 to {MOST_BREATHS}")
            if not re.fullmatch(_BREATHS_PATTERN, value):
                raise wrong(f"expected a number of breaths such as 5 breaths; write {breaths} breaths")
            return Length(breaths=breaths)
        return Length(seconds=self.duration.read(value))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        duration = self.duration.__get_pydantic_json_schema__(schema, handler)
        return {"anyOf": [*duration["anyOf"], {"type": "string", "pattern": _BREATHS_PATTERN}]}


@dataclass(frozen=True, slots=True)
class Count(Quantity):
    """A whole number within limits."""

    least: int
    most: int

    def described(self) -> str:
        return f"whole number, {self.least} to {self.most}"

    def read(self, value: object) -> int:
        # 3.0 is a whole number to JSON Schema, and so it is here; True is a number to Python, and is none here.
        if isinstance(value, str) and len(value) <= 30 and (span := _RANGE.fullmatch(value)):
            raise wrong(f"expected one whole number and not a range; write {int(span[1])}")
        whole = isinstance(value, int | float) and not isinstance(value, bool) and float(value).is_integer()
        if not whole or not isinstance(value, int | float) or not self.least <= value <= self.most:
            raise wrong(f"expected a {self.described()}")
        return int(value)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


def _text(value: object, max_chars: int) -> str:
    if value is EMPTY:
        raise wrong("expected text, and there is nothing here: write some, or take the key out")
    if isinstance(value, dict):
        raise wrong("expected text: put text that begins with { or contains a colon in quotes")
    if isinstance(value, list):
        raise wrong("expected one text and not a list")
    if not isinstance(value, str):
        raise wrong("expected text: put a number, true or false in quotes")
    if not value.strip():
        raise wrong("expected text, and there is nothing here: write some, or take the key out")
    if _CONTROL.search(value):
        raise wrong("expected text, and there is a control character in it: take it out")
    if len(value) > max_chars:
        remedy = "split it" if max_chars > 300 else "shorten it"
        raise wrong(f"expected at most {max_chars} characters, and these are {len(value)}: {remedy}")
    return " ".join(value.split())


@dataclass(frozen=True, slots=True)
class Text(Quantity):
    """Words to be spoken or printed; line breaks and runs of blanks become one blank."""

    max_chars: int
    sided: bool = False
    """Whether {side} and {other} may stand in it."""

    def described(self) -> str:
        return f"text of at most {self.max_chars} characters"

    def read(self, value: object) -> str:
        text = _text(value, self.max_chars)
        if fault := sides.placeholder_fault(text, sided=self.sided):
            raise wrong(fault)
        return text

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        plain = rf"[^{{}}{_CONTROLS}]"
        allowed = rf"({plain}|\{{side\}}|\{{other\}})" if self.sided else plain
        return {
            "type": "string",
            "maxLength": self.max_chars,
            "pattern": rf"^(?=[\s\S]*\S){allowed}*$",
        }


@dataclass(frozen=True, slots=True)
class Pattern(Quantity):
    """A name or code of a fixed form."""

    pattern: str
    expected: str

    def described(self) -> str:
        return self.expected

    def read(self, value: object) -> str:
        if not isinstance(value, str) or len(value) > 80 or not re.fullmatch(self.pattern, value):
            raise wrong(f"expected a {self.expected}")
        return value

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "maxLength": 80, "pattern": self.pattern}


PICTURE = Pattern(_SLUG_PATTERN, "name of a picture in lower case with hyphens, such as lying-at-wall")
ROUTINE_KEY = Pattern(_SLUG_PATTERN, "name of a routine in lower case with hyphens, such as deep-piriformis")
DOSE_NAME = Pattern(_SLUG_PATTERN, "name of a dose in lower case with hyphens, such as flexibility")
LANGUAGE = Pattern(_LANGUAGE_PATTERN, "language code such as en")
