"""Interface of speech recognition: sound in, utterances out. It knows phrases, not what they do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from voicecoach.audio.pcm import Samples


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    """``text`` was said."""
    NEARLY = "nearly"
    """``text`` is the best guess, not sure enough to act on; worth a "Did you say ...?"."""
    REJECTED = "rejected"
    """Somebody spoke, and it was nothing that is listened for."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of speech and how it was recognised. Times are seconds on the session's sample clock."""

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
    """10 ms of the microphone after two kinds of echo cancelling, each of shape (160,)."""

    detect: Samples
    """Decides whether somebody speaks (strongly echo-cancelled)."""
    recognise: Samples
    """What is recognised (linearly echo-cancelled, undistorted)."""
    position: int
    """Session sample at which the block begins."""
    voiced: bool = False
    """While the coach speaks: ``recognise`` holds more than its echo leaves, whatever of it is in ``detect``."""


@dataclass(frozen=True, slots=True)
class ActivePhrases:
    """What is listened for."""

    phrases: Collection[str]
    """Of the commands."""
    urgent: Collection[str] = ()
    """Those with a looser gate: stop, pause, it hurts."""
    invited: Collection[str] = ()
    """Answers to the open question: what is being waited for is likelier to be what was said."""
    speaking: str = ""
    """The text that the coach is playing, empty when it is silent. Phrases in it need more evidence, unless urgent."""
    topics: Mapping[str, str] = field(default_factory=dict)
    """Phrases beyond the commands, and what each asks about; those that ask about the same thing support each other."""


class Ears(Protocol):
    """Fed every block in order. Never blocks longer than its own recognition takes."""

    @property
    def name(self) -> str: ...

    def listen_for(self, active: ActivePhrases) -> None:
        """From now on these phrases count."""
        ...

    def hear(self, hearing: Hearing) -> list[Utterance]:
        """One block in; whatever was decided out."""
        ...

    def close(self) -> None: ...
