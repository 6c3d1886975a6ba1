"""Whole sessions in the simulated room, measured in the sound that the loudspeaker would have played."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tests.bench.coach_lines import LINES
from tests.bench.duplex.talk import NOISE_DB, ROOMS, at_level, coach_level_db, line_heard, word_end
from tests.conversation import KeptRecords, coach_voice, spoken
from tests.rehearsal import plan_of
from tests.simulated_room import SimulatedRoom, Stall
from voicecoach.audio.earcons import EarconSound, earcon
from voicecoach.audio.echo.aec3 import Aec3
from voicecoach.audio.echo.canceller import EchoCanceller
from voicecoach.audio.mixer import LIVE_LEVEL_DB, Mixer
from voicecoach.audio.pcm import PLAYBACK_RATE_HZ, SAMPLE_RATE_HZ, Samples, resampled, to_samples, to_seconds
from voicecoach.audio.perceived_beat import perceived_beat
from voicecoach.coach.loop import Coach
from voicecoach.ears.choose import EarsChoice
from voicecoach.language.loading import load
from voicecoach.language.vocabulary import Command
from voicecoach.routine.plan import Cue, HoldStep, SayStep, Step
from voicecoach.session.engine import Session
from voicecoach.session.records import Counted, Heard, HoldEnded, HoldStarted, Paused, Resumed, Said
from voicecoach.session.state import SessionSettings
from voicecoach.session.view import View

SILENT = 1e-3
GAP_S = 0.15
"""A pause of the loudspeaker this long is silence and not part of a word; the coach answers 0.2 s after a
cut.
"""
ANSWERS_S = 0.2
"""So long after a cut the coach answers; what sounds then is another sentence."""
OPENING_S = 40.0
"""The opening of a guest's session."""


@dataclass(slots=True)
class Silences:
    """From the end of the patient's word to the last sample of the coach's sentence."""

    waits_s: list[float] = field(default_factory=list)
    asked: int = 0
    obeyed: int = 0


