"""What the ears are measured on: clips of known words in known conditions, and speech that holds no command."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.ears.conditions import (
    babble,
    clatter,
    coloured_noise,
    hum,
    music,
    placed,
    room,
    speech_rms,
)
from training.ears.recordings import NUMBER_WORDS, Recording, noises, recordings
from training.ears.voices import random_voice, speak
from voicecoach.audio.files.sound_file import read
from voicecoach.audio.pcm import SAMPLE_RATE_HZ, Samples
from voicecoach.language.topics.library import load, names
from voicecoach.language.vocabulary import Command, Expectation, Vocabulary

OTHER_NOISE = "10 dB, other"
"""Hum, clatter, music and two to six voices instead of the recorded noises."""
CONDITIONS = ("clean", "2 m", "20 dB", "10 dB", OTHER_NOISE)
_SNR_DB = {"clean": 40.0, "2 m": 30.0, "20 dB": 20.0, "10 dB": 10.0, OTHER_NOISE: 10.0}
_SPEECH_RMS = 0.05


@dataclass(frozen=True, slots=True)
class Trial:
    """One command said once."""

    group: str
    """``human`` or ``synthetic``."""
    condition: str
    name: str
    phrase: str
    command: Command
    expectation: Expectation
    stream: Samples
    word_end_s: float
    """Where the word ends in the stream, by the clean clip: the last 10 ms within 30 dB of its loudest."""


def expectation_for(command: Command) -> Expectation:
    """The state in which this command counts."""
    if command.number is not None:
        return Expectation.NUMBER
    if command in (Command.YES, Command.NO):
        return Expectation.YES_NO
    return Expectation.READY if command is Command.READY else Expectation.SESSION


def _in_condition(
    dice: np.random.Generator, clip: Samples, condition: str, recorded: list[Samples]
) -> tuple[Samples, float]:
    before_s = float(dice.uniform(0.5, 1.2))
    blocks = np.mean(clip[: clip.size // 160 * 160].reshape(-1, 160).astype(np.float64) ** 2, axis=1)
    word_end_s = before_s + 0.01 * (float(np.flatnonzero(blocks > blocks.max() * 1e-3)[-1]) + 1)
    if condition == "2 m":
        clip = room(dice, clip, float(dice.uniform(0.3, 0.6)), float(dice.uniform(-3, 3)))
    steady = condition != OTHER_NOISE and (condition in ("clean", "2 m") or not recorded or dice.random() < 0.34)
    noise = (
        coloured_noise(dice, clip.size + 4 * SAMPLE_RATE_HZ, 1.0)
        if steady
        else recorded[int(dice.integers(len(recorded)))]
    )
    clip = clip * np.float32(_SPEECH_RMS / speech_rms(clip))
    return placed(dice, clip, noise, _SNR_DB[condition], before_s, 1.0), word_end_s


def _noises_for(condition: str, speech: Path | None, half: str) -> list[Samples]:
    """What a condition's noise is drawn from: recorded, or, for ``OTHER_NOISE``, made."""
    if condition != OTHER_NOISE:
        return noises(speech, half) if speech is not None else []
    talk: list[Samples] = []
    if speech is not None:
        spoken = [each for each in recordings(speech) if each.kind == "other-speech" and each.half == half]
        talk = [read(each.path) for each in spoken[:60]]
    dice = np.random.default_rng(99)
    count = 12 * SAMPLE_RATE_HZ
    made = [kind(dice, count) for kind in (hum, clatter, music) for _ in range(6)]
    return made + [babble(dice, count, talk, voices) for voices in (2, 3, 4, 5, 6, 6) if talk]


