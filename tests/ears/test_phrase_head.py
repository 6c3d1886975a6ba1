"""The head's arithmetic, and that the shipped weights belong to the shipped phrases."""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
import pytest

from voicecoach.audio.pcm import Samples
from voicecoach.ears.moonshine_model import FRAME_SAMPLES, Floats, MoonshineModel, find_model
from voicecoach.ears.phrase_head import PhraseHead, head_from, packaged_head
from voicecoach.errors import EarsError
from voicecoach.language.loading import load
from voicecoach.language.vocabulary import Command

_WIDTH, _QUERIES, _HIDDEN = 4, 2, 3


def _frames(samples: Samples) -> Floats:
    """A stand-in for the encoder: features that depend on the sound, a row a frame."""
    rows = samples[: samples.size // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    features: Floats = rows[:, :288].astype(np.float32)
    return features


def _sound(frames: int, seed: int = 1) -> Samples:
    return np.random.default_rng(seed).normal(0, 1, frames * FRAME_SAMPLES).astype(np.float32)


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
    return PhraseHead({**weights, "scale": np.ones(288, dtype=np.float32)}, phrases, _frames)


@pytest.mark.parametrize("frames", [3, 12, 130])
def test_an_opinion_is_a_distribution(frames: int) -> None:
    head = _random_head(("stop", "next"))
    sound = _sound(frames)
    opinion = head.opinion(sound, 0, frames * FRAME_SAMPLES)
    assert set(opinion.by_phrase) == {"stop", "next"}
    assert np.exp([*opinion.by_phrase.values(), opinion.none]).sum() == pytest.approx(1.0, abs=1e-5)
    assert opinion == head.opinion(sound, 0, frames * FRAME_SAMPLES)


def test_where_the_speech_lies_matters() -> None:
    head = _random_head(("stop", "next"))
    sound = _sound(40)
    early, late = head.opinion(sound, 0, 10 * FRAME_SAMPLES), head.opinion(sound, 30 * FRAME_SAMPLES, 15_000)
    assert early != late


def test_a_language_without_a_head_has_none() -> None:
    assert packaged_head("xx") is None


@pytest.fixture(scope="module")
def shipped() -> PhraseHead:
    head = packaged_head("en")
    assert head is not None
    return head


def test_a_head_is_read_from_the_file_that_training_writes() -> None:
    head = _random_head(("stop", "next"))
    with np.load(BytesIO(files("voicecoach.ears").joinpath("phrase_head_en.npz").read_bytes())) as data:
        encoder = data["encoder"]
    arrays: dict[str, Any] = {name: array.astype(np.float16) for name, array in head.weights.items()}
    file = BytesIO()
    np.savez(file, encoder=encoder, phrases=np.array(head.phrases), priors=np.array([-3.0, -4.0]), **arrays)
    read = head_from(file.getvalue())
    assert read.phrases == ("stop", "next")
    assert read.noise_priors == {"stop": -3.0, "next": -4.0}
    sound = _sound(30, seed=2) * np.float32(0.05)
    head.encode = read.encode
    assert read.opinion(sound, 0, 9000).none == pytest.approx(head.opinion(sound, 0, 9000).none, abs=0.05)


def test_a_broken_encoder_is_said_in_one_sentence() -> None:
    file = BytesIO()
    np.savez(file, encoder=np.frombuffer(b"no model", dtype=np.uint8), phrases=np.array(["stop"]), priors=np.zeros(1))
    with pytest.raises(EarsError, match="does not load"):
        head_from(file.getvalue())


def test_the_shipped_head_knows_the_shipped_phrases(shipped: PhraseHead) -> None:
    vocabulary = load("en").vocabulary
    # "Undo" came after the head was trained: the acoustic model alone scores it.
    assert set(vocabulary.spoken()) - set(shipped.phrases) == set(vocabulary.phrases[Command.UNDO])
    assert set(shipped.phrases) <= set(vocabulary.spoken())
    opinion = shipped.opinion(np.zeros(16_000, dtype=np.float32), 3000, 9000)
    assert np.isfinite(list(opinion.by_phrase.values())).all()


@pytest.mark.parametrize("samples", [5_000, 16_000, 52_000])
def test_the_shipped_encoder_keeps_time_with_the_acoustic_model(shipped: PhraseHead, samples: int) -> None:
    """A frame is 24 ms in both, or the head would look for the word in the wrong place."""
    found = find_model()
    if found is None:
        pytest.skip("moonshine-voice is not installed here")
    sound = _sound(samples // FRAME_SAMPLES + 1)[:samples] * np.float32(0.05)
    assert shipped.encode(sound).shape == MoonshineModel(found).encode(sound).shape
