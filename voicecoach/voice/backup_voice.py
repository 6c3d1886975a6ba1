"""A voice with another one behind it: when the first cannot speak, the other does, from that line on."""

from __future__ import annotations

from collections.abc import Callable

from voicecoach.audio.pcm import Samples
from voicecoach.errors import VoiceError
from voicecoach.voice.interface import Voice


class BackupVoice:
    """A ``Voice`` that gives way to another, for good, at its first failure."""

    def __init__(self, first: Voice, open_other: Callable[[], Voice]) -> None:
        """``open_other`` is called when the first has failed."""
        self._voice = first
        self._open_other: Callable[[], Voice] | None = open_other
        self.failure: VoiceError | None = None
        """Why the first one does not speak."""

    @property
    def name(self) -> str:
        return self._voice.name

    @property
    def edition(self) -> str:
        return self._voice.edition

    def synthesise(self, text: str, rate_wpm: int) -> Samples:
        """See ``Voice``. Raises VoiceError when the other one fails as well."""
        try:
            return self._voice.synthesise(text, rate_wpm)
        except VoiceError as failure:
            if self._open_other is None:
                raise
            self.failure = failure
            self._voice.close()
            self._voice, self._open_other = self._open_other(), None
        return self._voice.synthesise(text, rate_wpm)

    def close(self) -> None:
        self._voice.close()
