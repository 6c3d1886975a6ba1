"""Frozen dataclasses to JSON and back: how a state is kept in a journal and an event in a trace.

A dataclass becomes an object whose key ``is`` names its class. A field marked ``CONTEXT`` is not written: it is the
same for the whole session and is handed to ``decode`` by its name.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any

CONTEXT: Mapping[str, bool] = types.MappingProxyType({"context": True})
"""Metadata of a field that is not written."""

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]
NOTHING: Mapping[str, object] = types.MappingProxyType({})
NO_FAMILIES: Mapping[type, tuple[type, ...]] = types.MappingProxyType({})


def encode(value: object) -> JsonValue:
    """A value as JSON types. Raises TypeError for what has no place in a state."""
    if isinstance(value, Enum):
        return encode(value.value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, frozenset):
        return [encode(item) for item in sorted(value)]
    if is_dataclass(value) and not isinstance(value, type):
        kept = ((name, getattr(value, name)) for name, _, of_context in _fields(type(value)) if not of_context)
        return {"is": type(value).__name__, **{name: encode(item) for name, item in kept}}
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def decode(
    kind: Any,
    data: Any,
    context: Mapping[str, object] = NOTHING,
    families: Mapping[type, tuple[type, ...]] = NO_FAMILIES,
) -> Any:
    """What ``encode`` made of a value of this type. Raises ValueError for anything else.

    ``families`` names the dataclasses that may stand where their base class is asked for.
    """
    try:
        return _Decoder(context, families).decode(kind, data)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(f"this is no {getattr(kind, '__name__', kind)}: {error}") from error


class _Decoder:
    def __init__(self, context: Mapping[str, object], families: Mapping[type, tuple[type, ...]]) -> None:
        self._context = context
        self._families = families

    def decode(self, kind: Any, data: Any) -> Any:
        origin, arguments, dataclass = _shape(kind)
        if dataclass:
            return self._dataclass(kind, data)
        if origin is None:
            return self._plain(kind, data)
        if origin in (typing.Union, types.UnionType):
            return self._one_of(arguments, data)
        if origin is typing.Literal:
            if data not in arguments:
                raise ValueError(f"{data!r} is none of {arguments}")
            return data
        if origin is tuple:
            if arguments[-1] is Ellipsis:
                return tuple(self.decode(arguments[0], item) for item in data)
            return tuple(self.decode(each, item) for each, item in zip(arguments, data, strict=True))
        if origin is frozenset:
            return frozenset(self.decode(arguments[0], item) for item in data)
        raise TypeError(f"{kind} has no place in a state")

    @staticmethod
    def _plain(kind: Any, data: Any) -> Any:
        if isinstance(kind, type) and issubclass(kind, Enum):
            return kind(data)
        if kind is float and type(data) in (int, float):
            return float(data)
        if type(data) is not kind:
            raise ValueError(f"{data!r} is no {getattr(kind, '__name__', kind)}")
        return data

    def _one_of(self, kinds: tuple[Any, ...], data: Any) -> Any:
        for kind in kinds:
            if isinstance(data, dict) != _shape(kind)[2]:
                continue
            if isinstance(data, dict) and self._named(kind, data) is None:
                continue
            try:
                return self.decode(kind, data)
            except ValueError:
                if isinstance(data, dict):
                    raise
        raise ValueError(f"{data!r} is none of {kinds}")

    def _named(self, kind: Any, data: Any) -> Any:
        """The class that the data names, None where it may not stand for ``kind``."""
        return next((each for each in (kind, *self._families.get(kind, ())) if each.__name__ == data["is"]), None)

    def _dataclass(self, kind: Any, data: Any) -> Any:
        named = self._named(kind, data)
        if named is None:
            raise ValueError(f"{data['is']} is no {kind.__name__}")
        return named(
            **{
                name: self._context[name] if of_context else self.decode(hint, data[name])
                for name, hint, of_context in _fields(named)
            }
        )


@cache
def _shape(kind: Any) -> tuple[Any, tuple[Any, ...], bool]:
    """Origin and arguments of a type, and whether it is a dataclass."""
    return typing.get_origin(kind), typing.get_args(kind), is_dataclass(kind)


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any, bool], ...]:
    """Name and type of each field, and whether it is one of the context."""
    hints = typing.get_type_hints(kind)
    return tuple((field.name, hints[field.name], bool(field.metadata.get("context"))) for field in fields(kind))
