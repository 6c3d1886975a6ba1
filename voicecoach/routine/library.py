"""Reads scripts by name or path, and joins programmes. The only module of the package that opens files.

A name is looked for in the user's own folder first, then among the routines that come with the program; a routine
that a script includes, beside that script before either. ``My Stretch.yaml`` has the name ``my-stretch``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from voicecoach.errors import FileError, Problem, RequestError, did_you_mean
from voicecoach.outside.small_files import TooLargeError, read_small
from voicecoach.routine import nodes, rules
from voicecoach.routine.model import Routine
from voicecoach.routine.parse import Parsed, in_order, parse_document
from voicecoach.routine.review import OpenCheck, open_checks
from voicecoach.routine.script_files import SUFFIXES, scripts, scripts_in
from voicecoach.routine.script_files import name_of as name_of
from voicecoach.routine.script_files import names as names
from voicecoach.routine.script_files import shipped_folder as shipped_folder
from voicecoach.routine.script_files import user_folder as user_folder

TEXT_SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm", ".docx", ".pdf")
"""Of what can be imported."""
MOST_NESTED = 8
"""How deep programmes may include programmes."""


@dataclass(frozen=True, slots=True)
class RoutineFile:
    """A routine from a file, with all that it includes: ``plan(script.routine, key=script.key, ...)``."""

    key: str
    """Its name in the library, made of that of the file."""
    path: Path
    parsed: Parsed
    included: Mapping[str, Routine]
    open_checks: tuple[tuple[Path, OpenCheck], ...] = ()
    """The guesses still marked in it and in what it includes, each with its file."""

    @property
    def routine(self) -> Routine:
        return self.parsed.routine


def find(name_or_path: str | Path) -> Path:
    """The file of a routine, by its name in the library or by a path.

    Raises RequestError when there is none, and suggests the name that was probably meant.
    """
    asked = str(name_or_path)
    path = Path(asked)
    if isinstance(name_or_path, Path) or path.suffix.lower() in SUFFIXES or len(path.parts) > 1:
        return path
    files = scripts()
    key = name_of(asked)
    if key in files:
        return files[key]
    if what := _what_it_is(path):
        raise RequestError(f"{nodes.shown(asked)} is {what}.")
    hint = did_you_mean(key, files) or " 'voicecoach list' shows those there are."
    raise RequestError(f"There is no routine called {nodes.shown(asked)}.{hint}")


def _what_it_is(path: Path) -> str | None:
    """What is there in a routine's stead; None when nothing is."""
    try:
        if path.is_dir():
            return "a folder, not a routine"
        if not path.exists():
            return None
    except (OSError, ValueError):
        return None
    endings = " or ".join(SUFFIXES)
    if path.suffix.lower() in TEXT_SUFFIXES:
        return f"a text, not a routine, which ends in {endings}. 'voicecoach import' makes a routine of it"
    return f"a file, but not a routine, which ends in {endings}"


def load(name_or_path: str | Path) -> RoutineFile:
    """Read a routine and all that it includes.

    Raises RequestError when there is no such routine, FileError with every problem in any of the files.
    """
    path = find(name_or_path)
    joiner = _Joiner()
    parsed = joiner.read(path)
    included = joiner.join(parsed, path)
    if not joiner.problems and included:
        joiner.problems += rules.too_long(parsed.document, parsed.routine, included)
    if joiner.problems:
        raise FileError(in_order(joiner.problems))
    return RoutineFile(name_of(path.stem), path, parsed, included, tuple(joiner.open_checks))


def doses() -> Mapping[str, str]:
    """The names of all doses in the library, each with what it is for in the first routine that has it.

    A script with faults is left out.
    """
    found: dict[str, str] = {}
    for name in names():
        try:
            script = load(name)
        except RequestError:
            continue
        for dose, model in script.routine.doses.items():
            found.setdefault(dose, model.why)
    return found


def check_dose_name(dose: str) -> None:
    """Raises RequestError, with the name that was probably meant and those there are, when no routine of the library
    has such a dose."""
    known = doses()
    if dose not in known:
        there = f"There are {', '.join(known)}." if known else "None has one."
        raise RequestError(f"No routine has a dose called {nodes.shown(dose)}.{did_you_mean(dose, known)} {there}")


def read_bytes(path: Path) -> bytes:
    """The content of a script. Raises RequestError when there is none to read."""
    called = nodes.shown(str(path), most=200)
    try:
        return read_small(path, nodes.MAX_BYTES)
    except IsADirectoryError:
        raise RequestError(f"{called} is a folder, not a routine.") from None
    except FileNotFoundError:
        raise RequestError(f"There is no file {called}. 'voicecoach list' shows the routines that need none.") from None
    except TooLargeError:
        message = f"a file may have at most {nodes.MAX_BYTES // 1024} KiB, and this one has more"
        raise FileError([Problem(str(path), 1, 1, message)]) from None
    except OSError as error:
        raise RequestError(f"{called} cannot be read: {error.strerror or error}.") from None


class _Joiner:
    """Follows ``include`` steps from file to file, and collects what is wrong in any of them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.open_checks: list[tuple[Path, OpenCheck]] = []
        self._included: dict[str, Routine] = {}
        self._files = scripts()
        self._beside: dict[Path, dict[str, Path]] = {}

    def read(self, path: Path) -> Parsed:
        content = read_bytes(path)
        parsed = parse_document(content, str(path))
        self.open_checks += [(path, check) for check in open_checks(content.decode("utf-8", errors="replace"))]
        return parsed

    def join(self, parsed: Parsed, path: Path) -> Mapping[str, Routine]:
        self._follow(parsed, path, (name_of(path.stem),))
        return self._included

    def _follow(self, parsed: Parsed, path: Path, trail: tuple[str, ...]) -> None:
        for where, key in parsed.includes():
            if fault := self._include(key, path.parent, trail):
                self.problems.append(parsed.document.problem(parsed.document.value_at(where), fault))

    def _include(self, key: str, folder: Path, trail: tuple[str, ...]) -> str | None:
        """Read an included routine and all that it includes. Returns the fault to report at the ``include``, if any."""
        if key in trail:
            return f"a circle: {' includes '.join((*trail[trail.index(key) :], key))}"
        if len(trail) >= MOST_NESTED:
            return f"programmes may include each other {MOST_NESTED} deep, and this is deeper"
        if key in self._included:
            return None
        file = self._file(key, folder)
        if file is None:
            near = did_you_mean(key, self._files).strip()
            hint = f"; {near[:1].lower()}{near[1:]}" if near else ""
            return f"there is no routine called {nodes.shown(key)}{hint}"
        try:
            inner = self.read(file)
        except FileError as error:
            self.problems += error.problems
            return f"the routine '{key}' has problems of its own"
        self._included[key] = inner.routine
        self._follow(inner, file, (*trail, key))
        return None

    def _file(self, key: str, folder: Path) -> Path | None:
        """The file of an included routine: one beside the script that includes it, else one of the library."""
        if folder not in self._beside:
            self._beside[folder] = scripts_in(folder)
        return self._beside[folder].get(key) or self._files.get(key)
