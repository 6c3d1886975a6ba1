"""The parts of the coach that can fail in a session, and the texts for each."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """A part that can fail, and come back."""

    EARS = "ears"
    MICROPHONE = "microphone"
    SPEAKER = "speaker"
    VOICE = "voice"
    JOURNAL = "journal"


HEARING = frozenset({Part.EARS, Part.MICROPHONE})
"""Without one of these nothing is heard; it does not matter to a patient which it is."""


def text_key(part: Part, state: str) -> str:
    """The key of a text about it, such as ``hearing_failed``; ``state`` is ``failed`` or ``back``."""
    return f"{'hearing' if part in HEARING else part.value}_{state}"
