"""Long use: one session of a whole day, and many sessions in one process, with what they leave behind.

``python -m tests.bench.faults.soak [HOURS [SESSIONS]]`` prints memory, threads and open files early on and at the end.
The day is simulated, in a pause in which somebody asks something every fifteen seconds; the voice is the printed one.
The sessions are a patient's, whole, with every part that writes.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.conversation import LANGUAGE
from tests.rehearsal import two_sided
from tests.whole_session import visit
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.room.quiet_room import QuietRoom
from voicecoach.coach.loop import Coach
from voicecoach.coach.session_request import SessionRequest
from voicecoach.language.vocabulary import Command
from voicecoach.paths import VARIABLE
from voicecoach.records.trace import Recorder
from voicecoach.session.engine import Session
from voicecoach.session.records import Record, Said
from voicecoach.session.state import SessionSettings
from voicecoach.session.view import View
from voicecoach.voice.phrase_cache import PhraseCache
from voicecoach.voice.printed_voice import PrintedVoice

ASKED_EVERY_S = 15.0
SETTLED_AFTER_S, SETTLED_AFTER = 3600.0, 20
"""From here on nothing should grow."""


def resources() -> str:
    """Resident memory in megabytes, threads, and open files."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    memory_mb = pages * resource.getpagesize() / 2**20
    files = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - the listing itself is a file as well
    return f"{memory_mb:6.1f} MB   {threading.active_count()} threads   {files} files"


class Lines(Recorder):
    """Counts what was said."""

    said = 0

    def keep(self, record: Record, at_s: float) -> None:  # noqa: ARG002
        self.said += isinstance(record, Said)


def day(hours: float) -> None:
    asks, lines, due_s, settled = 0, Lines(), 30.0, False
    until_s = hours * 3600

    def watch(view: View) -> None:
        nonlocal asks, due_s, settled
        if view.at_s >= due_s:
            due_s += ASKED_EVERY_S
            command = Command.PAUSE if asks == 0 else (Command.HELP, Command.HOW_LONG)[asks % 2]
            coach.command(command, "page")
            asks += 1
        if not settled and view.at_s > SETTLED_AFTER_S:
            settled = True
            print(f"after an hour   {resources()}", flush=True)
        if view.at_s > until_s:
            coach.quit()

    coach = Coach(
        Session(two_sided(), LANGUAGE.wording, SessionSettings(give_up_s=until_s * 2)),
        mixer=Mixer(),
        phrases=PhraseCache(PrintedVoice(), ahead=False),
        vocabulary=LANGUAGE.vocabulary,
        ears=[],
        echo=None,
        recorders=[lines],
        watch=watch,
    )
    clock = Clock()
    coach.run(QuietRoom(clock=clock, wait=clock.wait))
    print(f"after {hours:g} h      {resources()}   {lines.said} lines, {asks} commands", flush=True)


class Clock:
    """Time that passes only while it is waited for."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s

    def wait(self, seconds: float) -> None:
        self.now_s += seconds


def sessions(times: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ[VARIABLE] = folder
        for number in range(1, times + 1):
            visit(SessionRequest("pelvic-tilt", "A patient"))
            if number in (min(SETTLED_AFTER, times), times):
                print(f"session {number:4}    {resources()}", flush=True)


def main(hours: float = 24.0, times: int = 200) -> None:
    began_s = time.monotonic()
    day(hours)
    sessions(times)
    print(f"{time.monotonic() - began_s:.0f} s")


if __name__ == "__main__":
    main(*(kind(given) for kind, given in zip((float, int), sys.argv[1:], strict=False)))
