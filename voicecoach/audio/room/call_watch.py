"""Detects that a device has stopped, and that it runs again, by the times of its callbacks. Reads no clock."""

from __future__ import annotations

FIRST_CALL_S = 4.0
"""How long a device may take before it first calls."""
LOST_AFTER_S = 1.0
"""How long it may be silent afterwards before it counts as lost."""
STEADY_S = 0.4
"""How long a lost one must call without a pause before it is back: one that is suspended calls when it is opened, and
then no more."""
_PAUSE_SHARE = 1 / 3
"""Of the time after which it counts as lost: after it, calls are not without a pause."""


class CallWatch:
    """Watches one device. ``called`` is for the device's thread, all else for the session's."""

    def __init__(self, now_s: float) -> None:
        self._last_s = now_s + FIRST_CALL_S - LOST_AFTER_S
        self._steady_from_s = now_s
        self.lost = False

    def called(self, now_s: float) -> None:
        if not self.calling(now_s) or self._last_s > now_s:
            self._steady_from_s = now_s
        self._last_s = now_s

    def look(self, now_s: float) -> bool:
        """True when it has just been lost, or has just come back."""
        if self.lost:
            changed = self.calling(now_s) and self._last_s - self._steady_from_s >= STEADY_S
        else:
            changed = now_s - self._last_s > LOST_AFTER_S
        self.lost ^= changed
        return changed

    def calling(self, now_s: float) -> bool:
        """It called just now, if perhaps for the first time."""
        return now_s - self._last_s <= LOST_AFTER_S * _PAUSE_SHARE

    def silent_s(self, now_s: float) -> float:
        """Seconds since it last called."""
        return max(now_s - self._last_s, 0.0)

    def lose(self) -> None:
        """It is known to be gone, however lately it called."""
        self.lost = True
        self._steady_from_s = self._last_s

    def forgive(self, now_s: float) -> None:
        """The whole computer stood still, or the session did: what was not called meanwhile says nothing."""
        self._last_s = max(self._last_s, now_s)
