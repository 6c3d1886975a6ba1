"""A voice of tones that fails on order, and the session that it is tried in: the whole coach, ten times real time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from enum import StrEnum

import numpy as np

from tests.conversation import LANGUAGE, KeptRecords
from tests.rehearsal import plan_of
from tests.simulated_room import SimulatedRoom
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import VOICE_RATE_HZ, Samples, silence
from voicecoach.coach.loop import Coach
from voicecoach.ears.interface import Ears
from voicecoach.errors import VoiceError
from voicecoach.routine.plan import HoldStep
from voicecoach.session.engine import Session
from voicecoach.session.state import SessionSettings
from voicecoach.session.view import View
from voicecoach.voice.interface import OtherVoices
from voicecoach.voice.phrase_cache import PhraseCache

PACE = 10
"""How much faster than real time the session runs; time limits of voices in it are shorter by as much."""


class Fault(StrEnum):
    THROW = "throw"
    EXIT = "exit"
    HANG = "hang"
    SLOW = "slow"
    SILENCE = "silence"
    NOT_A_NUMBER = "nan"
    ENDLESS = "endless"
    NOTHING = "nothing"


class FaultyVoice:
    """A tenth of a second for each word, until it is given a ``fault``."""

    edition = ""

    def __init__(self, name: str = "first", fault: Fault | None = None) -> None:
        self.name = name
        self.fault = fault
        self.asked = 0
        self.said: list[str] = []
        self.closed = False
        self.released = threading.Event()
        """Ends a hanging."""

    def synthesise(self, text: str, rate_wpm: int) -> Samples:  # noqa: ARG002
        self.asked += 1
        sound = np.full(max(1, len(text.split())) * VOICE_RATE_HZ // 10, 0.1, dtype=np.float32)
        match self.fault:
            case Fault.THROW:
                raise ZeroDivisionError("broken")
            case Fault.EXIT:
                raise SystemExit(3)
            case Fault.HANG:
                self.released.wait(60.0)
                raise VoiceError("it hung")
            case Fault.SLOW:
                self.released.wait(5.0 / PACE)
            case Fault.SILENCE:
                sound[:] = 0.0
            case Fault.NOT_A_NUMBER:
                sound[10] = np.nan
            case Fault.ENDLESS:
                sound = np.full(100 * VOICE_RATE_HZ, 0.1, dtype=np.float32)
            case Fault.NOTHING:
                sound = silence(0)
            case None:
                pass
        self.said.append(text)
        return sound

    def close(self) -> None:
        self.closed = True


HOLD = plan_of(HoldStep(exercise=0, side=None, hold_s=10.0, set_number=1, sets=1))


def session_with(
    phrases: PhraseCache,
    *,
    each_block: Callable[[Coach, float], None] = lambda _coach, _now_s: None,
    ears: Sequence[Ears] = (),
    lines: Sequence[str] = (),
    voices: OtherVoices | None = None,
    views: list[View] | None = None,
    lasts_s: float = 60.0,
    pace: int = PACE,
) -> tuple[Coach, KeptRecords]:
    """Runs a session; with no ``lines`` announced, each is rendered when it is needed."""
    kept = KeptRecords()
    waiting = threading.Event()
    coach = Coach(
        Session(HOLD, LANGUAGE.wording, SessionSettings(give_up_s=20.0)),
        mixer=Mixer(),
        phrases=phrases,
        vocabulary=LANGUAGE.vocabulary,
        ears=ears,
        echo=None,
        recorders=[kept],
        lines=lines,
        adjustments=LANGUAGE.adjustments,
        voices=voices,
        watch=None if views is None else views.append,
        remember=kept.remembered.append,
    )

    def block(position: int, _played: Samples) -> None:
        waiting.wait(0.01 / pace)
        each_block(coach, position / 16_000)

    coach.run(SimulatedRoom(patient=block, lasts_s=lasts_s, keep=False))
    return coach, kept
