"""What a patient may ask to have set otherwise, in a pause, by phrases beyond the commands. Pure.

The phrases come from the section ``adjustments`` of the language file. What is asked back is answered with commands:
numbers, yes and no, next, back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from voicecoach.errors import RequestError
from voicecoach.language.vocabulary import is_phrase


class Adjustment(StrEnum):
    """All that can be asked for. The values are the names in the language file."""

    SETTINGS = "settings"
    """Which one is asked back."""
    HOLDS = "holds"
    LONGER_HOLDS = "longer-holds"
    SHORTER_HOLDS = "shorter-holds"
    SIDES = "sides"
    BOTH_SIDES = "both-sides"
    LEFT_ONLY = "left-only"
    RIGHT_ONLY = "right-only"
    LEFT_FIRST = "left-first"
    RIGHT_FIRST = "right-first"
    INSTRUCTIONS = "instructions"
    SAY_LESS = "say-less"
    SAY_ALL = "say-all"
    VOICE = "voice"
    NUMBER = "number"
    """The telephone number that is read out in an emergency."""


NO_ADJUSTMENTS: Mapping[str, Adjustment] = MappingProxyType({})
"""Nothing can be asked for."""


def adjustments_from(
    language: str, phrases: Mapping[str, Sequence[str]], commands: Collection[str]
) -> dict[str, Adjustment]:
    """Phrase to adjustment, checked. ``commands`` are the phrases of the vocabulary.

    Raises RequestError when an adjustment is unknown or has no phrase, or a phrase is not plain lower-case words or
    means something else already.
    """
    known = {adjustment.value for adjustment in Adjustment}
    if wrong := sorted(set(phrases) - known):
        raise RequestError(f"Language {language!r} has phrases for {', '.join(wrong)}, which is no adjustment.")
    if missing := sorted(name for name in known if not phrases.get(name)):
        raise RequestError(f"Language {language!r} has no phrase for {', '.join(missing)}.")
    found: dict[str, Adjustment] = {}
    for name, spoken in phrases.items():
        for phrase in spoken:
            if not is_phrase(phrase):
                raise RequestError(f"{phrase!r} ({name}, {language}) is not a phrase in plain lower-case words.")
            if phrase in commands or phrase in found:
                raise RequestError(f"{phrase!r} ({name}, {language}) means something else already.")
            found[phrase] = Adjustment(name)
    return found
