"""A script as it is being written: steps with the remarks that a reader should see. Data only."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Step:
    """One step: its keys in order, remarks above it, and what is doubtful about each key."""

    fields: list[tuple[str, object]]
    """Values are text, numbers, durations (``Seconds``), or lists of steps (``each_side``, ``steps``) or cues."""
    remarks: list[str] = field(default_factory=list)
    """Comments on lines of their own above the step."""
    checks: list[tuple[str, str]] = field(default_factory=list)
    """Key of the step, what to check about it."""

    def value(self, key: str) -> object:
        return next((value for name, value in self.fields if name == key), None)

    def check(self, key: str, message: str) -> None:
        if (key, message) not in self.checks:
            self.checks.append((key, message))


@dataclass(frozen=True, slots=True)
class Seconds:
    """A duration, written ``30s``."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Cue:
    at: Seconds
    say: str


@dataclass(slots=True)
class NotFor:
    ask: str
    because: str
    check: str | None = None


@dataclass(slots=True)
class Script:
    """A whole routine."""

    name: str
    steps: list[Step]
    summary: str | None = None
    needs: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    not_for: list[NotFor] = field(default_factory=list)
    first_side: str | None = None
    remarks: list[str] = field(default_factory=list)
    """Comments at the top of the file."""
    last_remarks: list[str] = field(default_factory=list)
    """Comments at its end."""
    checks: list[tuple[str, str]] = field(default_factory=list)
    """Key of the routine, what to check about it."""
