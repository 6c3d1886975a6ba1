"""Finds scripts: their names in the library, and their files. Opens none of them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import voicecoach
from voicecoach.paths import user_routines

SUFFIXES = (".yaml", ".yml")


def shipped_folder() -> Path:
    """Where the program's own routines are: in the wheel inside the package, in a source tree beside it."""
    package = Path(voicecoach.__file__).parent
    packaged = package / "scripts"
    beside = package.parent / "scripts"
    if not packaged.is_dir() and (package.parent / "pyproject.toml").is_file() and beside.is_dir():
        return beside
    return packaged


def user_folder() -> Path:
    """Where a person's own routines are looked for. It need not exist."""
    return user_routines()


def names() -> tuple[str, ...]:
    """The names of all routines, in alphabetical order."""
    return tuple(sorted(scripts()))


def scripts() -> dict[str, Path]:
    """The file of each routine by its name; a person's own take the place of the program's."""
    return {**scripts_in(shipped_folder()), **scripts_in(user_folder())}


def scripts_in(folder: Path) -> dict[str, Path]:
    """The scripts in a folder. What is no ordinary file is none, nor are hidden files, such as a copying program and
    macOS leave beside the real ones, nor is what has a name that no text can show."""
    try:
        return {name_of(path.stem): path for path in sorted(folder.iterdir()) if _is_script(path)}
    except OSError:
        # The user's folder is optional, and one that cannot be read offers nothing.
        return {}


def name_of(text: str) -> str:
    """The name in the library of a routine whose file is called so, without the ending, or that is asked for so.

    >>> name_of("My Stretch")
    'my-stretch'
    """
    return "-".join(text.lower().replace("_", " ").split())


def _is_script(path: Path) -> bool:
    shown = not any(unicodedata.category(character) in {"Cc", "Cs"} for character in path.name)
    return shown and path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~")) and path.is_file()
