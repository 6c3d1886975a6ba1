"""Pairs blocks of two streams, loudspeaker and microphone, that arrive asynchronously and on different clocks.

Loudspeaker and microphone are two streams. Block k of one is paired with block k of the other, so a sound played at
session sample p is heard at p plus a constant delay, which an echo canceller needs. Three things would change that
delay, and are corrected here:

* a gap on either side (an underrun, a lost packet from the microphone): microphone samples are dropped or filled in;
* two clocks that differ (a USB microphone, a Bluetooth loudspeaker): measured, and corrected in the same way; the echo
  canceller is told by how much the echo has moved (``take_shift``);
* a microphone that delivers nothing: silence takes its place until it delivers again, so that the session goes on.

It reads no clock: device threads add samples with their time of arrival, the control thread takes pairs.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator

import numpy as np

from voicecoach.audio.pcm import BLOCK_SAMPLES, SAMPLE_RATE_HZ, Samples, silence, to_samples

Pair = tuple[Samples, Samples, int]
"""Microphone block, played block, session sample at which both begin."""

_PERIOD_BLOCKS = 100
_BASELINE_PERIODS = 3
_DRIFT_PERIODS = 300
_DRIFT_LEAST_PERIODS = 20
_GAP_S = 0.004
"""By how much a stream must fall behind its count from one period to the next to have been interrupted. What
is compared is the period's earliest arrival, so that late threads do not look like gaps."""


class _Stream:
    """Samples of one device in the order of their arrival, and how late they were."""

    def __init__(self) -> None:
        self._arrived: deque[tuple[Samples, float]] = deque()
        self._ready: deque[Samples] = deque()
        self._head = silence(0)
        self._owed = 0
        self.available = 0
        self.counted = 0
        """Samples that the device has delivered, and those put in or left out since."""
        self.earliest_s = math.inf
        """In this period, the least by which an arrival lay behind the count; late threads only ever add to it."""
        self._previous_s = math.inf
        self.gaps = 0
        """Periods in which the device paused: sound was missing at the loudspeaker, or was lost by the microphone."""

    def arrive(self, samples: Samples, now_s: float) -> None:
        """Called by the device's thread; appending to a deque needs no lock."""
        self._arrived.append((samples, now_s))

    def first_arrival_s(self) -> float | None:
        return self._arrived[0][1] if self._arrived else None

    def sort(self, *, not_before_s: float = -math.inf) -> bool:
        """Takes in what has arrived, but for what is older than the beginning; answers whether there was anything."""
        arrived = False
        while self._arrived:
            samples, now_s = self._arrived.popleft()
            if now_s < not_before_s:
                continue
            arrived = True
            self.counted += len(samples)
            self.earliest_s = min(self.earliest_s, now_s - self.counted / SAMPLE_RATE_HZ)
            dropped = min(self._owed, len(samples))
            self._owed -= dropped
            self._append(samples[dropped:])
        return arrived

    def close_period(self) -> float:
        """The period's earliest arrival, after counting a gap where there was one."""
        earliest_s, self.earliest_s = self.earliest_s, math.inf
        if earliest_s - self._previous_s > _GAP_S:
            self.gaps += 1
        self._previous_s = earliest_s
        return earliest_s

    def restart(self) -> None:
        """The device was opened anew: what its arrivals are compared with begins afresh."""
        self.earliest_s = self._previous_s = math.inf

    def fill(self, count: int) -> None:
        """Puts silence where samples are missing."""
        self._append(silence(count))
        self.counted += count
        self._previous_s -= count / SAMPLE_RATE_HZ

    def fill_in(self, count: int) -> None:
        """Puts silence before the oldest sample."""
        self._head = np.concatenate([silence(count), self._head])
        self.available += count
        self.counted += count
        self._previous_s -= count / SAMPLE_RATE_HZ

    def leave_out(self, count: int) -> None:
        """Drops the oldest samples, and what is missing of them as it arrives."""
        at_once = min(count, self.available)
        self.take(at_once)
        self._owed += count - at_once
        self.counted -= count
        self._previous_s += count / SAMPLE_RATE_HZ

    def take(self, count: int) -> Samples:
        """The oldest ``count`` samples, of which there must be as many."""
        parts, missing = [self._head], count - len(self._head)
        while missing > 0:
            parts.append(self._ready.popleft())
            missing -= len(parts[-1])
        joined = parts[0] if len(parts) == 1 else np.concatenate(parts)
        self._head = joined[count:]
        self.available -= count
        return joined[:count]

    def _append(self, samples: Samples) -> None:
        self._ready.append(samples)
        self.available += len(samples)


