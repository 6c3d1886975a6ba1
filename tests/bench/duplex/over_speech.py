"""Commands said over the coach's own speech, and its own voice taken for commands."""

from __future__ import annotations

import math
import random
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.bench.coach_lines import LINES
from tests.bench.duplex.talk import (
    ROOMS,
    SETTLING_S,
    Said,
    at_level,
    coach_level_db,
    lines_with_commands,
    run_talk,
    trimmed,
    word_end,
)
from tests.bench.ears.material import expectation_for
from training.ears.recordings import recordings
from training.ears.voices import random_voice, speak
from voicecoach.audio.files.sound_file import read
from voicecoach.audio.pcm import SAMPLE_RATE_HZ, Samples, to_samples
from voicecoach.ears.choose import EarsChoice
from voicecoach.language.loading import Language
from voicecoach.language.vocabulary import Command, Expectation

EVERY_S = 4.0
ANSWER_S = 2.0
LONGEST_PIECE_S = 600.0
"""A decision counts for a word when it falls from 0.3 s before its end to this long after."""


@dataclass(frozen=True, slots=True)
class Word:
    """A command as somebody says it."""

    command: Command
    phrase: str
    clip: Samples
    group: str


@dataclass(slots=True)
class Heard:
    """What became of the words."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    waits_s: list[float] = field(default_factory=list)
    by_phrase: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return self.right + self.wrong + self.missed


def words(speech: Path | None, half: str, language: Language, folder: Path) -> list[Word]:
    """Every recorded command of that half of the speakers, and every phrase in a synthetic voice of that
    half.
    """
    phrases = {phrase: command for command, some in language.vocabulary.phrases.items() for phrase in some}
    found = []
    if speech is not None:
        for recording in recordings(speech):
            if recording.kind == "command" and recording.half == half:
                clip = trimmed(read(recording.path))
                found.append(Word(phrases[recording.text], recording.text, clip, "human"))
    dice = random.Random(f"duplex {half}")
    for phrase, command in phrases.items():
        voice = random_voice(dice, half)
        if shutil.which("espeak-ng" if voice[0] == "espeak" else voice[0]) is None:
            continue
        path = folder / f"{phrase}.wav".replace(" ", "_")
        speak(voice, phrase, path)
        found.append(Word(command, phrase, trimmed(read(path)), "synthetic"))
    return found


def commands_over_speech(
    some: Sequence[Word], room: str, level_db: float, choice: EarsChoice, language: Language
) -> dict[str, Heard]:
    """Each word once, ``level_db`` louder than the coach's echo at the microphone, while the coach talks."""
    acoustics = ROOMS[room]
    echo_db = coach_level_db() + (acoustics.echo_db or 0.0)
    heard = {"human": Heard(), "synthetic": Heard()}
    for expectation in Expectation:
        mine = [word for word in some if expectation_for(word.command) is expectation]
        for number, part in enumerate(_parts(mine, 60)):
            placed = []
            said = []
            dice = np.random.default_rng([number, list(Expectation).index(expectation)])
            at_s = SETTLING_S
            for word in part:
                start = to_samples(at_s + float(dice.uniform(0.0, 1.0)))
                placed.append((start, at_level(word.clip, echo_db + level_db)))
                said.append(Said(word.command, word.phrase, start, start + word_end(word.clip)))
                at_s += EVERY_S
            talk = run_talk(
                acoustics, LINES, choice, language, expectation, seconds=at_s + 1.0, words=placed, seed=number
            )
            _judge(part, said, [(at_s, given.text, given.command) for at_s, given in talk.given], heard)
    return heard


def _judge(
    part: Sequence[Word], said: Sequence[Said], accepted: list[tuple[float, str, Command]], heard: dict[str, Heard]
) -> None:
    taken: set[int] = set()
    for word, one in zip(part, said, strict=True):
        end_s = one.ends_at / SAMPLE_RATE_HZ
        tally = heard[word.group]
        fitting = [
            number
            for number, (at_s, _, _) in enumerate(accepted)
            if end_s - 0.3 <= at_s <= end_s + ANSWER_S and number not in taken
        ]
        if not fitting:
            tally.missed += 1
            tally.by_phrase[(word.phrase, "-")] += 1
            continue
        taken.add(fitting[0])
        at_s, text, command = accepted[fitting[0]]
        if command is word.command:
            tally.right += 1
            tally.waits_s.append(at_s - end_s)
        else:
            tally.wrong += 1
            tally.by_phrase[(word.phrase, text)] += 1


def own_voice(
    hours: float, choice: EarsChoice, language: Language, room: str, expectation: Expectation
) -> Iterator[tuple[float, str, str]]:
    """The coach talks alone: what was accepted, when, and what it was saying."""
    texts = lines_with_commands(language)
    pieces = math.ceil(hours * 3600 / LONGEST_PIECE_S)
    seconds = hours * 3600 / pieces
    for number in range(pieces):
        talk = run_talk(ROOMS[room], texts, choice, language, expectation, seconds=seconds, seed=1000 + number)
        for at_s, given in talk.given:
            saying = [s.text for s in talk.spoken if s.starts_at <= at_s * SAMPLE_RATE_HZ]
            yield number * seconds + at_s, given.text, saying[-1] if saying else ""


def _parts(items: list[Word], size: int) -> Iterator[list[Word]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
