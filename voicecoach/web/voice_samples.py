"""Renders a few sentences of a voice as a WAV file, for the browser to play.

While a session is under way nothing is rendered, and what is being rendered ends with its sentence. The session speaks
with the same engines, on a computer that may have two cores: a patient must not wait because a voice is being chosen.
"""

from __future__ import annotations

import io
import threading
import wave
from collections import OrderedDict
from collections.abc import Callable
from contextlib import closing

import numpy as np

from voicecoach.audio.pcm import VOICE_RATE_HZ, silence, to_int16
from voicecoach.errors import RequestError, VoicecoachError, VoiceError
from voicecoach.language.loading import Language
from voicecoach.language.wording import sentences_of
from voicecoach.limits import RATE_RANGE_WPM, RATE_USUAL_WPM, within
from voicecoach.voice import time_limit
from voicecoach.voice.interface import Voice
from voicecoach.voice.printed_voice import PRINTED
from voicecoach.web.sessions import BusyError

RENDERED_WITHIN_S = 15.0
"""All of it, with the loading of a model on a slow computer."""
MOST_KEPT = 16
"""Samples, of a third of a megabyte each."""
_BETWEEN = VOICE_RATE_HZ * 3 // 10


class VoiceSamples:
    """Renders samples and keeps the last ones. It serves one thread at a time."""

    def __init__(
        self,
        language: Language,
        open_voice: Callable[[str], Voice],
        busy: Callable[[], bool],
        *,
        usual_wpm: int = RATE_USUAL_WPM,
        within_s: float = RENDERED_WITHIN_S,
    ) -> None:
        """``open_voice`` opens by name, the program's own for an empty one; ``busy`` tells whether a session is under
        way."""
        self._sentences = sentences_of(language.texts.voice_list.sample)
        self._words = language.texts.page.settings
        self._open = open_voice
        self._busy = busy
        self._usual_wpm = usual_wpm
        self._within_s = within_s
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._hanging: threading.Thread | None = None
        """What renders a sample that was given up."""

    def wav(self, voice: str, rate_wpm: int | None) -> bytes:
        """The sample of a voice, at the usual rate unless another is given.

        Raises BusyError while a session is under way, RequestError for a voice that is not there, VoiceError for one
        that fails or is silent.
        """
        rate_wpm = self._usual_wpm if rate_wpm is None else rate_wpm
        within("The speaking rate", rate_wpm, RATE_RANGE_WPM, "words a minute")
        self._check_free()
        if self._hanging is not None and self._hanging.is_alive():
            raise VoiceError(self._words["voice_failed"].format(why="It takes too long."))
        key = (voice, rate_wpm)
        if key not in self._kept:
            self._kept[key] = self._within_time(lambda: self._rendered(voice, rate_wpm))
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]

    def _within_time(self, render: Callable[[], bytes]) -> bytes:
        try:
            return time_limit.within(self._within_s, render)
        except RequestError:
            raise
        except (VoicecoachError, time_limit.OutOfTime) as failure:
            if isinstance(failure, time_limit.OutOfTime):
                self._hanging = failure.thread
            raise VoiceError(self._words["voice_failed"].format(why=failure)) from failure

    def _check_free(self) -> None:
        if self._busy():
            raise BusyError(self._words["voice_later"])

    def _rendered(self, name: str, rate_wpm: int) -> bytes:
        parts = []
        with closing(self._open(name)) as voice:
            if voice.name == PRINTED.name:
                raise VoiceError(self._words["voice_silent"])
            for sentence in self._sentences:
                self._check_free()
                parts += [voice.synthesise(sentence, rate_wpm), silence(_BETWEEN)]
        file = io.BytesIO()
        with wave.open(file, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(VOICE_RATE_HZ)
            sound.writeframes(to_int16(np.concatenate(parts)))
        return file.getvalue()
