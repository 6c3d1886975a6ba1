"""Everything there is to say about a script before anybody lies down. Opens files through ``library`` only."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from voicecoach.errors import FileError, Problem
from voicecoach.routine import library, nodes
from voicecoach.routine.lint import KnownNames, lint
from voicecoach.routine.parse import Parsed

NOTHING_KNOWN = KnownNames()


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one script, each in the order of the file."""

    errors: tuple[Problem, ...] = ()
    """With any of these it is no routine."""
    warnings: tuple[Problem, ...] = ()
    """With these it is one, and perhaps not the one that was meant."""
    open_guesses: tuple[Problem, ...] = ()
    """What an import guessed and nobody has settled: ``# check:`` comments."""


def check_file(path: Path, known: KnownNames = NOTHING_KNOWN) -> Checked:
    """Check a script and all that it includes; warnings are about the script itself.

    Raises RequestError when there is no such file, or it cannot be read.
    """
    try:
        script = library.load(path)
    except FileError as error:
        return Checked(errors=tuple(error.problems))
    errors = _language(script.parsed, known)
    guesses = [Problem(str(file), each.line, 1, f"{each.key}: {each.message}") for file, each in script.open_checks]
    return Checked(tuple(errors), tuple(lint(script.parsed, known)), tuple(guesses))


def _language(parsed: Parsed, known: KnownNames) -> list[Problem]:
    language = parsed.routine.language
    if known.languages is None or language in known.languages:
        return []
    near = get_close_matches(language, known.languages, n=1)
    meant = f"; did you mean '{near[0]}'?" if near else f", only {', '.join(sorted(known.languages))}"
    place = parsed.document.value_at(("language",))
    return [parsed.document.problem(place, f"the coach does not speak {nodes.shown(language)}{meant}")]
