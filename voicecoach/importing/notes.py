"""A therapist's note: "SKTC 3x30s ea; bridges 2x12". Its abbreviations are written out, its lines taken apart. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from voicecoach.importing.amounts import Dose
from voicecoach.importing.lexicon import (
    LEXICON,
    KnownExercise,
    known_exercise,
    names_known_exercise,
    opens_with_known,
    pattern,
)
from voicecoach.importing.sentences import opens_with_order, read_dose

MOST_CHARS = 600
"""A longer line is no note."""

_CASED = {key: full for key, full in LEXICON.abbreviations.items() if key != key.lower()}
_UNCASED = {key: full for key, full in LEXICON.abbreviations.items() if key == key.lower()}


def _pattern(keys: dict[str, str], flags: int) -> re.Pattern[str]:
    longest_first = sorted(keys, key=lambda key: (-len(key), key))
    return re.compile(r"(?<![\w/])(?:" + "|".join(re.escape(key) for key in longest_first) + r")(?![\w/])", flags)


_CASED_PATTERN = _pattern(_CASED, 0)
_UNCASED_PATTERN = _pattern(_UNCASED, re.IGNORECASE)
_INFORMAL = _pattern(LEXICON.informal, 0)
_SIDE_LETTER = re.compile(r"(?<![\w/&+])\(?(?P<letter>[RL])\)?(?![\w/&+'])(?!\s*[&+/]\s*[RL]\b)")
_SIDE_OF_A_PART = re.compile(
    r"(?<![\w/&+])(?P<letter>[RL])\.?(?=\s+(?:"
    + "|".join(sorted(LEXICON.paired | LEXICON.plural))
    + r")\b)|\((?P<alone>[RL])\)"
)
_LEADING_ORDER = pattern("notes", "leading_order")
_DOSE_FIRST = pattern("notes", "dose_first")
_NUMBERED_INSIDE = pattern("notes", "numbered_inside", cased=True)
_LETTERED_INSIDE = re.compile(r"(?:^|(?<=[.:;]\s))(?P<number>[A-Z])\.\s+(?=[A-Z])")
_ONLY = pattern("notes", "only")
_DEFINES = re.compile(r"\b(?:is|counts as)\s+(?:one|1)\s+rep", re.IGNORECASE)
_PACKED = pattern("notes", "packed")
_COUNT_FIRST = pattern("notes", "count_first", cased=True)


@dataclass(frozen=True, slots=True)
class OneLiner:
    """An exercise in one line: its name and its dose."""

    name: str
    dose: Dose
    known: KnownExercise | None
    only_side: str | None = None


def is_terse(text: str) -> bool:
    """Whether a text is written as a note: short, with abbreviations or packed doses."""
    if len(text.split()) > 40:
        return False
    return bool(_PACKED.search(text)) or bool(_CASED_PATTERN.search(text) and len(text.split()) <= 16)


def spelled_out(text: str) -> str:
    """What may be written out in any text: "ur R knee" as "your right knee"."""
    text = _INFORMAL.sub(lambda found: LEXICON.informal[found[0]], text)
    sides = {"R": "right", "L": "left"}
    return _SIDE_OF_A_PART.sub(
        lambda found: sides[found["letter"]] if found["letter"] else f"({sides[found['alone']]})", text
    )


def written_out(text: str) -> str:
    """A terse text with its abbreviations, and R and L, in full.

    >>> written_out("HS stretch w/ strap, R, 3x30s")
    'hamstring stretch with strap, right, 3x30s'
    """
    text = _CASED_PATTERN.sub(lambda found: _CASED[found[0]], text)
    text = _UNCASED_PATTERN.sub(lambda found: _UNCASED[found[0].lower()], text)
    return _SIDE_LETTER.sub(lambda found: "right" if found["letter"] == "R" else "left", text)


def numbered_pieces(text: str) -> list[tuple[str | None, str]]:
    """A line that holds a numbered list, such as "1) bridge 2) clam 3x10", as its items; else the line whole."""
    run: list[re.Match[str]] = []
    for numbers, least in ((_NUMBERED_INSIDE, 2), (_LETTERED_INSIDE, 3)):
        found = list(numbers.finditer(text))
        run = [match for index, match in enumerate(found) if _counts_as(match["number"]) == index + 1]
        if len(run) >= least and run == found[: len(run)]:
            break
    else:
        return [(None, text)]
    result: list[tuple[str | None, str]] = []
    if text[: run[0].start()].strip(" :-"):
        result.append((None, text[: run[0].start()].strip()))
    for index, match in enumerate(run):
        end = run[index + 1].start() if index + 1 < len(run) else len(text)
        result.append((match["number"], text[match.end() : end].strip(" ;,")))
    return result


def _counts_as(number: str) -> int:
    return int(number) if number.isdigit() else ord(number) - ord("A") + 1


def pieces(text: str) -> list[str]:
    """A line of several one-line exercises, apart; else the line whole."""
    if len(text) > MOST_CHARS:
        return [text]
    for separator in (
        r"\s*;\s*",
        r"\s*(?:;|,|\+|\band then\b|\bthen\b|\band\b)\s*"
        r"(?=(?:then\s+|and\s+)?(?:[A-Za-z]|\d+\s+(?!x)[A-Za-z]|\d+\s*(?:x|sets)))",
    ):
        found = _regrouped([part for part in re.split(separator, text) if part.strip()])
        named = [part for part in found if (line := one_liner(part)) and line.known]
        if len(named) >= 2 or (named and separator == r"\s*;\s*" and len(found) > 1):
            return found
    return [text]


def _regrouped(found: list[str]) -> list[str]:
    """What carries no name of an exercise ("each side", "5s hold") belongs to the piece before it."""
    groups: list[str] = []
    for part in found:
        names_one = known_exercise(written_out(part)) is not None or _has_noun(part)
        if (
            groups
            and not names_one
            and not re.match(r"\W*(?:no|not|avoid|do not|don't|never|stop|d/c|only if|rest)\b", part, re.IGNORECASE)
        ):
            groups[-1] += f", {part}"
        else:
            groups.append(part)
    return groups


def _has_noun(text: str) -> bool:
    words = [part for word in re.findall(r"[a-z'-]+", text.lower()) for part in (word, *word.split("-"))]
    return any(word in LEXICON.exercise_nouns or word.removesuffix("s") in LEXICON.exercise_nouns for word in words)


@lru_cache(maxsize=8192)
def one_liner(text: str, *, listed: bool = False) -> OneLiner | None:
    """The name and dose of a line such as "clams 3x15 ea side" or "Figure 4 stretch – 30 sec each side".

    ``listed``: it stands among others of the kind, so that a name that is not known is one as well.
    """
    if len(text) > 160 or "?" in text or _DOSE_FIRST.match(text) or _DEFINES.search(text):
        return None
    full = written_out(text) if is_terse(text) or len(text.split()) <= 12 else text
    counted = _COUNT_FIRST.sub(lambda found: f"{found['lead']}x {found['n']} ", full)
    dose, left = read_dose(counted)
    if not dose.amounts:
        return None
    only = _ONLY.search(left)
    name = _ONLY.sub("", left)
    name = re.sub(
        r"^.{0,60}\b(?:perform|do|complete|continue)\b[^:]{0,30}:\s*|^(?:patient|pt) to\W*",
        "",
        name,
        flags=re.IGNORECASE,
    )
    name = re.sub(r"\(\s*\)", "", _LEADING_ORDER.sub("", name.strip(" .,;:-–")))
    name = re.sub(r"^(?:of|sets of|reps of)\s+", "", name).strip(" .,;:-–*")
    words = name.split()
    if not words or len(words) > 12 or not re.search(r"[A-Za-z]{3}", name):
        return None
    known = known_exercise(name)
    bare = re.sub(r"\([^)]*\)", "", name)
    plain = (
        listed
        and len(bare.split()) <= 5
        and re.search(r"\b(?:the|your|is|are|for|if|when|until|you)\b", bare, re.IGNORECASE) is None
    )
    if (
        known is None
        and not plain
        and (not _has_noun(name) or any(word.lower() in LEXICON.collection_nouns for word in words))
    ):
        return None
    if opens_with_order(name) and not opens_with_known(name) and not (plain and _has_noun(name)):
        return None
    if (known is None and re.search(r"[.!?]\s", name)) or (
        re.search(r"\b(?:your|is|are)\b", name) and not names_known_exercise(name)
    ):
        return None
    side = (only["side"] or only["side2"] or "affected").lower() if only else None
    return OneLiner(name, dose, known, side)
