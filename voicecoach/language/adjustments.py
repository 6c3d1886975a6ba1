"""What a patient may ask to have set otherwise, in a pause, by phrases beyond the commands. Pure.

The phrases come from the section ``adjustments`` of the language file. What is asked back is answered with commands:
numbers, yes and no, next, back.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


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
