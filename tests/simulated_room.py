"""A room in memory: the coach's echo, a patient's recorded words and noise, mixed back into the microphone.

It runs as fast as the machine can and gives the same samples every time. Two tests of one coach in one room
hear the same session, byte for byte.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from voicecoach.audio.decimation import Decimator
from voicecoach.audio.mixer import Mixer, Placed
from voicecoach.audio.pcm import (
    BLOCK_SAMPLES,
    PLAYBACK_RATE_HZ,
    SAMPLE_RATE_HZ,
    Samples,
    gain_from_db,
    resampled,
    rms_db,
    silence,
    to_samples,
)
from voicecoach.audio.room.acoustics import Acoustics, EchoPath
from voicecoach.audio.room.interface import BlockStep, Render

PatientSource = Callable[[int, Samples], Samples | None]
"""``patient(position, played)``: asked once a block; what it answers is spoken from that position on."""


@dataclass(frozen=True, slots=True)
class Stall:
    """The control thread is busy elsewhere for so long, while the sound card goes on."""

    at_s: float
    length_s: float


class SimulatedRoom:
    """Implements ``Room``. What happened can be read afterwards from ``played``, ``heard`` and ``spoken``."""

    def __init__(
        self,
        acoustics: Acoustics | None = None,
        *,
        timeline: Iterable[tuple[float, Samples]] = (),
        patient: PatientSource | None = None,
        noise: Samples | None = None,
        noise_db: float | None = None,
        stalls: Iterable[Stall] = (),
        lasts_s: float | None = None,
        keep: bool = True,
    ) -> None:
        """``timeline`` holds what the patient says when (seconds on the session's clock).

        ``noise_db`` is the level of the noise at the microphone, relative to full scale; ``noise`` a
        recording of it that is repeated, else a steady pink one. After ``lasts_s`` the room ends the run by
        itself. Without ``keep`` nothing is recorded, for simulations of hours.
        """
        self._acoustics = acoustics or Acoustics(echo_db=None)
        self._echo = EchoPath(self._acoustics)
        self._decimator = Decimator()
        self._lips = Mixer(ratio=1)
        for at_s, clip in timeline:
            self._lips.play(clip, to_samples(at_s))
        self._patient = patient
        self._noise = _noise(noise, noise_db, self._acoustics.seed)
        self._stalls = tuple((to_samples(s.at_s), to_samples(s.at_s + s.length_s)) for s in stalls)
        self._lasts = None if lasts_s is None else to_samples(lasts_s)
        self._keep = keep
        self._recorded: list[tuple[Samples, Samples, Samples]] = []

    @property
    def live(self) -> bool:
        return False

    def say(self, clip: Samples, at: int | None = None, *, gain_db: float = 0.0) -> Placed:
        """The patient says this from sample ``at`` on, or from the next block on. May be called within ``step``."""
        return self._lips.play(clip, at, gain_db=gain_db)

    def run(self, render: Render, step: BlockStep) -> None:
        waiting: deque[tuple[Samples, Samples, int]] = deque()
        position = 0
        while self._lasts is None or position < self._lasts:
            sound = render(BLOCK_SAMPLES)
            played = self._decimator.process(sound)
            microphone, spoken = self._microphone(played, position)
            if self._keep:
                self._recorded.append((sound, microphone, spoken))
            waiting.append((microphone, played, position))
            if not any(start <= position < end for start, end in self._stalls):
                while waiting:
                    if not step(*waiting.popleft()):
                        return
            position += BLOCK_SAMPLES

    def _microphone(self, played: Samples, position: int) -> tuple[Samples, Samples]:
        """What is heard, and what of it the patient says."""
        if self._patient is not None:
            words = self._patient(position, played)
            if words is not None:
                self._lips.play(words)
        spoken = self._lips.render(BLOCK_SAMPLES)
        heard = self._echo.process(played) + spoken
        if self._noise is not None:
            start = position % (len(self._noise) - BLOCK_SAMPLES)
            heard = heard + self._noise[start : start + BLOCK_SAMPLES]
        heard = np.clip(np.round(heard * 32768.0), -32768, 32767).astype(np.float32) / np.float32(32768.0)
        return heard, spoken

    @property
    def played(self) -> Samples:
        """All that the coach played, at 16 kHz: what is placed at a position is heard there."""
        return resampled(self.sound, PLAYBACK_RATE_HZ, SAMPLE_RATE_HZ)

    @property
    def sound(self) -> Samples:
        """All that the coach played, at the playback rate."""
        return self._track(0)

    @property
    def heard(self) -> Samples:
        """All that the microphone heard."""
        return self._track(1)

    @property
    def spoken(self) -> Samples:
        """All that the patient said, without echo and noise."""
        return self._track(2)

    def _track(self, number: int) -> Samples:
        return np.concatenate([blocks[number] for blocks in self._recorded] or [silence(0)])


def _noise(recording: Samples | None, level_db: float | None, seed: int) -> Samples | None:
    """The noise at its level, with its first block once more at its end, so that any block of it is one slice."""
    if level_db is None:
        noise = recording
    else:
        noise = _pink_noise(10 * SAMPLE_RATE_HZ, seed) if recording is None else recording
        noise = noise * np.float32(gain_from_db(level_db - rms_db(noise)))
    return None if noise is None else np.concatenate([noise, noise[:BLOCK_SAMPLES]])


def _pink_noise(count: int, seed: int) -> Samples:
    """Power falling by 3 dB an octave, from 50 Hz on; it joins its own beginning without a seam."""
    rng = np.random.default_rng(seed)
    frequencies = np.fft.rfftfreq(count, 1 / SAMPLE_RATE_HZ)
    size = np.where(frequencies < 50.0, 0.0, 1.0 / np.sqrt(np.maximum(frequencies, 50.0)))
    phases = rng.uniform(0.0, 2 * np.pi, len(size))
    return np.fft.irfft(size * np.exp(1j * phases), count).astype(np.float32)
