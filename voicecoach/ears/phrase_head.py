"""A second opinion on a segment: a small network over the encoder's features, trained on noise, rooms and many voices.

It was trained by ``training/ears/train_head.py`` and is computed here with numpy: two residual convolutions over time,
then attention that reads the segment in eight places. The weights lie beside this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt

from voicecoach.ears.moonshine_model import FRAME_SAMPLES, Floats

_FRAME_S = FRAME_SAMPLES / 16_000
_KERNEL = 5


@dataclass(frozen=True, slots=True)
class Opinion:
    """Log probabilities over the phrases the head knows, and that it is none of them."""

    by_phrase: Mapping[str, float]
    none: float


class PhraseHead:
    """Deterministic; safe from any thread."""

    def __init__(
        self,
        weights: Mapping[str, npt.NDArray[np.float32]],
        phrases: tuple[str, ...],
        noise_priors: Mapping[str, float] | None = None,
    ) -> None:
        self._weights = weights
        self.phrases = phrases
        self.noise_priors = dict(noise_priors or {})
        """What the decoder scores each phrase on mere noise, worked out beforehand."""

    def opinion(self, features: Floats, speech_start: int, speech_end: int) -> Opinion:
        """Features of shape (frames, 288), and where in the segment's samples the speech begins and ends."""
        w = self._weights
        place = _place(len(features), speech_start / FRAME_SAMPLES, speech_end / FRAME_SAMPLES)
        x = (features - w["mean"]) / w["scale"]
        x = np.maximum(x @ w["enter_weight"].T + w["enter_bias"] + place @ w["place_weight"].T + w["place_bias"], 0.0)
        for layer in ("first", "second"):
            x = x + np.maximum(_convolved(x, w[f"{layer}_weight"], w[f"{layer}_bias"]), 0.0)
        attention = x @ w["attend_weight"].T + w["attend_bias"]
        attention = np.exp(attention - attention.max(axis=0))
        attention /= attention.sum(axis=0)
        pooled = (attention.T @ x).ravel()
        hidden = np.maximum(w["hidden_weight"] @ pooled + w["hidden_bias"], 0.0)
        logits = w["leave_weight"] @ hidden + w["leave_bias"]
        shifted = logits - logits.max()
        log_p = shifted - np.log(np.exp(shifted).sum())
        by_phrase = dict(zip(self.phrases, log_p[:-1].tolist(), strict=True))
        return Opinion(by_phrase, float(log_p[-1]))


@cache
def packaged_head(language: str) -> PhraseHead | None:
    """The head for this language, None where there is none: the phrase scores then stand alone."""
    file = files("voicecoach.ears").joinpath(f"phrase_head_{language}.npz")
    if not file.is_file():
        return None
    return head_from(file.read_bytes())


def head_from(content: bytes) -> PhraseHead:
    """The head in an npz file as ``training.ears.add_priors`` writes it."""
    with np.load(BytesIO(content)) as data:
        arrays = {name: data[name] for name in data.files}
    phrases = tuple(str(phrase) for phrase in arrays.pop("phrases"))
    priors = dict(zip(phrases, arrays.pop("priors").tolist(), strict=True))
    return PhraseHead({name: array.astype(np.float32) for name, array in arrays.items()}, phrases, priors)


def _place(count: int, start: float, end: float) -> Floats:
    """For each frame: how far from the start and the end of speech, squashed; before it; after it. Shape (count, 4)."""
    frame = np.arange(count, dtype=np.float32) + np.float32(0.5)
    columns = (np.tanh((frame - start) * _FRAME_S), np.tanh((end - frame) * _FRAME_S), frame < start, frame > end)
    return np.stack(columns, axis=1).astype(np.float32)


def _convolved(x: Floats, weight: Floats, bias: Floats) -> Floats:
    """Same length, zeros outside. ``weight`` has shape (out, in, 5) as PyTorch writes it."""
    reach = _KERNEL // 2
    padded = np.pad(x, ((reach, reach), (0, 0)))
    total = np.broadcast_to(bias, (len(x), len(bias)))
    for tap in range(_KERNEL):
        total = total + padded[tap : tap + len(x)] @ weight[:, :, tap].T
    result: Floats = total
    return result
