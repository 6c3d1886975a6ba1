"""Kills a session a hundred times at random instants: ``python -m tests.bench.journal_kills [TIMES]``.

Prints how much of the hold was lost each time, and whether the journal was whole afterwards. Real processes, real time,
on the disk that the system's temporary folder is on.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
from pathlib import Path

from tests.killing import kill_in_hold


def main(times: int) -> None:
    instants = random.Random(2026)
    lost_s, damaged = [], 0
    for _ in range(times):
        with tempfile.TemporaryDirectory() as folder:
            aftermath = kill_in_hold(Path(folder), after_s=instants.uniform(0.05, 2.0))
        lost_s.append(aftermath.lost_s)
        damaged += bool(aftermath.problems)
    print(f"sessions killed     {times}")
    print(f"seconds lost        median {statistics.median(lost_s):.3f}   worst {max(lost_s):.3f}   allowed 1.000")
    print(f"damaged journals    {damaged}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
