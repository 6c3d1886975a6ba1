"""A script as YAML text, with its doubts as comments on the lines concerned. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field

import yaml

from voicecoach.importing.script import Check, Script, ScriptLength, ScriptStep, TimedCue
from voicecoach.routine.quantities import written

LINE_CHARS = 110


@dataclass(frozen=True, slots=True)
class ImportDoubt:
    """Something that a person should look at before the script is used."""

    line: int
    """The line of the YAML that it is about, from 1."""
    message: str
    guess: bool = True
    """Marked with ``# check:``, to be decided by a person; otherwise only told."""


@dataclass(frozen=True, slots=True)
class WrittenScript:
    """A script as text."""

    yaml: str
    doubts: tuple[ImportDoubt, ...]
    """In the order of their lines."""
    origins: tuple[tuple[int, int], ...]
    """Lines of the YAML, and the lines of the text that they come from."""


@dataclass(slots=True)
class _Page:
    lines: list[str] = field(default_factory=list)
    doubts: list[ImportDoubt] = field(default_factory=list)
    origins: list[tuple[int, int]] = field(default_factory=list)

    def put(self, indent: int, text: str, checks: Sequence[Check] = (), origin: int = 0) -> None:
        """A line with what is doubtful about it at its end, or above it where there is no room."""
        line = " " * indent + text
        guesses = [check.message for check in checks if check.dose]
        notes = [check.message for check in checks if not check.dose]
        told = [f"check: {'; '.join(guesses)}"] * bool(guesses) + [f"note: {'; '.join(notes)}"] * bool(notes)
        comment = "  # " + printable(told[0]) if len(told) == 1 else ""
        if comment and len(line) + len(comment) <= LINE_CHARS:
            line += comment
        else:
            for message in told:
                self.remark(indent, message)
        self.lines.append(line)
        self.doubts += [ImportDoubt(len(self.lines), check.message, check.dose) for check in checks]
        if origin:
            self.origins.append((len(self.lines), origin))

    def remark(self, indent: int, text: str) -> None:
        """A comment on lines of its own."""
        width = max(40, LINE_CHARS - indent)
        wrapped = textwrap.wrap(
            printable(text), width, initial_indent="# ", subsequent_indent="#   ", break_on_hyphens=False
        )
        self.lines += [" " * indent + line for line in wrapped]

    def quote(self, indent: int, text: str) -> None:
        """A comment that stays on one line, so that what it quotes can be found."""
        self.lines.append(" " * indent + "# " + printable(text))


def write(script: Script) -> WrittenScript:
    """The YAML of a script."""
    page = _Page()
    checks = _by_key(script.checks)
    for remark in script.remarks:
        page.remark(0, remark)
    page.put(0, f"name: {scalar(script.name)}", checks.get("name", ()))
    if script.summary:
        page.put(0, f"summary: {scalar(script.summary)}")
    page.put(0, "language: en")
    for key, values in (("needs", script.needs), ("sources", script.sources)):
        if values:
            page.put(0, f"{key}:", checks.get(key, ()))
            for value in values:
                page.put(2, f"- {scalar(value)}")
    if script.not_for:
        page.put(0, "not_for:")
        for question in script.not_for:
            page.put(
                2,
                f"- ask: {scalar(question.ask)}",
                [Check("ask", question.check)] if question.check else (),
                question.line,
            )
            page.put(4, f"because: {scalar(question.because)}")
    if script.first_side:
        page.put(0, f"first_side: {script.first_side}", checks.get("first_side", ()))
    page.put(0, "steps:", checks.get("steps", ()))
    _steps(page, script.steps, 2)
    for remark in script.last_remarks:
        page.quote(0, remark)
    return WrittenScript("\n".join(page.lines) + "\n", tuple(page.doubts), tuple(page.origins))


def printable(text: str) -> str:
    """A text on one line, its control characters as blanks."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def _by_key(checks: Sequence[Check]) -> dict[str, list[Check]]:
    found: dict[str, list[Check]] = {}
    for check in dict.fromkeys(checks):
        found.setdefault(check.key, []).append(check)
    return found


def _steps(page: _Page, steps: Sequence[ScriptStep], indent: int) -> None:
    for step in steps:
        for remark in step.remarks:
            page.quote(indent, remark)
        checks = _by_key(step.checks)
        for index, (key, value) in enumerate(step.fields):
            lead, inner = ("- ", indent) if index == 0 else ("", indent + 2)
            _field(page, inner, lead, key, value, checks.get(key, ()), step.line)


def _field(page: _Page, indent: int, lead: str, key: str, value: object, checks: Sequence[Check], origin: int) -> None:
    """One key of a step. The steps inside another stand two further in, below the step's first key."""
    match value:
        case ScriptLength():
            page.put(indent, f"{lead}{key}: {written(value.seconds)}", checks, origin)
        case tuple():
            into, out = value
            page.put(indent, f"{lead}{key}: {{in: {written(into)}, out: {written(out)}}}", checks, origin)
        case list() if value and isinstance(value[0], TimedCue):
            page.put(indent, f"{lead}{key}:", checks, origin)
            for cue in value:
                page.put(indent + 2 + len(lead), f"- at: {written(cue.at_s)}", (), origin)
                page.put(indent + 4 + len(lead), f"say: {scalar(cue.say)}", (), origin)
        case list():
            page.put(indent, f"{lead}{key}:", checks, origin if key != "steps" else 0)
            _steps(page, value, indent + 2 + len(lead))
        case int():
            page.put(indent, f"{lead}{key}: {value}", checks, origin)
        case _:
            page.put(indent, f"{lead}{key}: {scalar(str(value))}", checks, origin)


def scalar(text: str) -> str:
    """A text on one line, quoted where YAML would read it as something else."""
    dumped = yaml.safe_dump(" ".join(text.split()), allow_unicode=True, width=1_000_000, default_flow_style=True)
    return dumped.removesuffix("\n").removesuffix("\n...").rstrip("\n")
