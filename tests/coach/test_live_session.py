"""One real session, in real time, on a sound card without hardware: a synthetic patient is obeyed through its air."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.beats import vowel_rise
from tests.conversation import spoken
from tests.soundcard import virtual_soundcard
from voicecoach.audio.pcm import SAMPLE_RATE_HZ, rms_db, to_samples

SCRIPT = """\
name: Short stretch
summary: A stretch for a test.
language: en
needs: []
sources: [none]
first_side: right
switch: 2s
steps:
  - each_side:
      - say: Bend your {side} knee.
      - wait: ready
      - hold: 10s
        feel: in your {side} thigh
"""
PATIENCE_S = 60.0
SILENT_AFTER_S = 0.05
"""From the end of a cut line to silence: its fade, 20 ms, and what a busy card shifts without running dry."""
Event = dict[str, Any]


class Session:
    """A coach in a process of its own, watched through its trace."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        script = folder / "short-stretch.yaml"
        script.write_text(SCRIPT, encoding="utf-8")
        self._trace = folder / "trace.jsonl"
        self.errors = folder / "errors.txt"
        command = [sys.executable, "-m", "voicecoach", "start", str(script), "--trace", str(self._trace)]
        command += ["--rate", "220"]  # in real time every sentence is waited for
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                command,
                env={**os.environ, **environment, "VOICECOACH_DATA": str(folder / "data")},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )

    def events(self) -> list[Event]:
        if not self._trace.exists():
            return []
        lines = self._trace.read_text(encoding="utf-8").splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def wait_for(self, what: str, wanted: Callable[[Event], bool], *, after: int = 0) -> int:
        """Waits for an event past the first ``after``; answers how many there are up to it."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            for number, event in enumerate(self.events()[after:], start=after + 1):
                if wanted(event):
                    return number
            assert self.process.poll() is None, f"ended before {what}: {self.errors.read_text()}"
            time.sleep(0.05)
        raise AssertionError(f"{what} did not come; heard: {[e for e in self.events() if e['event'] == 'heard']}")


def named(name: str, **fields: object) -> Callable[[Event], bool]:
    return lambda event: event["event"] == name and all(event.get(key) == value for key, value in fields.items())


@pytest.mark.real_time
def test_a_patient_is_obeyed_through_a_sound_card(tmp_path: Path) -> None:
    with virtual_soundcard(echo_db=-12.0, echo_ms=60) as card, card.recording() as recorded:
        session = Session(tmp_path, card.environment)
        try:
            seen = _conversation(session, card.say)
        finally:
            session.process.kill()
            session.process.wait(timeout=10)
        events = session.events()
    assert _obeyed(events) == ["ready", "switch", "ready", "pause", "resume", "how-long", "stop", "stop"]
    assert events[-1]["event"] == "session_ended"
    assert events[-1]["why"] == "stopped"
    assert seen == len(events)
    sound = json.loads((tmp_path / "data" / "last-session-sound.json").read_text(encoding="utf-8"))
    _check_the_sound(recorded[0], events, underruns=sound["underruns"])


def _obeyed(events: list[Event]) -> list[str]:
    """The commands in order. A card that stutters on a busy machine lets a word be heard twice, which counts once."""
    heard = [event for event in events if event["event"] == "heard"]
    again = {
        id(event)
        for before, event in pairwise(heard)
        if event["command"] == before["command"] and event["at_s"] - before["at_s"] < 1.0
    }
    return [event["command"] for event in heard if id(event) not in again]


def _conversation(session: Session, say: Callable[[np.ndarray[Any, Any]], None]) -> int:
    seen = session.wait_for("the question", named("said", kind="question"))
    say(spoken("I'm ready"))
    seen = session.wait_for("the first hold", named("hold_started", side="right"), after=seen)
    time.sleep(2.0)
    say(spoken("switch legs"))
    seen = session.wait_for("the other side", named("side_switched", to="left"), after=seen)
    seen = session.wait_for("the question", named("said", kind="question"), after=seen)
    say(spoken("I'm ready"))
    seen = session.wait_for("the second hold", named("hold_started", side="left"), after=seen)
    time.sleep(1.5)
    say(spoken("pause"))
    seen = session.wait_for("the pause", named("paused"), after=seen)
    seen = session.wait_for("the end of its words", named("said", kind="control"), after=seen)
    time.sleep(4.0)
    say(spoken("carry on"))
    seen = session.wait_for("the going on", named("resumed"), after=seen)
    seen = session.wait_for("the count-in", named("said", text="one"), after=seen)
    time.sleep(1.0)
    say(spoken("how long"))
    seen = session.wait_for("the answer", named("heard", command="how-long"), after=seen)
    seen = session.wait_for("the full hold", named("hold_ended", side="left", why="full"), after=seen)
    say(spoken("stop"))  # while it says how to let go
    seen = session.wait_for("the stop", named("stop_asked"), after=seen)
    time.sleep(5.0)
    say(spoken("stop"))
    seen = session.wait_for("the end", named("session_ended"), after=seen)
    assert session.process.wait(timeout=15) == 0, session.errors.read_text()
    return seen


def _check_the_sound(recorded: np.ndarray[Any, Any], events: list[Event], *, underruns: int) -> None:
    """What came out of the loudspeaker: words, beats a second apart, silence soon after "stop".

    Where a busy machine let the card run dry, what follows comes later; each time must have been counted.
    """
    assert rms_db(recorded) > -40.0
    counted = [event for event in events if event["event"] == "counted"]
    assert [event["number"] for event in counted] == [5, 4, 3, 2, 1]
    first_word_s = next(e["from_s"] for e in events if e["event"] == "said")
    offset = _onset(recorded, 0, recorded.size) - to_samples(first_word_s)
    start = offset + to_samples(counted[0]["at_s"])
    late = vowel_rise(recorded, start - to_samples(0.3), start + to_samples(0.6)) - start
    offset += late
    ran_dry = 0
    for event in counted[1:]:
        expected = offset + to_samples(event["at_s"])
        late = vowel_rise(recorded, expected - to_samples(0.3), expected + to_samples(0.4)) - expected
        if abs(late) / SAMPLE_RATE_HZ > 0.02:  # each beat is measured within 15 ms, and a card adds some
            ran_dry += 1
            offset += late
    assert ran_dry <= underruns
    cut = next(e for e in events if e["event"] == "said" and e["cut"] and e["from_s"] > counted[-1]["at_s"])
    silent = offset + to_samples(cut["to_s"] + SILENT_AFTER_S)
    assert np.abs(recorded[silent : silent + to_samples(0.2)]).max() < 0.01


def _onset(recorded: np.ndarray[Any, Any], first: int, last: int) -> int:
    """The first audible sample between two."""
    return first + int(np.flatnonzero(np.abs(recorded[first:last]) > 0.006)[0])
