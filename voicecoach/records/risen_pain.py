"""Notices that pain has risen after several sessions of a routine in a row. Pure.

One session after which pain is a little higher says nothing: the smallest change on the scale from 0 to 10 that is more
than noise is 2 points. That it is higher after each of three in a row is seldom chance, so any rise counts here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from voicecoach.records.entry import SessionEntry
from voicecoach.routine.plan import Side

IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class RisenPain:
    """A routine after which pain was higher than before, each of the last ``times`` times that both were scored."""

    routine: str
    routine_name: str
    times: int
    side: Side | None = None
    """The side whose holds were broken off by pain more often; None when neither was."""


def risen_pain(entries: Iterable[SessionEntry], routine: str) -> RisenPain | None:
    """What the last sessions of a routine come to; ``entries`` are a patient's, oldest first. None for nothing."""
    row: list[SessionEntry] = []
    for entry in entries:
        if entry.routine != routine or entry.pain_before is None or entry.pain_after is None:
            continue
        row = [*row, entry] if entry.pain_after > entry.pain_before else []
    if len(row) < IN_A_ROW:
        return None
    return RisenPain(routine, row[-1].routine_name, len(row), _side(row))


def all_risen_pain(entries: Iterable[SessionEntry]) -> tuple[RisenPain, ...]:
    """The same for every routine, in the order in which they were first done."""
    entries = tuple(entries)
    found = (risen_pain(entries, routine) for routine in dict.fromkeys(entry.routine for entry in entries))
    return tuple(each for each in found if each is not None)


def _side(row: Iterable[SessionEntry]) -> Side | None:
    broken_off: Counter[Side | None] = Counter()
    for entry in row:
        side_of = {work.step: work.side for work in entry.works}
        broken_off.update(side_of.get(effort.step) for effort in entry.efforts if effort.ended in ("hurts", "hurt"))
    left, right = broken_off[Side.LEFT], broken_off[Side.RIGHT]
    if left == right:
        return None
    return Side.LEFT if left > right else Side.RIGHT
