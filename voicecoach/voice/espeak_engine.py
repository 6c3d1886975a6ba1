"""pyttsx3 on our own eSpeak NG driver, in this process: a line in about three milliseconds."""

from __future__ import annotations

import io
import wave

import pyttsx3

from voicecoach.audio.pcm import Samples, from_int16
from voicecoach.errors import VoiceError
from voicecoach.voice import espeak_driver
from voicecoach.voice.spoken_text import Respelling


class EspeakEngine:
    """A ``SpeechEngine``: one eSpeak NG voice, from any thread."""

    def __init__(self, voice: str, respelling: Respelling) -> None:
        """``voice`` as eSpeak NG names it, with an optional ``+variant``. Raises VoiceError."""
        self._voice = voice
        self._respelling = respelling
        self._failure: BaseException | None = None
        self._engine = self._new_engine()

    def _new_engine(self) -> pyttsx3.Engine:
        engine = pyttsx3.Engine(espeak_driver.register())
        engine.connect("error", self._note)
        engine.setProperty("voice", self._voice)
        return engine

    def _note(self, exception: BaseException, **_details: object) -> None:
        self._failure = exception

    def render(self, text: str, rate_wpm: int) -> tuple[Samples, int]:
        """See ``SpeechEngine.render``."""
        self._failure = None
        file = io.BytesIO()
        self._engine.setProperty("rate", rate_wpm)
        self._engine.save_to_file(self._respelling.respell(text), file)
        try:
            self._engine.runAndWait()
        except BaseException:
            self._engine = self._new_engine()  # an interrupted engine believes for ever that it is running
            raise
        failure = self._taken_failure()
        if isinstance(failure, VoiceError):
            raise failure
        if failure is not None:
            raise VoiceError(f"The speech synthesiser failed: {failure}") from failure
        file.seek(0)
        with wave.open(file, "rb") as sound:
            return from_int16(sound.readframes(sound.getnframes())), sound.getframerate()

    def _taken_failure(self) -> BaseException | None:
        """What the engine has reported since it was last asked."""
        failure, self._failure = self._failure, None
        return failure

    def close(self) -> None:
        """eSpeak NG stays loaded: it cannot be started a second time reliably."""
