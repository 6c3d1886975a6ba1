"""A script as it is being written: steps with the remarks that a reader should see. Data only."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Check:
    """Something about a key of the script that a person should know before it is used."""

    key: str
    message: str
    dose: bool = True
    """It is a guess, to be decided by a person; otherwise it is only told."""


@dataclass(frozen=True, slots=True)
class ScriptLength:
    """A duration, written ``30s``."""

    seconds: float


@dataclass(frozen=True, slots=True)
class TimedCue:
    at_s: float
    say: str


@dataclass(slots=True)
class ScriptStep:
    """One step: its keys in order, remarks above it, and what is doubtful about each key."""

    fields: list[tuple[str, object]]
    """Values are text, numbers, ``ScriptLength``, or lists of steps (``each_side``, ``steps``) or cues."""
    remarks: list[str] = field(default_factory=list)
    """Comments on lines of their own above the step."""
    checks: list[Check] = field(default_factory=list)
    line: int = 0
    """The line of the text that it comes from; 0 where it comes from none."""

    def value(self, key: str) -> object:
        return next((value for name, value in self.fields if name == key), None)

    def check(self, key: str, message: str, *, dose: bool = True) -> None:
        found = Check(key, message, dose)
        if found not in self.checks:
            self.checks.append(found)


@dataclass(slots=True)
class AskedFirst:
    ask: str
    because: str
    check: str | None = None
    line: int = 0


@dataclass(slots=True)
class Script:
    """A whole routine."""

    name: str
    steps: list[ScriptStep]
    summary: str | None = None
    needs: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    not_for: list[AskedFirst] = field(default_factory=list)
    first_side: str | None = None
    remarks: list[str] = field(default_factory=list)
    """Comments at the top of the file."""
    last_remarks: list[str] = field(default_factory=list)
    """Comments at its end."""
    checks: list[Check] = field(default_factory=list)
    """About keys of the routine."""
