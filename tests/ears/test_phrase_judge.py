"""What a look makes of the head's opinion: what is scored at all, and what is expected. Model and head are fakes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
import pytest

from voicecoach.ears.moonshine_model import DecoderState, Floats, MoonshineModel
from voicecoach.ears.phrase_head import Opinion, PhraseHead
from voicecoach.ears.phrase_judge import LAGGING, RULED_OUT, UNEXPECTED, PhraseJudge

PHRASES = ("stop", "pause", "next", "four")
SOUND = np.full(16_000, 0.1, dtype=np.float32)
SPEECH = slice(4_000, 12_000)


class _Letters:
    """A tokenizer that knows letters only."""

    def encode(self, text: str) -> tuple[int, ...]:
        return tuple(ord(letter) for letter in text)

    def piece_id(self, piece: str) -> int:
        return ord(piece)


class _Model:
    """Finds everything equally likely."""

    tokenizer = _Letters()

    def encode(self, samples: Floats) -> Floats:
        return np.zeros((samples.size // 384, 288), dtype=np.float32)

    def begin(self, features: Floats) -> tuple[Floats, DecoderState]:  # noqa: ARG002
        return np.full((1, 128), -0.5, dtype=np.float32), DecoderState([], [])

    def step(self, tokens: Sequence[int], state: DecoderState, features: Floats) -> tuple[Floats, DecoderState]:  # noqa: ARG002
        return np.full((len(tokens), 128), -0.5, dtype=np.float32), state


class _Head:
    noise_priors = dict.fromkeys(PHRASES, -5.0)

    def __init__(self, believed: Mapping[str, float]) -> None:
        self.log_p = {phrase: math.log(share) for phrase, share in believed.items()}
        self.none = math.log(1 - sum(believed.values()))

    def opinion(self, samples: Floats, speech_start: int, speech_end: int) -> Opinion:  # noqa: ARG002
        return Opinion(self.log_p, self.none)


def _judge(**believed: float) -> PhraseJudge:
    head = _Head({**dict.fromkeys(PHRASES, 1e-9), **believed})
    return PhraseJudge(cast(MoonshineModel, _Model()), PHRASES, cast(PhraseHead, head))


def test_only_what_the_opinion_does_not_rule_out_is_scored() -> None:
    likely, lagging = 0.5, 0.5 * math.exp(-LAGGING - 0.1)
    look = _judge(stop=likely, next=likely * math.exp(-LAGGING + 0.1), pause=lagging).look(SOUND, SPEECH, PHRASES)
    assert set(look.scores) == {"stop", "next"}


def test_where_nothing_is_likely_nothing_is_scored() -> None:
    look = _judge(stop=math.exp(RULED_OUT - 0.1)).look(SOUND, SPEECH, PHRASES)
    assert look.scores == {}
    assert look.opinion is not None
    assert look.opinion.none == pytest.approx(0.0, abs=0.01)


def test_a_phrase_the_head_does_not_know_is_scored_whatever_it_thinks() -> None:
    judge = _judge(stop=0.9)
    judge.learn(["tell me more"])
    assert "tell me more" in judge.look(SOUND, SPEECH, [*PHRASES, "tell me more"]).scores


def test_a_phrase_that_does_not_count_now_hardly_competes() -> None:
    judge = _judge(four=0.6, pause=0.2)
    asked = judge.look(SOUND, SPEECH, PHRASES).opinion
    unasked = judge.look(SOUND, SPEECH, ("stop", "pause", "next")).opinion
    assert asked is not None
    assert unasked is not None
    assert math.exp(asked.by_phrase["pause"]) == pytest.approx(0.2, abs=1e-3)
    assert math.exp(unasked.by_phrase["pause"]) == pytest.approx(0.2 / (0.4 + 0.6 * UNEXPECTED), abs=1e-3)
    here = [unasked.by_phrase[phrase] for phrase in ("stop", "pause", "next")]
    assert sum(map(math.exp, [*here, unasked.none])) < 1.0