class StreamSync:
    """``heard`` and ``played`` are for the device threads, all else for the control thread."""

    def __init__(self, *, microphone: bool = True) -> None:
        """Without ``microphone`` the microphone's block is always silent."""
        self._microphone = _Stream()
        self._speaker = _Stream()
        self._listens = microphone
        self._began_s: float | None = None
        self._position = 0
        self._offsets_s: deque[float] = deque(maxlen=_DRIFT_PERIODS)
        """Once a period since the last gap: microphone's lateness less the loudspeaker's, as if nothing had
        been mended."""
        self._baseline_s: float | None = None
        self._mended_s = 0.0
        self._shift = 0
        self.mended = 0
        """How often samples of the microphone were left out or filled in to keep the delay."""
        self.microphone_missing = False
        """True while silence stands in for a microphone that delivers nothing."""

    def heard(self, samples: Samples, now_s: float) -> None:
        """The microphone delivered these at that time, on any clock that never jumps."""
        self._microphone.arrive(samples, now_s)

    def played(self, samples: Samples, now_s: float) -> None:
        """The loudspeaker was given these at that time."""
        self._speaker.arrive(samples, now_s)

    @property
    def underruns(self) -> int:
        """Seconds in which the loudspeaker ran out of sound."""
        return self._speaker.gaps

    @property
    def microphone_gaps(self) -> int:
        """Seconds in which something of the microphone's was lost."""
        return self._microphone.gaps

    @property
    def drift_ppm(self) -> float | None:
        """By how many millionths the microphone's clock is slower than the loudspeaker's.

        None until twenty seconds have been seen. The error is about 10 ppm then and below 1 ppm after five
        minutes.
        """
        if len(self._offsets_s) < _DRIFT_LEAST_PERIODS:
            return None
        seconds = np.arange(len(self._offsets_s)) * _PERIOD_BLOCKS * BLOCK_SAMPLES / SAMPLE_RATE_HZ
        return float(np.polyfit(seconds, np.asarray(self._offsets_s), 1)[0]) * 1e6

    def restart(self) -> None:
        """The devices were closed. What was played and not yet paired is paired with what was heard, or silence."""
        self._take_in()
        missing = self._speaker.available - self._microphone.available
        if missing > 0:
            self._microphone.fill(missing)
        else:
            self._microphone.leave_out(-missing)
        self._began_s = self._baseline_s = None
        self._offsets_s.clear()
        self._microphone.restart()
        self._speaker.restart()

    def stand_in(self) -> None:
        """Silence takes the place of the microphone, which delivers nothing, until it does again."""
        if not self.microphone_missing:
            self.microphone_missing = True
            self._baseline_s = None
            self._offsets_s.clear()
            self._microphone.restart()

    def pairs(self) -> Iterator[Pair]:
        """What is complete by now, in order."""
        self._take_in()
        self._fill_in()
        while min(self._speaker.available, self._microphone.available) >= BLOCK_SAMPLES:
            yield self._microphone.take(BLOCK_SAMPLES), self._speaker.take(BLOCK_SAMPLES), self._position
            self._position += BLOCK_SAMPLES
            if self._position % (_PERIOD_BLOCKS * BLOCK_SAMPLES) == 0:
                self._compare()

    def take_shift(self) -> int:
        """By how many samples the echo comes later from the newest pair on, because two clocks were mended; told once.

        What a gap has moved goes back to where it was, and is not told.
        """
        shift, self._shift = self._shift, 0
        return shift

    def _take_in(self) -> None:
        """Nothing counts before the first sample is played: the microphone is opened a little sooner."""
        if self._began_s is None:
            self._began_s = self._speaker.first_arrival_s()
        if self._began_s is not None:
            self._speaker.sort()
            if self._microphone.sort(not_before_s=self._began_s):
                self.microphone_missing = False

    def _fill_in(self) -> None:
        """Silence for a microphone that is not there, or delivers nothing."""
        if self.microphone_missing or not self._listens:
            self._microphone.fill(max(self._speaker.available - self._microphone.available, 0))

    def _compare(self) -> None:
        gaps = self._gaps
        offset_s = self._microphone.close_period() - self._speaker.close_period()
        if not math.isfinite(offset_s) or not self._listens:
            return
        interrupted = self._gaps > gaps
        if interrupted:
            self._offsets_s.clear()
        self._offsets_s.append(offset_s + self._mended_s)
        if self._baseline_s is None:
            if len(self._offsets_s) >= _BASELINE_PERIODS:
                seen = list(self._offsets_s)[-_BASELINE_PERIODS:]
                self._baseline_s = float(np.median(seen)) - self._mended_s
            return
        change = to_samples(offset_s - self._baseline_s)
        if abs(change) >= BLOCK_SAMPLES:
            self._mend(change)
            self._shift += 0 if interrupted else change

    @property
    def _gaps(self) -> int:
        return self._microphone.gaps + self._speaker.gaps

    def _mend(self, samples: int) -> None:
        if samples > 0:
            self._microphone.fill_in(samples)
        else:
            self._microphone.leave_out(-samples)
        self._mended_s += samples / SAMPLE_RATE_HZ
        self.mended += 1
