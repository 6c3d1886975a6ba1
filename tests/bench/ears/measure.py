"""Runs ears over material and counts. Nothing here asserts."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.bench.ears.material import Trial
from voicecoach.audio.pcm import BLOCK_SAMPLES, SAMPLE_RATE_HZ, Samples
from voicecoach.ears.choose import EarsChoice
from voicecoach.ears.interface import ActivePhrases, Hearing, Utterance, Verdict
from voicecoach.ears.listen_to_file import utterances_in
from voicecoach.language.vocabulary import URGENT, Command, Expectation, Vocabulary


@dataclass(slots=True)
class Tally:
    """What became of the trials of one condition."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    waits_s: list[float] = field(default_factory=list)
    """From the true end of the word to the decision, for the right ones."""

    @property
    def count(self) -> int:
        return self.right + self.wrong + self.missed


@dataclass(slots=True)
class Result:
    """All trials of one kind of ears."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_phrase: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    urgent: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    misses: Counter[tuple[str, str]] = field(default_factory=Counter)


def accepted_in(
    stream: Samples, choice: EarsChoice, vocabulary: Vocabulary, expectation: Expectation
) -> list[tuple[Utterance, Command]]:
    """The commands heard in a stream."""
    active = vocabulary.active(expectation)
    listened_for = ActivePhrases(tuple(active), vocabulary.urgent(expectation), vocabulary.invited(expectation))
    ears = choice.open()
    heard = [
        (utterance, active[utterance.text])
        for utterance in utterances_in([stream], ears, listened_for)
        if utterance.verdict is Verdict.ACCEPTED
    ]
    ears.close()
    return heard


def run_trials(trials: Iterable[Trial], choice: EarsChoice, vocabulary: Vocabulary) -> Result:
    """Right is the command itself, at least once, and no other; any other command is wrong."""
    result = Result()
    for trial in trials:
        heard = accepted_in(trial.stream, choice, vocabulary, trial.expectation)
        tallies = [
            result.tallies[trial.group, trial.condition],
            result.by_phrase[trial.phrase, trial.condition],
        ]
        if trial.command in URGENT:
            tallies.append(result.urgent[trial.group, trial.condition])
        others = [utterance for utterance, command in heard if command is not trial.command]
        for tally in tallies:
            if others:
                tally.wrong += 1
            elif heard:
                tally.right += 1
                tally.waits_s.append(heard[0][0].decided_s - trial.word_end_s)
            else:
                tally.missed += 1
        if others:
            result.confusions[trial.phrase, others[0].text] += 1
        elif not heard:
            result.misses[trial.phrase, trial.condition] += 1
    return result


@dataclass(frozen=True, slots=True)
class FalseAccept:
    expectation: Expectation
    at_s: float
    file: str
    heard: str


def run_other_speech(
    stream: Samples, ends: list[tuple[float, str]], choice: EarsChoice, vocabulary: Vocabulary
) -> list[FalseAccept]:
    """Everything accepted in speech that holds no command, in every state."""
    times = [end_s for end_s, _ in ends]
    found = []
    for expectation in Expectation:
        for utterance, _ in accepted_in(stream, choice, vocabulary, expectation):
            file = ends[min(int(np.searchsorted(times, utterance.speech_end_s)), len(ends) - 1)][1]
            found.append(FalseAccept(expectation, utterance.decided_s, file, utterance.text))
    return found


@dataclass(frozen=True, slots=True)
class Cost:
    """Shares of one core, and memory."""

    silence_share: float
    talk_share: float
    decision_ms: float
    """CPU of the call that accepted a command, median."""
    command_ms: float
    """CPU of everything from the first sound of a trial to its decision, median: listening and all looks."""
    memory_mb: float


def cost_of(choice: EarsChoice, vocabulary: Vocabulary, talk: Samples, trials: list[Trial]) -> Cost:
    """CPU seconds a second of sound, for faint noise and for talk, and CPU of deciding."""
    dice = np.random.default_rng(1)
    quiet = (dice.standard_normal(60 * SAMPLE_RATE_HZ) * 1e-3).astype(np.float32)
    talk = talk[: 120 * SAMPLE_RATE_HZ]
    shares = []
    for stream in (quiet, talk):
        accepted_in(stream[:SAMPLE_RATE_HZ], choice, vocabulary, Expectation.SESSION)
        began = time.process_time()
        accepted_in(stream, choice, vocabulary, Expectation.SESSION)
        shares.append((time.process_time() - began) / (stream.size / SAMPLE_RATE_HZ))
    decisions, commands = [], []
    for trial in trials:
        active = vocabulary.active(trial.expectation)
        ears = choice.open()
        began = called = time.process_time()
        ears.listen_for(ActivePhrases(tuple(active), vocabulary.urgent(trial.expectation)))
        for at in range(0, trial.stream.size - BLOCK_SAMPLES + 1, BLOCK_SAMPLES):
            block = trial.stream[at : at + BLOCK_SAMPLES]
            called = time.process_time()
            if any(heard.verdict is Verdict.ACCEPTED for heard in ears.hear(Hearing(block, block, at))):
                decisions.append(1000 * (time.process_time() - called))
                commands.append(1000 * (time.process_time() - began))
                break
        ears.close()
    return Cost(shares[0], shares[1], _median(decisions), _median(commands), _memory_mb())


def _median(values: list[float]) -> float:
    return float(np.median(values)) if values else float("nan")


def _memory_mb() -> float:
    """Resident now; the whole program, this bench included."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
