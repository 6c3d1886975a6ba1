"""Everything that can go wrong, sorted by whose fault it is. Imports nothing of ours.

A ``RequestError`` is for the person at the keyboard to mend (exit 2); a ``RunError`` is the machine's (exit 1).
Both carry one sentence fit to be printed as it is.
"""

from __future__ import annotations

from dataclasses import dataclass


class VoicecoachError(Exception):
    """The root: its text is shown to the user without a traceback."""

    exit_code = 1


class RequestError(VoicecoachError):
    """What was asked for cannot be: a wrong option, an unknown name, a faulty file."""

    exit_code = 2


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a file, at a place an editor can jump to. ``line`` and ``column`` count from 1."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class FileError(RequestError):
    """A file with one or more problems, all of them reported at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class RunError(VoicecoachError):
    """The request was good and the run failed: a device, an engine, a disk."""


class DeviceError(RunError):
    """A microphone, loudspeaker or sound file cannot be used."""


class VoiceError(RunError):
    """A speech synthesiser is missing or failed."""


class EarsError(RunError):
    """A speech recogniser is missing or failed."""


class StorageError(RunError):
    """Something could not be written or read back."""
