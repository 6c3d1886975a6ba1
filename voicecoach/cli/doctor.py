"""``doctor``: a table of all parts, their state, and what to do about missing ones."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict


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
    except RunError as error:
        heard = Finding(parts["interrupting"], PartState.MISSING, str(error))
    if heard is not None:
        rows.append(heard)
    needed = {parts["routines"]}
    able = all(row.state is not PartState.MISSING for row in rows if row.part in needed)
    reachable = any(row.state is PartState.GOOD for row in rows if row.part in (parts["microphone"], parts["keyboard"]))
    if as_json:
        sys.stdout.write(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2) + "\n")
        return 0 if able and reachable else 1

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    states = language.texts.doctor.states
    colours = {PartState.GOOD: "green", PartState.WEAK: "yellow", PartState.MISSING: "red"}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in language.texts.doctor.headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(row.part, Text(states[row.state.value], style=colours[row.state]), row.found, row.advice)
    console = Console(markup=False, emoji=False)
    console.print(table)
    verdict = language.texts.doctor.able if able and reachable else language.texts.doctor.unable
    console.print(f"\n{verdict}")
    return 0 if able and reachable else 1
