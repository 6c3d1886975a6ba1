"""Detects that the computer slept, by a clock that runs on in sleep."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

SLEPT_AT_LEAST_S = 3.0


def _with_sleep_s() -> float:
    """A clock that runs on while the computer sleeps and is never set."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    elif sys.platform == "darwin":  # noqa: RET505 - mypy follows one platform, and calls nothing else unreachable
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    else:
        return time.monotonic()


class SleepWatch:
    """Takes a much longer time between two calls of ``slept_s``, made several times a second, for sleep."""

    def __init__(self, clock: Callable[[], float] = _with_sleep_s) -> None:
        self._clock = clock
        self._last_s = clock()

    def slept_s(self) -> float:
        """Seconds slept since the last call, 0 for none."""
        now_s = self._clock()
        passed_s, self._last_s = now_s - self._last_s, now_s
        return passed_s if passed_s >= SLEPT_AT_LEAST_S else 0.0
