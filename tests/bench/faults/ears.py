"""Ears that fail at random moments of whole sessions: ``python -m tests.bench.faults.ears [TIMES]``.

Simulated time, in the simulated room. Counted are the sessions in which the fault was noticed within 2 s, a hold that
was going on stood still, "stop" by a key was obeyed within 1 s, and the ears heard again within 5 s of being noticed.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from tests.failing_ears import Aftermath, session_with
from tests.rehearsal import two_sided

FAULTS = ("throw", "exit", "hang", "slow", "rubbish")
SESSION_S = 70.0
"""The faults fall within so much of a session of two sides, before its last words."""
NOTICED_S, OBEYED_S, RESTARTED_S = 2.0, 1.0, 5.0


@dataclass(frozen=True, slots=True)
class EarsRow:
    """One kind of fault, counted in sessions."""

    fault: str
    sessions: int
    noticed: int
    latest_notice_s: float
    holds: int
    """Sessions in which it fell into a hold."""
    paused: int
    """Of these."""
    obeyed: int
    restarted: int
    latest_restart_s: float
    crashes: int


def run(n: int, faults: Sequence[str] = FAULTS) -> list[EarsRow]:
    """Each of the faults ``n`` times."""
    return [_row(fault, n) for fault in faults]


def _row(fault: str, n: int) -> EarsRow:
    chance, plan = random.Random(f"{fault} 2026"), two_sided(hold_s=20.0)
    seen: list[Aftermath] = []
    crashes = 0
    for _ in range(n):
        try:
            seen.append(session_with(plan, fault, chance.uniform(0.5, SESSION_S), chance))
        except Exception as error:  # noqa: BLE001 - what is counted
            crashes += 1
            print(f"{fault}: {error!r}", file=sys.stderr)
    return EarsRow(
        fault=fault,
        sessions=n,
        noticed=sum(each.noticed_s <= NOTICED_S for each in seen),
        latest_notice_s=max((each.noticed_s for each in seen), default=0.0),
        holds=sum(each.holding for each in seen),
        paused=sum(each.holding and each.paused for each in seen),
        obeyed=sum(each.obeyed_s <= OBEYED_S for each in seen),
        restarted=sum(each.restarted_s <= RESTARTED_S for each in seen),
        latest_restart_s=max((each.restarted_s for each in seen), default=0.0),
        crashes=crashes,
    )


def main(times: int) -> None:
    for fault in FAULTS:
        (row,) = run(times, (fault,))
        print(
            f"{row.fault:8} {row.sessions:4} times   noticed {row.noticed} (latest {row.latest_notice_s:.2f} s)   "
            f"holds paused {row.paused} of {row.holds}   stop obeyed {row.obeyed}   "
            f"hearing again {row.restarted} (latest {row.latest_restart_s:.2f} s)   crashes {row.crashes}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
