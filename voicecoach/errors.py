"""The exceptions of the package, by cause: a wrong request or a failing machine. Imports nothing of ours.

A ``RequestError`` can be corrected by the user (exit code 2); a ``RunError`` is a failure of the machine (exit code 1).
Both carry one sentence that is printed as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class VoicecoachError(Exception):
    """Base class; its text is shown to the user without a traceback."""

    exit_code = 1


class RequestError(VoicecoachError):
    """A wrong option, an unknown name, a faulty file."""

    exit_code = 2


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a file, with its position. ``line`` and ``column`` count from 1."""

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
    """A device, an engine or a disk failed."""


class DeviceError(RunError):
    """A microphone, loudspeaker or sound file cannot be used."""


class VoiceError(RunError):
    """A speech synthesiser is missing or failed."""


class EarsError(RunError):
    """A speech recogniser is missing or failed."""


class StorageError(RunError):
    """Something could not be written or read back."""


def did_you_mean(name: str, known: Iterable[str], *, cutoff: float = 0.5) -> str:
    """ " Did you mean 'x'?", to follow a sentence that says that there is no such name; empty when none is near."""
    from difflib import get_close_matches

    near = get_close_matches(name[:80], list(known), n=1, cutoff=cutoff)
    return f" Did you mean '{near[0]}'?" if near else ""
