"""Writes ``commands.md``, every command with its arguments and options, from the program itself.

    python docs/make_commands_page.py

A test fails when the page is older than the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from enum import Enum
from inspect import unwrap
from pathlib import Path
from typing import Any, get_args, get_type_hints

from typer.main import get_command

from voicecoach.cli.app import app
from voicecoach.settings import Settings

PAGE = Path(__file__).with_name("commands.md")

HEAD = """\
# Commands and options

Generated from the program by `docs/make_commands_page.py`. `voicecoach` alone asks aloud and on the screen which
routine and for whom, and runs it. Every command also has `-h` and `--help`. The exit code is 0 when all went well, 1
when something failed, 2 for a request that cannot be carried out, and 130 after Ctrl-C.

`voicecoach --install-completion` teaches bash, zsh, fish or PowerShell, whichever it is run in, to complete commands,
options and the names of routines, patients, topics, voices, doses and warning signs with the tab key. It works in the
next terminal that is opened. `voicecoach --show-completion` prints what it would install.
"""


def commands(command: Any = None, name: str = "voicecoach") -> Iterator[tuple[str, Any]]:
    """Every command with its full name, such as ``voicecoach patients set``, groups before what is in them."""
    command = command or get_command(app)
    yield name, command
    for word, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, f"{name} {word}")


def page() -> str:
    """The page's text."""
    parts = [HEAD]
    for name, command in commands():
        if name != "voicecoach":
            parts += [f"## `{_usage(name, command)}`\n", f"{(command.help or '').strip()}\n"]
        tables: dict[str, list[str]] = {"": []}
        for parameter in command.params:
            if row := _row(command, parameter):
                tables.setdefault(parameter.rich_help_panel or "", []).append(row)
        for heading, rows in tables.items():
            parts += [f"{heading}:\n"] if heading else []
            parts += ["\n".join(["| | |", "|---|---|", *rows]) + "\n"] if rows else []
        if command.epilog:
            parts.append(f"```sh\n{_as_comments(command.epilog)}\n```\n")
    parts.append(_settings())
    return "\n".join(parts)


def _as_comments(examples: str) -> str:
    """Examples for a shell: what stands beside one becomes a comment."""
    return "\n".join(re.sub(r" {2,}", "  # ", line) for line in examples.splitlines())


def _usage(name: str, command: Any) -> str:
    return " ".join([name, *(_placeholder(each) for each in command.params if not is_option(each))])


def is_option(parameter: Any) -> bool:
    return bool(parameter.opts[0].startswith("-"))


def _placeholder(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    return name if argument.required else f"[{name}]"


def _row(command: Any, parameter: Any) -> str | None:
    """One line of a table; None for what every command has."""
    if parameter.name == "help":
        return None
    if not is_option(parameter):
        return f"| `{parameter.metavar or parameter.name.upper()}` | {parameter.help} |"
    names = ", ".join(f"`{name}`" for name in parameter.opts)
    value = "" if parameter.is_flag else f" `{_choices(command, parameter) or parameter.metavar or 'NUMBER'}`"
    return f"| {names}{value} | {parameter.help} |"


def _choices(command: Any, parameter: Any) -> str:
    """What an option can be, where that is a list; the annotations say it whichever typer reads them."""
    annotation = get_type_hints(unwrap(command.callback))[parameter.name]
    kinds = [kind for kind in (annotation, *get_args(annotation)) if isinstance(kind, type) and issubclass(kind, Enum)]
    return " ".join(str(member.value) for kind in kinds for member in kind).replace(" ", ", ")


def _settings() -> str:
    rows = [f"| `{field.name}` | `VOICECOACH_{field.name.upper()}` | `{field.default}` |" for field in fields(Settings)]
    return "\n".join(
        [
            "## Settings\n",
            "An option outranks the environment, the environment outranks the file `settings.toml` in the folder that",
            "the operating system has for settings (Linux `~/.config/voicecoach`), and the file outranks the default.",
            "`VOICECOACH_DATA` names another folder for everything that is kept, this file included.\n",
            "| in the file | in the environment | default |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
