"""Puts clips on the session's sample clock and adds them up, ten milliseconds at a time.

The sound card's thread calls ``render``; every other method is the control thread's. Orders name absolute
sample positions, so a number that is to be heard on the beat is placed ahead and sounds there, however busy
the control thread is when its moment comes. What ``render`` returns depends on the orders alone, never on the
sizes of the blocks in which it is asked for.

Positions and counts are samples of the clock (16 kHz). Clips, and what ``render`` returns, have the playback rate:
three samples for each of the clock.
"""

from __future__ import annotations

import threading
from bisect import insort
from collections import deque
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from voicecoach.audio.pcm import PLAYBACK_RATIO, Samples, gain_from_db, silence, to_samples

LIMIT_FROM = 0.8
"""Amplitude up to which the output is the plain sum; above it the limiter bends towards full scale."""
LIVE_LEVEL_DB = -4.5
"""Of a session with ears, against a recording: as loud as their gates were tuned for. At the level of a recording the
coach's own "stop" was obeyed four times in eight minutes of help texts in simulated rooms, and here not once in twelve
minutes; how loud it is in the room is the loudspeaker's knob."""
MINIMUM_FADE_S = 0.002
"""The shortest fade of a cut and the shortest ramp of a gain: below it a click is heard."""


class Channel(StrEnum):
    """What kind of sound a clip is."""

    SPEECH = "speech"
    COUNT = "count"
    EARCON = "earcon"
    ALARM = "alarm"
    """Never ducked."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a clip stands: it sounds in samples [starts_at, ends_at) unless it is cut."""

    handle: int
    starts_at: int
    ends_at: int


@dataclass(frozen=True, slots=True)
class Finished:
    """A clip that is over. Of one that was cut before it began, ``started_at`` and ``ended_at`` are the same."""

    handle: int
    started_at: int
    ended_at: int
    """The sample after its last one; for a clip that was cut, the end of its fade."""
    cut: bool


@dataclass(slots=True, eq=False)
class _Clip:
    handle: int
    samples: Samples
    starts_at: int
    ends_at: int
    channel: str
    ratio: int
    fade_at: int | None = None
    fade_length: int = 1

    def __lt__(self, other: _Clip) -> bool:
        return (self.starts_at, self.handle) < (other.starts_at, other.handle)

    def between(self, start: int, end: int) -> Samples:
        """Its samples in [start, end), faded where a cut says so; a clip's last part may lack one or two."""
        part = self.samples[(start - self.starts_at) * self.ratio : (end - self.starts_at) * self.ratio]
        if self.fade_at is None or end <= self.fade_at:
            return part
        into_fade = np.arange(len(part), dtype=np.float32) + np.float32((start - self.fade_at) * self.ratio)
        gain = 1.0 - into_fade / np.float32(self.fade_length * self.ratio)
        faded: Samples = part * np.minimum(gain, np.float32(1.0))
        return faded


class _Gain:
    """A gain that moves in a straight line from one value to the next, addressed by sample position."""

    __slots__ = ("_at", "_from", "_length", "_ratio", "_to")

    def __init__(self, ratio: int) -> None:
        self._ratio = ratio
        self._from = self._to = 1.0
        self._at = 0
        self._length = 1

    def value(self, position: int) -> float:
        done = min(max((position - self._at) / self._length, 0.0), 1.0)
        return self._from + (self._to - self._from) * done

    def move(self, to: float, at: int, length: int) -> None:
        self._from, self._to, self._at, self._length = self.value(at), to, at, length

    def over(self, start: int, end: int) -> float | Samples:
        """The gain over [start, end), at the playback rate: one number while it stands still."""
        if start >= self._at + self._length or self._from == self._to:
            return self._to
        steps = np.arange((start - self._at) * self._ratio, (end - self._at) * self._ratio, dtype=np.float32)
        done = steps / np.float32(self._length * self._ratio)
        ramp: Samples = np.clip(done, 0.0, 1.0) * np.float32(self._to - self._from) + np.float32(self._from)
        return ramp


