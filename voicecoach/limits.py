"""Every range and limit that more than one part of the program goes by. Both ends of a range are allowed."""

from __future__ import annotations

import math

from voicecoach.errors import RequestError

Range = tuple[float, float]

RATE_MIN_WPM, RATE_MAX_WPM = 80, 300
RATE_RANGE_WPM: Range = (RATE_MIN_WPM, RATE_MAX_WPM)
RATE_USUAL_WPM = 150
GAIN_MIN_DB, GAIN_MAX_DB = -20.0, 8.0
GAIN_RANGE_DB: Range = (GAIN_MIN_DB, GAIN_MAX_DB)
SHORTEST_HOLD_S, LONGEST_HOLD_S = 1.0, 600.0
HOLD_RANGE_S: Range = (SHORTEST_HOLD_S, LONGEST_HOLD_S)
SHORTEST_SET_HOLD_S = 5.0
"""The shortest hold that can be set by voice."""
PACES = {"slow": 1.5, "normal": 1.0, "quick": 0.6}
"""Factors of the quiet after a movement, by name."""
PACE_SLOW = PACES["slow"]
GIVE_UP_RANGE_S: Range = (1.0, 86_400.0)
GIVE_UP_USUAL_S = 600.0
"""How long an unanswered session waits before it ends by itself."""
RECORDED_WAIT_RANGE_S: Range = (0.0, 300.0)
RECORDED_WAIT_USUAL_S = 10.0
"""The pause in a recording where a session would wait for an answer."""
ECHO_RANGE_DB: Range = (-120.0, 20.0)
ECHO_DELAY_RANGE_MS: Range = (0.0, 2000.0)
ECHO_DELAY_USUAL_MS = 60.0

FEWEST_PHONE_DIGITS, MOST_PHONE_DIGITS = 2, 15
"""Emergency numbers have two digits at least (15 in France); the international plan has 15 at most (ITU-T E.164)."""
LONGEST_PHONE_NUMBER = 24
"""As it is written, with spaces and signs."""
LONGEST_NAME = 60
"""Characters of a patient's name."""
LONGEST_VOICE_NAME = 80

PAGE_PORT = 8765
"""Where the caregiver's page is, unless another port is asked for."""


def within(what: str, value: float, limits: Range, unit: str, *, shown: object = None) -> float:
    """The value itself. Raises RequestError when it is outside; ``shown`` is how it was given, if otherwise."""
    low, high = limits
    if not math.isfinite(value) or not low <= value <= high:
        given = f"{value:g}" if shown is None else f"{shown!r}"
        raise RequestError(f"{what} must be {low:g} to {high:g} {unit}, not {given}.")
    return value
