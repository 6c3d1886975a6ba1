"""The settings that a patient can change by voice in a pause. Pure.

The phrases are in the section ``adjustments`` of the language file. Questions about a setting are answered with
commands: numbers, yes and no, next, back.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Adjustment(StrEnum):
    """The requests. The values are the keys in the language file."""

    SETTINGS = "settings"
    """Asks which setting."""
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
    CHECK_POSITION = "check-position"
    """Whether the position is right: nothing is set, a few questions are asked."""
    DOSE = "dose"
    """Asks which dose of the routine."""
    VOICE = "voice"
    NUMBER = "number"
    """The telephone number that is read out in an emergency."""


NO_ADJUSTMENTS: Mapping[str, Adjustment] = MappingProxyType({})
"""No setting can be changed."""
