"""Computes the log odds of every command for a segment, from one look or three.

Two estimates are combined. The *score* of a phrase is log P(phrase | sound) by the decoder, less 0.4 of how much better
than average it scores on mere noise: the model's favourite guesses at unclear sound ("yes", "no") have to be heard more
clearly than others. The *opinion* is a small network's, trained to tell the phrases from everything else in noise and
rooms. Together they make log odds that the command was said.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import soxr

from voicecoach.audio.pcm import SAMPLE_RATE_HZ, Samples, to_samples
from voicecoach.ears.moonshine_model import MIN_SAMPLES, MoonshineModel
from voicecoach.ears.phrase_head import Opinion, PhraseHead
from voicecoach.ears.phrase_trie import PhraseTrie
from voicecoach.errors import EarsError

PRIOR_WEIGHT = 0.4
SPEECH_RMS = 0.08
FLOOR = -11.0
"""Scores below this are not followed up; every gate lies above it."""
RULED_OUT = -6.0
"""An opinion below this rules a phrase out: it is not scored."""
LAGGING = 4.0
"""So does an opinion this far below that of the likeliest phrase."""
UNEXPECTED = 0.1
"""How much less likely than in training a phrase is to be said while it does not count."""
MIN_S = 0.3
"""Shorter sounds make the model guess: a quarter of a second of noise scores "no" at -1.8."""
_QUIETEST_RMS = 1e-4
_SLOWER = 1.1
_PAD_S = 0.25


@dataclass(frozen=True, slots=True)
class Fusion:
    """Log odds = bias + by_score * score + by_opinion * opinion."""

    bias: float
    by_score: float
    by_opinion: float
    several_words: float
    """Added for a phrase of two words or more: other speech is hardly ever taken for one."""


WITH_HEAD = Fusion(bias=6.0, by_score=0.5, by_opinion=1.2, several_words=1.0)
"""Fitted by logistic regression on speakers that the head had not heard, and moved towards the opinion when that got an
encoder of its own: the best of five on the same speakers."""
ALONE = Fusion(bias=4.0, by_score=1.0, by_opinion=0.0, several_words=0.0)
"""Where no head was trained for the language."""
LEARNT = Fusion(bias=7.0, by_score=1.0, by_opinion=0.0, several_words=0.0)
"""For phrases beyond the vocabulary. They are sentences, which other speech hardly ever comes near, so a lower score
is enough; set by hand on synthetic voices, not fitted."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one or more looks at a segment found."""

    scores: Mapping[str, float]
    """By phrase; what is missing lies below ``FLOOR``."""
    opinion: Opinion | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """How likely one command is."""

    log_odds: float
    phrase: str
    """Its likeliest phrase."""
    command: object


class PhraseJudge:
    """The model, the phrases and their priors. Deterministic, not thread-safe."""

    def __init__(
        self,
        model: MoonshineModel,
        phrases: Collection[str],
        head: PhraseHead | None = None,
        fusion: Fusion | None = None,
    ) -> None:
        self._model = model
        self._phrases = tuple(phrases)
        self._trie = PhraseTrie(self._phrases, model.tokenizer)
        self._handicap = self._handicaps(head)
        self._learnt: set[str] = set()
        self._head = head
        self._fusion = fusion or (ALONE if head is None else WITH_HEAD)

    def _handicaps(self, head: PhraseHead | None) -> dict[str, float]:
        """PRIOR_WEIGHT of how much better than the whole vocabulary's mean each phrase scores on noise."""
        known = {} if head is None else head.noise_priors
        unknown = [phrase for phrase in self._phrases if phrase not in known]
        priors = {**known, **(noise_priors(self._model, self._trie, unknown) if unknown else {})}
        mean = sum(priors.values()) / len(priors)
        return {phrase: PRIOR_WEIGHT * (priors[phrase] - mean) for phrase in self._phrases}

    def check(self) -> None:
        """Computes something with every part. Raises EarsError for what is no number, whatever for what is damaged."""
        scores = noise_priors(self._model, self._trie, self._phrases[:1])
        opinion = None if self._head is None else self._head.opinion(_noise(), 0, SAMPLE_RATE_HZ)
        if not scores or not (opinion is None or math.isfinite(opinion.none)):
            raise EarsError("The speech model computes nothing that is a number.")

    def learn(self, phrases: Collection[str]) -> None:
        """Phrases beyond the vocabulary. They have no handicap: the model never guesses whole sentences at noise."""
        new = [phrase for phrase in phrases if phrase not in self._handicap]
        self._trie.add(new)
        self._learnt.update(new)
        self._handicap.update(dict.fromkeys(new, 0.0))

    def look(self, samples: Samples, speech: slice, active: Collection[str]) -> Look:
        """One look at a levelled segment, of which ``speech`` is the part that is speech."""
        opinion = None if self._head is None else self._head.opinion(samples, speech.start, speech.stop)
        if opinion is not None:
            opinion = _given(opinion, active)
            # What the head rules out need not be scored; of most other speech that is everything.
            active = _plausible(opinion, active)
        raw = self._trie.score(self._model, self._model.encode(samples), active, FLOOR) if active else {}
        return Look({phrase: score - self._handicap[phrase] for phrase, score in raw.items()}, opinion)

    def look_again(self, samples: Samples, speech: slice, first: Look, active: Collection[str]) -> Look:
        """The mean probability of three looks: as it is, padded with its own background, and ten per cent slower."""
        pad = to_samples(_PAD_S)
        padded = self.look(_padded(samples, pad), slice(speech.start + pad, speech.stop + pad), active)
        slower = slice(round(speech.start * _SLOWER), round(speech.stop * _SLOWER))
        slowed = self.look(_slowed(samples), slower, active)
        looks = (first, padded, slowed)
        scores = _mean_probability([look.scores for look in looks])
        opinions = [look.opinion for look in looks if look.opinion is not None]
        if not opinions:
            return Look(scores, None)
        none = float(np.logaddexp.reduce([opinion.none for opinion in opinions])) - math.log(len(opinions))
        return Look(scores, Opinion(_mean_probability([opinion.by_phrase for opinion in opinions]), none))

    def weigh(self, look: Look, commands: Mapping[str, object]) -> list[Evidence]:
        """The commands of these phrases, likeliest first. Phrases of one command support each other."""
        spoken: dict[object, list[str]] = {}
        for phrase, command in commands.items():
            spoken.setdefault(command, []).append(phrase)
        weighed = [self._evidence(look, command, phrases) for command, phrases in spoken.items()]
        return sorted(weighed, key=lambda evidence: -evidence.log_odds)

    def _evidence(self, look: Look, command: object, phrases: list[str]) -> Evidence:
        learnt = phrases[0] in self._learnt
        fusion = LEARNT if learnt else self._fusion
        scores = {phrase: look.scores[phrase] for phrase in phrases if phrase in look.scores}
        score = max(FLOOR, _total(scores))
        if look.opinion is None or learnt:
            best = max(scores, key=lambda phrase: scores[phrase], default=phrases[0])
            return Evidence(fusion.bias + fusion.by_score * score + self._length(best, fusion), best, command)
        # A phrase that the head was not trained on has the score alone to speak for it.
        known = {phrase: look.opinion.by_phrase.get(phrase, scores.get(phrase, FLOOR)) for phrase in phrases}
        opinion = max(FLOOR, _total(known))
        likely = {phrase: known[phrase] + scores.get(phrase, FLOOR) for phrase in phrases}
        best = max(likely, key=lambda phrase: likely[phrase])
        odds = fusion.bias + fusion.by_score * score + fusion.by_opinion * opinion + self._length(best, fusion)
        return Evidence(odds, best, command)

    @staticmethod
    def _length(phrase: str, fusion: Fusion) -> float:
        return fusion.several_words if " " in phrase else 0.0


