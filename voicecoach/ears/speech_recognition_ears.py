"""Any engine of the SpeechRecognition library, on the segments that our own segmenter cuts.

It transcribes freely, and the transcript has to be a phrase; there is no evidence to weigh, so false accepts are
whatever the engine's are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from voicecoach.audio.pcm import SAMPLE_RATE_HZ, to_int16
from voicecoach.ears.interface import ActivePhrases, Hearing, Utterance, Verdict
from voicecoach.ears.segmenter import Segment, Segmenter
from voicecoach.errors import EarsError
from voicecoach.language.match import match
from voicecoach.language.vocabulary import Vocabulary

OFFLINE_ENGINES = {
    "sphinx": "pip install pocketsphinx",
    "vosk": "pip install vosk, and a Vosk model in the folder 'model'",
    "whisper": "pip install openai-whisper, and its model",
    "faster_whisper": "pip install faster-whisper, and its model",
}
"""Name to what has to be installed. Nothing that is said leaves the computer."""
ONLINE_ENGINES = {
    "google": "nothing, but everything that is said is sent to Google",
    "google_cloud": "pip install google-cloud-speech and an account; what is said is sent to Google",
    "openai": "pip install openai and an account; what is said is sent to OpenAI",
    "groq": "pip install groq and an account; what is said is sent to Groq",
    "wit": "a key from wit.ai; what is said is sent there",
    "azure": "a key from Azure; what is said is sent to Microsoft",
    "cohere_api": "a key from Cohere; what is said is sent there",
}
"""Never chosen by ``auto``: what is said leaves the computer."""


class SpeechRecognitionEars:
    """Implements Ears with ``Recognizer.recognize_<engine>``."""

    def __init__(
        self,
        engine: str,
        vocabulary: Vocabulary,
        *,
        courtesies: Collection[str] = (),
        segmenter: Segmenter | None = None,
        recognise: Callable[[Any], str] | None = None,
    ) -> None:
        """Raises EarsError when the library has no such engine or the engine's own package is missing.

        ``recognise`` takes the library's place: an AudioData to its transcript.
        """
        self._engine = engine
        self._vocabulary = vocabulary
        self._courtesies = courtesies
        self._segmenter = segmenter or Segmenter()
        self._active: frozenset[str] = frozenset()
        self._recognise = recognise or _recogniser(engine)

    @property
    def name(self) -> str:
        return self._engine

    def listen_for(self, active: ActivePhrases) -> None:
        """Takes the phrases; a transcriber has no gates, so the rest does not concern it."""
        self._active = frozenset(active.phrases) | frozenset(active.topics)

    def hear(self, hearing: Hearing) -> list[Utterance]:
        segment = self._segmenter.feed(hearing)
        return self._transcribed(segment) if segment is not None and segment.final else []

    def finish(self) -> list[Utterance]:
        """What is still open when the sound ends."""
        segment = self._segmenter.flush()
        return [] if segment is None else self._transcribed(segment)

    def close(self) -> None:
        """The library holds nothing open."""

    def _transcribed(self, segment: Segment) -> list[Utterance]:
        import speech_recognition as sr

        heard = ""
        if not segment.too_long:
            try:
                heard = self._recognise(sr.AudioData(to_int16(segment.samples), SAMPLE_RATE_HZ, 2))
            except sr.UnknownValueError:
                heard = ""
            except EarsError:
                raise
            except sr.RequestError as error:
                raise EarsError(f"The {self._engine} engine did not answer: {error}") from error
            except Exception as error:
                raise EarsError(f"The {self._engine} engine failed: {str(error) or type(error).__name__}") from error
        phrase = match(heard, self._active, self._vocabulary, self._courtesies)
        return [
            Utterance(
                verdict=Verdict.REJECTED if phrase is None else Verdict.ACCEPTED,
                text=phrase or heard,
                confidence=0.0 if phrase is None else 0.5,
                speech_start_s=segment.start_s,
                speech_end_s=segment.end_s,
                decided_s=segment.decided_s,
            )
        ]


def _recogniser(engine: str) -> Callable[[Any], str]:
    import speech_recognition as sr

    method = getattr(sr.Recognizer(), f"recognize_{engine}", None)
    if method is None:
        known = ", ".join((*OFFLINE_ENGINES, *ONLINE_ENGINES))
        raise EarsError(f"There are no ears called '{engine}'. There are phrases, typed, {known}.")
    needed = {"sphinx": "pocketsphinx", "vosk": "vosk", "whisper": "whisper", "faster_whisper": "faster_whisper"}
    from importlib.util import find_spec

    if engine in needed and find_spec(needed[engine]) is None:
        raise EarsError(f"The {engine} ears are not installed: {OFFLINE_ENGINES[engine]}.")

    def recognise(audio: Any) -> str:
        try:
            return str(method(audio))
        except (ImportError, sr.exceptions.SetupError) as error:
            wants = {**OFFLINE_ENGINES, **ONLINE_ENGINES}.get(engine, "see the SpeechRecognition library")
            raise EarsError(f"The {engine} ears cannot start ({error}); they need: {wants}.") from error

    return recognise
