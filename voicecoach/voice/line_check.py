"""Checks a rendered line against its text: finite samples, audible, of a plausible length. Pure."""

from __future__ import annotations

import numpy as np

from voicecoach.audio.pcm import VOICE_RATE_HZ, Samples
from voicecoach.voice.spoken_text import speakable

_QUIETEST_PEAK = 0.01
"""-40 dB re full scale; a levelled line peaks above -20."""
_SHORTEST_WORD_S = 0.05
"""A third of what the fastest voice takes. The first word of a line is not counted: "a" may be short."""
_LONGEST_S, _LONGEST_CHARACTER_S = 4.0, 0.6
"""So much, and so much more for each character: the slowest voice takes 0.1 s for one, and digits are written out."""


def why_unusable(text: str, line: Samples) -> str:
    """What is wrong with the line at the voices' rate, a clause; empty where nothing is."""
    if not np.isfinite(line).all():
        return "it is not sound"
    seconds = line.size / VOICE_RATE_HZ
    if seconds > _LONGEST_S + _LONGEST_CHARACTER_S * len(text):
        return f"it lasts {seconds:.0f} seconds"
    # What has no plain letter or digit may have nothing to pronounce.
    words = [word for word in speakable(text).split() if any(char.isascii() and char.isalnum() for char in word)]
    if words and float(np.abs(line).max(initial=0.0)) < _QUIETEST_PEAK:
        return "it is silent"
    if seconds < _SHORTEST_WORD_S * (len(words) - 1):
        return f"it lasts {seconds:.2f} seconds"
    return ""
