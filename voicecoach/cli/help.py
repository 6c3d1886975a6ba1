"""Formats help in 80 columns and plain characters: commands and options under headings, examples at the end.

A heading is the ``rich_help_panel`` of a command or an option; an example is a line of the ``epilog``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from typer.core import TyperCommand, TyperGroup

from voicecoach.errors import RequestError, did_you_mean

OPTIONS = {"help_option_names": ["-h", "--help"], "max_content_width": 80}
"""Settings of the program and of all its commands."""

Row = tuple[str, str]


class HelpfulCommand(TyperCommand):
    """A command whose help is plain text of 80 columns."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return ["[OPTIONS]", *(_placeholder(each) for each in self.get_params(ctx) if _is_argument(each))]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        _write_parameters(self.get_params(ctx), ctx, formatter)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - click's method
        _write_examples(self.epilog, formatter)

    def parse_args(self, ctx: Any, args: Any) -> Any:
        with _told_of(ctx):
            return super().parse_args(ctx, args)


class HelpfulGroup(TyperGroup):
    """The program, or a command with others below it. Their order is the order in which they are shown."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ARG002 - click's method
        return ["[OPTIONS]", "[COMMAND]"]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        shown = [(name, command) for name, command in self.commands.items() if not command.hidden]
        rows = [(_heading(command, "Commands"), (name, command.get_short_help_str(200))) for name, command in shown]
        _write_sections(rows, formatter)
        _write_parameters(self.get_params(ctx), ctx, formatter)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - click's method
        _write_examples(self.epilog, formatter)

    def parse_args(self, ctx: Any, args: Any) -> Any:
        with _told_of(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: Any) -> Any:
        """Raises RequestError, with the name that was probably meant, for a command that there is not."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-") and not ctx.resilient_parsing:
            near = did_you_mean(name, self.commands)
            raise RequestError(f"There is no command '{name}'.{near} '{ctx.command_path} --help' lists them.")
        return super().resolve_command(ctx, args)


@contextmanager
def _told_of(context: Any) -> Iterator[None]:
    """Adds to a usage error of which command it is; some come without."""
    try:
        yield
    except Exception as error:
        if getattr(error, "ctx", context) is None:
            error.ctx = context  # type: ignore[attr-defined]
        raise


def _is_argument(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "argument")


def _placeholder(argument: Any) -> str:
    name = str(argument.metavar or argument.name.upper())
    return name if argument.required else f"[{name}]"


def _write_parameters(parameters: Iterable[Any], ctx: Any, formatter: Any) -> None:
    rows = []
    for each in parameters:
        if _is_argument(each):
            rows.append((_heading(each, "Arguments"), (_placeholder(each).strip("[]"), each.help or "")))
        elif record := each.get_help_record(ctx):
            rows.append((_heading(each, "Options"), (record[0], each.help or record[1])))
    _write_sections(rows, formatter)


def _write_sections(rows: Iterable[tuple[str, Row]], formatter: Any) -> None:
    sections: dict[str, list[Row]] = {}
    for heading, row in rows:
        sections.setdefault(heading, []).append(row)
    for heading, inside in sections.items():
        with formatter.section(heading):
            formatter.write_dl(inside, col_max=32)


def _write_examples(examples: str | None, formatter: Any) -> None:
    if not examples:
        return
    with formatter.section("Examples"):
        for line in examples.splitlines():
            formatter.write(f"{'':{formatter.current_indent}}{line}\n")


def _heading(of: Any, otherwise: str) -> str:
    return getattr(of, "rich_help_panel", None) or otherwise


# -- wrong requests ----------------------------------------------------------------------------------------------------


def in_words(error: Any) -> str:
    """A usage error of typer as sentences: what is wrong, what was probably meant, and where that is explained."""
    context = getattr(error, "ctx", None)
    where = context.command_path if context is not None else "voicecoach"
    tell = _SENTENCES.get(type(error).__name__, _as_it_is)
    return f"{tell(error, context)} '{where} --help' explains it."


def _no_option(error: Any, context: Any) -> str:
    known = [name for each in context.command.get_params(context) for name in each.opts] if context else []
    name = str(error.option_name)
    return f"There is no option '{name}' here.{did_you_mean(name, known, cutoff=0.6)}"


def _missing(error: Any, _context: Any) -> str:
    return f"{_named(error.param)} is missing."


def _wrong_value(error: Any, _context: Any) -> str:
    message, name = str(error.message), _named(error.param, value=False)
    if not_one := re.search(r"('.*') is not one of (.*?)\.?$", message):
        return f"{name} must be one of {not_one[2]}, not {not_one[1]}."
    kind = next((said for word, said in _NUMBERS.items() if word in message), None)
    return f"{name}: {_sentence(message)}" if kind is None else f"{name} must be {kind}."


def _as_it_is(error: Any, _context: Any) -> str:
    message = str(getattr(error, "format_message", error.__str__)())
    extra = re.search(r"unexpected extra arguments?(?:\(s\))? \((.*)\)", message)
    return f"There is no place for '{extra[1]}' here." if extra else _sentence(message)


def _named(parameter: Any, *, value: bool = True) -> str:
    """A parameter as the help names it, an option with the kind of its value."""
    if parameter is None:
        return "A value"
    if _is_argument(parameter):
        return _placeholder(parameter).strip("[]")
    return f"{parameter.opts[0]} {parameter.metavar}" if value and parameter.metavar else str(parameter.opts[0])


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


_NUMBERS = {"integer": "a whole number", "number": "a number", "float": "a number"}
"""What is wanted, by a word that is in typer's, pydantic's or click's message."""
_SENTENCES: dict[str, Callable[[Any, Any], str]] = {
    "NoSuchOption": _no_option,
    "MissingParameter": _missing,
    "BadParameter": _wrong_value,
}
"""By the name of the class: typer exports few of them."""
