"""Prints how every shipped routine feels to lie through: ``python -m tests.bench.pace``."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from tests.pace import measured
from voicecoach.routine import library


def _s(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds:.1f}"


def main() -> None:
    table = Table(title="seconds, at 150 words a minute, for a patient who answers at once")
    for column in ("routine", "", "ready to hold", "beyond the hold", "to first movement", "to first hold", "quiet"):
        table.add_column(column, justify="left" if column in ("routine", "") else "right")
    for name in library.names():
        for known in (False, True):
            pace = measured(name, known=known)
            quiet = f"{min(pace.quiet_s):.1f} to {max(pace.quiet_s):.1f}" if pace.quiet_s else "–"
            table.add_row(
                name,
                "known" if known else "guest",
                _s(pace.ready_to_hold_s),
                _s(pace.beyond_hold_s),
                _s(pace.to_first_movement_s),
                _s(pace.to_first_hold_s),
                quiet,
            )
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
