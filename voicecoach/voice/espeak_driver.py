"""A pyttsx3 driver for eSpeak NG that does as it is told, at once, in the thread that asks.

pyttsx3's own espeak driver plays inside the synthesiser's callback: ``stop()`` hangs, ``runAndWait`` comes back
before the file is there, and now and then a line has the rate of the one before. This one never plays. It answers
``save_to_file`` with a complete WAV file before the call returns, and its ``rate`` is in real words a minute.
pyttsx3 finds it under the name that ``register`` gives it.
"""

from __future__ import annotations

import sys
import wave
from collections.abc import Iterator
from typing import IO, Any

from pyttsx3.voice import Voice as VoiceRecord

from voicecoach.errors import VoiceError
from voicecoach.voice.espeak_library import espeak_library
from voicecoach.voice.speaking_rate import DEFAULT_WPM, espeak_rate

DRIVER_NAME = "voicecoach_espeak"


def register() -> str:
    """Makes ``pyttsx3.Engine(name)`` find this driver; the name it goes by."""
    sys.modules[f"pyttsx3.drivers.{DRIVER_NAME}"] = sys.modules[__name__]
    return DRIVER_NAME


def buildDriver(proxy: Any) -> EspeakDriver:  # noqa: N802 - pyttsx3 calls it so
    """What pyttsx3 calls to make a driver. Raises VoiceError when there is no eSpeak NG."""
    return EspeakDriver(proxy)


class EspeakDriver:
    """The methods that ``pyttsx3.driver.DriverProxy`` calls; see ``pyttsx3/drivers/dummy.py`` for their duties."""

    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._library = espeak_library()
        self._properties: dict[str, Any] = {"voice": "en-us", "rate": DEFAULT_WPM, "volume": 0.6, "pitch": 50}

    def destroy(self) -> None:
        """Nothing to do: eSpeak NG stays loaded for the next engine."""

    def say(self, text: str) -> None:  # noqa: ARG002 - pyttsx3 passes it
        raise VoiceError("This speech driver writes files and never plays.")

    def stop(self) -> None:
        """Nothing to stop: a line is whole or was never begun."""

    def save_to_file(self, text: str, filename: str | IO[bytes]) -> None:
        """Writes a mono 16-bit WAV file to a path or into an open binary file. Raises VoiceError."""
        self._proxy.setBusy(True)
        self._proxy.notify("started-utterance")
        completed = False
        try:
            pcm = self._library.render(
                text,
                self._properties["voice"],
                espeak_rate(self._properties["rate"], self._properties["voice"]),
                round(self._properties["volume"] * 100),
                self._properties["pitch"],
            )
            with wave.open(filename, "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(self._library.sample_rate_hz)
                file.writeframes(pcm)
            completed = True
        finally:
            self._proxy.notify("finished-utterance", completed=completed)
            self._proxy.setBusy(False)

    def getProperty(self, name: str) -> Any:  # noqa: N802 - pyttsx3 calls it so
        if name == "voices":
            return [VoiceRecord(voice.name, voice.description, [voice.name]) for voice in self._library.voices]
        return self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802 - pyttsx3 calls it so
        if name not in self._properties:
            raise KeyError(f"unknown property {name}")
        self._properties[name] = value

    def startLoop(self) -> None:  # noqa: N802 - pyttsx3 calls it so
        """Works off the queue, whose last entry ends the loop, and returns."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802 - pyttsx3 calls it so
        """Nothing to do: ``startLoop`` ends when the queue does."""

    def iterate(self) -> Iterator[None]:
        self._proxy.setBusy(False)
        yield
