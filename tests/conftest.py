"""For all tests: Hypothesis never fails one for being slow, since speed is the benches' business and machines are busy;
what waits for real time begins first.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begins with what waits for real time."""
    items.sort(key=lambda item: item.get_closest_marker("real_time") is None)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: some tests wait for real time and need none."""
    return (os.cpu_count() or 1) + 1
