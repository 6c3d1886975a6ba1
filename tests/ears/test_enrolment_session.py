"""A lesson: what is asked, what counts, what is learnt."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from voicecoach.audio.pcm import BLOCK_SAMPLES, SAMPLE_RATE_HZ, Samples
from voicecoach.ears.enrolment_session import AskedPhrase, EnrolmentSession
from voicecoach.ears.interface import Hearing
from voicecoach.ears.phrase_judge import Evidence, Look, PhraseJudge
from voicecoach.language.loading import load
from voicecoach.language.vocabulary import Command

VOCABULARY = load("en").vocabulary


class FixedJudge(PhraseJudge):
    """Believes in one command, a little."""

    def __init__(self, command: Command, log_odds: float) -> None:
        self.command, self.log_odds = command, log_odds

    def look(self, samples: Samples, speech: slice, active: Collection[str]) -> Look:  # noqa: ARG002
        return Look({}, None)

    def look_again(self, samples: Samples, speech: slice, first: Look, active: Collection[str]) -> Look:  # noqa: ARG002
        return first

    def weigh(self, look: Look, commands: Mapping[str, object]) -> list[Evidence]:  # noqa: ARG002
        return [
            Evidence(self.log_odds if command is self.command else -11.0, phrase, command)
            for phrase, command in commands.items()
        ]


def _words(count: int) -> Samples:
    dice = np.random.default_rng(3)
    time_s = np.arange(int(0.5 * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    voice = 0.02 * np.sum([np.sin(2 * np.pi * 140 * n * time_s) / n**0.5 for n in range(1, 25)], axis=0)
    word = np.concatenate((np.zeros(12_000), voice, np.zeros(12_000)))
    sound = np.tile(word, count)
    return np.asarray(sound + dice.standard_normal(sound.size) * 1e-3, dtype=np.float32)


def _teach(lesson: EnrolmentSession, sound: Samples) -> None:
    for at in range(0, sound.size - BLOCK_SAMPLES + 1, BLOCK_SAMPLES):
        block = sound[at : at + BLOCK_SAMPLES]
        lesson.hear(Hearing(block, block, at))


def test_each_command_is_asked_for_in_turn_and_doubt_becomes_relief() -> None:
    lesson = EnrolmentSession(FixedJudge(Command.NEXT, -1.0), VOCABULARY, commands=[Command.NEXT], times=3)
    asked = [lesson.asked]
    _teach(lesson, _words(3))
    asked.append(lesson.asked)
    assert asked == [AskedPhrase(Command.NEXT, "next", 1, 3), None]
    enrolment, gain = lesson.outcome()
    assert enrolment.relief[Command.NEXT] > 0.5
    assert (gain.repetitions, gain.understood_before, gain.understood_after) == (3, 0, 3)


def test_a_cough_is_not_a_repetition() -> None:
    lesson = EnrolmentSession(FixedJudge(Command.NEXT, -10.5), VOCABULARY, commands=[Command.NEXT], times=1)
    _teach(lesson, _words(2))
    assert lesson.asked is not None
