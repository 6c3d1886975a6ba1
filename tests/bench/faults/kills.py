"""Kills a session a hundred times at random instants: ``python -m tests.bench.faults.kills [TIMES [SEED]]``.

Counts, from the first hold to the last, what was lost, journals that were damaged, and sessions that would go on
at another step, or from another state, than the one they were in. Real processes, real time, on the disk that the
system's temporary folder is on.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
from pathlib import Path

from tests.killing import EARLIEST_S, LATEST_S, kill

ALLOWED_S = 0.5


def main(times: int, seed: int = 2026) -> None:
    instants = random.Random(seed)
    found = []
    for _ in range(times):
        from_s, after_s = instants.uniform(EARLIEST_S, LATEST_S), instants.uniform(0.05, 2.0)
        with tempfile.TemporaryDirectory() as folder:
            found.append(kill(Path(folder), from_s, after_s))
    lost_s = sorted(aftermath.lost_s for aftermath in found)
    print(f"sessions killed        {times}, at {len({aftermath.said.step for aftermath in found})} of the steps")
    print(f"seconds lost           median {statistics.median(lost_s):.3f}   worst {lost_s[-1]:.3f}")
    print(f"lost more than {ALLOWED_S:g} s    {sum(each > ALLOWED_S for each in lost_s)}")
    print(f"damaged journals       {sum(bool(aftermath.problems) for aftermath in found)}")
    print(f"another step           {sum(not aftermath.right_step for aftermath in found)}")
    print(f"another state          {sum(not aftermath.exact for aftermath in found)}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:] or ("100",)))
