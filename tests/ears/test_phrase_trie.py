"""The walk over beginnings against a model small enough to add up by hand, and the real one when it is installed."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from voicecoach.ears.moonshine_model import DecoderState, Floats, MoonshineModel, find_model
from voicecoach.ears.phrase_trie import PhraseTrie, spellings
from voicecoach.ears.tokenizer import Tokenizer

_PIECES = ["\u2581", *"abcdgoinpst", *".,!?", *"ABGIS"]
_VOCABULARY = 259 + len(_PIECES) + 40


def _tokenizer() -> Tokenizer:
    data = bytearray(b"\x05<unk>\x03<s>\x04</s>")
    for byte in range(256):
        data += bytes([1, byte])
    for piece in _PIECES:
        encoded = piece.encode()
        data += bytes([len(encoded)]) + encoded
    return Tokenizer(bytes(data))


class RandomModel(MoonshineModel):
    """Log probabilities that depend on the whole prefix and on nothing else; counts the rows it computes."""

    def __init__(self) -> None:
        self.tokenizer = _tokenizer()
        self.rows = 0

    def _row(self, prefix: tuple[int, ...]) -> Floats:
        self.rows += 1
        logits = np.random.default_rng(list(prefix)).normal(0, 2, _VOCABULARY)
        return np.asarray(logits - np.logaddexp.reduce(logits), dtype=np.float32)

    def begin(self, features: Floats) -> tuple[Floats, DecoderState]:  # noqa: ARG002
        return self._row((1,))[np.newaxis], _Prefixes([(1,)])

    def step(
        self,
        tokens: Sequence[int],
        state: DecoderState,
        features: Floats,  # noqa: ARG002
    ) -> tuple[Floats, DecoderState]:
        assert isinstance(state, _Prefixes)
        prefixes = [(*prefix, token) for prefix, token in zip(state.prefixes, tokens, strict=True)]
        return np.stack([self._row(prefix) for prefix in prefixes]), _Prefixes(prefixes)

    def log_p(self, phrase: str) -> float:
        """By the definition: the sum over spellings and ends."""
        total = -math.inf
        ends = [2, *(self.tokenizer.piece_id(mark) for mark in ".,!?")]
        for written in spellings(phrase):
            prefix: tuple[int, ...] = (1,)
            score = 0.0
            for token in self.tokenizer.encode(written):
                score += float(self._row(prefix)[token])
                prefix = (*prefix, token)
            total = np.logaddexp(total, score + np.logaddexp.reduce(self._row(prefix)[ends]))
        return float(total)


class _Prefixes(DecoderState):
    def __init__(self, prefixes: list[tuple[int, ...]]) -> None:
        super().__init__([], [])
        object.__setattr__(self, "prefixes", prefixes)

    prefixes: list[tuple[int, ...]]

    def pick(self, rows: Sequence[int]) -> DecoderState:
        return _Prefixes([self.prefixes[row] for row in rows])


_PHRASES = ["stop", "go", "go on", "a b", "sit", "i go"]
_NO_FEATURES = np.zeros((4, 288), dtype=np.float32)


def test_scores_are_the_sum_over_spellings_and_ends() -> None:
    model = RandomModel()
    scores = PhraseTrie(_PHRASES, model.tokenizer).score(model, _NO_FEATURES, _PHRASES, -math.inf)
    assert set(scores) == set(_PHRASES)
    for phrase in _PHRASES:
        assert scores[phrase] == pytest.approx(model.log_p(phrase), abs=1e-3)


def test_a_floor_changes_no_score_above_it_and_saves_work() -> None:
    model = RandomModel()
    trie = PhraseTrie(_PHRASES, model.tokenizer)
    everything = trie.score(model, _NO_FEATURES, _PHRASES, -math.inf)
    rows, model.rows = model.rows, 0
    floor = sorted(everything.values())[-2]
    kept = trie.score(model, _NO_FEATURES, _PHRASES, floor - 0.8)
    assert model.rows < rows
    best = max(everything, key=lambda phrase: everything[phrase])
    assert kept[best] == pytest.approx(everything[best], abs=0.7)


def test_only_active_phrases_are_scored() -> None:
    model = RandomModel()
    trie = PhraseTrie(_PHRASES, model.tokenizer)
    assert set(trie.score(model, _NO_FEATURES, ["go on", "sit"], -math.inf)) == {"go on", "sit"}
    assert trie.score(model, _NO_FEATURES, [], -math.inf) == {}


@pytest.mark.parametrize(
    ("phrase", "written"),
    [
        ("go back", ("go back", "Go back")),
        ("i am ready", ("I am ready",)),
        ("i'm ready", ("I'm ready",)),
        ("what can i say", ("what can I say", "What can I say")),
    ],
)
def test_spellings(phrase: str, written: tuple[str, ...]) -> None:
    assert spellings(phrase) == written


@pytest.mark.skipif(find_model() is None, reason="the model's wheel is not installed here")
def test_the_real_model_is_repeatable_and_prefers_nothing_in_noise() -> None:
    files = find_model()
    assert files is not None
    model = MoonshineModel(files)
    trie = PhraseTrie(["stop", "switch legs", "go back"], model.tokenizer)
    noise = (np.random.default_rng(1).standard_normal(16_000) * 0.05).astype(np.float32)
    first = trie.score(model, model.encode(noise), ["stop", "switch legs"], -30.0)
    assert first == trie.score(model, model.encode(noise), ["stop", "switch legs"], -30.0)
    assert all(score < -4 for score in first.values())
    with pytest.raises(ValueError, match="895"):
        model.encode(noise[:800])
