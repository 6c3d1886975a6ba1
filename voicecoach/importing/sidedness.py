"""Whether an exercise is for each side, for one only, or for both at once. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from voicecoach.importing.classify import Clause, Kind
from voicecoach.importing.exercise import Reading
from voicecoach.importing.lexicon import doubt
from voicecoach.importing.mirror import speaks_of_one_limb
from voicecoach.importing.stretched import opposite, side_words


def decide_sides(reading: Reading, clauses: list[Clause]) -> None:
    told = (
        any(clause.kind is Kind.EACH_SIDE for clause in clauses)
        or reading.dose.each_side
        or any(clause.dose.each_side for clause in clauses)
    )
    everything = " ".join(
        clause.source for clause in clauses if clause.kind in {Kind.ORDER, Kind.TIP, Kind.RELEASE, Kind.BREATHING}
    )
    if any(clause.dose.alternating for clause in clauses):
        reading.dose = replace(reading.dose, alternating=True)
    if _only_one_side(clauses):
        reading.literal = True
        reading.side_checks.append(doubt("only_side"))
        return
    if _both_written_out(clauses):
        reading.literal = True
        reading.side_checks.append(doubt("both_written"))
        return
    to_and_fro = re.search(
        r"\bside to (?:the other )?side\b|\bfrom (?:left to right|right to left"
        r"|one side to the other)\b|\b(?:left"
        r"|right),? (?:and )?then (?:to the )?(?:left|right)\b|\balternat(?:e"
        r"|ely|ing)\b[^.]*\b(?:left|right)\b|\btwo sides\b",
        everything,
        re.IGNORECASE,
    )
    if to_and_fro and not any(clause.kind is Kind.EACH_SIDE for clause in clauses):
        if told:
            reading.side_checks.append(doubt("each_way"))
        reading.literal = bool(reading.stretched.side)
        return
    one_limb = speaks_of_one_limb(clauses) or bool(
        reading.known and reading.known.sided and not re.search(r"\bboth (?:legs|knees)\b", everything, re.IGNORECASE)
    )
    reading.sided = told or reading.stretched.side is not None or one_limb
    if reading.dose.alternating:
        reading.side_checks.append(doubt("alternating"))
    if reading.sided and not told:
        reading.side_checks.append(doubt("not_told_to_switch" if reading.stretched.side else "one_limb"))


_BAD_SIDE = r"(?:left|right|affected|painful|bad|sore|involved)"
_PART = r"(?:side|leg|hip|knee|foot)"
ONLY_SIDE = re.compile(
    rf"\bonly\s+(?:(?:do|stretch|work|perform|repeat|for|on|with|to)\s+)*(?:(?:this|it"
    rf"|the)\s+)?(?:(?:exercise|stretch|one)\s+)?"
    rf"(?:(?:on|with|for)\s+)?(?:(?:the|your)\s+)?{_BAD_SIDE}\b(?:\s+{_PART})?"
    rf"|\b{_BAD_SIDE}\s+{_PART}\s+only\b|\bdo not (?:do|repeat) (?:this |it )?(?:on|with) the (?:other"
    rf"|left|right|opposite|good)\b",
    re.IGNORECASE,
)


def _only_one_side(clauses: list[Clause]) -> bool:
    return any(ONLY_SIDE.search(clause.source) for clause in clauses)


def _both_written_out(clauses: list[Clause]) -> bool:
    """Whether the orders for one side are given again, with left and right exchanged."""
    seen: list[str] = []
    for clause in clauses:
        if clause.kind not in {Kind.ORDER, Kind.TIP, Kind.RELEASE} or not side_words(clause.text):
            continue
        plain = re.sub(
            r"\W+", " ", re.sub(r"^\W*(?:now|then|next|and|slowly|gently)\b", "", clause.text.lower())
        ).strip()
        swapped = re.sub(r"\b(left|right)\b", lambda found: opposite(found[1]), plain)
        if swapped in seen and swapped != plain:
            return True
        seen.append(plain)
    return False
