"""``doctor``: a table of all parts, their state, and what to do about missing ones."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voicecoach.coach.diagnostics import Finding


def doctor(as_json: bool) -> int:
    """Prints the table, or the same as JSON. Returns 0 when a session can run and 1 when it cannot."""
    from voicecoach import settings
    from voicecoach.coach.diagnostics import Finding, PartState, findings, heard_itself
    from voicecoach.errors import RunError
    from voicecoach.language import loading

    chosen = settings.load({})
    language = loading.load(chosen.language)
    rows = findings(chosen, language)
    parts = language.texts.doctor.parts
    try:
        heard = heard_itself(chosen, language)
    except (RunError, OSError) as error:
        heard = Finding(parts["interrupting"], PartState.MISSING, str(error))
    except ImportError:
        heard = None  # said above
    if heard is not None:
        rows.append(heard)
    needed = {parts["routines"], parts["packages"]}
    able = all(row.state is not PartState.MISSING for row in rows if row.part in needed)
    reachable = any(row.state is PartState.GOOD for row in rows if row.part in (parts["microphone"], parts["keyboard"]))
    if as_json:
        sys.stdout.write(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2) + "\n")
        return 0 if able and reachable else 1

    verdict = language.texts.doctor.able if able and reachable else language.texts.doctor.unable
    states = language.texts.doctor.states
    try:
        _print_table(rows, states, language.texts.doctor.headings)
    except ImportError:  # it is rich that is missing
        for row in rows:
            sys.stdout.write(": ".join(filter(None, (row.part, states[row.state.value], row.found, row.advice))) + "\n")
    sys.stdout.write(f"\n{verdict}\n")
    return 0 if able and reachable else 1


def _print_table(rows: Sequence[Finding], states: Mapping[str, str], headings: Sequence[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    colours = {"good": "green", "weak": "yellow", "missing": "red"}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        state = row.state.value
        table.add_row(row.part, Text(states[state], style=colours[state]), row.found, row.advice)
    Console(markup=False, emoji=False).print(table)
