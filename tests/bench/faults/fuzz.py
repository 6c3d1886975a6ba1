"""Feeds damaged and made-up input to all that reads what others wrote: ``python -m tests.bench.faults.fuzz [SECONDS]``.

Each target has its share of the time. A case is made from a seed of its own, ``TARGET:NUMBER``, so that one that fails
can be made again: ``python -m tests.bench.faults.fuzz import:417``. Counted are cases, exceptions that a user would see
as a traceback, the slowest case, and the largest.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tests.bench.faults import targets
from voicecoach.paths import VARIABLE

HANGS_AFTER_S = 20.0
"""Of processor time; a case that takes longer counts as an exception."""


@dataclass(slots=True)
class Tally:
    """What came of the cases of one target."""

    cases: int = 0
    exceptions: int = 0
    slowest_s: float = 0.0
    slowest: str = ""
    largest_bytes: int = 0
    faults: dict[str, str] = field(default_factory=dict)
    """Where it was raised, and the first case that did."""

    def __str__(self) -> str:
        return (
            f"{self.cases:>9} {self.exceptions:>11} {self.slowest_s * 1000:>9.0f} ms {self.largest_bytes:>10}"
            f"   {self.slowest}"
        )


def run(seconds: float, names: Sequence[str] = ()) -> Iterator[tuple[str, Tally]]:
    """Each target of these names, or of all, with its tally. They share the time alike."""
    chosen = {name: make for name, make in targets.TARGETS.items() if not names or name in names}
    for name, make in chosen.items():
        tally = Tally()
        with _place() as folder, make(folder) as target:
            until_s = time.monotonic() + seconds / len(chosen)
            while time.monotonic() < until_s:
                _try(target, f"{name}:{tally.cases}", tally)
        yield name, tally


def again(case: str) -> None:
    """Runs one case, with the traceback if it has one."""
    with _place() as folder, targets.TARGETS[case.partition(":")[0]](folder) as target:
        content = target.case(random.Random(case))
        sys.stdout.write(f"{content[:2000]!r}\n")
        target.take(content)


def _try(target: targets.Target, case: str, tally: Tally) -> None:
    content = target.case(random.Random(case))
    tally.cases += 1
    tally.largest_bytes = max(tally.largest_bytes, len(content))
    began_s = time.process_time()
    try:
        with (
            _within(HANGS_AFTER_S),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            target.take(content)
    except Exception as error:  # noqa: BLE001 - to count them is what this is for
        tally.exceptions += 1
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}: {error!s:.120}"
        tally.faults.setdefault(where.split(":", 2)[0] + f":{frame.lineno}", f"{case}  {where}")
    took_s = time.process_time() - began_s
    if took_s > tally.slowest_s:
        tally.slowest_s, tally.slowest = took_s, case


class HangError(Exception):
    """A case took longer than any may."""


@contextlib.contextmanager
def _within(limit_s: float) -> Iterator[None]:
    def hang(_signal: int, _frame: FrameType | None) -> None:
        raise HangError(f"longer than {limit_s:g} s")

    signal.signal(signal.SIGPROF, hang)
    signal.setitimer(signal.ITIMER_PROF, limit_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


@contextlib.contextmanager
def _place() -> Iterator[Path]:
    """A folder of our own, and the program's data in it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ[VARIABLE] = folder
        yield Path(folder)


def main(arguments: Sequence[str]) -> int:
    if arguments and ":" in arguments[0]:
        again(arguments[0])
        return 0
    seconds = float(arguments[0]) if arguments else 80.0
    sys.stdout.write(f"{'target':9} {'cases':>9} {'exceptions':>11} {'slowest':>12} {'largest':>10}   slowest case\n")
    cases = exceptions = 0
    for name, tally in run(seconds, arguments[1:]):
        sys.stdout.write("".join([f"{name:9} {tally}\n", *(f"  {fault}\n" for fault in tally.faults.values())]))
        sys.stdout.flush()
        cases += tally.cases
        exceptions += tally.exceptions
    most_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{cases} cases, {exceptions} exceptions; at most {most_mb:.0f} MB in memory\n")
    return 1 if exceptions else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
