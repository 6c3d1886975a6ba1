"""What a segment most likely says: absolute evidence for every phrase, after as many looks as it needs.

The score of a phrase is log P(phrase | sound), less 0.4 of how much better than average it scores on mere noise: the
model's favourite guesses at unclear sound ("yes", "no") have to be heard more clearly than others.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import soxr

from voicecoach.audio.pcm import SAMPLE_RATE_HZ, Samples, to_samples
from voicecoach.ears.moonshine_model import MIN_SAMPLES, MoonshineModel
from voicecoach.ears.phrase_trie import PhraseTrie

PRIOR_WEIGHT = 0.4
SPEECH_RMS = 0.08
FLOOR = -11.0
"""Scores below this are not followed up; every gate lies above it."""
MIN_S = 0.3
"""Shorter sounds make the model guess: a quarter of a second of noise scores "no" at -1.8."""
_QUIETEST_RMS = 1e-4
_SLOWER = 1.1
_PAD_S = 0.25


@dataclass(frozen=True, slots=True)
class Scores:
    """Adjusted log evidence by phrase; what is missing lies below ``FLOOR``."""

    by_phrase: Mapping[str, float]

    def ranked(self, commands: Mapping[str, object]) -> list[tuple[float, str]]:
        """(evidence for a command, its likeliest phrase), best first, for the phrases in ``commands``.

        Phrases of one command support each other: their probabilities add up.
        """
        totals: dict[object, float] = {}
        best: dict[object, str] = {}
        for phrase, score in self.by_phrase.items():
            command = commands.get(phrase)
            if command is None:
                continue
            if command not in best or score > self.by_phrase[best[command]]:
                best[command] = phrase
            totals[command] = float(np.logaddexp(totals.get(command, -math.inf), score))
        return sorted(((totals[command], best[command]) for command in totals), reverse=True)


class PhraseJudge:
    """The model, the phrases and their priors. Deterministic, not thread-safe."""

    def __init__(self, model: MoonshineModel, phrases: Collection[str]) -> None:
        self._model = model
        self._phrases = tuple(phrases)
        self._trie = PhraseTrie(self._phrases, model.tokenizer)
        self._handicap = self._learn_handicap()

    def _learn_handicap(self) -> dict[str, float]:
        """PRIOR_WEIGHT of each phrase's excess over the mean, on a second of white noise (the same each time)."""
        noise = np.random.default_rng(2).standard_normal(SAMPLE_RATE_HZ).astype(np.float32) * SPEECH_RMS
        features = self._model.encode(noise)
        priors = self._trie.score(self._model, features, self._phrases, floor=-math.inf)
        mean = sum(priors.values()) / len(priors)
        return {phrase: PRIOR_WEIGHT * (prior - mean) for phrase, prior in priors.items()}

    def look(self, samples: Samples, active: Collection[str]) -> Scores:
        """One look at a levelled segment."""
        features = self._model.encode(samples)
        raw = self._trie.score(self._model, features, active, FLOOR)
        return Scores({phrase: score - self._handicap[phrase] for phrase, score in raw.items()})

    def look_again(self, samples: Samples, first: Scores, active: Collection[str]) -> Scores:
        """The mean probability of three looks: as it is, padded with its own background, and ten per cent slower."""
        padded = self.look(_padded(samples), active)
        slower = self.look(_slowed(samples), active)
        looks = [look.by_phrase for look in (first, padded, slower)]
        joined = set().union(*looks)
        return Scores(
            {
                phrase: float(np.logaddexp.reduce([look.get(phrase, -math.inf) for look in looks])) - math.log(3)
                for phrase in joined
            }
        )


def levelled(samples: Samples, speech: slice) -> Samples | None:
    """The segment with its speech at 0.08 RMS, None for digital silence and for sound that is not a number."""
    rms = float(np.sqrt(np.mean(np.square(samples[speech], dtype=np.float64)))) if samples[speech].size else 0.0
    if not math.isfinite(rms) or rms < _QUIETEST_RMS:
        return None
    scaled: Samples = np.clip(samples * np.float32(SPEECH_RMS / rms), -1.0, 1.0)
    return scaled if scaled.size >= MIN_SAMPLES else None


def _padded(samples: Samples) -> Samples:
    """More of the segment's own background on both sides: its quietest 50 ms, mirrored back and forth."""
    width = to_samples(0.05)
    starts = range(0, max(samples.size - width, 1), width)
    quietest = min(starts, key=lambda start: float(np.square(samples[start : start + width]).sum()))
    piece = samples[quietest : quietest + width]
    loop = np.concatenate((piece, piece[::-1]))
    pad = np.resize(loop, to_samples(_PAD_S))
    result: Samples = np.concatenate((pad, samples, pad))
    return result


def _slowed(samples: Samples) -> Samples:
    slowed: Samples = soxr.resample(samples, SAMPLE_RATE_HZ, SAMPLE_RATE_HZ * _SLOWER, quality="MQ")
    return slowed.astype(np.float32, copy=False)
