"""Turns microphone blocks into the session's events: commands, near misses, topics, changed settings, failed ears.

It tells the recognisers which phrases count, whenever the phase, the open question or the coach's own words change, and
removes the coach's voice from what they hear.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Protocol

from voicecoach.audio.pcm import BLOCK_SAMPLES, Samples, rms_db, silence, to_samples
from voicecoach.ears.choose import TYPED
from voicecoach.ears.interface import ActivePhrases, Ears, Hearing, Utterance, Verdict
from voicecoach.language import topics
from voicecoach.language.adjustments import Adjustment
from voicecoach.language.vocabulary import Command, Expectation, Vocabulary
from voicecoach.session.events import (
    AdjustmentHeard,
    CommandHeard,
    Event,
    HardToInterrupt,
    NearlyHeard,
    NotUnderstood,
    PartFailed,
    TopicHeard,
)
from voicecoach.session.part import Part
from voicecoach.session.phase import Phase

_WORD = re.compile(r"[a-z']+")
SURE = 0.95
"""Confidence needed by commands that are not urgent while the coach talks and the echo canceller has not converged. A
less certain one becomes a near miss.
"""
FAIRLY_SURE = 0.75
"""Confidence needed by urgent commands while the coach talks and its echo path has just changed: there its own words
have reached 0.5, and a patient's 0.99.
"""


_KEPT_BLOCKS = 600
"""For so long (6 s) it is known which blocks held nothing but echo; words are decided on sooner."""
_AROUND_BLOCKS = 3
"""Before and after a word, whose ends are not found to the block."""
_VOWEL_BLOCKS = 5
"""So long (50 ms) at least a word stands out of the echo; what is left of the coach does for 10 to 40 ms."""


class EchoRemover(Protocol):
    """The echo canceller, as far as it is needed here: see ``audio.echo``."""

    def process(self, microphone: Samples, played: Samples) -> tuple[Samples, Samples]: ...

    @property
    def voiced(self) -> bool:
        """True when the last block contains more than residual echo."""
        ...

    @property
    def echo_alone(self) -> bool:
        """True when the last block contains nothing but residual echo."""
        ...

    @property
    def settling(self) -> bool:
        """True until the canceller has converged."""
        ...

    @property
    def disturbed(self) -> bool:
        """True while the output may contain the coach at full strength, because the echo path has just changed."""
        ...

    @property
    def ducking_needed(self) -> bool:
        """True when the echo cannot be cancelled, so that the coach is ducked instead."""
        ...


class CommandInput:
    """All recognisers of a session, microphone and keyboard alike."""

    def __init__(
        self,
        ears: Sequence[Ears],
        echo: EchoRemover | None,
        vocabulary: Vocabulary,
        adjustments: Mapping[str, Adjustment],
    ) -> None:
        """``adjustments`` maps the phrases that change settings in a pause to the setting."""
        self._ears = tuple(ears)
        self._echo = echo
        self._vocabulary = vocabulary
        self._adjustments = adjustments
        self._active: dict[str, Command] = {}
        self._urgent: tuple[str, ...] = ()
        self._in_a_pause: Mapping[str, str] = {}
        self._tuned_to: tuple[Expectation, Phase, str] | None = None
        self._told_hard_to_interrupt = False
        self._echo_alone: deque[bool] = deque(maxlen=_KEPT_BLOCKS)
        self._next_block = 0
        self.level_db: float | None = None
        """How loud the last block was, without the coach's own voice; None where only keys are heard."""

    def hear(
        self, microphone: Samples, played: Samples, position: int, *, expects: Expectation, phase: Phase, saying: str
    ) -> Iterator[Event]:
        """One block in, shape (160,) both; ``saying`` is the coach's text that the microphone may be hearing.

        Handle each event before asking for the next.
        """
        if not self._ears:
            return
        retuned = self._tuned(expects, phase, saying)
        detect = recognise = microphone
        voiced = False
        if self._echo is not None:
            detect, recognise = self._echo.process(microphone, played)
            voiced = self._echo.voiced
            self._echo_alone.append(self._echo.echo_alone)
            self._next_block = position // BLOCK_SAMPLES + 1
            if self._echo.ducking_needed and not self._told_hard_to_interrupt:
                self._told_hard_to_interrupt = True
                yield HardToInterrupt()
        if any(each.name != TYPED for each in self._ears):
            residue = self._echo is not None and not voiced and bool(played.any())
            self.level_db = rms_db(silence(BLOCK_SAMPLES) if residue else recognise)
        else:
            self.level_db = None
        hearing = Hearing(detect, recognise, position, voiced)
        for ears in self._ears:
            try:
                if retuned is not None:
                    ears.listen_for(retuned)
                utterances = ears.hear(hearing)
            except Exception as error:  # noqa: BLE001 - whatever a recogniser throws, the others go on
                self._ears = tuple(other for other in self._ears if other is not ears)
                yield PartFailed(Part.EARS, str(error) or type(error).__name__, deaf=not self._ears)
                continue
            for utterance in utterances:
                if ears.name == TYPED or not self._was_echo_alone(utterance):
                    yield self._event(utterance, ears.name, saying)

    def _tuned(self, expects: Expectation, phase: Phase, saying: str) -> ActivePhrases | None:
        """What every recogniser has to listen for from now on; None when nothing has changed."""
        wanted = (expects, phase, saying)
        if wanted == self._tuned_to:
            return None
        self._tuned_to = wanted
        self._active = self._vocabulary.active(expects)
        self._urgent = self._vocabulary.urgent(expects)
        # An easier gate only while the patient is really being waited for, and never for the coach's own echo.
        invited = self._vocabulary.invited(expects) if phase is Phase.WAITING and not saying else ()
        self._in_a_pause = self._asked_in_a_pause() if phase is Phase.PAUSED else {}
        return ActivePhrases(self._active.keys(), self._urgent, invited, saying, self._in_a_pause)

    def _asked_in_a_pause(self) -> Mapping[str, str]:
        """The phrases that count in a pause besides the commands, with the topic or setting of each."""
        return {**self._adjustments, **topics.topic_phrases(self._vocabulary.language)}

    def _event(self, utterance: Utterance, by: str, saying: str) -> Event:
        # What is typed was meant: a key counts whether it is expected or not.
        typed = by == TYPED
        accepted = utterance.verdict is Verdict.ACCEPTED
        text = utterance.text
        command = (self._vocabulary.commands if typed else self._active).get(text)
        if command is not None:
            doubtful = not typed and saying != "" and self._may_be_echo(utterance, saying)
            if accepted and not doubtful:
                return CommandHeard(command, text, utterance.confidence, utterance.speech_end_s, by)
            if accepted or utterance.verdict is Verdict.NEARLY:
                return NearlyHeard(command, text)
        elif accepted:
            asked = (self._asked_in_a_pause() if typed else self._in_a_pause).get(text)
            if asked is not None and text in self._adjustments:
                return AdjustmentHeard(self._adjustments[text], text=text)
            if asked is not None:
                return TopicHeard(asked, topics.load(asked, self._vocabulary.language).sentences, text)
        return NotUnderstood(utterance.speech_end_s)

    def _was_echo_alone(self, utterance: Utterance) -> bool:
        """Whether it was hardly more than what is left of the coach's own voice, from its beginning to its end."""
        oldest = self._next_block - len(self._echo_alone)
        first = to_samples(utterance.speech_start_s) // BLOCK_SAMPLES - _AROUND_BLOCKS - oldest
        end = to_samples(utterance.speech_end_s) // BLOCK_SAMPLES + _AROUND_BLOCKS + 1 - oldest
        alone = sum(islice(self._echo_alone, max(first, 0), max(end, 0)))
        return end - first - alone < _VOWEL_BLOCKS

    def _may_be_echo(self, utterance: Utterance, saying: str) -> bool:
        """Whether it may be the coach's own word, in the first seconds or after its echo has moved. Urgent phrases are
        doubted only when they are hardly more than a guess, or in the first seconds the very words of the coach.
        """
        if self._echo is None:
            return False
        if utterance.text in self._urgent:
            own = f" {utterance.text} " in f" {' '.join(_WORD.findall(saying.lower()))} "
            needed = SURE if own and self._echo.settling else FAIRLY_SURE if self._echo.disturbed else 0.0
            return utterance.confidence < needed
        return self._echo.settling and utterance.confidence < SURE
