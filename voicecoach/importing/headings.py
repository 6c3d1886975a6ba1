"""Which short lines are headings, and of what: an exercise, a collection, another topic, a label. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

from voicecoach.importing.classify import Kind, read_sentence
from voicecoach.importing.doses import read_dose
from voicecoach.importing.lexicon import LEXICON, known_exercise, names_known_exercise
from voicecoach.importing.sentences import opens_with_order


class Like(Enum):
    EXERCISE = auto()
    COLLECTION = auto()
    TOPIC = auto()
    UNKNOWN = auto()


_HOW_TO = re.compile(
    r"^(?:(?:step[- ]by[- ]step )?guide:?\s*)?(?:here'?s\s+)?how (?:to|do you|you (?:do|can))\b.*$"
    r"|^(?:follow these (?:simple )?steps|step[- ]by[- ]step (?:guide|directions"
    r"|instructions)).*$|^to (?:do|perform|stretch|practi[sc]e) [^.]{3,60}:$",
    re.IGNORECASE,
)


def label_role(text: str) -> str | None:
    """What follows a label such as "Starting position" or "Tips", or None if it is none."""
    bare = re.sub(r"\s+", " ", re.sub(r"\([^)]*\)", "", text)).strip(" *_:.–-").lower().replace("’", "'")
    if bare in LEXICON.labels:
        return LEXICON.labels[bare]
    if bare.endswith("s") and bare[:-1] in LEXICON.labels:
        return LEXICON.labels[bare[:-1]]
    return "move" if _HOW_TO.match(text.strip()) else None


def is_exercise_name(text: str) -> bool:
    """Whether a short text reads like the name of one exercise."""
    words = re.findall(r"[a-z'/-]+", text.lower())
    if not words or len(words) > 12:
        return False
    if names_known_exercise(text):
        return True
    if _NO_NAME.search(text) or (opens_with_order(text) and _DETERMINER.search(text)):
        return False
    parts = [part for word in words for part in (word, *word.split("-"))]
    return any(part in LEXICON.exercise_nouns for part in parts) or (
        parts[-1].removesuffix("s") in LEXICON.exercise_nouns and not _collection(words)
    )


_DETERMINER = re.compile(r"\b(?:your|the|it|this|both|not|for|until)\b", re.IGNORECASE)

_NO_NAME = re.compile(
    r"\b(?:is|are|can|why|what|when|should|may|will|benefits|causes|related|about|these|following|today"
    r"|sheet|leaflet|handout|information|advice|programme?|plan|routine|guide|workout|series)\b"
    r"|\bexercises\b|\bstretches for\b|,\s|"
    r"^(?:as|with|on|in|this|while|when|if|it|that|these|from|to|for|by|at|after|before|once|you|your|do"
    r"|don't|hold|keep|repeat|rest|note|see)\b|\b(?:stretches|helps|targets|improves|strengthens|loosens"
    r"|works)\s+(?:your|the|out|to)\b|^(?:last|first|next|second|third|final|another) (?:one"
    r"|exercise|stretch)\b",
    re.IGNORECASE,
)


def _collection(words: Sequence[str]) -> bool:
    return any(word in LEXICON.collection_nouns for word in words)


def like_of(text: str, numbered: bool) -> Like:
    if is_exercise_name(text):
        return Like.EXERCISE
    words = re.findall(r"[a-z'-]+", text.lower())
    known = known_exercise(text)
    if known and len(words) <= 9 and not LEXICON.topics.search(text):
        return Like.EXERCISE
    if _collection(words):
        return Like.COLLECTION
    if LEXICON.topics.search(text) or text.rstrip().endswith("?"):
        return Like.TOPIC
    return Like.EXERCISE if numbered and len(words) <= 6 and not opens_with_order(text) and known else Like.UNKNOWN


def looks_like_heading(text: str) -> bool:
    """A short line by itself that neither orders nor prescribes anything."""
    bare = text.strip()
    words = bare.split()
    if len(bare) > 80 or len(words) > 11 or re.search(r"[.!;,]$", bare) or not re.match(r"[\"'(]*[A-Z0-9]", bare):
        short = len(words) <= 6 and not re.search(r"[.!;,]$", bare)
        return short and (names_known_exercise(bare) or (len(words) <= 4 and is_exercise_name(bare)))
    if re.search(r"[.;]\s", bare) or re.match(r"to [a-z]+\b", bare, re.IGNORECASE):
        return False
    dose, _ = read_dose(bare)
    timed_title = re.match(r"\W*(?:(?:a|an|the|your)\s+)?[\w-]+[\s-]minutes?\b(?:\s+\w+){2,}", bare)
    if timed_title and not opens_with_order(bare):
        return True  # "Four minutes at your desk"
    if dose.amounts or dose.rest or dose.each_side or dose.every or (dose.frequency and len(words) <= 4):
        return False
    if opens_with_order(bare) and not is_exercise_name(bare):
        return False
    if re.match(
        r"[A-Z][a-z]+s\s+(?:the|your|flexibility|pain"
        r"|mobility|tight|stiff|up|low|lower|deep|hip|back"
        r"|out)\b",
        bare,
    ) or re.match(r"(?:Good|Great|Useful|Best|Ideal) for\b", bare):
        return names_known_exercise(bare)  # "Improves the flexibility of …" says why
    clauses = read_sentence(bare, 1, 0)
    if any(clause.kind in {Kind.ORDER, Kind.RELEASE, Kind.TIP} for clause in clauses) and not is_exercise_name(bare):
        return False
    return (
        not any(
            clause.kind in {Kind.FEEL, Kind.BREATHING, Kind.EACH_SIDE, Kind.NOT_FOR, Kind.SAFETY, Kind.NOT_FEEL}
            for clause in clauses
        )
        or label_role(bare) is not None
    )


def name_after_how_to(text: str) -> str | None:
    """The exercise in "How to do the pigeon pose" or "Steps for a perfect bridge"."""
    found = re.match(
        r"^(?:(?:step[- ]by[- ]step )?(?:guide|instructions):?\s*)?(?:how (?:to|do you)\s+(?:do|perform"
        r"|practi[sc]e)|(?:steps|instructions|directions) for(?: doing)?)\s+(?:(?:the|a|an|this"
        r"|your)\s+)?(?P<name>[^:?.]{3,60})[:?.]*$",
        text.strip(),
        re.IGNORECASE,
    ) or re.match(r"^how to (?P<name>stretch (?:the|your) [a-z ]{3,30})[:?.]*$", text.strip(), re.IGNORECASE)
    if not found:
        return None
    name = re.sub(r"\s+(?:correctly|safely|properly|at home|step by step)$", "", found["name"], flags=re.IGNORECASE)
    if is_exercise_name(name):
        return name
    known = known_exercise(name)
    return known.name if known and name.lower().startswith("stretch") else None


def is_title(text: str) -> bool:
    """Whether a few words are written as a title, each with a capital."""
    words = text.split()
    return (
        2 <= len(words) <= 6
        and not _NO_NAME.search(text)
        and all(word[0].isupper() or len(word) <= 3 for word in words)
    )