class Mixer:
    """All that the coach plays. Safe to call from several threads; each call holds its lock for microseconds."""

    def __init__(self, *, ratio: int = PLAYBACK_RATIO, level_db: float = 0.0) -> None:
        """``ratio``: samples of a clip for each of the clock; 1 for sound that a microphone hears. ``level_db`` is what
        everything but the alarm is lowered by, whatever the volume.
        """
        self._ratio = ratio
        self._level = gain_from_db(level_db)
        self._lock = threading.Lock()
        self._position = 0
        self._next_handle = 1
        self._waiting: list[_Clip] = []
        self._sounding: list[_Clip] = []
        self._finished: deque[Finished] = deque()
        self._ducking = _Gain(ratio)
        self._volume = _Gain(ratio)

    @property
    def position(self) -> int:
        """The next sample to be rendered."""
        return self._position

    def play(
        self, clip: Samples, at: int | None = None, *, gain_db: float = 0.0, channel: str = Channel.SPEECH
    ) -> Placed:
        """Places a clip, whole, from sample ``at`` on; None or a position already rendered means now.

        The samples are not copied unless a gain is asked for, and must not be changed afterwards.
        """
        samples = clip if gain_db == 0.0 else clip * np.float32(gain_from_db(gain_db))
        with self._lock:
            start = self._position if at is None else max(at, self._position)
            placed = Placed(self._next_handle, start, start + -(-len(clip) // self._ratio))
            self._next_handle += 1
            insort(self._waiting, _Clip(placed.handle, samples, start, placed.ends_at, str(channel), self._ratio))
        return placed

    def cut(self, handle: int, *, at: int | None = None, fade_s: float = 0.02) -> None:
        """Fades a clip out from sample ``at`` on (None or past: now); it is silent ``fade_s`` later, to the
        sample.

        One that has not begun by then never sounds. A fade that is under way is left as it is, and of an
        unknown or finished clip nothing changes.
        """
        with self._lock:
            for clip in (*self._sounding, *self._waiting):
                if clip.handle == handle:
                    self._cut(clip, at, fade_s)
                    return

    def cancel(self, handle: int) -> bool:
        """Takes back a clip that has not begun: True, and it is never reported as finished. False if too late."""
        with self._lock:
            for clip in self._waiting:
                if clip.handle == handle:
                    self._waiting.remove(clip)
                    return True
        return False

    def set_volume(self, gain_db: float, *, ramp_s: float = 0.05) -> None:
        """The level of everything, for "louder" and "quieter"."""
        with self._lock:
            self._volume.move(gain_from_db(gain_db), self._position, _fade_samples(ramp_s))

    def duck(self, gain_db: float, *, ramp_s: float = 0.08) -> None:
        """Lowers all channels but the alarm's, so that the patient can be heard; 0 dB brings them back."""
        with self._lock:
            self._ducking.move(gain_from_db(gain_db), self._position, _fade_samples(ramp_s))

    def sounding(self, channel: str | None = None) -> list[Placed]:
        """What is being played or waits to be, in the order in which it begins."""
        with self._lock:
            clips = sorted((*self._sounding, *self._waiting))
        return [
            Placed(clip.handle, clip.starts_at, clip.ends_at)
            for clip in clips
            if channel is None or clip.channel == channel
        ]

    def finished(self) -> list[Finished]:
        """What has ended since this was last asked, block by block."""
        ended = []
        while self._finished:
            ended.append(self._finished.popleft())
        return ended

    def render(self, count: int) -> Samples:
        """The next ``count`` samples of the clock, shape (3 * count,), within [-1, 1]."""
        out = silence(count * self._ratio)
        with self._lock:
            start = self._position
            end = start + count
            while self._waiting and self._waiting[0].starts_at < end:
                self._sounding.append(self._waiting.pop(0))
            if self._sounding:
                self._add_up(out, start, end)
            self._position = end
        return _limited(out)

    def _add_up(self, out: Samples, start: int, end: int) -> None:
        master = self._volume.over(start, end)
        ducked = master * self._ducking.over(start, end) * self._level
        still: list[_Clip] = []
        for clip in self._sounding:
            first, last = max(clip.starts_at, start), min(clip.ends_at, end)
            if last > first:
                gain = master if clip.channel == Channel.ALARM else ducked
                part = clip.between(first, last)
                place = slice((first - start) * self._ratio, (first - start) * self._ratio + len(part))
                if isinstance(gain, np.ndarray):
                    out[place] += part * gain[place]
                elif gain == 1.0:
                    out[place] += part
                else:
                    out[place] += part * np.float32(gain)
            if clip.ends_at <= end:
                self._report(clip)
            else:
                still.append(clip)
        self._sounding = still

    def _cut(self, clip: _Clip, at: int | None, fade_s: float) -> None:
        start = self._position if at is None else max(at, self._position)
        if start <= clip.starts_at:
            if clip in self._waiting:
                self._waiting.remove(clip)
                self._finished.append(Finished(clip.handle, clip.starts_at, clip.starts_at, True))
            return
        length = _fade_samples(fade_s)
        fading = clip.fade_at is not None and start > clip.fade_at
        if start + length < clip.ends_at and not fading:
            clip.fade_at, clip.fade_length, clip.ends_at = start, length, start + length

    def _report(self, clip: _Clip) -> None:
        self._finished.append(Finished(clip.handle, clip.starts_at, clip.ends_at, clip.fade_at is not None))


def _fade_samples(seconds: float) -> int:
    return max(to_samples(seconds), to_samples(MINIMUM_FADE_S))


def _limited(samples: Samples) -> Samples:
    """Bends what exceeds ``LIMIT_FROM`` smoothly below full scale; anything quieter is returned as it is.

    Sample by sample and without memory, so that it neither delays nor pumps; it is a safety, not an effect.
    """
    magnitude = np.abs(samples)
    if samples.size == 0 or float(magnitude.max()) <= LIMIT_FROM:
        return samples
    room = np.float32(1.0 - LIMIT_FROM)
    bent = np.float32(LIMIT_FROM) + room * np.tanh((magnitude - np.float32(LIMIT_FROM)) / room)
    limited: Samples = np.where(magnitude > LIMIT_FROM, np.copysign(bent, samples), samples)
    return limited
