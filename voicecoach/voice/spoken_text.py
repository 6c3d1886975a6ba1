"""What of a text is handed to a synthesiser. Pure."""

from __future__ import annotations

import unicodedata


def speakable(text: str) -> str:
    """The text on one line without control characters; empty when it holds no letter or digit."""
    kept = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    if not any(char.isalnum() for char in kept):
        return ""
    return " ".join(kept.split())
