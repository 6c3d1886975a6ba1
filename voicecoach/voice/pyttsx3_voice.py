"""A voice that speaks through pyttsx3 and hands back the sound instead of playing it."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from voicecoach.audio.pcm import SAMPLE_RATE_HZ, Samples, silence
from voicecoach.errors import VoiceError
from voicecoach.voice.levelling import level_line
from voicecoach.voice.speaking_rate import clamp_rate
from voicecoach.voice.spoken_text import Shorthand, speakable


class SpeechEngine(Protocol):
    """A pyttsx3 engine set to one voice, wherever it runs."""

    def render(self, text: str, rate_wpm: int) -> tuple[Samples, int]:
        """Mono samples within [-1, 1] and their rate in Hz. Raises VoiceError."""
        ...

    def close(self) -> None: ...


class Pyttsx3Voice:
    """Lines at 16 kHz, trimmed and of one loudness, from any of pyttsx3's drivers."""

    def __init__(self, name: str, engine: SpeechEngine, shorthand: Shorthand) -> None:
        self._name = name
        self._engine = engine
        self._shorthand = shorthand

    @property
    def name(self) -> str:
        return self._name

    def synthesise(self, text: str, rate_wpm: int) -> Samples:
        """See ``Voice.synthesise``. Text with nothing to speak in it gives no samples.

        Rates outside ``SLOWEST_WPM`` to ``FASTEST_WPM`` are taken as the nearer of the two.
        """
        words = self._shorthand.read(speakable(text))
        if not words:
            return silence(0)
        samples, rate_hz = self._engine.render(words, clamp_rate(rate_wpm))
        if samples.size == 0 or not np.isfinite(samples).all():
            raise VoiceError(f"The voice {self._name} gave no sound for the line {text!r}.")
        if rate_hz != SAMPLE_RATE_HZ:
            import soxr

            samples = soxr.resample(samples, rate_hz, SAMPLE_RATE_HZ, quality="HQ").astype(np.float32)
        return level_line(samples)

    def close(self) -> None:
        self._engine.close()
