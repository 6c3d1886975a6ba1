"""The live card in real time: PulseAudio without hardware, on cores that are kept busy meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from tests.bench.coach_lines import LINES
from tests.bench.duplex.sessions import GAP_S, Silences
from tests.bench.duplex.talk import at_level, coach_level_db, line_heard, word_end
from tests.conversation import KeptRecords, coach_voice, spoken
from tests.rehearsal import plan_of
from tests.soundcard import VirtualSoundcard, virtual_soundcard
from voicecoach.audio.echo.aec3 import Aec3
from voicecoach.audio.echo.canceller import EchoCanceller
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import PLAYBACK_RATE_HZ, SAMPLE_RATE_HZ, Samples, resampled, to_samples, to_seconds
from voicecoach.audio.room.sound_card import CardStatistics, SoundCard
from voicecoach.coach.loop import Coach
from voicecoach.ears.choose import EarsChoice
from voicecoach.ears.interface import ActivePhrases, Hearing
from voicecoach.ears.worker import EarsWorker
from voicecoach.language.loading import load
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.routine.plan import SayStep
from voicecoach.session.engine import Session
from voicecoach.session.records import Heard, Said
from voicecoach.session.state import SessionSettings
from voicecoach.session.view import View

TONE_HZ = 440.0


@contextmanager
def busy(cores: int, niceness: int = 10) -> Iterator[None]:
    """Keeps so many cores busy with arithmetic."""
    program = f"import os; os.nice({niceness})\nwhile True: sum(range(100000))"
    processes = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(cores)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


@contextmanager
def on_virtual_card(echo_db: float, echo_ms: int) -> Iterator[VirtualSoundcard]:
    """A card, with this process pointed at it."""
    with virtual_soundcard(echo_db=echo_db, echo_ms=echo_ms) as card:
        before = {name: os.environ.get(name) for name in card.environment}
        os.environ.update(card.environment)
        try:
            yield card
        finally:
            for name, value in before.items():
                os.environ.pop(name)
                if value is not None:
                    os.environ[name] = value


@dataclass(frozen=True, slots=True)
class Played:
    """What came out of the loudspeaker while the whole duplex loop ran."""

    minutes: float
    gaps_heard: int
    """Places at which the recorded tone jumps by more than half a sample."""
    statistics: CardStatistics
    cpu: float
    """Share of one core that the process used, ears included."""


def underruns(seconds: float, choice: EarsChoice, busy_cores: int) -> Played:
    """A steady tone for so long, with echo cancelling and ears at work; recorded at the loudspeaker."""
    mixer = Mixer()
    turns = np.arange(to_samples(seconds))
    tone = (0.1 * np.sin(2 * np.pi * TONE_HZ * turns / SAMPLE_RATE_HZ)).astype(np.float32)
    mixer.play(resampled(tone, SAMPLE_RATE_HZ, PLAYBACK_RATE_HZ), at=8000)
    echo = EchoCanceller(Aec3())
    ears = EarsWorker("phrases", choice.open, on_failure=print)
    vocabulary = load("en").vocabulary
    ears.listen_for(ActivePhrases(vocabulary.active(Expectation.SESSION).keys()))
    card = SoundCard()
    last = 8000 + len(tone)

    def step(microphone: Samples, played: Samples, position: int) -> bool:
        detect, recognise = echo.process(microphone, played)
        ears.hear(Hearing(detect, recognise, position))
        return position < last

    with on_virtual_card(-10.0, 60) as virtual, busy(busy_cores), virtual.recording() as recorded:
        began_s, cpu_s = time.monotonic(), time.process_time()
        card.run(mixer.render, step)
        share = (time.process_time() - cpu_s) / (time.monotonic() - began_s)
    ears.close()
    return Played(seconds / 60, _jumps(recorded[0]), card.statistics, share)


def _jumps(sound: Samples) -> int:
    """How often the phase of the tone jumps, and how often the tone is missing."""
    sounding = np.flatnonzero(np.abs(sound) > 0.05)
    piece = sound[sounding[0] + 800 : sounding[-1] - 800]
    turning = piece * np.exp(-2j * np.pi * TONE_HZ * np.arange(len(piece)) / SAMPLE_RATE_HZ)
    means = turning[: len(turning) // 400 * 400].reshape(-1, 400).mean(axis=1)
    samples = np.angle(means[1:] * means[:-1].conj()) / (2 * np.pi * TONE_HZ / SAMPLE_RATE_HZ)
    wrong = (np.abs(samples) > 0.5) | (np.abs(means[1:]) < 0.8 * np.median(np.abs(means)))
    # one gap touches up to three neighbouring windows
    return int(np.count_nonzero(wrong[1:] & ~wrong[:-1]))


def live_silences(words: Sequence[tuple[Command, Samples]], choice: EarsChoice, busy_cores: int = 0) -> Silences:
    """Real time, threads, card: from the end of "stop" at the microphone to the coach's silence there.

    Measured in one recording of the microphone, so that both ends are on one clock; it includes the
    loudspeaker's buffer and the way back, which a listener's ear does not have.
    """
    plan = plan_of(*(SayStep(exercise=None, side=None, text=text) for text in list(LINES) * (1 + len(words) // 9)))
    kept = KeptRecords()
    scenes: list[View] = []
    ears = EarsWorker("phrases", choice.open, on_failure=print)
    mixer = Mixer()
    coach = Coach(
        Session(plan, load("en").wording, SessionSettings(give_up_s=60.0)),
        mixer=mixer,
        phrases=coach_voice(),
        vocabulary=load("en").vocabulary,
        ears=[ears],
        echo=EchoCanceller(Aec3()),
        recorders=[kept],
        watch=scenes.append,
    )
    for text in LINES:
        coach_voice().get(text, 150)
    level = coach_level_db() - 10.0
    clips = [(command, at_level(clip, level)) for command, clip in words]
    carry_on = at_level(spoken("carry on"), level)
    dice = np.random.default_rng(3)

    with on_virtual_card(-10.0, 12) as virtual, busy(busy_cores), virtual.recording("mic") as recorded:

        def patient() -> None:
            _until(lambda: bool(scenes) and scenes[-1].phase.value == "instructing")
            for _, clip in clips:
                time.sleep(float(dice.uniform(4.0, 7.0)))
                virtual.say(clip)
                time.sleep(6.0)
                if scenes[-1].phase.value in ("paused", "stopped"):
                    virtual.say(carry_on)
            time.sleep(2.0)
            coach.quit()

        thread = threading.Thread(target=patient, daemon=True)
        thread.start()
        coach.run(SoundCard())
        thread.join()
    ears.close()
    return _live_silences(recorded[0], clips, kept)


def _until(true: Callable[[], bool]) -> None:
    while not true():
        time.sleep(0.05)


def _live_silences(heard: Samples, clips: Sequence[tuple[Command, Samples]], kept: KeptRecords) -> Silences:
    result = Silences(asked=len(clips))
    commands = [record.command for _, record in kept.of(Heard)]
    result.obeyed = sum(commands.count(command.value) for command in {command for command, _ in clips})
    cuts = [record.text for _, record in kept.of(Said) if record.cut]
    for _, clip in clips:
        at = _place(heard, clip)
        if at is None:
            continue
        end = at + word_end(clip)
        for text in cuts:
            silent = _echo_ends(heard, line_heard(text), end)
            if silent is not None:
                result.waits_s.append(to_seconds(silent - end))
                break
    return result


def _place(heard: Samples, clip: Samples) -> int | None:
    """Where the clip lies in the recording, by its largest normalised correlation; None where that is
    small.
    """
    size = 1 << (len(heard) + len(clip)).bit_length()
    spectrum = np.fft.rfft(heard, size) * np.fft.rfft(clip, size).conj()
    scores = np.fft.irfft(spectrum, size)[: len(heard)] / float(np.dot(clip, clip))
    best = int(scores.argmax())
    return best if scores[best] > 0.5 else None


def _echo_ends(heard: Samples, sentence: Samples, word_end_at: int) -> int | None:
    """Where this sentence's echo ends, if it sounded at the end of the word and would have gone on
    afterwards.
    """
    around = heard[max(word_end_at - len(sentence), 0) : word_end_at]
    head = sentence[: to_samples(1.0)]
    offset = _place(around, (head * np.float32(10**-0.5)).astype(np.float32))
    if offset is None:
        return None
    began = max(word_end_at - len(sentence), 0) + offset
    start = word_end_at - to_samples(0.3)
    loud = np.flatnonzero(np.abs(heard[start : start + to_samples(3.0)]) > 1e-3)
    for last in loud[np.flatnonzero(np.diff(loud) > to_samples(GAP_S))]:
        silent = start + int(last) + 1
        would_follow = sentence[silent - began : silent - began + to_samples(GAP_S / 2)]
        if would_follow.size and float(np.abs(would_follow).max()) > 1e-2:
            return silent
    return None
