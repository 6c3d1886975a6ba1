"""Schedules speech: lines in, clips on the mixer out, with conflicts resolved by rank.

Lines carry the exact time of their first sound, often many seconds ahead, so conflicts are resolved when a line is
placed, not when it sounds. A counted number is placed so that its beat is heard at its time (``perceived_beat``); its
first sound comes up to 0.2 s before that. The higher rank keeps its time. A tip that would run into a count is moved a
little earlier, and dropped when that does not help; a line that has begun is faded out in 20 ms. Nothing is queued
behind something else, because a late cue is useless.

A line whose clip is not there yet is placed as soon as it is: a sentence late, a line with an exact time in time or not
at all. What is stopped meanwhile is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from voicecoach.audio.mixer import Channel, Mixer
from voicecoach.audio.pcm import Samples, clock_length, to_samples
from voicecoach.audio.perceived_beat import perceived_beat
from voicecoach.session.actions import RANKS, Line, LineKind, Rank

TIP_MAY_MOVE_S = 4.0
"""How much earlier than scripted a tip may be spoken so that it ends before a line of higher rank."""
CLEAR_S = 0.15
"""Between a moved tip and what follows it."""
ECHO_TAIL_S = 0.8
"""How long after a line its echo may still reach the microphone."""
BREATH_GAIN_DB = -6.0
"""Breathing is paced softly."""


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """``at`` is where its first sound lies; of a number, where its beat is heard."""

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


@dataclass(frozen=True, slots=True)
class _Awaited:
    """A line without a clip."""

    line: Line
    at: int
    exact: bool


@dataclass(slots=True)
class _Placed:
    line: Line
    clip: Samples
    handle: int
    starts_at: int
    heard_at: int
    ends_at: int
    announced: bool = False
    stopped: bool = False

    @property
    def rank(self) -> Rank:
        return RANKS[self.line.kind]


class SpeechScheduler:
    """Places lines on the mixer and reports when they begin and end."""

    def __init__(self, mixer: Mixer, clip_of: Callable[[str, int], Samples | None], rate_wpm: int) -> None:
        """``clip_of`` gives a text at a rate, and is asked in every block for a clip that it did not have."""
        self.rate_wpm = rate_wpm
        self._mixer = mixer
        self._clip_of = clip_of
        self._awaited: list[_Awaited] = []
        self._placed: dict[int, _Placed] = {}
        self._outcomes: list[SpeechOutcome] = []
        self._echoes: list[tuple[int, int, str]] = []

    def say(self, line: Line, at_s: float, *, exact: bool = False) -> None:
        """Places a line, or drops it where a line of higher rank is being said. An ``exact`` one is never late."""
        awaited = _Awaited(line, to_samples(at_s), exact)
        clip = self._clip_of(line.text, self.rate_wpm)
        if clip is None:
            self._awaited.append(awaited)
        else:
            self._say(line, clip, awaited.at)

    def _place_awaited(self) -> None:
        if not self._awaited:
            return
        awaited, self._awaited = self._awaited, []
        for each in awaited:
            clip = self._clip_of(each.line.text, self.rate_wpm)
            too_late = each.exact and each.at - _lead(each.line, clip) < self._mixer.position
            if too_late:
                self._outcomes.append(SpeechLeftOut(self._mixer.position, each.line))
            elif clip is None:
                self._awaited.append(each)
            else:
                self._say(each.line, clip, each.at)

    def _say(self, line: Line, clip: Samples, at: int) -> None:
        lead = _lead(line, clip)
        start = max(at - lead, self._mixer.position)
        end = start + clock_length(clip)
        rank = RANKS[line.kind]
        rivals = [p for p in self._placed.values() if not p.stopped and p.starts_at < end and start < p.ends_at]
        if any(rival.rank > rank for rival in rivals):
            moved = self._earlier(clip, min(r.starts_at for r in rivals), start) if rank is Rank.TIP else None
            if moved is None:
                self._outcomes.append(SpeechLeftOut(start, line))
                return
            start, rivals = moved, []
        for rival in rivals:
            self._give_way(rival, start)
        self._place(line, clip, start, lead)

    def _place(self, line: Line, clip: Samples, start: int, lead: int = 0) -> None:
        gain_db = BREATH_GAIN_DB if line.kind is LineKind.BREATH else 0.0
        channel = Channel.COUNT if line.kind is LineKind.COUNT else Channel.SPEECH
        placed = self._mixer.play(clip, start, gain_db=gain_db, channel=channel)
        self._placed[placed.handle] = _Placed(
            line, clip, placed.handle, placed.starts_at, placed.starts_at + lead, placed.ends_at
        )

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
        start = before - to_samples(CLEAR_S) - clock_length(clip)
        if start < max(wanted - to_samples(TIP_MAY_MOVE_S), self._mixer.position):
            return None
        end = start + clock_length(clip)
        taken = any(p.starts_at < end and start < p.ends_at for p in self._placed.values())
        return None if taken else start

    def stop(self) -> None:
        """Fades out within 20 ms and forgets all lines that have not begun."""
        self._awaited.clear()
        self._outcomes = [outcome for outcome in self._outcomes if not isinstance(outcome, SpeechLeftOut)]
        for placed in list(self._placed.values()):
            placed.stopped = True
            if placed.starts_at >= self._mixer.position and self._mixer.cancel(placed.handle):
                del self._placed[placed.handle]
            else:
                self._mixer.cut(placed.handle)

    def outcomes(self, until: int) -> list[SpeechOutcome]:
        """What happened to the lines before sample ``until``, in order, each reported once."""
        self._place_awaited()
        for finished in self._mixer.finished():
            placed = self._placed.pop(finished.handle, None)
            if placed is None:
                continue
            if not placed.announced:
                self._outcomes.append(SpeechStarted(min(placed.heard_at, finished.ended_at), placed.line))
            self._outcomes.append(
                SpeechEnded(finished.ended_at, placed.line, finished.started_at, finished.cut, placed.stopped)
            )
            self._echoes.append((finished.started_at, finished.ended_at, placed.line.text))
        for placed in self._placed.values():
            if not placed.announced and placed.heard_at < until:
                placed.announced = True
                self._outcomes.append(SpeechStarted(placed.heard_at, placed.line))
        self._outcomes.sort(key=lambda outcome: outcome.at)
        due = [outcome for outcome in self._outcomes if outcome.at <= until]
        self._outcomes = [outcome for outcome in self._outcomes if outcome.at > until]
        return due

    def text_around(self, position: int) -> str:
        """The text of the lines whose sound or echo may be in the microphone signal at this sample."""
        tail = to_samples(ECHO_TAIL_S)
        self._echoes = [echo for echo in self._echoes if echo[1] + tail > position]
        now = [p.line.text for p in self._placed.values() if p.starts_at <= position]
        return " ".join([*(text for start, _, text in self._echoes if start <= position), *now])


def _lead(line: Line, clip: Samples | None) -> int:
    """How long before its time the first sound of a line comes."""
    return perceived_beat(clip) if clip is not None and line.kind is LineKind.COUNT else 0
