"""A voice that speaks through pyttsx3 and returns the sound instead of playing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from voicecoach.audio.pcm import VOICE_RATE_HZ, Samples, resampled, silence
from voicecoach.errors import VoiceError
from voicecoach.voice.levelling import level_line
from voicecoach.voice.speaking_rate import clamp_rate
from voicecoach.voice.spoken_text import speakable


class SpeechEngine(Protocol):
    """A pyttsx3 engine set to one voice, wherever it runs."""

    def render(self, text: str, rate_wpm: int) -> tuple[Samples, int]:
        """Mono samples within [-1, 1] and their rate in Hz; none for text it cannot pronounce. Raises VoiceError."""
        ...

    def close(self) -> None: ...


class Pyttsx3Voice:
    """Lines at 24 kHz, trimmed and of one loudness, from any of pyttsx3's drivers."""

    def __init__(self, name: str, engine: SpeechEngine, read: Callable[[str], str], edition: str = "") -> None:
        """``read`` writes shorthand out and marks what the engine would mispronounce; ``edition`` see ``Voice``."""
        self._name = name
        self._engine = engine
        self._read = read
        self._edition = edition

    @property
    def name(self) -> str:
        return self._name

    @property
    def edition(self) -> str:
        return self._edition

    def synthesise(self, text: str, rate_wpm: int) -> Samples:
        """See ``Voice.synthesise``. Text with nothing to speak in it gives no samples.

        Rates outside ``SLOWEST_WPM`` to ``FASTEST_WPM`` are taken as the nearer of the two.
        """
        words = self._read(speakable(text))
        if not words:
            return silence(0)
        samples, rate_hz = self._engine.render(words, clamp_rate(rate_wpm))
        line = level_line(resampled(samples, rate_hz, VOICE_RATE_HZ)) if np.isfinite(samples).all() else silence(0)
        if line.size == 0 and any(char.isascii() and char.isalnum() for char in words):
            raise VoiceError(f"The voice {self._name} gave no sound for the line {text!r}.")
        return line

    def close(self) -> None:
        self._engine.close()
