"""Answers a shell that asks how a word can be completed: the names of routines, patients, voices and others.

It makes nothing, no folder and no journal. Whatever goes wrong, it offers nothing and says nothing.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator

import typer

VARIABLE = "_VOICECOACH_COMPLETE"
"""In the environment when a shell asks: ``complete_`` and the name of the shell."""

_PLAIN = re.compile(r"[\w@%+=:,./-]*")
"""A word that needs no quotation marks in a shell."""


def answer(app: typer.Typer) -> int:
    """Prints what the shell that asks can offer. Returns the exit code, which fish reads as well."""
    shell = os.environ[VARIABLE].removeprefix("complete_")
    if shell in ("powershell", "pwsh"):
        word = "_TYPER_COMPLETE_WORD_TO_COMPLETE"
        os.environ[word] = os.environ.get(word, "").lstrip("'\"")
    found, code = io.StringIO(), 0
    with contextlib.redirect_stdout(found), contextlib.redirect_stderr(io.StringIO()):
        try:
            app(args=[], prog_name="voicecoach")
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 0
        except Exception:  # noqa: BLE001 - in the middle of somebody's typing nothing else may appear
            return 1
    for line in filter(None, found.getvalue().splitlines()):
        sys.stdout.write(_quoted(line, shell) + "\n")
    return code


def _quoted(line: str, shell: str) -> str:
    """A line of the answer as this shell has to have it, so that a name with a space stays one word."""
    match shell:
        case "bash":
            words, number = os.environ.get("COMP_WORDS", "").split("\n"), os.environ.get("COMP_CWORD", "")
            word = words[int(number)] if number.isdecimal() and int(number) < len(words) else ""
            if word[:1] == "'":
                return line
            special = r'(["\\$`])' if word[:1] == '"' else r"([^\w@%+=:,./-])"
            return re.sub(special, r"\\\1", line)
        case "powershell" | "pwsh":
            value, colons, told = line.partition(":::")
            plain = _PLAIN.fullmatch(value) is not None
            return ("{}" if plain else "'{}'").format(value if plain else value.replace("'", "''")) + colons + told
        case "zsh":  # the whole answer is in single quotes, and typer doubles those within it, which takes them away
            return line.replace("''", r"'\''")
        case _:
            return line


# -- what there is -----------------------------------------------------------------------------------------------------


def routines(incomplete: str) -> list[str]:
    from voicecoach.routine.script_files import names

    return _matching(incomplete, names)


def patients(incomplete: str) -> list[str]:
    from voicecoach.records.database import patients_on_disk

    return _matching(incomplete, patients_on_disk)


def topics(incomplete: str) -> list[str]:
    def names() -> Iterator[str]:
        from importlib.resources import files

        for entry in files("voicecoach.language").joinpath("topics", _language()).iterdir():
            if entry.name.endswith(".yaml"):
                yield entry.name.removesuffix(".yaml")

    return _matching(incomplete, names)


def voices(incomplete: str) -> list[str]:
    """The voices that are found quickly. The system's own are not: listing them takes a process."""

    def names() -> Iterator[str]:
        from voicecoach.voice.espeak_library import espeak_library
        from voicecoach.voice.hibari_library import TIMBRES

        yield from ("auto", *TIMBRES, "printed")
        language = _language()
        yield from (voice.name for voice in espeak_library().voices if voice.name.partition("-")[0] == language)

    return _matching(incomplete, names)


def settings(context: typer.Context, incomplete: str) -> list[str]:
    """The settings that ``patients set --forget`` takes back: those that ``patients set`` can set."""
    options = [each.opts[0].removeprefix("--") for each in context.command.params]
    return _matching(
        incomplete, lambda: [name for name in options if name not in ("name", "days", "per-day", "forget")]
    )


def ears(incomplete: str) -> list[str]:
    return _matching(incomplete, lambda: ("auto", "phrases", "typed"))


def doses(incomplete: str) -> list[str]:
    """The doses of all routines, by a search in their text: parsing every script would take too long."""

    def names() -> dict[str, None]:
        from voicecoach.routine.script_files import scripts

        texts = (path.read_text(encoding="utf-8") for path in scripts().values())
        sections = (section for text in texts for section in re.findall(r"^doses:.*\n((?:[ #].*\n|\n)*)", text, re.M))
        return dict.fromkeys(name for section in sections for name in re.findall(r"^  ([\w-]+):", section, re.M))

    return _matching(incomplete, names)


def signs(incomplete: str) -> list[str]:
    from voicecoach.language import loading

    return _matching(incomplete, lambda: (sign.key for sign in loading.load(_language()).texts.gate.signs))


def _language() -> str:
    from voicecoach import settings

    return settings.load({}).language


def _matching(incomplete: str, names: Callable[[], Iterable[str]]) -> list[str]:
    """The names that begin so, in any capitals. The capitals that were typed stay, since a shell goes by them."""
    try:
        return [
            incomplete + name[len(incomplete) :]
            for name in names()
            if name[: len(incomplete)].casefold() == incomplete.casefold()
        ]
    except Exception:  # noqa: BLE001 - as above
        return []
