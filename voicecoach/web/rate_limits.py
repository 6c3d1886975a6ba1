"""Rate limits: a token bucket for each address and each visitor, and one for all together."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST_ADDRESSES = 256


@dataclass(slots=True)
class _Bucket:
    left: float
    at_s: float


class RateLimit:
    """``burst`` at once, and ``per_s`` a second in the long run."""

    def __init__(self, burst: float, per_s: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst = burst
        self._per_s = per_s
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def allows(self, who: str) -> bool:
        """Counts one request. False when it is one too many."""
        now_s = self._clock()
        bucket = self._buckets.pop(who, None) or _Bucket(self._burst, now_s)
        self._buckets[who] = bucket
        while len(self._buckets) > MOST_ADDRESSES:
            self._buckets.popitem(last=False)
        bucket.left = min(self._burst, bucket.left + (now_s - bucket.at_s) * self._per_s)
        bucket.at_s = now_s
        if bucket.left < 1.0:
            return False
        bucket.left -= 1.0
        return True


@dataclass(frozen=True, slots=True)
class RateLimits:
    """Rate limits of requests and codes, for one address and for all."""

    requests: RateLimit
    codes: RateLimit
    """Tries of a code from one address."""
    codes_of_all: RateLimit
    """Tries of a code from all other computers together, so that many addresses guess no faster than a few."""

    @classmethod
    def usual(cls, clock: Callable[[], float] = time.monotonic) -> RateLimits:
        return cls(
            requests=RateLimit(120, 30, clock=clock),
            codes=RateLimit(5, 1 / 12, clock=clock),
            codes_of_all=RateLimit(20, 1 / 6, clock=clock),
        )
