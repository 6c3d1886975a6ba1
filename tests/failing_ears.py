"""Ears that fail in every way, and a whole session in the simulated room in which they do."""

from __future__ import annotations

import math
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.conversation import LANGUAGE, KeptRecords, coach_voice
from tests.simulated_room import SimulatedRoom
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import BLOCK_SAMPLES, to_seconds
from voicecoach.coach.loop import Coach
from voicecoach.ears.choose import TYPED
from voicecoach.ears.interface import ActivePhrases, Ears, Hearing, Utterance, Verdict
from voicecoach.ears.worker import EarsWorker
from voicecoach.errors import EarsError
from voicecoach.language.vocabulary import Command
from voicecoach.routine.plan import Plan
from voicecoach.session.engine import Session
from voicecoach.session.part import Part
from voicecoach.session.phase import Phase
from voicecoach.session.records import Fault, HoldEnded, Recovered, StopAsked
from voicecoach.session.state import SessionSettings
from voicecoach.session.view import View

PATIENCE_S = 10.0
"""Real seconds until a thread is given up."""
OPENING_S = 0.8
"""What the default ears take to open."""
SLOWER = 5
"""Slow ears take 50 ms for a block of 10 ms."""
_STEP_S = 0.1
"""So far may sound ears be behind in a simulation."""

Says = Callable[[float], Any]


def nothing(_now_s: float) -> list[Utterance]:
    return []


def word(text: str, said_s: float, decided_s: float | None = None) -> Utterance:
    return Utterance(Verdict.ACCEPTED, text, 0.9, said_s, said_s, said_s if decided_s is None else decided_s)


def thrown(error: BaseException) -> Says:
    def throw(_now_s: float) -> list[Utterance]:
        raise error

    return throw


def said(change: Callable[[Utterance, float], object]) -> Says:
    return lambda now_s: [change(word("stop", now_s), now_s)]


RUBBISH: dict[str, Says] = {
    "no list": lambda _now_s: None,
    "no utterance": said(lambda _word, _now_s: "stop"),
    "no time": said(lambda it, _now_s: replace(it, speech_end_s=math.nan)),
    "a time to come": said(lambda it, now_s: replace(it, decided_s=now_s + 0.5)),
    "no probability": said(lambda it, _now_s: replace(it, confidence=math.nan)),
    "too sure": said(lambda it, _now_s: replace(it, confidence=7.0)),
    "a phrase nobody asked for": said(lambda it, _now_s: replace(it, text="jump")),
}


class DoubleEars:
    """``says`` answers each block, given the clock at its end. With ``held`` it waits to be let on before each."""

    name = "double"

    def __init__(self, says: Says = nothing, *, held: bool = False) -> None:
        self.says = says
        self.let_on = threading.Semaphore(0)
        self.held = held
        self.told: list[ActivePhrases] = []
        self.heard_s: list[float] = []
        self.heard = threading.Semaphore(0)
        self.closed = threading.Event()

    def listen_for(self, active: ActivePhrases) -> None:
        self.told.append(active)

    def hear(self, hearing: Hearing) -> list[Utterance]:
        if self.held:
            self.let_on.acquire()
        now_s = to_seconds(hearing.position + BLOCK_SAMPLES)
        self.heard_s.append(now_s)
        self.heard.release()
        answer: list[Utterance] = self.says(now_s)
        return answer

    def close(self) -> None:
        self.closed.set()

    def caught_up(self, now_s: float) -> bool:
        """Waits until the block that ends then has been heard."""
        while self.heard_s[-1] < now_s:
            if not self.heard.acquire(timeout=PATIENCE_S):
                return False
        return True

    def free(self) -> None:
        """Lets it on for ever."""
        self.held = False
        self.let_on.release(1000)


class Keys:
    """Typed ears without a keyboard."""

    name = TYPED

    def __init__(self) -> None:
        self._pressed: list[Command] = []

    def press(self, command: Command) -> None:
        self._pressed.append(command)

    def listen_for(self, active: ActivePhrases) -> None:
        """What is typed always counts."""

    def hear(self, hearing: Hearing) -> list[Utterance]:
        pressed, self._pressed = self._pressed, []
        return [word(LANGUAGE.vocabulary.phrases[command][0], to_seconds(hearing.position)) for command in pressed]

    def close(self) -> None:
        """Nothing is open."""


