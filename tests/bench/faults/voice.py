"""Breaks the voice in every way at random moments of a session, through the whole coach.

``python -m tests.bench.faults.voice 100 [FAULT...]`` counts, over so many sessions for each fault: crashes;
sentences that begin more than 2 s after they were due, of the next voice or as an earcon; sessions in which nothing was
told although a voice failed; and a "stop", by key or by voice, that was obeyed after more than a second.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Sequence

from tests.faulty_voice import Fault, FaultyVoice, session_with
from voicecoach.audio.pcm import Samples
from voicecoach.coach.loop import Coach
from voicecoach.ears.interface import ActivePhrases, Hearing, Utterance, Verdict
from voicecoach.language.vocabulary import Command
from voicecoach.session.events import KEYBOARD
from voicecoach.session.records import Fault as FaultRecord
from voicecoach.session.records import StopAsked
from voicecoach.voice import backup_voice
from voicecoach.voice.backup_voice import BackupVoice
from voicecoach.voice.phrase_cache import PhraseCache

FAULTS = (Fault.THROW, Fault.EXIT, Fault.HANG, Fault.SLOW, Fault.SILENCE, Fault.NOT_A_NUMBER)
SAID_S, OBEYED_S = 2.0, 1.0
PACE = 3
LINE_S = backup_voice.LINE_S / PACE
LASTS_S = 14.0


class Waits(PhraseCache):
    """Measures how long each clip is asked for until it is there, in seconds of the session."""

    now_s = 0.0

    def measure(self) -> None:
        self.waited_s: list[float] = []
        self._asked_s: dict[str, tuple[float, float]] = {}

    def clip(self, text: str, rate_wpm: int) -> Samples | None:
        clip = super().clip(text, rate_wpm)
        # A line is asked for in every block until it is there, or until the session has stopped it.
        since_s, last_s = self._asked_s.pop(text, (self.now_s, self.now_s))
        since_s = self.now_s if self.now_s - last_s > 0.05 else since_s
        if clip is None:
            self._asked_s[text] = (since_s, self.now_s)
        else:
            self.waited_s.append(self.now_s - since_s)
        return clip


class StopHeard:
    """Ears that hear "stop" at one moment."""

    name = "stop"

    def __init__(self, at_s: float) -> None:
        self._at_s: float | None = at_s

    def listen_for(self, active: ActivePhrases) -> None: ...

    def hear(self, hearing: Hearing) -> list[Utterance]:
        now_s = hearing.position / 16_000
        if self._at_s is None or now_s < self._at_s:
            return []
        self._at_s = None
        return [Utterance(Verdict.ACCEPTED, "stop", 1.0, now_s, now_s, now_s)]

    def close(self) -> None: ...


def one(fault: Fault, seed: int, found: Counter[str]) -> None:
    """One session: a fault of the first voice, in half of them of the second as well, then a "stop"."""
    chance = random.Random(f"{fault} {seed}")
    breaks_s, stop_s = chance.uniform(0.0, 9.0), chance.uniform(9.5, 13.0)
    if chance.random() < 0.5:
        stop_s = breaks_s + chance.uniform(0.0, 2.0)  # in the middle of the trouble
    alone, by_key = chance.random() < 0.5, chance.random() < 0.5
    first, second = FaultyVoice("first"), FaultyVoice("second")
    # The very first line may take longer, for its model to load: here it has been said.
    voice = BackupVoice(first, [lambda: second], line_s=LINE_S, patient_s=LINE_S)
    phrases = Waits(voice)
    phrases.measure()
    pressed: list[float] = []

    def each_block(coach: Coach, now_s: float) -> None:
        phrases.now_s = now_s
        if now_s >= breaks_s:
            first.fault = fault
            second.fault = fault if alone else None
        if now_s >= stop_s and not pressed:
            pressed.append(now_s)
            if by_key:
                coach.command(Command.STOP, KEYBOARD)

    found["sessions"] += 1
    ears = [] if by_key else [StopHeard(stop_s)]
    try:
        _, kept = session_with(phrases, each_block=each_block, ears=ears, lasts_s=LASTS_S, pace=PACE)
    except Exception as error:  # noqa: BLE001 - a crash is what is looked for
        found["crashes"] += 1
        print(f"{fault} {seed}: {error!r}", flush=True)
        return
    finally:
        first.released.set()
        second.released.set()
        phrases.close()
    stopped = kept.of(StopAsked)
    found["stop late"] += not stopped or stopped[0][0] - pressed[0] > OBEYED_S
    found["lines"] += len(phrases.waited_s)
    found["lines late"] += sum(waited_s > SAID_S for waited_s in phrases.waited_s)
    found["longest wait, ms"] = max(found["longest wait, ms"], round(1000 * max(phrases.waited_s, default=0.0)))
    told = bool(kept.of(FaultRecord))
    found["told"] += told
    found["not told"] += voice.failure != "" and not told


def run(n: int, faults: Sequence[Fault] = FAULTS) -> dict[Fault, Counter[str]]:
    """``n`` sessions for each fault."""
    results: dict[Fault, Counter[str]] = {}
    for fault in faults:
        found = results[fault] = Counter[str]()
        for seed in range(n):
            one(fault, seed, found)
        print(f"{fault:8}", dict(found), flush=True)
    return results


def main() -> None:
    arguments = sys.argv[1:] or ["100"]
    run(int(arguments[0]), [Fault(name) for name in arguments[1:]] or FAULTS)


if __name__ == "__main__":
    main()
