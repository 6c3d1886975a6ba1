"""Kills a process in the middle of a session, and asks the journal what is left.

As a program (``python -m tests.killing FOLDER SECONDS``) it is the victim: it runs a session up to this second as fast
as it can and then in real time, and prints after every block where it stands, so that whoever kills it knows what had
happened by then.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

from tests.rehearsal import two_sided
from tests.sitting import MONDAY, Sitting
from voicecoach.language.vocabulary import Command
from voicecoach.records.database import Database
from voicecoach.records.patients import Patients
from voicecoach.records.unfinished import unfinished
from voicecoach.session.engine import state_to_json

BLOCK_S = 0.01
ROOT = Path(__file__).parent.parent
PLAN = two_sided(hold_s=40.0)
EARLIEST_S, LATEST_S = 42.0, 125.0
"""Seconds into the victim's session: from its first hold to its last."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the victim stood."""

    at_s: float
    step: int
    state: str
    """Its fingerprint."""


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What was there before the kill, and what after it."""

    said: Standing
    """The last that the victim said."""
    kept: Standing
    """What the journal would go on from."""
    exact: bool
    """The state that is kept is one that the victim had at the time that is kept with it, and not before or after."""
    right_step: bool
    problems: list[str]

    @property
    def lost_s(self) -> float:
        return self.said.at_s - self.kept.at_s


def kill(folder: Path, from_s: float, after_s: float) -> Aftermath:
    """Lets a victim exercise in real time from this second of its session on, for so long, kills it (SIGKILL; on
    Windows TerminateProcess) and opens the journal again.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "tests.killing", str(folder), str(from_s)], stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as victim:
        assert victim.stdout is not None
        lines = list(iter(victim.stdout.readline, "exercising\n"))
        time.sleep(after_s)
        victim.kill()
        lines += [line for line in victim.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    said = [Standing(float(at_s), int(step), state) for at_s, step, state in map(str.split, lines)]
    with Database(folder) as database:
        left = unfinished(database, Patients(database).get("Anna").id, MONDAY)
        assert left is not None
        point = left.resume_point(PLAN)
        assert point is not None
        current = point.agenda.current
        assert current is not None
        kept = Standing(left.state_at_s, current.number, _fingerprint(json.loads(left.state)))
        # What was last said before, and what was said first after the time that is kept: the state may be of either.
        near = [each for each in said if abs(each.at_s - kept.at_s) < 2.5 * BLOCK_S]
        return Aftermath(
            said[-1],
            kept,
            exact=kept.state in {each.state for each in near},
            right_step=kept.step in {each.step for each in near},
            problems=database.problems(),
        )


def _fingerprint(state: object) -> str:
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:12]


def be_killed(folder: Path, from_s: float) -> None:
    """A session, from a second on block by block in real time; nobody lets it come to an end."""
    database = Database(folder)
    patient = Patients(database).called("Anna", MONDAY)
    sitting = Sitting(database, patient.id, plan=PLAN)
    while sitting.now_s < from_s:
        sitting.run(0.1)
        _ready(sitting)
        _say_where(sitting)
    sitting.keeper.flush()
    sys.stdout.write("exercising\n")
    began_s, at_s = time.monotonic(), sitting.now_s
    while sitting.rehearsal.why is None:
        while sitting.now_s - at_s < time.monotonic() - began_s:
            sitting.run(BLOCK_S)
            _ready(sitting)
            _say_where(sitting)
        time.sleep(BLOCK_S)


def _say_where(sitting: Sitting) -> None:
    state = sitting.rehearsal.session.state
    current = state.agenda.current
    fingerprint = _fingerprint(state_to_json(replace(state, history=())))
    sys.stdout.write(f"{sitting.now_s:.6f} {current.number if current is not None else 0} {fingerprint}\n")
    sys.stdout.flush()


def _ready(sitting: Sitting) -> None:
    if sitting.rehearsal.session.phase.value == "waiting":
        sitting.then(Command.READY)


if __name__ == "__main__":
    be_killed(Path(sys.argv[1]), float(sys.argv[2]))
