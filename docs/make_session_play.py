"""Writes ``a-session.md``, a session as a play, from a session that the program runs.

    python docs/make_session_play.py

The coach has its usual voice and its usual ears. A patient with another voice lies in a simulated room and speaks the
lines of ``PATIENT``; what the coach says, and when, is read off the trace of that session. A test fails when the words
of the page are no longer those of the program.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voicecoach.audio.pcm import BLOCK_SAMPLES, SAMPLE_RATE_HZ, VOICE_RATE_HZ, Samples, resampled, to_seconds
from voicecoach.language.loading import load
from voicecoach.language.wording import Wording
from voicecoach.session.phase import INTERRUPTED, Phase
from voicecoach.session.replay import replayed
from voicecoach.session.view import View

PAGE = Path(__file__).with_name("a-session.md")
ROUTINE = "deep-piriformis"
PATIENT_VOICE = "en-gb+f2"
PATIENT_RATE_WPM = 140
LONGEST_S = 1800.0
"""When a session that does not end by itself is given up."""

QUIET_S = 1.5
"""A shorter gap than this is one between sentences."""
COACH, YOU = "COACH", "YOU"

HEAD = """\
# A session

Generated from a session of `voicecoach start deep-piriformis`, by `docs/make_session_play.py`. The coach spoke with its
usual voice and listened with its usual ears. YOU, a guest, was another synthetic voice in a simulated room. Times are
minutes and seconds from the start.

How a hold sounds: [twenty seconds of it](a-hold.mp3). `voicecoach record deep-piriformis -o session.mp3` records the
whole routine. A recording cannot listen: where the coach would wait for an answer, it leaves ten seconds.
"""


@dataclass(frozen=True)
class Turn:
    """What the patient says, and when: in this phase, after so many seconds of quiet, or of the hold."""

    phase: Phase
    after_s: float
    says: str


PATIENT = (
    Turn(Phase.WAITING, 4.0, "I need more time"),
    Turn(Phase.WAITING, 11.0, "ready"),
    Turn(Phase.HOLDING, 8.0, "how long"),
    Turn(Phase.WAITING, 6.0, "I'm ready"),
    Turn(Phase.HOLDING, 12.4, "pause"),
    Turn(Phase.PAUSED, 8.0, "carry on"),
)


class Patient:
    """Speaks each line of ``PATIENT`` when its time has come; a ``PatientSource`` of a simulated room."""

    def __init__(self, speak: Callable[[str], Samples]) -> None:
        self.spoken: list[tuple[float, float, str]] = []
        """From when to when, in seconds, and the words."""
        self._speak = speak
        self._turns = list(PATIENT)
        self._view: View | None = None
        self._quiet_since_s = 0.0

    def watch(self, view: View) -> None:
        """The session as it is now."""
        if self._view is None or view.phase is not self._view.phase:
            self._quiet_since_s = view.at_s
        self._view = view

    def __call__(self, position: int, played: Samples) -> Samples | None:
        now_s = to_seconds(position)
        if abs(played).max(initial=0.0) > 0.0:
            self._quiet_since_s = to_seconds(position + BLOCK_SAMPLES)
        if not self._turns or not self._is_time_for(self._turns[0], now_s):
            return None
        words = self._turns.pop(0).says
        sound = self._speak(words)
        self.spoken.append((now_s, now_s + to_seconds(len(sound)), words))
        return sound

    def _is_time_for(self, turn: Turn, now_s: float) -> bool:
        view = self._view
        if view is None or view.phase is not turn.phase:
            return False
        if view.phase is Phase.HOLDING and view.whole_s is not None and view.left_s is not None:
            return view.whole_s - view.left_s >= turn.after_s
        return now_s - max(self._quiet_since_s, self.spoken[-1][1] if self.spoken else 0.0) >= turn.after_s

    def check(self, events: Sequence[Mapping[str, Any]]) -> None:
        """Raises RuntimeError unless each line was said, and heard as it was said."""
        heard = [event["heard"] for event in events if event["event"] == "heard"]
        if heard != [turn.says.lower() for turn in PATIENT]:
            raise RuntimeError(f"the coach heard {heard}")


def performed() -> tuple[list[dict[str, Any]], Patient]:
    """A session with the usual voice and ears: its trace, and the patient who was in it."""
    sys.path.append(str(Path(__file__).parents[1]))  # the simulated room is one of the tests' tools

    from tests.simulated_room import SimulatedRoom
    from voicecoach.coach.assemble import assembled
    from voicecoach.coach.session_request import SessionRequest, SoundFiles
    from voicecoach.voice.choose import open_voice

    voice = open_voice(PATIENT_VOICE, "en").voice

    def spoken(words: str) -> Samples:
        return resampled(voice.synthesise(words, PATIENT_RATE_WPM), VOICE_RATE_HZ, SAMPLE_RATE_HZ)

    patient = Patient(spoken)
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder) / "trace.jsonl"
        request = SessionRequest(ROUTINE, files=SoundFiles(None, None), trace=trace)
        with assembled(request, patient.watch) as parts:
            parts.coach.run(SimulatedRoom(patient=patient, lasts_s=LONGEST_S, keep=False))
        events = read_trace(trace)
    voice.close()
    return events, patient


def read_trace(path: Path) -> list[dict[str, Any]]:
    """The lines of a trace."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@dataclass(frozen=True)
