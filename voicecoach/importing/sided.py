"""Decides whether an exercise is for each side, for one side only, or for both at once. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voicecoach.importing.fates import DOING, INSTRUCTING, Clause, Fate
from voicecoach.importing.features import after_lead
from voicecoach.importing.lexicon import doubt, pattern
from voicecoach.importing.mirror import speaks_of_one_limb
from voicecoach.importing.reading import Reading
from voicecoach.importing.script import Check
from voicecoach.importing.stretched import Stretched, side_words

ONLY_SIDE = pattern("sided", "only_side")
_AFFECTED = pattern("sided", "affected")
_TO_AND_FRO = pattern("sided", "to_and_fro")


def decide_sides(reading: Reading, only: str | None, *, named: str | None) -> None:
    """Whether an exercise is for each side, for one only, or for both at once."""
    clauses = [
        clause for clause in reading.clauses if clause.fate not in {Fate.VARIATION, Fate.PAGE, Fate.REASON, Fate.ADVICE}
    ]
    told = (
        reading.dose.each_side
        or reading.dose.switch
        or any(clause.fate is Fate.SWITCH or clause.dose.each_side or clause.dose.switch for clause in clauses)
    )
    doing = " ".join(clause.source for clause in clauses if clause.fate in INSTRUCTING)
    if only or any(ONLY_SIDE.search(clause.source) for clause in clauses):
        reading.literal = True
        if only in {"left", "right"}:
            reading.stretched = Stretched(only)
        reading.checks.append(Check("side", doubt("only_side")))
        return
    if _both_written_out(clauses):
        reading.literal = True
        reading.checks.append(Check("side", doubt("both_written")))
        return
    if not told and reading.stretched.side is None and _AFFECTED.search(doing):
        reading.literal = True
        reading.checks.append(Check("side", doubt("affected_side")))
        return
    if _TO_AND_FRO.search(doing) and not any(clause.fate is Fate.SWITCH for clause in clauses):
        if told:
            reading.checks.append(Check("side", doubt("each_way"), dose=False))
        reading.literal = bool(reading.stretched.side)
        return
    known_both = (
        reading.terse
        and reading.known is not None
        and not reading.known.sided
        and not any(clause.fate is Fate.MOVE for clause in clauses)
    )
    undosed = not reading.dose.count and not reading.dose.hold
    if known_both and told and (undosed or not _each_side_of_both(reading)):
        reading.checks.append(Check("side", doubt("each_way"), dose=False))
        return
    at_once = re.search(r"\bboth (?:legs|knees|feet)\b", doing, re.IGNORECASE) is not None
    by_name = bool(reading.known and reading.known.sided) and not (at_once and doing)
    one_limb = speaks_of_one_limb(clauses) or (by_name and not at_once)
    reading.sided = told or reading.stretched.side is not None or one_limb
    if reading.dose.alternating and reading.sided:
        reading.checks.append(Check("side", doubt("alternating")))
    if reading.sided and not told:
        key = (
            "named_side"
            if named
            else "known_sided"
            if reading.terse
            else "not_told_to_switch"
            if reading.stretched.side
            else "one_limb"
        )
        reading.checks.append(Check("side", doubt(key, side=named or reading.stretched.side)))


def _each_side_of_both(reading: Reading) -> bool:
    """Whether what is usually done with both sides at once is to be done on each all the same."""
    return (
        reading.dose.hold is not None
        or re.search(r"\b(?:single|one|side)\b", reading.name or "", re.IGNORECASE) is not None
    )


def _both_written_out(clauses: Sequence[Clause]) -> bool:
    """Whether the orders for one side are given again, with left and right exchanged."""
    seen: list[str] = []
    for clause in clauses:
        if clause.fate not in DOING or not side_words(clause.text):
            continue
        plain = re.sub(
            r"\W+", " ", re.sub(r"^\W*(?:now|then|next|and|slowly|gently)\b", "", after_lead(clause.text).lower())
        ).strip()
        swapped = re.sub(r"\b(left|right)\b", lambda found: "right" if found[1] == "left" else "left", plain)
        if swapped in seen and swapped != plain:
            return True
        seen.append(plain)
    return False


def for_one_side(reading: Reading) -> None:
    """An exercise of a text that is for one side as a whole: "please do this with the right leg only"."""
    reading.sided, reading.literal = False, True
    reading.checks = [Check("side", doubt("only_side"))]


_ONE_PART = re.compile(r"\byour (?:whole |straight )?(?:arm|leg|knee|foot|ankle|shoulder|elbow|wrist)\b", re.IGNORECASE)


def names_one_part(reading: Reading) -> bool:
    """Whether an exercise, of a text that is for both sides as a whole, is for one arm or leg at a time."""
    doing = (clause.source for clause in reading.clauses if clause.fate in {Fate.MOVE, Fate.TIP})
    return not reading.literal and any(_ONE_PART.search(source) for source in doing)
