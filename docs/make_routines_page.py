"""Writes ``routines.md``, the list of the library with its sources, from the scripts themselves.

    python docs/make_routines_page.py

A test fails when the page is older than the scripts.
"""

from __future__ import annotations

from pathlib import Path

from voicecoach.routine import library
from voicecoach.routine.duration import plan_s
from voicecoach.routine.library import RoutineFile
from voicecoach.routine.plan import Plan, plan

PAGE = Path(__file__).with_name("routines.md")

HEAD = """\
# The routines that come with voicecoach

Generated from `scripts/*.yaml` by `docs/make_routines_page.py`. Start one with `voicecoach start NAME`; its sheet, with
drawings, is `voicecoach show NAME`. Times are for both sides, at 150 words a minute, without the opening words.

Sources disagree on dose. Where they do, a comment in the script says how, and the script takes the cautious end; it is
one number to change. None of this replaces the advice of a doctor or physiotherapist who has seen you.
"""


def page() -> str:
    """The page's text."""
    scripts = [library.load(path) for path in sorted(library.shipped_folder().glob("*.yaml"))]
    programmes = [script for script in scripts if script.included]
    exercises = [script for script in scripts if not script.included]
    return "\n".join([HEAD, *_chapter("Programmes", programmes), *_chapter("Exercises", exercises)])


def _chapter(title: str, scripts: list[RoutineFile]) -> list[str]:
    rows = ["| name | what | time | needs |", "|---|---|---|---|"]
    rows += [_row(script) for script in scripts]
    return [f"## {title}\n", *rows, "", *(line for script in scripts for line in _sources(script))]


def _row(script: RoutineFile) -> str:
    planned = _plan(script)
    minutes = f"{plan_s(planned) / 60:.0f} min" if plan_s(planned) >= 90 else "1 min"
    return f"| `{script.key}` | {script.routine.summary} | {minutes} | {', '.join(planned.needs)} |"


def _sources(script: RoutineFile) -> list[str]:
    planned = _plan(script)
    joined = ", ".join(f"`{key}`" for key in script.included)
    return [
        f"### {script.routine.name}\n",
        *([f"Joins {joined}.\n"] if joined else []),
        *(
            ["Not to be done, until a doctor or physiotherapist has agreed, after a yes to one of these:\n"]
            if planned.not_for
            else []
        ),
        *(f"- {item.ask} {item.because}" for item in planned.not_for),
        *([""] if planned.not_for else []),
        "Sources:\n",
        *(f"- {source}" for source in script.routine.sources),
        "",
    ]


def _plan(script: RoutineFile) -> Plan:
    return plan(script.routine, key=script.key, included=script.included)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
