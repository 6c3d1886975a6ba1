"""The program's settings, in order of precedence: command line, environment, settings file, defaults."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from voicecoach.errors import FileError, Problem, RequestError
from voicecoach.limits import (
    GAIN_RANGE_DB,
    GIVE_UP_RANGE_S,
    GIVE_UP_USUAL_S,
    RATE_RANGE_WPM,
    RATE_USUAL_WPM,
    Range,
    within,
)
from voicecoach.outside.small_files import read_small
from voicecoach.paths import settings_file

MOST_BYTES = 8 * 1024
"""Of a settings file, which has a few lines."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the coach speaks and listens, for every patient.

    In the environment a setting is ``VOICECOACH_RATE_WPM=130``; in the file, ``rate_wpm = 130``.
    """

    voice: str = "auto"
    ears: str = "auto"
    rate_wpm: int = RATE_USUAL_WPM
    gain_db: float = 0.0
    give_up_s: float = GIVE_UP_USUAL_S
    language: str = "en"


def load(
    flags: Mapping[str, object | None],
    environment: Mapping[str, str] = os.environ,
    file: Path | None = None,
) -> Settings:
    """Reads the settings. A flag that is None was not given.

    Raises RequestError, with the origin of a value that cannot be used.
    """
    names = {field.name for field in fields(Settings)}
    values: dict[str, object] = {}
    values |= _from_file(file or settings_file(), names)
    for name in names:
        variable = f"VOICECOACH_{name.upper()}"
        if environment.get(variable):
            values[name] = _checked(name, environment[variable], f"The environment variable {variable}")
    for name, value in flags.items():
        if value is not None:
            values[name] = _checked(name, value, f"--{_FLAGS.get(name, name)}")
    return Settings(**values)  # type: ignore[arg-type]


_FLAGS = {"rate_wpm": "rate", "give_up_s": "give-up"}


def _from_file(path: Path, names: set[str]) -> dict[str, object]:
    try:
        text = read_small(path, MOST_BYTES).decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise RequestError(f"The settings in {path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise RequestError(f"The settings in {path} cannot be read: it is not UTF-8 text.") from error
    try:
        content: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileError([Problem(str(path), *_place(error), str(error))]) from error
    except RecursionError:
        raise FileError([Problem(str(path), 1, 1, "it is nested too deep")]) from None
    except ValueError:
        raise FileError([Problem(str(path), 1, 1, "there is a number of too many digits in it")]) from None
    problems = []
    values: dict[str, object] = {}
    for key, value in content.items():
        line = next((n for n, row in enumerate(text.splitlines(), 1) if row.strip().startswith(key)), 1)
        if key not in names:
            near = get_close_matches(key, names, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            problems.append(Problem(str(path), line, 1, f"there is no setting {key!r}{hint}"))
            continue
        try:
            values[key] = _checked(key, value, "it")
        except RequestError as error:
            problems.append(Problem(str(path), line, 1, str(error).rstrip(".")))
    if problems:
        raise FileError(problems)
    return values


def _place(error: tomllib.TOMLDecodeError) -> tuple[int, int]:
    """Line and column of a TOML error; older Pythons have them in the text only."""
    line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
    return (line or 1, column or 1)


def _checked(name: str, value: object, source: str) -> object:
    if name == "rate_wpm":
        return int(_number(value, RATE_RANGE_WPM, "words a minute", source))
    if name == "gain_db":
        return _number(value, GAIN_RANGE_DB, "dB", source)
    if name == "give_up_s":
        return _number(value, GIVE_UP_RANGE_S, "seconds", source)
    if not isinstance(value, str) or not value.strip():
        raise RequestError(f"{source} must be a name, not {value!r}.")
    return value.strip()


def _number(value: object, limits: Range, unit: str, source: str) -> float:
    try:
        number = float("nan") if isinstance(value, bool) else float(str(value))
    except ValueError:
        number = float("nan")
    return within(source, number, limits, unit, shown=value)
