"""A coach that talks without a break in a simulated room, and ears that listen through its voice."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from tests.bench.coach_lines import LINES
from tests.simulated_room import SimulatedRoom
from voicecoach.audio.echo.aec3 import Aec3
from voicecoach.audio.echo.canceller import EchoCanceller
from voicecoach.audio.mixer import LIVE_LEVEL_DB, Mixer
from voicecoach.audio.pcm import (
    PLAYBACK_RATE_HZ,
    SAMPLE_RATE_HZ,
    Samples,
    clock_length,
    gain_from_db,
    resampled,
    to_samples,
    to_seconds,
)
from voicecoach.audio.room.acoustics import Acoustics
from voicecoach.coach.command_input import CommandInput
from voicecoach.ears.choose import EarsChoice
from voicecoach.language.adjustments import NO_ADJUSTMENTS
from voicecoach.language.loading import Language
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.language.wording import flattened
from voicecoach.session.events import CommandHeard
from voicecoach.session.phase import Phase
from voicecoach.voice.choose import open_voice
from voicecoach.voice.phrase_cache import PhraseCache

ROOMS = {
    "quiet echo": Acoustics(echo_db=-20.0, echo_delay_ms=40.0, rt60_s=0.2, seed=1),
    "living room": Acoustics(echo_db=-8.0, echo_delay_ms=90.0, rt60_s=0.4, seed=2),
    "late": Acoustics(echo_db=-8.0, echo_delay_ms=250.0, rt60_s=0.3, seed=3),
    "early": Acoustics(echo_db=-8.0, echo_delay_ms=20.0, rt60_s=0.3, seed=4),
    "bad speaker": Acoustics(echo_db=-8.0, echo_delay_ms=90.0, rt60_s=0.3, speaker_drive=2.0, seed=5),
    "two clocks": Acoustics(echo_db=-8.0, echo_delay_ms=120.0, rt60_s=0.3, drift_ppm=40.0, seed=6),
    "loud": Acoustics(echo_db=0.0, echo_delay_ms=60.0, rt60_s=0.3, speaker_drive=1.0, seed=7),
}
NOISE_DB = -62.0
ECHO_TAIL_S = 0.8
SETTLING_S = 6.0
"""The coach talks for so long before the first command, as in a session's opening."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence of the coach: samples [starts_at, ends_at) of the session."""

    text: str
    starts_at: int
    ends_at: int


@dataclass(frozen=True, slots=True)
class Said:
    """A word of the patient, which begins and ends at these samples."""

    command: Command
    phrase: str
    starts_at: int
    ends_at: int


@cache
def coach_voice() -> PhraseCache:
    """``VOICECOACH_TEST_VOICE`` names another voice than the one that speaks by default."""
    return PhraseCache(open_voice(os.environ.get("VOICECOACH_TEST_VOICE", "auto"), "en").voice, ahead=False)


@cache
def line(text: str) -> Samples:
    """At the playback rate."""
    return coach_voice().get(text, 150)


@cache
def line_heard(text: str) -> Samples:
    """At 16 kHz, as loud as it is played."""
    return resampled(line(text), PLAYBACK_RATE_HZ, SAMPLE_RATE_HZ) * np.float32(gain_from_db(LIVE_LEVEL_DB))


def lines_with_commands(language: Language) -> tuple[str, ...]:
    """Everything the coach says in a session and around it, prompts that hold the command words included."""
    sentences = [text for text in flattened(language.texts.sentences).values() if "{" not in text]
    return (*LINES, *sentences)


def talking(texts: Sequence[str], seconds: float, *, pause_s: float = 0.4, seed: int = 0) -> Iterator[tuple[str, int]]:
    """Which line begins at which sample, until the time is over."""
    dice = np.random.default_rng(seed)
    at = to_samples(0.3)
    while at < to_samples(seconds):
        text = str(dice.choice(np.asarray(texts)))
        yield text, at
        at += clock_length(line(text)) + to_samples(pause_s)


@dataclass(slots=True)
class Talk:
    """One run: what the coach said, and what was understood."""

    spoken: list[Spoken]
    given: list[tuple[float, CommandHeard]]
    """When each decision fell, in seconds, and what it was."""


def speech_db(samples: Samples) -> float:
    """Level of the loud parts: what is within 25 dB of the loudest 10 ms."""
    blocks = samples[: len(samples) // 160 * 160].reshape(-1, 160)
    powers = np.mean(blocks.astype(np.float64) ** 2, axis=1)
    loud = powers > powers.max() * 10**-2.5
    return 10.0 * float(np.log10(powers[loud].mean()))


def trimmed(clip: Samples) -> Samples:
    """From 50 ms before the first 10 ms that are within 30 dB of the loudest, to the last."""
    blocks = clip[: len(clip) // 160 * 160].reshape(-1, 160)
    powers = np.mean(blocks.astype(np.float64) ** 2, axis=1)
    loud = np.flatnonzero(powers > powers.max() * 1e-3)
    return clip[max(int(loud[0]) - 5, 0) * 160 : (int(loud[-1]) + 1) * 160]


def word_end(clip: Samples) -> int:
    """Where the word ends: after the last 10 ms that are within 20 dB of the loudest."""
    blocks = clip[: len(clip) // 160 * 160].reshape(-1, 160)
    powers = np.mean(blocks.astype(np.float64) ** 2, axis=1)
    return (int(np.flatnonzero(powers > powers.max() * 1e-2)[-1]) + 1) * 160


def run_talk(
    acoustics: Acoustics,
    texts: Sequence[str],
    choice: EarsChoice,
    language: Language,
    expectation: Expectation,
    *,
    seconds: float,
    words: Sequence[tuple[int, Samples]] = (),
    seed: int = 0,
    keep: bool = False,
) -> Talk:
    """The coach talks for so many seconds while the patient says ``words`` at their samples."""
    mixer = Mixer(level_db=LIVE_LEVEL_DB)
    spoken = [Spoken(text, at, mixer.play(line(text), at).ends_at) for text, at in talking(texts, seconds, seed=seed)]
    room = SimulatedRoom(
        acoustics,
        timeline=[(at / SAMPLE_RATE_HZ, clip) for at, clip in words],
        noise_db=NOISE_DB,
        lasts_s=seconds,
        keep=keep,
    )
    echo = EchoCanceller(Aec3())
    ears = choice.open()
    given: list[tuple[float, CommandHeard]] = []
    listening = CommandInput([ears], echo, language.vocabulary, NO_ADJUSTMENTS)
    upcoming = 0

    def step(microphone: Samples, played: Samples, position: int) -> bool:
        nonlocal upcoming
        while upcoming < len(spoken) and spoken[upcoming].ends_at + to_samples(ECHO_TAIL_S) <= position:
            upcoming += 1
        around = " ".join(said.text for said in spoken[upcoming : upcoming + 3] if said.starts_at <= position)
        events = listening.hear(
            microphone, played, position, expects=expectation, phase=Phase.INSTRUCTING, saying=around
        )
        given.extend(
            (to_seconds(position + len(microphone)), event) for event in events if isinstance(event, CommandHeard)
        )
        return True

    room.run(mixer.render, step)
    ears.close()
    return Talk(spoken, given)


def at_level(clip: Samples, level_db: float) -> Samples:
    scaled: Samples = clip * np.float32(10 ** ((level_db - speech_db(clip)) / 20))
    return scaled


def coach_level_db() -> float:
    return float(np.mean([speech_db(line_heard(text)) for text in LINES[:8]]))
