"""The default ears: a closed list of phrases, scored on an acoustic model, with a real reason to say no."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass

from voicecoach.audio.pcm import to_samples
from voicecoach.commands.vocabulary import Vocabulary
from voicecoach.ears.interface import Hearing, Utterance, Verdict
from voicecoach.ears.phrase_judge import MIN_S, PhraseJudge, Scores, levelled
from voicecoach.ears.segmenter import Segment, Segmenter

_WORD = re.compile(r"[\w'’]+")


@dataclass(frozen=True, slots=True)
class Gate:
    """Log evidence that a command needs. ``now`` is for the first look, ``later`` for the mean of three."""

    now: float
    later: float
    margin: float = 0.5
    """By so much it must lead any other command."""


@dataclass(frozen=True, slots=True)
class ScorerTuning:
    usual: Gate = Gate(now=-3.5, later=-4.4)
    urgent: Gate = Gate(now=-3.8, later=-5.2)
    early: float = -1.5
    """Evidence at which the shortest silence is enough."""
    middle: float = -3.0
    """Evidence at which the second silence is enough, also for a phrase that begins a longer one."""
    hopeless: float = -8.0
    nearly: float = -6.5
    masked: float = 2.0
    """More evidence asked of phrases in the text that the coach is speaking."""


class PhraseScorer:
    """Implements Ears. Deterministic; runs in whatever thread calls it."""

    def __init__(
        self,
        judge: PhraseJudge,
        vocabulary: Vocabulary,
        tuning: ScorerTuning | None = None,
        segmenter: Segmenter | None = None,
    ) -> None:
        self._judge = judge
        self._vocabulary = vocabulary
        self._tuning = tuning or ScorerTuning()
        self._segmenter = segmenter or Segmenter()
        self._active: dict[str, object] = {}
        self._begins_longer: frozenset[str] = frozenset()
        self._urgent: frozenset[str] = frozenset()
        self._masked: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return "phrases"

    def listen_for(self, phrases: Collection[str], *, urgent: Collection[str] = (), speaking: str = "") -> None:
        wanted = frozenset(phrases)
        if wanted != frozenset(self._active):
            self._active = {
                phrase: command
                for command, spoken in self._vocabulary.phrases.items()
                for phrase in spoken
                if phrase in wanted
            }
            self._begins_longer = frozenset(
                phrase for phrase in wanted if any(longer.startswith(phrase + " ") for longer in wanted)
            )
        self._urgent = frozenset(urgent)
        said = " " + " ".join(_WORD.findall(speaking.lower())) + " "
        self._masked = frozenset(phrase for phrase in wanted - self._urgent if f" {phrase} " in said)

    def hear(self, hearing: Hearing) -> list[Utterance]:
        segment = self._segmenter.feed(hearing)
        return [] if segment is None else self._judged(segment)

    def finish(self) -> list[Utterance]:
        """What is still open when the sound ends, judged as if silence followed."""
        segment = self._segmenter.flush()
        return [] if segment is None else self._judged(segment)

    def close(self) -> None:
        """Nothing to give back: the model goes with the object."""

    def _judged(self, segment: Segment) -> list[Utterance]:
        if segment.too_long:
            return [_utterance(segment, Verdict.REJECTED)] if segment.final else []
        speech = slice(segment.speech_start, segment.speech_end)
        samples = levelled(segment.samples, speech)
        if samples is None or samples.size < to_samples(MIN_S):
            return []
        tuning = self._tuning
        scores = self._judge.look(samples, self._active)
        lead, phrase, evidence = self._lead(scores)
        if phrase is None or evidence < tuning.hopeless:
            return [_utterance(segment, Verdict.REJECTED)] if segment.final else []
        gate = self._gate(phrase)
        if segment.offer == 0 and (evidence < tuning.early or phrase in self._begins_longer):
            return []
        if not segment.final and evidence < min(tuning.middle, gate.now):
            return []
        if evidence >= gate.now and lead >= gate.margin:
            self._segmenter.taken()
            return [_utterance(segment, Verdict.ACCEPTED, phrase, evidence)]
        if not segment.final:
            return []
        scores = self._judge.look_again(samples, scores, self._active)
        lead, phrase, evidence = self._lead(scores)
        if phrase is None:
            return [_utterance(segment, Verdict.REJECTED)]
        gate = self._gate(phrase)
        if evidence >= gate.later and lead >= gate.margin:
            verdict = Verdict.ACCEPTED
        elif evidence >= tuning.nearly:
            verdict = Verdict.NEARLY
        else:
            verdict = Verdict.REJECTED
        return [_utterance(segment, verdict, phrase, evidence)]

    def _lead(self, scores: Scores) -> tuple[float, str | None, float]:
        """(lead over the next command, phrase, evidence) of the best command."""
        ranked = scores.ranked(self._active)
        if not ranked:
            return 0.0, None, -math.inf
        lead = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else math.inf
        return lead, ranked[0][1], ranked[0][0]

    def _gate(self, phrase: str) -> Gate:
        tuning = self._tuning
        gate = tuning.urgent if phrase in self._urgent else tuning.usual
        if phrase in self._masked:
            return Gate(gate.now + tuning.masked, gate.later + tuning.masked, gate.margin)
        return gate


def confidence_of(evidence: float) -> float:
    """Log evidence to 0..1: 0.5 where the usual gate is, 0.97 for a clear word."""
    return round(1.0 / (1.0 + math.exp(-(evidence + 4.0))), 3) if evidence > -50 else 0.0


def _utterance(segment: Segment, verdict: Verdict, phrase: str = "", evidence: float = -math.inf) -> Utterance:
    return Utterance(
        verdict=verdict,
        text=phrase,
        confidence=confidence_of(evidence),
        speech_start_s=segment.start_s,
        speech_end_s=segment.end_s,
        decided_s=segment.decided_s,
    )
