"""Faults of the sound devices in live sessions: ``python -m tests.bench.faults.devices [TIMES] [FIRST]``.

Each session runs in real time in a process of its own, on a virtual card in a room with faint noise; in its hold, at a
random moment, something goes and comes back after a random time. One session in four has "stop" pressed meanwhile, one
in four is interrupted meanwhile. Sessions are numbered: with ``FIRST`` a later run goes on where an earlier one ended.
"""

from __future__ import annotations

import json
import os
import pty
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.soundcard import VirtualSoundcard, virtual_soundcard

NOTICED_S, RESUMED_S, STOPPED_S, ENDED_S = 2.0, 3.0, 1.0, 2.0
PATIENCE_S = 60.0
SCRIPT = """\
name: One long hold
summary: A hold for faults.
language: en
needs: []
sources: [none]
steps:
  - say: Lie down.
  - wait: ready
  - hold: 120s
    feel: in your thigh
"""
Event = dict[str, Any]


@dataclass(frozen=True)
class DeviceFault:
    """What goes, how it comes back, and which parts have to be told of."""

    name: str
    go: Callable[[VirtualSoundcard], object]
    back: Callable[[VirtualSoundcard], object]
    parts: tuple[str, ...] = ()


def _suspend(what: str, name: str, suspended: str) -> Callable[[VirtualSoundcard], object]:
    return lambda card: card.control(f"suspend-{what}", name, suspended)


def _another_output(card: VirtualSoundcard) -> None:
    card.control("load-module", "module-null-sink", "sink_name=other")
    card.control("set-default-sink", "other")


ALL = ("spk", "voice", "room", "mic")
MICROPHONE, BOTH = ("microphone",), ("speaker", "microphone")
FAULTS = (
    DeviceFault(
        "microphone suspended", _suspend("source", "mic", "1"), _suspend("source", "mic", "0"), ("microphone",)
    ),
    DeviceFault("microphone pulled out", lambda card: card.pull_out("mic"), VirtualSoundcard.plug_in, MICROPHONE),
    DeviceFault(
        "microphone muted",
        lambda card: card.control("set-source-mute", "mic", "1"),
        lambda card: card.control("set-source-mute", "mic", "0"),
        MICROPHONE,
    ),
    DeviceFault("loudspeaker suspended", _suspend("sink", "spk", "1"), _suspend("sink", "spk", "0"), ("speaker",)),
    DeviceFault("all pulled out", lambda card: card.pull_out(*ALL), VirtualSoundcard.plug_in, BOTH),
    DeviceFault("server killed", VirtualSoundcard.kill, VirtualSoundcard.start, BOTH),
    DeviceFault(
        "server halted",
        lambda card: card.halt(halted=True),
        lambda card: card.halt(halted=False),
        BOTH,
    ),
    DeviceFault("another output", _another_output, lambda card: card.control("set-default-sink", "spk")),
)