def silence_after_stop(
    room: str, words: Sequence[tuple[Command, Samples]], level_db: float, choice: EarsChoice
) -> Silences:
    """The coach explains, the patient says stop or pause in the middle of a sentence, then "carry on"."""
    acoustics = ROOMS[room]
    level = coach_level_db() + (acoustics.echo_db or 0.0) + level_db
    plan = plan_of(*(SayStep(exercise=None, side=None, text=text) for text in list(LINES) * (1 + len(words) // 9)))
    dice = np.random.default_rng(len(words))
    said: list[tuple[int, int, Command]] = []
    waiting = list(words)
    scenes: list[View] = []
    talked = 0
    wanted = 0
    answer_at = 0

    def patient(position: int, played: Samples) -> Samples | None:
        nonlocal talked, wanted, answer_at
        talked = talked + 1 if np.abs(played).max() > SILENT else 0
        if not scenes or to_seconds(position) < OPENING_S:
            return None
        phase = scenes[-1].phase.value
        if phase in ("paused", "stopped"):
            if answer_at == 0:
                answer_at = position + to_samples(6.5)
            elif position >= answer_at:
                answer_at = position + to_samples(8.0)
                return at_level(spoken("carry on"), level)
            return None
        if answer_at or wanted == 0:
            answer_at, wanted = 0, position + to_samples(float(dice.uniform(5.0, 9.0)))
        elif position > wanted and talked > 15 and waiting:
            wanted = 0
            command, clip = waiting.pop(0)
            said.append((position, position + word_end(clip), command))
            return at_level(clip, level)
        return None

    kept = KeptRecords()
    mixer = Mixer(level_db=LIVE_LEVEL_DB)
    coach = Coach(
        Session(plan, load("en").wording, SessionSettings(give_up_s=60.0)),
        mixer=mixer,
        phrases=coach_voice(),
        vocabulary=load("en").vocabulary,
        ears=[choice.open()],
        echo=EchoCanceller(Aec3()),
        recorders=[kept],
        watch=scenes.append,
    )
    lasts_s = OPENING_S + 25.0 * len(words)
    simulated = SimulatedRoom(acoustics, patient=patient, noise_db=NOISE_DB, lasts_s=lasts_s)
    coach.run(simulated)
    return _silences(simulated.played, said, kept)


def _silences(played: Samples, said: Sequence[tuple[int, int, Command]], kept: KeptRecords) -> Silences:
    result = Silences(asked=len(said))
    heard = [(at_s, record.command) for at_s, record in kept.of(Heard)]
    cuts = [record for _, record in kept.of(Said) if record.cut]
    for _, end, command in said:
        end_s = to_seconds(end)
        if not any(command.value == what and end_s - 0.5 < at_s < end_s + 2.0 for at_s, what in heard):
            continue
        result.obeyed += 1
        cut = [one for one in cuts if one.from_s < end_s and end_s - 0.5 < one.to_s < end_s + 2.0]
        silent = _silent_from(played, end, cut[-1]) if cut else None
        if silent is not None:
            result.waits_s.append(to_seconds(silent - end))
    return result


def _silent_from(played: Samples, word_end: int, cut: Said) -> int | None:
    """Where the interrupted sentence falls silent; None where it was about to pause by itself.

    That is the first gap after the word in which the whole sentence would have gone on sounding.
    """
    start, began = word_end - to_samples(0.3), to_samples(cut.from_s)
    sentence = line_heard(cut.text)
    loud = np.flatnonzero(np.abs(played[start : start + to_samples(4.0)]) > SILENT)
    for last in loud[np.flatnonzero(np.diff(loud) > to_samples(GAP_S))]:
        silent = start + int(last) + 1
        if silent > to_samples(cut.to_s + ANSWERS_S):
            break
        would_follow = sentence[silent - began : silent - began + to_samples(GAP_S / 2)]
        if would_follow.size and float(np.abs(would_follow).max()) > 10 * SILENT:
            return silent
    return None


@dataclass(slots=True)
class Timing:
    """All in milliseconds, measured in the sound."""

    beats_ms: list[float] = field(default_factory=list)
    """Each number against hold start plus so many seconds."""
    holds_ms: list[float] = field(default_factory=list)
    """Length of each hold, pauses taken out, less what was prescribed."""

    @property
    def sum_ms(self) -> float:
        return float(np.sum(self.holds_ms))


def timing(holds: int, hold_s: float, *, stall_every_s: float = 7.0, stall_s: float = 0.2, pauses: bool) -> Timing:
    """A session of holds with stalls of the control thread; in every second hold a key pauses it for some
    seconds.
    """
    steps: list[Step] = [
        HoldStep(
            exercise=None,
            side=None,
            hold_s=hold_s,
            set_number=1,
            sets=1,
            cues=(Cue(at_s=hold_s - 6.5, say="Let your shoulders sink, and breathe on slowly."),),
        )
        for _ in range(holds)
    ]
    lasts_s = (hold_s + 40.0) * holds + 60.0
    dice = np.random.default_rng(1)
    stalls = [Stall(at_s + float(dice.uniform(0, 5)), stall_s) for at_s in np.arange(5.0, lasts_s, stall_every_s)]
    kept = KeptRecords()
    mixer = Mixer(level_db=LIVE_LEVEL_DB)
    coach = Coach(
        Session(plan_of(*steps), load("en").wording, SessionSettings(give_up_s=60.0)),
        mixer=mixer,
        phrases=coach_voice(),
        vocabulary=load("en").vocabulary,
        ears=[],
        echo=None,
        recorders=[kept],
    )
    read, begun = [0], [0]
    ask = {"pause": float("inf"), "resume": float("inf")}

    def patient(position: int, _played: Samples) -> Samples | None:
        now_s = to_seconds(position)
        while read[0] < len(kept.records):
            at_s, record = kept.records[read[0]]
            read[0] += 1
            if isinstance(record, HoldStarted):
                begun[0] += 1
                if pauses and begun[0] % 2 == 0:
                    ask["pause"] = at_s + float(dice.uniform(2.0, hold_s - 1.0))
        if now_s >= ask["pause"]:
            ask["pause"], ask["resume"] = float("inf"), now_s + float(dice.uniform(5.0, 12.0))
            coach.command(Command.PAUSE, "key")
        elif now_s >= ask["resume"]:
            ask["resume"] = float("inf")
            coach.command(Command.RESUME, "key")
        return None

    room = SimulatedRoom(None, patient=patient, stalls=stalls, lasts_s=lasts_s)
    coach.run(room)
    return _measured(room.played, kept, hold_s)


def _measured(played: Samples, kept: KeptRecords, hold_s: float) -> Timing:
    result = Timing()
    pauses = [at_s for at_s, _ in kept.of(Paused)]
    resumes = [at_s for at_s, _ in kept.of(Resumed)]
    ends = kept.of(HoldEnded)
    for (started_s, _), (ended_s, _) in zip(kept.of(HoldStarted), ends, strict=False):
        held_s, began_s = 0.0, _found(played, _heard(earcon(EarconSound.HOLD_START)), started_s)
        paused = [at_s for at_s in pauses if started_s < at_s < ended_s]
        for at_s in paused:
            held_s += at_s - began_s
            back_s = min(r for r in resumes if r > at_s)
            began_s = _next(played, _heard(earcon(EarconSound.HOLD_START)), back_s)
        end_s = _found(played, _heard(earcon(EarconSound.HOLD_END)), ended_s)
        held_s += end_s - began_s
        result.holds_ms.append((held_s - hold_s) * 1000)
        for at_s, counted in kept.of(Counted):
            if started_s < at_s < ended_s and at_s > began_s:
                sound = coach_voice().get(load("en").wording.number(counted.number), 150)
                beat_s = _found(played, _heard(sound), at_s) + perceived_beat(sound) / SAMPLE_RATE_HZ
                off_s = beat_s - (end_s - counted.number)
                result.beats_ms.append(off_s * 1000)
    return result


def _heard(clip: Samples) -> Samples:
    """A clip at the playback rate as it is in ``played``."""
    return resampled(clip, PLAYBACK_RATE_HZ, SAMPLE_RATE_HZ)


def _found(played: Samples, clip: Samples, near_s: float, within_s: float = 0.4) -> float:
    """Where in the sound the clip begins, by its largest correlation around a time."""
    start = max(to_samples(near_s - within_s), 0)
    scores = _correlation(played[start : to_samples(near_s + within_s) + len(clip)], clip)
    return (start + int(scores.argmax())) / SAMPLE_RATE_HZ


def _next(played: Samples, clip: Samples, from_s: float) -> float:
    """The first place after a time at which the clip sounds."""
    start = to_samples(from_s)
    scores = _correlation(played[start : start + to_samples(30.0)], clip)
    first = int(np.flatnonzero(scores > 0.95)[0])
    return (start + first + int(scores[first : first + to_samples(0.02)].argmax())) / SAMPLE_RATE_HZ


def _correlation(part: Samples, clip: Samples) -> npt.NDArray[np.float64]:
    """At each place where the clip fits: 1 where it lies there alone."""
    size = 1 << (len(part) + len(clip)).bit_length()
    products = np.fft.irfft(np.fft.rfft(part, size) * np.fft.rfft(clip, size).conj(), size)
    scores: npt.NDArray[np.float64] = products[: len(part) - len(clip) + 1] / float(np.dot(clip, clip))
    return scores


def percentiles(values: Iterable[float]) -> tuple[float, float]:
    some = list(values) or [float("nan")]
    return float(np.percentile(some, 50)), float(np.percentile(some, 95))
