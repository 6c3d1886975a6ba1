"""Writes the diagram and the table of activities into docs/architecture.md. ``python docs/make_state_diagram.py``"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from voicecoach.language.vocabulary import Command
from voicecoach.session.continuation_rules import CONTINUATIONS, STEP, Kinds
from voicecoach.session.rules import ACTIVITIES, COMMANDS, LEADS_ON, TAKEN_UP
from voicecoach.session.state import Activity

PAGE = Path(__file__).parent / "architecture.md"
BEGIN, END = "<!-- made by make_state_diagram.py: begin -->", "<!-- made by make_state_diagram.py: end -->"
EVERYWHERE = (Command.STOP, Command.PAUSE, Command.HURTS, Command.CALL, Command.UNDO)
"""Commands that the diagram leaves out, because they lead on from everywhere."""


def names(kinds: Kinds, activity: type[Activity]) -> list[str]:
    """What may follow an activity, with the next step and what was interrupted as one name each."""
    found: list[str] = []
    for name, group in (("WhatWasInterrupted", TAKEN_UP), ("NextStep", STEP)):
        if group <= kinds | {activity}:
            found.append(name)
            kinds -= group
    return found + [kind.__name__ for kind in ACTIVITIES if kind in kinds and kind is not activity]


def led_to(activity: type[Activity]) -> list[str]:
    """What follows an activity by itself."""
    return names(frozenset().union(*(CONTINUATIONS[then].follows for then in LEADS_ON[activity])), activity)


def said_to(activity: type[Activity]) -> dict[str, list[str]]:
    """What can follow an activity on commands, and on which."""
    found: dict[str, list[str]] = defaultdict(list)
    for command, rule in COMMANDS[activity].items():
        follows = ", ".join(names(rule.follows, activity))
        if follows and command not in EVERYWHERE and command.number is None:
            found[follows].append(command.value)
    return found


def diagram() -> str:
    """What leads on by itself, as Mermaid draws it."""
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> Opening"]
    lines += [f"    {activity.__name__} --> {name}" for activity in ACTIVITIES for name in led_to(activity)]
    lines += [f"    NextStep --> {kind.__name__}" for kind in ACTIVITIES if kind in STEP]
    return "\n".join([*lines, "    Ended --> [*]", "```"])


def table() -> str:
    """Every activity, what it leads to by itself, and where commands lead."""
    lines = ["| activity | what it is | by itself | on a command |", "|---|---|---|---|"]
    for activity in ACTIVITIES:
        what = (activity.__doc__ or "").strip().partition("\n")[0]
        said = "; ".join(f"{', '.join(commands)} → {names}" for names, commands in said_to(activity).items())
        lines.append(f"| `{activity.__name__}` | {what} | {', '.join(led_to(activity)) or '–'} | {said or '–'} |")
    return "\n".join(lines)


def page(text: str) -> str:
    """The page with the parts between the marks made anew."""
    made = f"{BEGIN}\n{diagram()}\n\n{table()}\n{END}"
    return re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: made, text, flags=re.S)


def main() -> None:
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
