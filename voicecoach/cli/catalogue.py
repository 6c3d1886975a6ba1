"""Prints what there is to choose from: name, minutes and what each is about."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

NARROW = 60
"""Columns. With fewer, what each is about stands below its name."""
Row = tuple[str, int, str]
"""Name, minutes, what it is about."""


def print_catalogue(rows: Iterable[Row]) -> None:
    """One row each, as wide as the terminal; no word is cut."""
    from rich.console import Console
    from rich.table import Table

    console = Console(markup=False, emoji=False, highlight=False)
    if console.width < NARROW:
        for name, minutes, about in rows:
            console.print(f"{name}, {minutes} min", style="bold", soft_wrap=True)
            console.print(textwrap.indent(textwrap.fill(about, max(console.width - 2, 20)), "  "), soft_wrap=True)
        return
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(justify="right", no_wrap=True)
    table.add_column()
    for name, minutes, about in rows:
        table.add_row(name, f"{minutes} min", about)
    console.print(table)
