"""A process killed at any instant loses half a second at most; ``tests/bench/faults/kills.py`` counts."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.killing import EARLIEST_S, LATEST_S, kill


@pytest.mark.parametrize("seed", range(3))
def test_little_is_lost_and_it_goes_on_where_it_stood(tmp_path: Path, seed: int) -> None:
    instant = random.Random(seed)
    from_s = instant.uniform(EARLIEST_S, LATEST_S)
    aftermath = kill(tmp_path, from_s, after_s=instant.uniform(0.6, 1.6))
    assert aftermath.said.at_s > from_s + 0.2
    assert aftermath.lost_s <= 1.0, "half a second, and as much again for a disk that is busy"
    assert aftermath.exact
    assert aftermath.right_step
    assert not aftermath.problems
