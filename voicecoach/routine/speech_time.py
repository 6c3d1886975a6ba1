"""Estimates how long sentences take to say. Pure."""

from __future__ import annotations

RATE_WPM = 150
LINE_GAP_S = 0.6
"""Between two lines."""


def speech_s(text: str | None, rate_wpm: float = RATE_WPM, more_words: int = 0) -> float:
    """How long a line takes to be said at so many words a minute, with the gap after it."""
    return words_s(len(text.split()) + more_words, rate_wpm) if text else 0.0


def words_s(words: int, rate_wpm: float = RATE_WPM) -> float:
    """How long so many words take to be said, with the gap after them."""
    return words * 60 / rate_wpm + LINE_GAP_S