class Entry:
    """What is said or happens from one second to another; ``who`` is empty for what happens."""

    from_s: float
    to_s: float
    who: str
    text: str
    number: bool = False
    """It is a counted number."""


def entries(events: Sequence[Mapping[str, Any]], patient: Patient) -> list[Entry]:
    """All that is on the page but the quiet, in order."""
    wording = load("en").wording
    numbers = {wording.number(number) for number in range(1, 11)}
    found = [Entry(from_s, to_s, YOU, _sentence(words)) for from_s, to_s, words in patient.spoken]
    for event in events:
        match event["event"]:
            case "said" if event["text"] in numbers:
                found.append(Entry(event["from_s"], event["to_s"], COACH, event["text"], number=True))
            case "said":
                broken_off = " [breaks off]" if event["cut"] else ""
                found.append(Entry(event["from_s"], event["to_s"], COACH, event["text"] + broken_off))
            case "hold_ended":
                found.append(_happening(event["at_s"], f"{event['held_s']:.0f} seconds held"))
            case "session_ended":
                found.append(_happening(event["at_s"], "the end"))
            case _:
                pass
    found += (_happening(at_s, f"the hold {verb}") for at_s, verb in _holds(events, wording))
    return sorted(found, key=lambda entry: entry.from_s)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}{'?' if words.startswith('how') else '.'}"


def _happening(at_s: float, text: str) -> Entry:
    return Entry(at_s, at_s, "", f"[{text}]")


def _holds(events: Sequence[Mapping[str, Any]], wording: Wording) -> Iterator[tuple[float, str]]:
    """When a hold begins, and when one that was interrupted stops and goes on."""
    before, interrupted = Phase.OPENING, False
    for event in replayed(events, wording):
        phase = event.state.activity.phase
        if phase is Phase.HOLDING and before is not Phase.HOLDING:
            yield event.at_s, "goes on" if interrupted else "begins"
            interrupted = False
        elif before is Phase.HOLDING and phase in INTERRUPTED:
            yield event.at_s, "is interrupted"
            interrupted = True
        before = phase


def paragraphs(found: Sequence[Entry]) -> Iterator[list[Entry]]:
    """What one person says without a gap, with counted numbers apart from sentences; each thing that happens alone."""
    together: list[Entry] = []
    for entry in found:
        last = together[-1] if together else entry
        joins = (last.who, last.number) == (entry.who, entry.number) and entry.from_s - last.to_s < QUIET_S
        if together and not (entry.who and joins):
            yield together
            together = []
        together.append(entry)
    if together:
        yield together


def lines(found: Sequence[Entry]) -> Iterator[str]:
    """The play, with the quiet in it."""
    until_s = 0.0
    for paragraph in paragraphs(found):
        first = paragraph[0]
        if (quiet_s := first.from_s - until_s) >= QUIET_S:
            yield f"[quiet, {quiet_s:.0f} seconds]"
        until_s = max(until_s, paragraph[-1].to_s)
        words = (" … " if first.number else " ").join(entry.text for entry in paragraph)
        minutes, seconds = divmod(int(first.from_s), 60)
        if not first.who:
            yield words
        else:
            yield f"{minutes}:{seconds:02d} **{first.who}** {words.capitalize() + '.' if first.number else words}"


def page(events: Sequence[Mapping[str, Any]], patient: Patient) -> str:
    """The page's text."""
    return "\n\n".join([HEAD.rstrip(), *lines(entries(events, patient))]) + "\n"


def main() -> None:
    events, patient = performed()
    patient.check(events)
    PAGE.write_text(page(events, patient), encoding="utf-8")


if __name__ == "__main__":
    main()