class LiveSession:
    """A coach at a terminal of its own, followed through its trace."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        (folder / "hold.yaml").write_text(SCRIPT, encoding="utf-8")
        self._trace = folder / "trace.jsonl"
        self.errors = folder / "errors.txt"
        self._keyboard, terminal = pty.openpty()
        command = [sys.executable, "-m", "voicecoach", "start", str(folder / "hold.yaml"), "--trace", str(self._trace)]
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [*command, "--rate", "200"],
                env={**os.environ, **environment, "VOICECOACH_DATA": str(folder / "data"), "PYTHONFAULTHANDLER": "1"},
                stdin=terminal,
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )
        os.close(terminal)

    def press(self, key: str) -> None:
        os.write(self._keyboard, key.encode())

    def events(self, name: str, **fields: object) -> list[Event]:
        if not self._trace.exists():
            return []
        lines = self._trace.read_text(encoding="utf-8").splitlines(keepends=True)
        events: list[Event] = [json.loads(line) for line in lines if line.endswith("\n")]
        return [each for each in events if each["event"] == name and fields.items() <= each.items()]

    def seconds_until(self, name: str, within_s: float = PATIENCE_S, **fields: object) -> float:
        """How long it takes until there is such an event; infinity when it does not come."""
        began_s = time.monotonic()
        while time.monotonic() - began_s < within_s and self.process.poll() is None:
            if self.events(name, **fields):
                return time.monotonic() - began_s
            time.sleep(0.02)
        return float("inf")

    def reach_the_hold(self) -> bool:
        """Skips what comes before the hold."""
        for _ in range(int(PATIENCE_S)):
            if self.events("step_started", kind="hold"):
                break
            if self.events("step_started"):
                self.press("n")
            time.sleep(1.0)
        return self.seconds_until("hold_started") < PATIENCE_S

    def end(self) -> float:
        """How long it takes to end after Ctrl-C; infinity when it does not, or not with the exit code for that."""
        began_s = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        try:
            code = self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return float("inf")
        return time.monotonic() - began_s if code == 130 else float("inf")

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._keyboard)


@dataclass
class Outcome:
    """The times of one session, in seconds; infinity for what did not come."""

    fault: str
    crashed: str = ""
    times_s: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    told_too_much: list[str] = field(default_factory=list)
    """What was told of besides the fault."""


def run(number: int) -> Outcome:
    """Session ``number``: always the same fault, moments and keys."""
    chance = random.Random(number)
    fault = FAULTS[number % len(FAULTS)]
    outcome = Outcome(fault.name)
    with tempfile.TemporaryDirectory() as folder, virtual_soundcard(noise_db=-70.0) as card:
        session = LiveSession(Path(folder), card.environment)
        try:
            _suffer(session, card, fault, chance, outcome)
            if outcome.crashed:
                outcome.crashed += f" ({session.process.poll()}): {session.errors.read_text()[-2000:]}"
        finally:
            session.close()
    return outcome


def _suffer(
    session: LiveSession, card: VirtualSoundcard, fault: DeviceFault, chance: random.Random, outcome: Outcome
) -> None:
    if not session.reach_the_hold():
        outcome.crashed = "no hold"
        return
    time.sleep(chance.uniform(0.0, 6.0))
    meanwhile = chance.choice(["wait", "wait", "stop", "quit"])
    fault.go(card)
    for part in fault.parts:
        outcome.times_s["noticed"].append(session.seconds_until("fault", 10.0, part=part))
    if meanwhile == "stop":
        session.press("q")
        outcome.times_s["stopped"].append(session.seconds_until("stop_asked", 10.0))
    time.sleep(chance.uniform(0.0, 5.0))
    if meanwhile != "quit":
        fault.back(card)
        for part in fault.parts:
            outcome.times_s["resumed"].append(session.seconds_until("recovered", 15.0, part=part))
        time.sleep(chance.uniform(0.0, 2.0))
    if session.process.poll() is not None:
        outcome.crashed = "ended"
        return
    told = [f"{each['part']}: {each['what']}" for each in session.events("fault")]
    outcome.told_too_much = [what for what in told if what.split(":")[0] not in fault.parts or told.count(what) > 1]
    outcome.times_s["ended in the outage" if meanwhile == "quit" else "ended"].append(session.end())
    if session.process.returncode not in (0, 130):
        outcome.crashed = "at the end"
    if meanwhile == "quit":
        fault.back(card)


def main(times: int, first: int) -> None:
    allowed_s = {"noticed": NOTICED_S, "resumed": RESUMED_S, "stopped": STOPPED_S}
    times_s: dict[str, list[float]] = defaultdict(list)
    crashes = too_much = 0
    for number in range(first, first + times):
        outcome = run(number)
        told = "  ".join(f"{name} {' '.join(f'{s:.2f}' for s in each)}" for name, each in outcome.times_s.items())
        print(f"{number:4} {outcome.fault:22} {told}  {outcome.crashed}{'; '.join(outcome.told_too_much)}", flush=True)
        crashes += bool(outcome.crashed)
        too_much += bool(outcome.told_too_much)
        for name, seconds in outcome.times_s.items():
            times_s[name] += seconds
    print(f"sessions {times}   crashes {crashes}   told of something else {too_much}")
    for name, seconds in times_s.items():
        allowed = allowed_s.get(name, ENDED_S)
        late = sum(each > allowed for each in seconds)
        print(f"{name:20} {len(seconds):4}   worst {max(seconds):.2f} s   later than {allowed:.0f} s: {late}")


if __name__ == "__main__":
    main(*[int(argument) for argument in sys.argv[1:3]] + [20, 0][len(sys.argv) - 1 :])
