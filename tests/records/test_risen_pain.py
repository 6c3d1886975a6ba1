"""Pain that has risen several times in a row, and the side that was broken off more often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.kept_sessions import TODAY, kept
from voicecoach.records.entry import SessionEntry, WorkDone
from voicecoach.records.risen_pain import RisenPain, all_risen_pain, risen_pain
from voicecoach.routine.plan import Side

ROUTINE = "deep-piriformis"
NAME = "Deep piriformis stretch"
Scores = tuple[int | None, int | None]
UP: Scores = (3, 5)


def sessions(*scores: Scores, routine: str = ROUTINE) -> list[SessionEntry]:
    first = TODAY - timedelta(days=len(scores))
    return [
        replace(kept(first + timedelta(days=number), pain=pain), routine=routine) for number, pain in enumerate(scores)
    ]


def hurt(entry: SessionEntry, *steps: int) -> SessionEntry:
    """Broken off by pain at these steps; 4 is the right side, 8 the left."""
    return replace(entry, efforts=tuple(WorkDone(step, 10.0, 30.0, None, "hurts") for step in steps))


@pytest.mark.parametrize(
    ("scores", "times"),
    [
        ([UP, UP], None),
        ([UP, UP, UP], 3),
        ([UP] * 5, 5),
        ([UP, UP, (3, 3)], None),
        ([(5, 4), UP, UP, (3, 4)], 3),
        ([UP, (5, 5), UP, UP], None),
        ([UP, (None, None), UP, (3, None), UP], 3),
        ([UP, UP, UP, (5, 2)], None),
    ],
)
def test_three_in_a_row_count_and_what_was_not_scored_does_not(scores: Sequence[Scores], times: int | None) -> None:
    found = risen_pain(sessions(*scores), ROUTINE)
    assert found == (None if times is None else RisenPain(ROUTINE, NAME, times))


def test_each_routine_is_looked_at_by_itself() -> None:
    bridge = sessions(UP, UP, (3, 1), routine="bridge")
    mixed = [entry for pair in zip(sessions(UP, UP, UP), bridge, strict=True) for entry in pair]
    assert [each.routine for each in all_risen_pain(mixed)] == [ROUTINE]


@pytest.mark.parametrize(
    ("steps", "side"),
    [
        ([(4,), (), ()], Side.RIGHT),
        ([(4,), (8,), (8,)], Side.LEFT),
        ([(4,), (8,), ()], None),
        ([(), (), ()], None),
    ],
)
def test_the_side_is_named_that_was_broken_off_more_often(steps: list[tuple[int, ...]], side: Side | None) -> None:
    entries = [hurt(entry, *at) for entry, at in zip(sessions(UP, UP, UP), steps, strict=True)]
    found = risen_pain(entries, ROUTINE)
    assert found is not None
    assert found.side is side
