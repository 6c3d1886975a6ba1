"""A pyttsx3 driver with the bad habits of the real ones, loaded by the child process in ``test_native_engine``.

It prints, it returns before its file is complete, and on request it fails, hangs or dies. It speaks at 1.25 times
the rate it is asked for, with half a second of silence around the words.
"""

from __future__ import annotations

import os
import threading
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np
from pyttsx3.voice import Voice

RATE_HZ = 8000
VOICES = [Voice("id.anna", "Anna Compact", [b"\x05de_DE"]), Voice("id.alex", "Alex", ["en_US"])]


def buildDriver(proxy: Any) -> QuirkyDriver:  # noqa: N802 - pyttsx3 calls it so
    return QuirkyDriver(proxy)


class QuirkyDriver:
    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._properties: dict[str, Any] = {"voice": "id.alex", "rate": 200, "voices": VOICES}

    def destroy(self) -> None: ...

    def stop(self) -> None: ...

    def getProperty(self, name: str) -> Any:  # noqa: N802 - pyttsx3 calls it so
        return self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802 - pyttsx3 calls it so
        self._properties[name] = value

    def startLoop(self) -> None:  # noqa: N802 - pyttsx3 calls it so
        self._proxy.setBusy(False)

    def endLoop(self) -> None: ...  # noqa: N802 - pyttsx3 calls it so

    def save_to_file(self, text: str, filename: str) -> None:
        print('{"error": "this is chatter, not an answer"}')  # noqa: T201 - as pyttsx3's espeak driver does
        if "fail" in text:
            raise ValueError("the voice has lost its voice")
        if "die" in text:
            os._exit(3)
        marker = Path(filename).with_name("hung")
        if "hang for ever" in text or ("hang once" in text and not marker.exists()):
            marker.touch()
            time.sleep(600)
        threading.Thread(target=self._write_late, args=(text, filename)).start()

    def _write_late(self, text: str, filename: str) -> None:
        with wave.open(filename, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            time.sleep(0.05)
            speech = np.full(round(len(text.split()) * 60 / (self._properties["rate"] * 1.25) * RATE_HZ), 8000)
            quiet = np.zeros(RATE_HZ // 4)
            file.writeframes(np.concatenate([quiet, speech, quiet]).astype("<i2").tobytes())
