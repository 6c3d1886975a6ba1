"""What ears are: sound in, utterances out. They know phrases, never what a phrase makes the session do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from voicecoach.audio.pcm import Samples

NO_TOPICS: Mapping[str, str] = MappingProxyType({})
"""Nothing is explained now."""


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    """``text`` was said."""
    NEARLY = "nearly"
    """``text`` is the best guess, not sure enough to act on; worth a "Did you say ...?"."""
    REJECTED = "rejected"
    """Somebody spoke, and it was nothing that is listened for."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of speech and what the ears make of it. Times are seconds on the session's sample clock."""

    verdict: Verdict
    text: str
    """The phrase as it stands in the language file (or, from a free transcriber, the words)."""
    confidence: float
    """0 to 1."""
    speech_start_s: float
    speech_end_s: float
    decided_s: float
    """When the decision fell: the clock at the last sample that it needed."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """Ten milliseconds of microphone, in two ways. Each has shape (160,)."""

    detect: Samples
    """Decides whether somebody speaks (strongly echo-cancelled)."""
    recognise: Samples
    """What is recognised (linearly echo-cancelled, undistorted)."""
    position: int
    """Session sample at which the block begins."""
    voiced: bool = False
    """While the coach speaks: ``recognise`` holds more than its echo leaves, whatever of it is in ``detect``."""


class Ears(Protocol):
    """Fed every block in order. Never blocks longer than its own recognition takes."""

    @property
    def name(self) -> str: ...

    def listen_for(
        self,
        phrases: Collection[str],
        *,
        urgent: Collection[str] = (),
        invited: Collection[str] = (),
        speaking: str = "",
        topics: Mapping[str, str] = NO_TOPICS,
    ) -> None:
        """From now on these phrases count. ``urgent`` ones (stop, pause, it hurts) have a looser gate.

        ``invited`` are the answers to the question that is open: what is being waited for is likelier to be what was
        said.
        ``speaking`` is the text that the coach is playing right now (empty when silent): phrases it contains need
        more evidence, unless they are urgent.
        ``topics`` are phrases beyond the commands that count as well, and what each asks about: those that ask about
        the same thing support each other.
        """
        ...

    def hear(self, hearing: Hearing) -> list[Utterance]:
        """One block in; whatever was decided out."""
        ...

    def close(self) -> None: ...