def noise_priors(model: MoonshineModel, trie: PhraseTrie, phrases: Collection[str]) -> Mapping[str, float]:
    """log P of each phrase given a second of white noise, the same each time."""
    return trie.score(model, model.encode(_noise()), phrases, floor=-math.inf)


def _noise() -> Samples:
    return np.random.default_rng(2).standard_normal(SAMPLE_RATE_HZ).astype(np.float32) * np.float32(SPEECH_RMS)


def levelled(samples: Samples, speech: slice) -> Samples | None:
    """The segment with its speech at 0.08 RMS, None for digital silence and for sound that is not a number."""
    rms = float(np.sqrt(np.mean(np.square(samples[speech], dtype=np.float64)))) if samples[speech].size else 0.0
    if not math.isfinite(rms) or rms < _QUIETEST_RMS:
        return None
    scaled: Samples = np.clip(samples * np.float32(SPEECH_RMS / rms), -1.0, 1.0)
    return scaled if scaled.size >= MIN_SAMPLES else None


def _given(opinion: Opinion, active: Collection[str]) -> Opinion:
    """The opinion when only these phrases are to be expected.

    In training every phrase was as likely as any other. In a session hardly anybody says "four", so what sounds like
    "four" or "pause" in noise is rather "pause".
    """
    log_p = opinion.by_phrase
    others = [value for phrase, value in log_p.items() if phrase not in active]
    here = [value for phrase, value in log_p.items() if phrase in active]
    unexpected = [float(np.logaddexp.reduce(others)) + math.log(UNEXPECTED)] if others else []
    total = float(np.logaddexp.reduce([*here, *unexpected, opinion.none]))
    return Opinion({phrase: value - total for phrase, value in log_p.items()}, opinion.none - total)


def _plausible(opinion: Opinion, active: Collection[str]) -> list[str]:
    """The phrases that the opinion does not rule out; those it knows nothing of stay."""
    believed = opinion.by_phrase
    likeliest = max((believed[phrase] for phrase in active if phrase in believed), default=0.0)
    least = max(RULED_OUT, likeliest - LAGGING)
    return [phrase for phrase in active if phrase not in believed or believed[phrase] > least]


def _total(log_p: Mapping[str, float]) -> float:
    return float(np.logaddexp.reduce(list(log_p.values()))) if log_p else -math.inf


def _mean_probability(looks: list[Mapping[str, float]]) -> dict[str, float]:
    phrases = set().union(*looks)
    return {
        phrase: float(np.logaddexp.reduce([look.get(phrase, -math.inf) for look in looks])) - math.log(len(looks))
        for phrase in phrases
    }


def _padded(samples: Samples, pad: int) -> Samples:
    """More of the segment's own background on both sides: its quietest 50 ms, mirrored back and forth."""
    width = to_samples(0.05)
    starts = range(0, max(samples.size - width, 1), width)
    quietest = min(starts, key=lambda start: float(np.square(samples[start : start + width]).sum()))
    piece = samples[quietest : quietest + width]
    background = np.resize(np.concatenate((piece, piece[::-1])), pad)
    result: Samples = np.concatenate((background, samples, background))
    return result


def _slowed(samples: Samples) -> Samples:
    slowed: Samples = soxr.resample(samples, SAMPLE_RATE_HZ, SAMPLE_RATE_HZ * _SLOWER, quality="MQ")
    return slowed.astype(np.float32, copy=False)
