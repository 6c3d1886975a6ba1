"""Kills a process in the middle of a hold, and asks the journal what is left.

As a program (``python -m tests.killing FOLDER``) it is the victim: it runs a session in real time and prints the
seconds held after every block, so that whoever kills it knows what had happened by then.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.rehearsal import two_sided
from tests.sitting import MONDAY, Sitting
from voicecoach.records.database import Database
from voicecoach.records.patients import Patients
from voicecoach.records.unfinished import unfinished

BLOCK_S = 0.01
ROOT = Path(__file__).parent.parent
PLAN = two_sided(hold_s=40.0)


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What was there before the kill, and what after it."""

    held_s: float
    """The last that the victim said."""
    kept_s: float
    """What the journal would go on from."""
    problems: list[str]

    @property
    def lost_s(self) -> float:
        return self.held_s - self.kept_s


def kill_in_hold(folder: Path, after_s: float) -> Aftermath:
    """Lets a victim hold for so long, kills it (SIGKILL; on Windows TerminateProcess), opens the journal again."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.killing", str(folder)], stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as victim:
        assert victim.stdout is not None
        assert victim.stdout.readline() == "holding\n"
        time.sleep(after_s)
        victim.kill()
        said = [line for line in victim.stdout.read().split("\n")[:-1] if line]
    with Database(folder) as database:
        left = unfinished(database, Patients(database).get("Anna").id, MONDAY)
        assert left is not None
        point = left.resume_point(PLAN)
        assert point is not None
        current = point.agenda.current
        assert current is not None
        assert current.number == 4
        return Aftermath(float(said[-1]) if said else 0.0, point.held_s, database.problems())


def be_killed(folder: Path) -> None:
    """Forty seconds of a hold, block by block in real time; nobody lets it come to an end."""
    database = Database(folder)
    patient = Patients(database).called("Anna", MONDAY)
    sitting = Sitting(database, patient.id, plan=PLAN).hold(0.0)
    sitting.keeper.flush()
    sys.stdout.write("holding\n")
    sys.stdout.flush()
    began_s, at_s = time.monotonic(), sitting.now_s
    while sitting.rehearsal.why is None:
        while sitting.now_s - at_s < time.monotonic() - began_s:
            sitting.run(BLOCK_S)
        view = sitting.rehearsal.session.view(sitting.now_s)
        if view.whole_s is not None and view.left_s is not None:
            sys.stdout.write(f"{view.whole_s - view.left_s:.3f}\n")
            sys.stdout.flush()
        time.sleep(BLOCK_S)


if __name__ == "__main__":
    be_killed(Path(sys.argv[1]))
