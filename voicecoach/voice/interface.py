"""Interface of a voice. It returns sound and never plays it, so that speech can be cut, cached, mixed and recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from voicecoach.audio.pcm import Samples


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice that ``--voice`` can name."""

    name: str
    """What the user types, such as ``heart``, ``en-us`` or ``printed``."""
    description: str
    engine: str
    """What speaks it, such as ``eSpeak NG``."""
    languages: tuple[str, ...]
    """Codes such as ``en-us``; empty where every language is served or the system does not say."""


class Voice(Protocol):
    """Text in, PCM out. Implementations are safe to call from one thread at a time."""

    @property
    def name(self) -> str: ...

    @property
    def edition(self) -> str:
        """What besides name, text and rate decides how a line sounds, so that it can be kept between sessions; empty
        where lines are not worth keeping.
        """
        ...

    def synthesise(self, text: str, rate_wpm: int) -> Samples:
        """The whole line at 24 kHz, without silence before or after it, at so many real words a minute.

        Raises VoiceError when the engine fails.
        """
        ...

    def close(self) -> None: ...


class OtherVoices(Protocol):
    """The voices that a patient can ask for in a session: see ``choose``."""

    def names(self, *, besides: str) -> tuple[str, ...]:
        """All but the one called ``besides``."""
        ...

    def open(self, name: str) -> Voice:
        """Raises VoiceError when it fails, RequestError when there is none of this name."""
        ...
