"""A process killed at any instant loses at most one second; ``tests/bench/journal_kills.py`` tries a hundred times."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.killing import kill_in_hold


@pytest.mark.parametrize("seed", range(3))
def test_at_most_a_second_of_a_hold_is_lost(tmp_path: Path, seed: int) -> None:
    aftermath = kill_in_hold(tmp_path, after_s=random.Random(seed).uniform(0.6, 1.6))
    assert aftermath.held_s > 0.2
    assert aftermath.lost_s <= 1.0
    assert not aftermath.problems
