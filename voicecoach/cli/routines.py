"""``list`` and ``check``: lists the routines, and reports the problems of scripts."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def list_routines() -> int:
    """Prints one line for each routine: name, minutes, summary."""
    from voicecoach.cli.catalogue import print_catalogue
    from voicecoach.errors import RequestError
    from voicecoach.routine import library
    from voicecoach.routine.duration import routine_minutes

    rows = []
    broken: list[str] = []
    for name in library.names():
        try:
            script = library.load(name)
        except RequestError as error:
            broken.append(str(error))
            continue
        minutes = routine_minutes(script.routine, script.included)
        rows.append((name, minutes, f"{script.routine.name}. {script.routine.summary}"))
    print_catalogue(rows)
    for message in broken:
        sys.stderr.write(message + "\n")
    return 0


def check(files: Sequence[Path]) -> int:
    """Prints every problem of every file as ``file:line:column: message``. Returns 2 if there was any."""
    from voicecoach import pictures
    from voicecoach.errors import RequestError
    from voicecoach.language import loading
    from voicecoach.routine.checker import check_file
    from voicecoach.routine.lint import KnownNames

    vocabulary = loading.load("en").vocabulary
    phrases = [phrase for phrases in vocabulary.phrases.values() for phrase in phrases]
    known = KnownNames(languages=loading.available(), pictures=pictures.keys(), phrases=phrases)
    found = False
    for file in files:
        try:
            checked = check_file(file, known)
        except RequestError as error:
            message = str(error)
            sys.stdout.write(f"{file}:1:1: {message[:1].lower()}{message[1:].rstrip('.')}\n")
            found = True
            continue
        for problem in checked.errors:
            sys.stdout.write(f"{problem}\n")
        for warning in checked.warnings:
            sys.stdout.write(f"{warning.file}:{warning.line}:{warning.column}: warning: {warning.message}\n")
        for guess in checked.open_guesses:
            sys.stdout.write(f"{guess.file}:{guess.line}:{guess.column}: open guess: {guess.message}\n")
        found = found or bool(checked.errors)
        guesses = len(checked.open_guesses)
        if guesses:
            count = f"{guesses} open guesses are" if guesses > 1 else "one open guess is"
            sys.stderr.write(f"{file}: {count} marked with '# check:'; settle each and take its comment away\n")
        elif not checked.errors:
            sys.stderr.write(f"{file}: a good script\n")
    return 2 if found else 0
