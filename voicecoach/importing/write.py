"""A script as YAML text, with its doubts as comments on the lines concerned. Pure."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field

import yaml

from voicecoach.importing.script import Cue, Script, Seconds, Step
from voicecoach.routine.quantities import written

LINE_CHARS = 110


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """Something that a person should look at before the script is used."""

    line: int
    """The line of the YAML that it is about, from 1."""
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


@dataclass(slots=True)
class _Page:
    lines: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def put(self, indent: int, text: str, checks: list[str] | None = None) -> None:
        """A line with what is doubtful about it at its end, or above it where there is no room."""
        line = " " * indent + text
        if checks:
            comment = f"  # check: {_printable('; '.join(checks))}"
            if len(line) + len(comment) <= LINE_CHARS:
                line += comment
            else:
                for message in checks:
                    self.remark(indent, f"check: {message}")
        self.lines.append(line)
        self.doubts += [Doubt(len(self.lines), message) for message in checks or []]

    def remark(self, indent: int, text: str) -> None:
        """A comment; one that opens with "check:" is a doubt about the step below it."""
        width = max(40, LINE_CHARS - indent)
        wrapped = textwrap.wrap(_printable(text), width, initial_indent="# ", subsequent_indent="#   ")
        self.lines += [" " * indent + line for line in wrapped]


def write(script: Script) -> tuple[str, list[Doubt]]:
    """The YAML of a script, and its doubts in the order of their lines."""
    page = _Page()
    checks = _by_key(script.checks)
    for remark in script.remarks:
        page.remark(0, remark)
    page.put(0, f"name: {scalar(script.name)}", checks.get("name"))
    if script.summary:
        page.put(0, f"summary: {scalar(script.summary)}", checks.get("summary"))
    page.put(0, "language: en")
    for key, values in (("needs", script.needs), ("sources", script.sources)):
        if values:
            page.put(0, f"{key}:", checks.get(key))
            for value in values:
                page.put(2, f"- {scalar(value)}")
    if script.not_for:
        page.put(0, "not_for:", checks.get("not_for"))
        for question in script.not_for:
            page.put(2, f"- ask: {scalar(question.ask)}", [question.check] if question.check else None)
            page.put(4, f"because: {scalar(question.because)}")
    if script.first_side:
        page.put(0, f"first_side: {script.first_side}", checks.get("first_side"))
    page.put(0, "steps:", checks.get("steps"))
    _steps(page, script.steps, 2)
    for remark in script.last_remarks:
        page.remark(0, remark)
    return "\n".join(page.lines) + "\n", page.doubts


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def _by_key(checks: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, message in checks:
        found.setdefault(key, []).append(message)
    return found


def _steps(page: _Page, steps: list[Step], indent: int) -> None:
    for step in steps:
        for remark in step.remarks:
            if remark.startswith("check: "):
                page.doubts.append(Doubt(len(page.lines) + 1, remark.removeprefix("check: ")))
            page.remark(indent, remark)
        checks = _by_key(step.checks)
        for index, (key, value) in enumerate(step.fields):
            lead, inner = ("- ", indent) if index == 0 else ("", indent + 2)
            _field(page, inner, lead, key, value, checks.get(key))


def _field(page: _Page, indent: int, lead: str, key: str, value: object, checks: list[str] | None) -> None:
    match value:
        case Seconds():
            page.put(indent, f"{lead}{key}: {written(value.seconds)}", checks)
        case tuple():
            into, out = value
            page.put(indent, f"{lead}{key}: {{in: {written(into)}, out: {written(out)}}}", checks)
        case list() if value and isinstance(value[0], Cue):
            page.put(indent, f"{lead}{key}:", checks)
            for cue in value:
                page.put(indent + 2 + len(lead), f"- at: {written(cue.at.seconds)}")
                page.put(indent + 4 + len(lead), f"say: {scalar(cue.say)}")
        case list():
            page.put(indent, f"{lead}{key}:", checks)
            _steps(page, value, indent + 2 + len(lead))
        case int():
            page.put(indent, f"{lead}{key}: {value}", checks)
        case _:
            page.put(indent, f"{lead}{key}: {scalar(str(value))}", checks)


def scalar(text: str) -> str:
    """A text on one line, quoted where YAML would read it as something else."""
    dumped = yaml.safe_dump(" ".join(text.split()), allow_unicode=True, width=1_000_000, default_flow_style=True)
    return dumped.removesuffix("\n").removesuffix("\n...").rstrip("\n")
