"""Collects repetitions of a few commands from one speaker, in half a minute, and learns from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voicecoach.audio.pcm import to_samples
from voicecoach.ears.enrolment import Enrolment, Gain, Repetition, learn
from voicecoach.ears.interface import Hearing
from voicecoach.ears.phrase_judge import MIN_S, PhraseJudge, levelled
from voicecoach.ears.phrase_scorer import ScorerTuning
from voicecoach.ears.segmenter import Segmenter
from voicecoach.language.vocabulary import Command, Expectation, Vocabulary

COMMANDS = (Command.STOP, Command.PAUSE, Command.HURTS, Command.NEXT, Command.SWITCH, Command.RESUME, Command.READY)
"""What a session cannot do without."""
TIMES = 3
_NOT_THAT = -9.0
"""Log odds below which a sound was not the command that was asked for, but a cough or a door."""


@dataclass(frozen=True, slots=True)
class AskedPhrase:
    """What the person is to say now."""

    command: Command
    phrase: str
    time: int
    """From 1."""
    times: int


class EnrolmentSession:
    """Fed every block; ``asked`` is what to say next, None when all was said."""

    def __init__(
        self,
        judge: PhraseJudge,
        vocabulary: Vocabulary,
        *,
        commands: Sequence[Command] = COMMANDS,
        times: int = TIMES,
        segmenter: Segmenter | None = None,
    ) -> None:
        self._judge = judge
        self._active = vocabulary.active(Expectation.READY)
        self._left = [
            AskedPhrase(command, vocabulary.phrases[command][0], time, times)
            for time in range(1, times + 1)
            for command in commands
        ]
        self._segmenter = segmenter or Segmenter()
        self._repetitions: list[Repetition] = []

    @property
    def asked(self) -> AskedPhrase | None:
        return self._left[0] if self._left else None

    def hear(self, hearing: Hearing) -> Repetition | None:
        """The repetition that ended with this block, if it was what was asked for."""
        segment = self._segmenter.feed(hearing)
        if segment is None or not segment.final or segment.too_long or not self._left:
            return None
        speech = slice(segment.speech_start, segment.speech_end)
        samples = levelled(segment.samples, speech)
        if samples is None or samples.size < to_samples(MIN_S):
            return None
        first = self._judge.look(samples, speech, self._active)
        look = self._judge.look_again(samples, speech, first, self._active)
        said = self._left[0].command
        odds = {
            evidence.command: evidence.log_odds
            for evidence in self._judge.weigh(look, self._active)
            if isinstance(evidence.command, Command)
        }
        if odds[said] < _NOT_THAT:
            return None
        repetition = Repetition(said, odds)
        self._repetitions.append(repetition)
        self._left.pop(0)
        return repetition

    def outcome(self, tuning: ScorerTuning | None = None) -> tuple[Enrolment, Gain]:
        """What was learnt so far."""
        tuning = tuning or ScorerTuning()
        return learn(self._repetitions, gate=tuning.usual.later, margin=tuning.margin)
