"""A pyttsx3 driver around a synthesiser that answers at once, in the thread that asks.

pyttsx3's own espeak driver plays inside the synthesiser's callback: ``stop()`` hangs, ``runAndWait`` returns before the
file is there, and now and then a line has the rate of the one before. This driver never plays. It answers
``save_to_file`` with a complete WAV file before the call returns, and its ``rate`` is in real words a minute.
"""

from __future__ import annotations

import sys
import types
import wave
from collections.abc import Callable
from typing import IO, Any, Protocol

from voicecoach.audio.pcm import Samples, to_int16
from voicecoach.voice.speaking_rate import DEFAULT_WPM


class Synthesiser(Protocol):
    """One speech engine with all its voices, loaded into this process."""

    @property
    def sample_rate_hz(self) -> int: ...

    def synthesise(self, text: str, voice: str, rate_wpm: int) -> Samples:
        """Mono samples within [-1, 1] at ``sample_rate_hz``. Raises VoiceError."""
        ...


def register(name: str, open_synthesiser: Callable[[], Synthesiser]) -> str:
    """Makes ``pyttsx3.Engine(name)`` find a driver around what ``open_synthesiser`` gives; returns its full name."""
    name = f"voicecoach_{name}"
    module = types.ModuleType(f"pyttsx3.drivers.{name}")
    module.buildDriver = lambda proxy: SynchronousDriver(proxy, open_synthesiser())  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module
    return name


class SynchronousDriver:
    """The methods of a pyttsx3 driver that writing a file needs; ``pyttsx3/drivers/dummy.py`` describes them."""

    def __init__(self, proxy: Any, synthesiser: Synthesiser) -> None:
        self._proxy = proxy
        self._synthesiser = synthesiser
        self._properties: dict[str, Any] = {"voice": "", "rate": DEFAULT_WPM}

    def destroy(self) -> None:
        """Nothing to do: the synthesiser stays loaded for the next engine."""

    def stop(self) -> None:
        """Nothing to stop: a line is whole or was never begun."""

    def save_to_file(self, text: str, filename: str | IO[bytes]) -> None:
        """Writes a mono 16-bit WAV file to a path or into an open binary file. Raises VoiceError."""
        self._proxy.setBusy(True)
        self._proxy.notify("started-utterance")
        completed = False
        try:
            samples = self._synthesiser.synthesise(text, self._properties["voice"], self._properties["rate"])
            with wave.open(filename, "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(self._synthesiser.sample_rate_hz)
                file.writeframes(to_int16(samples))
            completed = True
        finally:
            self._proxy.notify("finished-utterance", completed=completed)
            self._proxy.setBusy(False)

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802 - pyttsx3 calls it so
        if name not in self._properties:
            raise KeyError(f"unknown property {name}")
        self._properties[name] = value

    def startLoop(self) -> None:  # noqa: N802 - pyttsx3 calls it so
        """Works off the queue, whose last entry ends the loop, and returns."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802 - pyttsx3 calls it so
        """Nothing to do: ``startLoop`` ends when the queue does."""
