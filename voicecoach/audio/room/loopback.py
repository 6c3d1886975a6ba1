"""Plays a sentence, hears itself, and judges whether it can be interrupted in this room.

Numbers and verdicts only; the words for them are the language file's (``doctor: loopback:``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from voicecoach.audio.echo.canceller import EchoCanceller
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import SAMPLE_RATE_HZ, Samples, power, to_samples, to_seconds
from voicecoach.audio.room.interface import Room

LISTEN_FIRST_S = 1.0
"""Silence in which the background is measured."""
LEAST_S = 8.0
"""The sentence is repeated for at least so long, so that the canceller can settle."""
PAUSE_S = 0.4
CLEARLY_DB = 15.0
BARELY_DB = 8.0
NOISY_DB = -45.0
NEARLY_ALL_DB = 3.0
"""Where the echo is faint, all but so much of what stands out from the background must go."""
FAINT_DB = 6.0
"""An echo that stands out less from the background is none."""
CLIPPED = 0.99
CLIPPED_SHARE = 1e-3
DRIFT_PPM = 100.0


class LoopbackVerdict(StrEnum):
    """Whether interrupting works here."""

    WORKS = "works"
    NO_ECHO = "no-echo"
    """Nothing of the coach comes back: headphones, or a loudspeaker that is off."""
    BARELY = "barely"
    """Short words may be missed while it talks."""
    FAILS = "fails"
    """It will have to go quiet when somebody speaks."""
    DEAF = "deaf"
    """The microphone delivers digital silence."""


class Advice(StrEnum):
    """What would make it better."""

    TURN_DOWN = "turn-down"
    """Louder than the microphone can take."""
    MOVE_APART = "move-apart"
    """Loudspeaker and microphone are close, or the loudspeaker distorts."""
    NOISY = "noisy"
    ONE_DEVICE = "one-device"
    """Loudspeaker and microphone run on clocks that differ a lot."""
    CHECK_SPEAKER = "check-speaker"
    CHECK_MICROPHONE = "check-microphone"


@dataclass(frozen=True, slots=True)
class LoopbackReport:
    """What was measured. Levels are dB relative to full scale."""

    verdict: LoopbackVerdict
    advice: tuple[Advice, ...]
    background_db: float
    echo_db: float
    """The coach as the microphone hears it."""
    return_loss_db: float
    """From played to heard."""
    enhancement_db: float
    """What cancelling takes off that; 15 dB and more make interrupting easy."""
    delay_ms: float | None
    """From playing to hearing; None where there is no echo."""
    drift_ppm: float
    clipped: float
    """Share of the microphone's samples at full scale."""


def measure_loopback(room: Room, sentence: Samples) -> LoopbackReport:
    """Plays the sentence a few times, about ten seconds, in a room that has not been used yet.

    Raises DeviceError as the room does.
    """
    mixer = Mixer()
    at = to_samples(LISTEN_FIRST_S)
    while at < to_samples(LISTEN_FIRST_S + LEAST_S):
        at = mixer.play(sentence, at).ends_at + to_samples(PAUSE_S)
    listener = _Listener(last=at + SAMPLE_RATE_HZ)
    room.run(mixer.render, listener.step)
    return listener.report()


class _Listener:
    """Takes down powers while the canceller learns."""

    def __init__(self, last: int) -> None:
        self._last = last
        self._canceller = EchoCanceller()
        self._background: list[float] = []
        self._echo: list[float] = []
        self._loudest = 0.0
        self._clipped = 0
        self._count = 0

    def step(self, microphone: Samples, played: Samples, position: int) -> bool:
        self._canceller.process(microphone, played)
        heard = power(microphone)
        # The first tenth of a second after opening is the card's own noise on many computers.
        if 0.1 < to_seconds(position) < LISTEN_FIRST_S - 0.1:
            self._background.append(heard)
        elif played.any():
            self._echo.append(heard)
        self._loudest = max(self._loudest, float(np.abs(microphone).max()))
        self._clipped += int(np.count_nonzero(np.abs(microphone) >= CLIPPED))
        self._count += len(microphone)
        return position < self._last

    def report(self) -> LoopbackReport:
        state = self._canceller.state
        background_db = _db(float(np.median(self._background))) if self._background else -120.0
        echo_db = _db(float(np.mean(self._echo))) if self._echo else -120.0
        clipped = self._clipped / max(self._count, 1)
        there = echo_db - background_db > FAINT_DB
        if self._loudest == 0.0:
            verdict = LoopbackVerdict.DEAF
        elif not there:
            verdict = LoopbackVerdict.NO_ECHO
        elif state.enhancement_db >= min(CLEARLY_DB, echo_db - background_db - NEARLY_ALL_DB):
            verdict = LoopbackVerdict.WORKS
        else:
            verdict = LoopbackVerdict.BARELY if state.enhancement_db >= BARELY_DB else LoopbackVerdict.FAILS
        return LoopbackReport(
            verdict=verdict,
            advice=tuple(_advice(verdict, background_db, clipped, state.drift_ppm)),
            background_db=background_db,
            echo_db=echo_db,
            return_loss_db=state.return_loss_db,
            enhancement_db=state.enhancement_db,
            delay_ms=None if state.delay_s is None or not there else state.delay_s * 1000.0,
            drift_ppm=state.drift_ppm,
            clipped=clipped,
        )


def _advice(verdict: LoopbackVerdict, background_db: float, clipped: float, drift_ppm: float) -> list[Advice]:
    advice = []
    if verdict is LoopbackVerdict.DEAF:
        return [Advice.CHECK_MICROPHONE]
    if verdict is LoopbackVerdict.NO_ECHO:
        advice.append(Advice.CHECK_SPEAKER)
    if clipped > CLIPPED_SHARE:
        advice.append(Advice.TURN_DOWN)
    if abs(drift_ppm) > DRIFT_PPM:
        advice.append(Advice.ONE_DEVICE)
    if verdict in (LoopbackVerdict.BARELY, LoopbackVerdict.FAILS) and not advice:
        advice.append(Advice.MOVE_APART)
    if background_db > NOISY_DB:
        advice.append(Advice.NOISY)
    return advice


def _db(mean_square: float) -> float:
    return 10.0 * float(np.log10(mean_square + 1e-12))
