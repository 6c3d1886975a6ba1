"""Rules for patients' names: what is allowed, and when two are the same. Pure."""

from __future__ import annotations

import unicodedata

from voicecoach.errors import RequestError
from voicecoach.limits import LONGEST_NAME

_JOINERS = "\u200c\u200d"
"""Invisible, and yet part of how names are written in Persian and in the languages of India."""


def normalised(name: str) -> str:
    """The name as it is kept and shown: composed (NFC), with single spaces and none around it.

    Raises RequestError when it is empty, too long, or has characters that cannot be seen.
    """
    plain = unicodedata.normalize("NFC", " ".join(name.split()))
    if not any(character.isalnum() for character in plain):
        raise RequestError("A name needs at least one letter.")
    if len(plain) > LONGEST_NAME:
        raise RequestError(f"A name has at most {LONGEST_NAME} characters; this one has {len(plain)}.")
    if any(unicodedata.category(c)[0] == "C" and c not in _JOINERS for c in plain):
        raise RequestError("A name cannot have control characters in it.")
    return plain


def name_key(name: str) -> str:
    """Equal for names that are the same but for capitals and for how their letters are composed."""
    folded = unicodedata.normalize("NFKC", normalised(name)).casefold()
    return unicodedata.normalize("NFC", folded)