def human_trials(speech: Path, half: str, vocabulary: Vocabulary) -> Iterator[Trial]:
    """Every recorded command of the speakers in ``half``, in every condition."""
    commands = {phrase: command for command, phrases in vocabulary.phrases.items() for phrase in phrases}
    for condition in CONDITIONS:
        recorded = _noises_for(condition, speech, half)
        dice = np.random.default_rng(CONDITIONS.index(condition))
        for recording in _commands(speech, half):
            command = commands[recording.text]
            assert command.number is None or recording.text == NUMBER_WORDS[command.number]
            stream, end_s = _in_condition(dice, read(recording.path), condition, recorded)
            yield Trial(
                "human",
                condition,
                recording.path.name,
                recording.text,
                command,
                expectation_for(command),
                stream,
                end_s,
            )


def _commands(speech: Path, half: str) -> list[Recording]:
    return [recording for recording in recordings(speech) if recording.kind == "command" and recording.half == half]


def synthetic_trials(speech: Path | None, half: str, vocabulary: Vocabulary, folder: Path) -> Iterator[Trial]:
    """Every phrase once in every condition, each time in another voice of ``half``; spoken into ``folder``."""
    choice = random.Random(f"bench {half}")
    for condition in CONDITIONS:
        recorded = _noises_for(condition, speech, half)
        dice = np.random.default_rng(10 + CONDITIONS.index(condition))
        for command, phrases in vocabulary.phrases.items():
            for phrase in phrases:
                voice = random_voice(choice, half)
                if shutil.which("espeak-ng" if voice[0] == "espeak" else voice[0]) is None:
                    continue
                path = folder / f"{half}-{condition}-{phrase}.wav".replace(" ", "_")
                if not path.exists():
                    speak(voice, phrase, path)
                stream, end_s = _in_condition(dice, read(path), condition, recorded)
                name = " ".join(voice)
                yield Trial("synthetic", condition, name, phrase, command, expectation_for(command), stream, end_s)


def other_speech(speech: Path, half: str) -> tuple[Samples, list[tuple[float, str]]]:
    """What people said that is not a command, end to end, and (end in seconds, file) for each."""
    said = [each for each in recordings(speech) if each.kind != "command" and each.half == half]
    return _end_to_end((read(recording.path), recording.path.name) for recording in said)


def read_aloud(half: str, hours: float, folder: Path) -> tuple[Samples, list[tuple[float, str]]]:
    """So many hours of the topics' sentences about backs, read by voices of ``half``; as ``other_speech``."""
    sentences = [sentence for key in names() for part in load(key).sections for sentence in part.sentences]
    dice = random.Random(f"aloud {half}")
    path = folder / "sentence.wav"

    def spoken() -> Iterator[tuple[Samples, str]]:
        seconds = 0.0
        while seconds < hours * 3600:
            voice, sentence = random_voice(dice, half), dice.choice(sentences)
            if shutil.which("espeak-ng" if voice[0] == "espeak" else voice[0]) is None:
                continue
            speak(voice, sentence, path)
            clip = read(path)
            seconds += clip.size / SAMPLE_RATE_HZ + 0.5
            yield clip, f"{' '.join(voice)}: {sentence}"

    return _end_to_end(spoken())


def _end_to_end(clips: Iterable[tuple[Samples, str]]) -> tuple[Samples, list[tuple[float, str]]]:
    """With short gaps, over faint noise."""
    dice = np.random.default_rng(20)
    pieces: list[Samples] = []
    ends: list[tuple[float, str]] = []
    at = 0
    for clip, name in clips:
        level = speech_rms(clip)
        if level < 1e-3:
            continue
        gap = np.zeros(int(dice.uniform(0.2, 0.8) * SAMPLE_RATE_HZ), dtype=np.float32)
        pieces += [clip * np.float32(_SPEECH_RMS / level), gap]
        at += clip.size + gap.size
        ends.append((at / SAMPLE_RATE_HZ, name))
    stream = np.concatenate(pieces)
    stream += coloured_noise(dice, stream.size, 1.0) * np.float32(_SPEECH_RMS * 10 ** (-30 / 20))
    return stream, ends
