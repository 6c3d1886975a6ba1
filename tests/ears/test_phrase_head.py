"""The head's arithmetic, and that the shipped weights belong to the shipped phrases."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import pytest

from voicecoach.ears.moonshine_model import FRAME_SAMPLES
from voicecoach.ears.phrase_head import PhraseHead, head_from, packaged_head
from voicecoach.languages import load

_WIDTH, _QUERIES, _HIDDEN = 4, 2, 3


def _random_head(phrases: tuple[str, ...]) -> PhraseHead:
    dice = np.random.default_rng(5)
    shapes = {
        "mean": (288,),
        "enter_weight": (_WIDTH, 288),
        "enter_bias": (_WIDTH,),
        "place_weight": (_WIDTH, 4),
        "place_bias": (_WIDTH,),
        "first_weight": (_WIDTH, _WIDTH, 5),
        "first_bias": (_WIDTH,),
        "second_weight": (_WIDTH, _WIDTH, 5),
        "second_bias": (_WIDTH,),
        "attend_weight": (_QUERIES, _WIDTH),
        "attend_bias": (_QUERIES,),
        "hidden_weight": (_HIDDEN, _WIDTH * _QUERIES),
        "hidden_bias": (_HIDDEN,),
        "leave_weight": (len(phrases) + 1, _HIDDEN),
        "leave_bias": (len(phrases) + 1,),
    }
    weights = {name: dice.normal(0, 0.5, shape).astype(np.float32) for name, shape in shapes.items()}
    return PhraseHead({**weights, "scale": np.ones(288, dtype=np.float32)}, phrases)


@pytest.mark.parametrize("frames", [3, 12, 130])
def test_an_opinion_is_a_distribution(frames: int) -> None:
    head = _random_head(("stop", "next"))
    features = np.random.default_rng(1).normal(0, 1, (frames, 288)).astype(np.float32)
    opinion = head.opinion(features, 0, frames * FRAME_SAMPLES)
    assert set(opinion.by_phrase) == {"stop", "next"}
    assert np.exp([*opinion.by_phrase.values(), opinion.none]).sum() == pytest.approx(1.0, abs=1e-5)
    assert opinion == head.opinion(features, 0, frames * FRAME_SAMPLES)


def test_where_the_speech_lies_matters() -> None:
    head = _random_head(("stop", "next"))
    features = np.random.default_rng(1).normal(0, 1, (40, 288)).astype(np.float32)
    early, late = head.opinion(features, 0, 10 * FRAME_SAMPLES), head.opinion(features, 30 * FRAME_SAMPLES, 15_000)
    assert early != late


def test_a_language_without_a_head_has_none() -> None:
    assert packaged_head("xx") is None


def test_a_head_is_read_from_the_file_that_training_writes() -> None:
    head = _random_head(("stop", "next"))
    file = BytesIO()
    arrays: dict[str, Any] = {name: array.astype(np.float16) for name, array in head._weights.items()}
    np.savez_compressed(file, phrases=np.array(head.phrases), priors=np.array([-3.0, -4.0]), **arrays)
    read = head_from(file.getvalue())
    assert read.phrases == ("stop", "next")
    assert read.noise_priors == {"stop": -3.0, "next": -4.0}
    features = np.random.default_rng(2).normal(0, 1, (30, 288)).astype(np.float32)
    assert read.opinion(features, 0, 9000).none == pytest.approx(head.opinion(features, 0, 9000).none, abs=0.02)


def test_the_shipped_head_knows_the_shipped_phrases() -> None:
    head = packaged_head("en")
    assert head is not None
    assert set(head.phrases) == set(load("en").vocabulary.spoken())
    features = np.zeros((40, 288), dtype=np.float32)
    assert np.isfinite(list(head.opinion(features, 3000, 9000).by_phrase.values())).all()
