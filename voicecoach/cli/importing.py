"""``import``: instructions to a routine script, with questions about the guesses that matter."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from voicecoach.importing import Imported
    from voicecoach.routine.review import OpenCheck


def import_script(source: Path, output: Path | None, *, yes: bool = False, force: bool = False) -> int:
    """Writes the script for the exercises in a file to ``output`` or prints it; then what was doubtful. Returns 0.

    At a terminal it asks about the few guesses that matter first; ``yes`` asks nothing and leaves them marked. What is
    not the script goes to stderr when the script goes to stdout. Raises RequestError when the file cannot be read,
    holds no exercise, or ``output`` exists and ``force`` is not given, and RunError when it cannot be written.
    """
    from voicecoach.errors import RequestError, RunError
    from voicecoach.importing import import_file

    if output is not None and output.exists() and not force:
        raise RequestError(f"{output} exists already. --force writes over it.")
    imported = import_file(source)
    told = sys.stderr if output is None else sys.stdout
    script = imported.yaml
    if not yes and sys.stdin.isatty() and told.isatty():
        script = _asked(script, told)
    if output is None:
        sys.stdout.write(script)
    else:
        try:
            output.write_text(script, encoding="utf-8", newline="\n")
        except OSError as error:
            raise RunError(f"{output} cannot be written: {error.strerror or error}.") from error
    _report(imported, script, output, told)
    return 0


def _report(imported: Imported, script: str, output: Path | None, told: TextIO) -> None:
    """The exercises, and what a person should look at, each with its line in the script."""
    from voicecoach.routine.review import open_checks

    where = str(output) if output else "the script"
    count = len(imported.exercises)
    told.write(f"{where}: {count} exercise{'s' * (count > 1)}: {', '.join(imported.exercises)}\n")
    prefix = f"{where}:" if output else "line "
    guesses = open_checks(script)
    for guess in guesses:
        told.write(f"{prefix}{guess.line}: check: {guess.message}\n")
    if script == imported.yaml:
        for doubt in imported.doubts:
            if not doubt.guess:
                told.write(f"{prefix}{doubt.line}: note: {doubt.message}\n")
    if any(guess.decides for guess in guesses):
        told.write(
            "'voicecoach start' refuses it until each marked dose and side is settled, its comment taken away.\n"
        )


def _asked(script: str, told: TextIO) -> str:
    """The script with the guesses settled that somebody at the terminal settles."""
    from voicecoach.importing.settle import ASKED_AT_ONCE, worth_asking

    asked: set[tuple[str, str]] = set()
    while True:
        waiting = [check for check in worth_asking(script) if (check.key, check.message) not in asked]
        if not waiting or len(asked) >= ASKED_AT_ONCE:
            return script
        asked.add((waiting[0].key, waiting[0].message))
        script = _ask(script, waiting[0], told)


def _ask(script: str, check: OpenCheck, told: TextIO) -> str:
    """Asks about one guess until the answer can stand in the script; nothing but Enter leaves it marked."""
    from voicecoach.errors import RequestError
    from voicecoach.importing.settle import settled, written_above

    line = script.split("\n")[check.line - 1].split("  # ")[0].strip().removeprefix("- ")
    told.write(f"\n{check.message[:1].upper()}{check.message[1:]}.\n")
    for quotation in written_above(script, check):
        told.write(f"  {quotation}\n")
    takes_value = not line.endswith(":")
    choice = "y: it is right; or another value" if takes_value else "y: it is right"
    while True:
        told.write(f"  {line}   [{choice}; Enter: leave it marked] ")
        told.flush()
        answer = sys.stdin.readline().strip()
        if not answer:
            return script
        try:
            if answer.lower() in {"y", "yes"}:
                return settled(script, [check])
            if takes_value:
                return settled(script, [check], answer)
        except RequestError as error:
            told.write(f"  That cannot stand here: {error}.\n")