class FailingWorker:
    """Implements Ears: a worker on simulated time, of which the first ears fail at ``at_s`` in the named way.

    Its ears keep step with the simulation as long as they are sound; the next ones take ``OPENING_S`` to open.
    """

    name = "double"

    def __init__(self, fault: str, at_s: float, chance: random.Random) -> None:
        self.at_s = at_s
        self._fault = fault
        self._chance = chance
        self._now_s = 0.0
        self._ears: list[DoubleEars] = []
        self.coach: Coach | None = None
        self.worker = EarsWorker(
            self.name, self._open, on_failure=self._failed, on_recovery=self._recovered, clock=lambda: self._now_s
        )

    def listen_for(self, active: ActivePhrases) -> None:
        self.worker.listen_for(active)

    def hear(self, hearing: Hearing) -> list[Utterance]:
        self._now_s = to_seconds(hearing.position + BLOCK_SAMPLES)
        if self._ears and self._now_s >= self.at_s:
            self._spoil(self._ears[0])
        heard = self.worker.hear(hearing)
        latest = self._ears[-1] if self._ears else None
        if latest is None or (latest is self._ears[0] and self._now_s >= self.at_s) or not latest.heard_s:
            threading.Event().wait(0.0005)  # for the threads, which have no simulated time
        elif self._now_s - latest.heard_s[-1] > _STEP_S or 0.0 < self.at_s - self._now_s < _STEP_S:
            latest.caught_up(self._now_s)
        return heard

    def close(self) -> None:
        self.worker.close()
        for ears in self._ears:
            ears.free()

    def _spoil(self, ears: DoubleEars) -> None:
        """Called for every block from ``at_s`` on."""
        if self._fault in ("hang", "slow"):
            ears.held = True
            if self._fault == "slow" and round(self._now_s * 100) % SLOWER == 0:
                ears.let_on.release()
        elif ears.says is nothing:
            throws = {"throw": EarsError("broken"), "exit": SystemExit(0)}
            ears.says = (
                thrown(throws[self._fault]) if self._fault in throws else self._chance.choice([*RUBBISH.values()])
            )

    def _open(self) -> Ears:
        began_s = self._now_s
        while self._ears and self._now_s < began_s + OPENING_S:
            threading.Event().wait(0.0002)
        self._ears.append(DoubleEars())
        return self._ears[-1]

    def _failed(self, what: str) -> None:
        if self.coach is not None:
            self.coach.part_failed(Part.EARS, what)

    def _recovered(self) -> None:
        if self.coach is not None:
            self.coach.part_recovered(Part.EARS)


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What a session made of ears that failed, in seconds; infinite for what did not come."""

    noticed_s: float
    """From the fault to its record."""
    holding: bool
    """A stretch was being held when it was noticed."""
    paused: bool
    """It stood still from then on."""
    obeyed_s: float
    """From the key for "stop" to silence and the question whether to end."""
    restarted_s: float
    """From the record of the fault to that of the recovery."""


def session_with(plan: Plan, fault: str, at_s: float, chance: random.Random) -> Aftermath:
    """A session whose ears fail at ``at_s``; somebody answers by the keys, and stops a while after the failure."""
    kept, keys, ears = KeptRecords(), Keys(), FailingWorker(fault, at_s, chance)
    stop_after_s = chance.uniform(0.1, 2.0)
    phases: list[tuple[float, Phase]] = []
    pressed_s: list[float] = []

    def watch(view: View) -> None:
        if not phases or phases[-1][1] is not view.phase:
            phases.append((view.at_s, view.phase))
            if view.phase is Phase.WAITING:
                keys.press(Command.READY)
        faults = kept.of(Fault)
        if faults and not pressed_s and view.at_s >= faults[0][0] + stop_after_s:
            pressed_s.append(view.at_s)
            keys.press(Command.STOP)
        if max(_first(kept, Recovered), _first(kept, StopAsked)) < math.inf:
            coach.quit()

    coach = Coach(
        Session(plan, LANGUAGE.wording, SessionSettings(give_up_s=60.0, short=True, guest=False)),
        mixer=Mixer(),
        phrases=coach_voice(),
        vocabulary=LANGUAGE.vocabulary,
        ears=[ears, keys],
        echo=None,
        recorders=[kept],
        watch=watch,
    )
    ears.coach = coach
    try:
        coach.run(SimulatedRoom(lasts_s=at_s + 20.0, keep=False))
    finally:
        ears.close()
    noticed_at_s = _first(kept, Fault)
    before = [phase for since_s, phase in phases if since_s < noticed_at_s]
    full = [at for at, hold in kept.of(HoldEnded) if hold.why == "full" and at > noticed_at_s]
    after = {phase for since_s, phase in phases if since_s >= noticed_at_s}
    return Aftermath(
        noticed_s=noticed_at_s - at_s,
        holding=bool(before) and before[-1] is Phase.HOLDING,
        paused=Phase.PAUSED in after and Phase.HOLDING not in after and not full,
        obeyed_s=_first(kept, StopAsked) - pressed_s[0] if pressed_s else math.inf,
        restarted_s=_first(kept, Recovered) - noticed_at_s,
    )


def _first(kept: KeptRecords, kind: type) -> float:
    return min((at_s for at_s, _ in kept.of(kind)), default=math.inf)
