"""Who speaks when two lines want the same moment: lines in, clips on the mixer out.

Lines carry the exact time of their first sound, often many seconds ahead, so conflicts are settled when a line is
placed and not when it sounds. The higher rank keeps its moment. A tip that would run into a count is moved a little
earlier, and left out where that does not help; a line that has begun is faded out in 20 ms. Nothing is ever queued
behind something else: a late cue is worth nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from voicecoach.audio.mixer import Channel, Mixer
from voicecoach.audio.pcm import Samples, to_samples
from voicecoach.session.actions import RANKS, Line, LineKind, Rank

TIP_MAY_MOVE_S = 4.0
"""How much earlier than its script says a tip may be spoken so that it ends before something more important."""
CLEAR_S = 0.15
"""Between a moved tip and what follows it."""
ECHO_TAIL_S = 0.8
"""How long after a line its words may still come back through the microphone."""
BREATH_GAIN_DB = -6.0
"""Breathing is paced softly."""


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    at: int
    line: Line


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """``by_session`` is True when it was silenced by ``stop`` and not by a more important line."""

    at: int
    line: Line
    started_at: int
    cut: bool
    by_session: bool


@dataclass(frozen=True, slots=True)
class SpeechLeftOut:
    at: int
    line: Line


SpeechOutcome = SpeechStarted | SpeechEnded | SpeechLeftOut


@dataclass(slots=True)
class _Placed:
    line: Line
    clip: Samples
    handle: int
    starts_at: int
    ends_at: int
    announced: bool = False
    stopped: bool = False

    @property
    def rank(self) -> Rank:
        return RANKS[self.line.kind]


class SpeechScheduler:
    """The coach's one mouth."""

    def __init__(self, mixer: Mixer, clip_of: Callable[[str], Samples]) -> None:
        self._mixer = mixer
        self._clip_of = clip_of
        self._placed: dict[int, _Placed] = {}
        self._outcomes: list[SpeechOutcome] = []
        self._echoes: list[tuple[int, int, str]] = []

    def say(self, line: Line, at_s: float) -> None:
        """Places a line, or leaves it out where something more important is being said."""
        clip = self._clip_of(line.text)
        start = max(to_samples(at_s), self._mixer.position)
        rank = RANKS[line.kind]
        rivals = [
            p for p in self._placed.values() if not p.stopped and p.starts_at < start + len(clip) and start < p.ends_at
        ]
        if any(rival.rank > rank for rival in rivals):
            moved = self._earlier(clip, min(r.starts_at for r in rivals), start) if rank is Rank.TIP else None
            if moved is None:
                self._outcomes.append(SpeechLeftOut(start, line))
                return
            start, rivals = moved, []
        for rival in rivals:
            self._give_way(rival, start)
        self._place(line, clip, start)

    def _place(self, line: Line, clip: Samples, start: int) -> None:
        gain_db = BREATH_GAIN_DB if line.kind is LineKind.BREATH else 0.0
        channel = Channel.COUNT if line.kind is LineKind.COUNT else Channel.SPEECH
        placed = self._mixer.play(clip, start, gain_db=gain_db, channel=channel)
        self._placed[placed.handle] = _Placed(line, clip, placed.handle, placed.starts_at, placed.ends_at)

    def _give_way(self, loser: _Placed, start: int) -> None:
        sounding = loser.starts_at < self._mixer.position
        begins_first = loser.starts_at < start and loser.rank is not Rank.TIP
        if sounding or begins_first or not self._mixer.cancel(loser.handle):
            self._mixer.cut(loser.handle, at=start)
            loser.ends_at = min(loser.ends_at, start)
            return
        del self._placed[loser.handle]
        moved = self._earlier(loser.clip, start, loser.starts_at) if loser.rank is Rank.TIP else None
        if moved is None:
            self._outcomes.append(SpeechLeftOut(loser.starts_at, loser.line))
        else:
            self._place(loser.line, loser.clip, moved)

    def _earlier(self, clip: Samples, before: int, wanted: int) -> int | None:
        """A start for a tip so that it ends clear of ``before``, not too far from ``wanted``, in a free stretch."""
        start = before - to_samples(CLEAR_S) - len(clip)
        if start < max(wanted - to_samples(TIP_MAY_MOVE_S), self._mixer.position):
            return None
        taken = any(p.starts_at < start + len(clip) and start < p.ends_at for p in self._placed.values())
        return None if taken else start

    def stop(self) -> None:
        """Silence within 20 ms; what has not begun is forgotten, and so is what was going to be left out."""
        self._outcomes = [outcome for outcome in self._outcomes if not isinstance(outcome, SpeechLeftOut)]
        for placed in list(self._placed.values()):
            placed.stopped = True
            if placed.starts_at >= self._mixer.position and self._mixer.cancel(placed.handle):
                del self._placed[placed.handle]
            else:
                self._mixer.cut(placed.handle)

    def outcomes(self, until: int) -> list[SpeechOutcome]:
        """What has happened to the lines before sample ``until``, in order, each told once."""
        for finished in self._mixer.finished():
            placed = self._placed.pop(finished.handle, None)
            if placed is None:
                continue
            if not placed.announced:
                self._outcomes.append(SpeechStarted(placed.starts_at, placed.line))
            self._outcomes.append(
                SpeechEnded(finished.ended_at, placed.line, finished.started_at, finished.cut, placed.stopped)
            )
            self._echoes.append((finished.started_at, finished.ended_at, placed.line.text))
        for placed in self._placed.values():
            if not placed.announced and placed.starts_at < until:
                placed.announced = True
                self._outcomes.append(SpeechStarted(placed.starts_at, placed.line))
        self._outcomes.sort(key=lambda outcome: outcome.at)
        due = [outcome for outcome in self._outcomes if outcome.at <= until]
        self._outcomes = [outcome for outcome in self._outcomes if outcome.at > until]
        return due

    def text_around(self, position: int) -> str:
        """What the microphone may be hearing of the coach at this sample, its last echo included."""
        tail = to_samples(ECHO_TAIL_S)
        self._echoes = [echo for echo in self._echoes if echo[1] + tail > position]
        now = [p.line.text for p in self._placed.values() if p.starts_at <= position]
        return " ".join([*(text for start, _, text in self._echoes if start <= position), *now])
