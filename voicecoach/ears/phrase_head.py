"""A second opinion on a segment: an encoder of its own and a small network over its features.

The encoder began as the acoustic model's; its upper layers were taught, together with the network, to tell the phrases
from everything else in noise, in rooms and in many voices (``training/ears``). The decoder cannot use it, and two
independent estimates are worth more than one. The network is computed here with numpy: two residual
convolutions over time, then attention that reads the segment in eight places. The weights lie beside this module.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt

from voicecoach.audio.pcm import Samples
from voicecoach.ears.moonshine_model import FRAME_SAMPLES, Floats, onnx_session

_FRAME_S = FRAME_SAMPLES / 16_000
_KERNEL = 5
_ENCODER = "encoder"
"""The entry of a weights file that holds the encoder, as the bytes of an ONNX file."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """Log probabilities over the phrases the head knows, and that it is none of them."""

    by_phrase: Mapping[str, float]
    none: float


class PhraseHead:
    """Deterministic."""

    def __init__(
        self,
        weights: Mapping[str, npt.NDArray[np.float32]],
        phrases: tuple[str, ...],
        encode: Callable[[Samples], Floats],
        noise_priors: Mapping[str, float] | None = None,
    ) -> None:
        """``encode`` turns levelled sound into features of shape (frames, 288), ``FRAME_SAMPLES`` a frame."""
        self.weights = weights
        self.encode = encode
        self.phrases = phrases
        self.noise_priors = dict(noise_priors or {})
        """What the decoder scores each phrase on mere noise, worked out beforehand."""

    def opinion(self, samples: Samples, speech_start: int, speech_end: int) -> Opinion:
        """On a levelled segment, given where in its samples the speech begins and ends."""
        w = self.weights
        features = self.encode(samples)
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


def packaged_head(language: str) -> PhraseHead | None:
    """The head for this language, None where there is none: the phrase scores then stand alone."""
    file = files("voicecoach.ears").joinpath(f"phrase_head_{language}.npz")
    if not file.is_file():
        return None
    return head_from(file.read_bytes())


def head_from(content: bytes) -> PhraseHead:
    """The head in an npz file that ``training.ears.publish`` wrote. Raises EarsError when its encoder does not load."""
    with np.load(BytesIO(content)) as data:
        arrays = {name: data[name] for name in data.files}
    encoder = onnx_session(arrays.pop(_ENCODER).tobytes())
    phrases = tuple(str(phrase) for phrase in arrays.pop("phrases"))
    priors = dict(zip(phrases, arrays.pop("priors").tolist(), strict=True))
    weights = {name: array.astype(np.float32) for name, array in arrays.items()}

    def encode(samples: Samples) -> Floats:
        features: Floats = encoder.run(None, {"input_values": samples[np.newaxis]})[0][0]
        return features

    return PhraseHead(weights, phrases, encode, priors)


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
