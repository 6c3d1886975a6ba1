"""Which short texts are headings, and of what: an exercise, a collection, another topic, a label, a phase. Pure."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

from voicecoach.importing.fates import Fate, clauses_of
from voicecoach.importing.lexicon import LEXICON, known_exercise, names_known_exercise, pattern
from voicecoach.importing.sentences import opens_with_order, read_dose
from voicecoach.importing.tokens import TWICE


class Like(Enum):
    EXERCISE = auto()
    COLLECTION = auto()
    TOPIC = auto()
    UNKNOWN = auto()


_HOW_TO_DO = pattern("headings", "how_to_do")
_HOW_TO = pattern("headings", "how_to")
_DETERMINER = re.compile(r"\b(?:your|the|it|this|both|not|for|until)\b", re.IGNORECASE)
_NO_NAME = pattern("headings", "no_name")
_WHY_TITLE = pattern("headings", "why_title", cased=True)
_PHASE = pattern("headings", "phase")
_TIMED_TITLE = re.compile(r"\W*(?:(?:a|an|the|your)\s+)?\w[\w-]*[\s-]minutes?\b(?:\s+\w+){2,}")


_POSED_NAME = pattern("headings", "posed_name")
"""A position and what is done in it: "Standing forward fold"."""


def phase_of(text: str) -> str | None:
    """The number or name in a heading such as "Phase 2 (weeks 3-4)" or "Monday"; None for any other."""
    found = _PHASE.match(text.strip(" *_#"))
    return (found["number"] or found["day"]).lower() if found else None


def label_role(text: str) -> str | None:
    """What follows a label such as "Starting position" or "Tips", or None if it is none."""
    bare = re.sub(r"\s+", " ", re.sub(r"\([^)]*\)", "", text)).strip(" *_:.–-").lower()
    if bare in LEXICON.labels:
        return LEXICON.labels[bare]
    if bare.endswith("s") and bare[:-1] in LEXICON.labels:
        return LEXICON.labels[bare[:-1]]
    return "move" if len(bare) < 70 and _HOW_TO.match(text.strip(" *_")) else None


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z'/-]+", text.lower())


def _is_collection(words: list[str]) -> bool:
    return any(word in LEXICON.collection_nouns for word in words)


@lru_cache(maxsize=4096)
def is_exercise_name(text: str) -> bool:
    """Whether a short text reads like the name of one exercise."""
    words = _words(re.sub(r"\([^)]*\)", "", text))
    if not words or len(words) > 12:
        return False
    if names_known_exercise(text):
        return True
    if _NO_NAME.search(text) or (opens_with_order(text) and _DETERMINER.search(text)):
        return False
    parts = [part for word in words for part in (word, *word.split("-"))]
    return any(part in LEXICON.exercise_nouns for part in parts) or (
        parts[-1].removesuffix("s") in LEXICON.exercise_nouns and not _is_collection(words)
    )


def like_of(text: str, *, numbered: bool) -> Like:
    """What a heading is the heading of."""
    if is_exercise_name(text):
        return Like.EXERCISE
    words = _words(text)
    known = known_exercise(text)
    if known and len(words) <= 9 and text.count(",") < 2 and not LEXICON.topics.search(text):
        return Like.EXERCISE
    if _is_collection(words):
        return Like.COLLECTION
    if LEXICON.topics.search(text) or text.rstrip().endswith("?"):
        return Like.TOPIC
    return Like.EXERCISE if numbered and len(words) <= 6 and not opens_with_order(text) and known else Like.UNKNOWN


_NO_HEADING = frozenset(
    {Fate.FEEL, Fate.BREATHING, Fate.SWITCH, Fate.NOT_FOR, Fate.STOP, Fate.NOT_FEEL, Fate.MOVE, Fate.RELEASE, Fate.TIP}
)


@lru_cache(maxsize=8192)
def looks_like_heading(text: str) -> bool:
    """A short line by itself that neither orders nor prescribes anything."""
    bare = text.strip()
    words = bare.split()
    if (
        not words
        or len(bare) > 80
        or len(words) > 12
        or re.search(r"[.!;,]$", bare)
        or not re.match(r"[\"'(]*[A-Z0-9]", bare)
    ):
        short = 0 < len(words) <= 6 and len(bare) <= 80 and not re.search(r"[.!;,]$", bare)
        return short and (names_known_exercise(bare) or (len(words) <= 4 and is_exercise_name(bare)))
    if re.search(r"[.;!]\s", bare) or re.match(r"to [a-z]+\b", bare, re.IGNORECASE):
        return False
    named = is_exercise_name(bare)
    if _TIMED_TITLE.match(bare) and not opens_with_order(bare):
        return True  # "Four minutes at your desk"
    dose, rest = read_dose(bare)
    if phase_of(bare):
        return True
    if (
        dose.amounts
        or dose.rest
        or dose.every
        or dose.rounds
        or (dose.each_side and not named)
        or (dose.frequency and len(words) <= 4 and not named)
    ):
        return False
    if dose.switch and not rest:
        return False
    if opens_with_order(bare) and not named and label_role(bare) is None:
        return False
    if 2 <= len(words) <= 5 and _POSED_NAME.match(bare):
        return True
    if len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.75 * len(words) and not bare.isupper():
        return True
    if _WHY_TITLE.match(bare):
        return names_known_exercise(bare)  # "Improves the flexibility of …" says why
    return named or label_role(bare) is not None or not any(clause.fate in _NO_HEADING for clause in clauses_of(bare))


def name_after_how_to(text: str) -> str | None:
    """The exercise in "How to do the pigeon pose" or "Steps for a perfect bridge"."""
    found = _HOW_TO_DO.match(text.strip()) or re.match(
        r"^how to (?P<name>stretch (?:the|your) [a-z ]{3,30})[:?.]*$", text.strip(), re.IGNORECASE
    )
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
        1 <= len(words) <= 7
        and not _NO_NAME.search(text)
        and all(word[0].isupper() or len(word) <= 3 for word in words)
    )


INTRODUCES = pattern("headings", "introduces")
"""How a sentence opens that goes on to the next exercise."""


def named_by(sentence: str) -> str | None:
    """The name in "In the Static Quads exercise, sit …" or "The next stretch is the cat-camel"."""
    if found := re.search(
        r"\b(?:in|do|perform|practi[sc]e|try|is|called|^)\s*(?:[Tt]he|[Aa]n?|some)\s+(?P<name>(?:[A-Z][\w'-]*\s+){1,4})(?:exercise|stretch|pose)\b",
        sentence,
    ):
        return found["name"].strip()
    known = known_exercise(sentence) if INTRODUCES.match(sentence) else None
    return known.name if known else None


def with_label(rest: str, role: str, label: str) -> str:
    """What stands after a label, as words that can be read without it: "30 s" after "Hold" as "Hold for 30 s"."""
    rest = rest.strip()
    number = re.match(r"(?:\d{1,3}|[a-z]+)(?:\s*(?:-|–|to)\s*\d{1,3})?(?=\s*(?:[.,;]\s|$))", rest, re.IGNORECASE)
    if (
        role in {"reps", "sets"}
        and number
        and (number[0][0].isdigit() or number[0].lower() in {*LEXICON.numbers, *TWICE})
    ):
        return f"{number[0]} {'times' if role == 'reps' else 'sets'}{rest[number.end() :]}"
    if role == "hold" and not re.match(r"hold", rest, re.IGNORECASE) and read_dose(f"Hold {rest}")[0].amounts:
        return f"Hold for {rest}"
    if role == "rest" and not re.match(r"rest", rest, re.IGNORECASE):
        return f"Rest {rest}"
    if role == "feel" and not re.search(r"\bfe(?:el|lt)\b", rest, re.IGNORECASE):
        lowered = rest[:1].lower() + rest[1:]
        placed = re.match(r"(?:in|at|along|down|on|across|deep|behind|through)\b", rest, re.IGNORECASE)
        return f"Feel it {lowered}" if placed else f"Feel it in {lowered}"
    if role == "why" and len(rest) < 60 and re.search(r"muscle|target|area", label, re.IGNORECASE):
        return f"{label.strip()}: {rest}"
    if role == "needs":
        return (
            f"You will need {rest[:1].lower() + rest[1:]}"
            if not re.match(r"(?:none|nil|nothing|n/a|no )", rest, re.IGNORECASE)
            else rest
        )
    return rest
