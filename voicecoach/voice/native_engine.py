"""The operating system's own synthesiser, through pyttsx3 in a process of its own: SAPI 5, NSSpeechSynthesizer."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voicecoach.audio.pcm import Samples
from voicecoach.errors import VoiceError
from voicecoach.voice.speaking_rate import MeasuredRate

_ANSWER_S = 30.0


@dataclass(frozen=True, slots=True)
class NativeVoice:
    """A voice that the operating system has installed."""

    id: str
    name: str
    languages: tuple[str, ...]
    """Lower case, such as ``en-us``; empty where the system does not say."""


class NativeEngine:
    """A ``SpeechEngine`` in a child process, which is started anew after it has failed."""

    def __init__(self, driver: str, voice: str = "", *, pace_sample: str, answer_s: float = _ANSWER_S) -> None:
        """``voice`` is the driver's id, empty for the system's default; ``pace_sample`` is a text by which the rate is
        measured, once for each rate. Nothing is started before it is needed.
        """
        self._command = [sys.executable, "-m", "voicecoach.voice.native_process", driver, voice]
        self._driver = driver
        self._answer_s = answer_s
        self._rate = MeasuredRate(pace_sample, self._render_nominal)
        self._child: subprocess.Popen[str] | None = None
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._closed = False

    def voices(self) -> tuple[NativeVoice, ...]:
        """What the driver has. Raises VoiceError."""
        listed = self._ask({"voices": True})["voices"]
        return tuple(NativeVoice(id_, name, tuple(languages)) for id_, name, languages in listed)

    def render(self, text: str, rate_wpm: int) -> tuple[Samples, int]:
        """See ``SpeechEngine.render``."""
        return self._render_nominal(text, self._rate.nominal(rate_wpm))

    def close(self) -> None:
        """Ends the child process, also one that hangs in another thread; there is no other afterwards."""
        self._closed = True
        self._end()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _render_nominal(self, text: str, nominal_wpm: int) -> tuple[Samples, int]:
        import soundfile

        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="voicecoach-")
        # NSSpeechSynthesizer writes AIFF and SAPI 5 writes WAV, whatever the name ends in.
        path = Path(self._folder.name) / ("line.aiff" if self._driver == "nsss" else "line.wav")
        request = {"text": text, "rate": nominal_wpm, "path": str(path)}
        try:
            path.unlink(missing_ok=True)
            try:
                self._ask(request)
            except VoiceError:
                path.unlink(missing_ok=True)
                self._ask(request)  # a driver that hung once usually works in a new process
            samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
        except (OSError, soundfile.LibsndfileError) as error:
            raise VoiceError(f"The system's speech synthesiser ({self._driver}) left no sound: {error}") from error
        return samples.mean(axis=1), int(rate_hz)

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        child = self._child or self._start()
        try:
            assert child.stdin is not None
            child.stdin.write(json.dumps(request) + "\n")
            child.stdin.flush()
            line = self._answers.get(timeout=self._answer_s)
        except (OSError, queue.Empty):
            self._end()
            raise VoiceError(f"The system's speech synthesiser ({self._driver}) does not answer.") from None
        answer: dict[str, Any] = json.loads(line) if line else {"error": "its process ended"}
        if "error" in answer:
            self._end()
            raise VoiceError(f"The system's speech synthesiser ({self._driver}) failed: {answer['error']}.")
        return answer

    def _start(self) -> subprocess.Popen[str]:
        if self._closed:
            raise VoiceError("The voice has been closed.")
        child = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        answers: queue.SimpleQueue[str] = queue.SimpleQueue()

        def listen() -> None:
            assert child.stdout is not None
            for line in child.stdout:
                answers.put(line)
            answers.put("")

        threading.Thread(target=listen, name="voice answers", daemon=True).start()
        self._child, self._answers = child, answers
        return child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
