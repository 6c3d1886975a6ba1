"""A pyttsx3 engine on one of our own drivers, in this process."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable

import pyttsx3

from voicecoach.audio.pcm import Samples, from_int16
from voicecoach.errors import VoiceError
from voicecoach.voice.synchronous_driver import Synthesiser, register


class DriverEngine:
    """A ``SpeechEngine``: one voice of one synthesiser, from any thread. Nothing is loaded before the first line."""

    def __init__(self, driver: str, open_synthesiser: Callable[[], Synthesiser], voice: str) -> None:
        """``driver`` is a name for pyttsx3, one for each synthesiser; ``voice`` is what the synthesiser calls it."""
        self._driver = register(driver, open_synthesiser)
        self._voice = voice
        self._failure: BaseException | None = None
        self._engine: pyttsx3.Engine | None = None

    def render(self, text: str, rate_wpm: int) -> tuple[Samples, int]:
        """See ``SpeechEngine.render``."""
        engine = self._engine = self._engine or self._new_engine()
        self._failure = None
        file = io.BytesIO()
        engine.setProperty("rate", rate_wpm)
        engine.save_to_file(text, file)
        try:
            engine.runAndWait()
        except BaseException:
            self._engine = None  # an interrupted engine believes for ever that it is running
            raise
        failure = self._taken_failure()
        if isinstance(failure, VoiceError):
            raise failure
        if failure is not None:
            raise VoiceError(f"The speech synthesiser failed: {failure}") from failure
        file.seek(0)
        with wave.open(file, "rb") as sound:
            return from_int16(sound.readframes(sound.getnframes())), sound.getframerate()

    def _new_engine(self) -> pyttsx3.Engine:
        engine = pyttsx3.Engine(self._driver)
        engine.connect("error", self._note)
        engine.setProperty("voice", self._voice)
        return engine

    def _note(self, exception: BaseException, **_details: object) -> None:
        self._failure = exception

    def _taken_failure(self) -> BaseException | None:
        """What the engine has reported since it was last asked."""
        failure, self._failure = self._failure, None
        return failure

    def close(self) -> None:
        """The synthesiser stays loaded: eSpeak NG cannot be started a second time reliably."""
