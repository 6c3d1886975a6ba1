"""The acoustic model: Moonshine Tiny (Jeffries et al. 2024, arXiv:2410.15608), run with onnxruntime on one thread.

The weights lie inside the ``moonshine-voice`` wheel. They are found without importing that package, which would cost
0.2 s and start nothing that is needed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from voicecoach.audio.pcm import Samples
from voicecoach.ears.tokenizer import Tokenizer
from voicecoach.errors import EarsError

FRAME_SAMPLES = 384
"""One encoder frame is 24 ms: strides 64, 3 and 2."""
MIN_SAMPLES = 895
"""The encoder's convolutions fail on anything shorter."""
BEGIN_ID = 1
END_ID = 2

_FILES = ("encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin")
_HEADS, _HEAD_SIZE = 8, 36

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ModelFiles:
    encoder: Path
    decoder: Path
    tokenizer: Path


def find_model() -> ModelFiles | None:
    """The three files inside the installed wheel, None where the wheel (or its weights) is not installed."""
    spec = find_spec("moonshine_voice")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0]) / "assets" / "tiny-en"
    paths = [folder / name for name in _FILES]
    return ModelFiles(*paths) if all(path.is_file() for path in paths) else None


@dataclass(frozen=True, slots=True)
class DecoderState:
    """What the decoder remembers of a batch of prefixes. Lists run over layers, key then value."""

    own: list[Floats]
    """Each (batch, 8, tokens so far, 36)."""
    heard: list[Floats]
    """Each (1, 8, frames, 36): the same sound for every prefix."""

    def pick(self, rows: Sequence[int]) -> DecoderState:
        """The state for a new batch, row by row from this one."""
        index = np.asarray(rows)
        return DecoderState([cache[index] for cache in self.own], self.heard)


class MoonshineModel:
    """Two onnxruntime sessions. Not thread-safe; deterministic."""

    def __init__(self, files: ModelFiles) -> None:
        """Raises EarsError when the files are not the model expected."""
        self._encoder, self._decoder = (onnx_session(str(file)) for file in (files.encoder, files.decoder))
        self.tokenizer = Tokenizer.from_file(files.tokenizer)
        names = [put.name for put in self._decoder.get_inputs()]
        self._own_inputs = [name for name in names if ".decoder." in name]
        self._heard_inputs = [name for name in names if ".encoder." in name]
        outputs = [put.name for put in self._decoder.get_outputs()]
        self._own_outputs = ["logits", *(name for name in outputs if ".decoder." in name)]
        self._all_outputs = [*self._own_outputs, *(name for name in outputs if ".encoder." in name)]

    def encode(self, samples: Samples) -> Floats:
        """Sound of shape (n,), n >= 895, to features of shape (frames, 288)."""
        if samples.size < MIN_SAMPLES:
            raise ValueError(f"the encoder needs {MIN_SAMPLES} samples, got {samples.size}")
        sound = samples[np.newaxis, :]
        mask = np.ones(sound.shape, dtype=np.int64)
        features: Floats = self._encoder.run(None, {"input_values": sound, "attention_mask": mask})[0][0]
        return features

    def begin(self, features: Floats) -> tuple[Floats, DecoderState]:
        """The first step: log probabilities of shape (1, vocabulary) for the first token, and the state."""
        nothing = np.zeros((1, _HEADS, 0, _HEAD_SIZE), dtype=np.float32)
        unheard = np.zeros((1, _HEADS, 1, _HEAD_SIZE), dtype=np.float32)
        feeds: dict[str, Any] = dict.fromkeys(self._own_inputs, nothing)
        feeds.update(dict.fromkeys(self._heard_inputs, unheard))
        feeds["input_ids"] = np.array([[BEGIN_ID]], dtype=np.int64)
        feeds["encoder_hidden_states"] = features[np.newaxis]
        feeds["encoder_attention_mask"] = np.ones((1, features.shape[0]), dtype=np.int64)
        feeds["use_cache_branch"] = np.array([False])
        logits, *caches = self._decoder.run(self._all_outputs, feeds)
        layers = len(self._own_inputs)
        return _log_softmax(logits[:, -1]), DecoderState(caches[:layers], caches[layers:])

    def step(self, tokens: Sequence[int], state: DecoderState, features: Floats) -> tuple[Floats, DecoderState]:
        """One more token for every prefix of the batch: log probabilities (batch, vocabulary), and the state."""
        batch = len(tokens)
        feeds: dict[str, Any] = dict(zip(self._own_inputs, state.own, strict=True))
        for name, cache in zip(self._heard_inputs, state.heard, strict=True):
            feeds[name] = np.broadcast_to(cache, (batch, *cache.shape[1:]))
        feeds["input_ids"] = np.asarray(tokens, dtype=np.int64)[:, np.newaxis]
        feeds["encoder_hidden_states"] = np.broadcast_to(features, (batch, *features.shape))
        feeds["encoder_attention_mask"] = np.ones((batch, features.shape[0]), dtype=np.int64)
        feeds["use_cache_branch"] = np.array([True])
        logits, *own = self._decoder.run(self._own_outputs, feeds)
        return _log_softmax(logits[:, -1]), DecoderState(own, state.heard)


def onnx_session(model: str | bytes) -> Any:
    """An onnxruntime session on one thread, of a path or a file's content. Raises EarsError when it does not load."""
    import onnxruntime as ort

    ort.disable_telemetry_events()
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # An arena keeps every size of sound it ever saw; lengths vary here, so memory would only grow.
    options.enable_cpu_mem_arena = False
    try:
        return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise EarsError(f"The recogniser's model does not load: {error}") from error


def _log_softmax(logits: Floats) -> Floats:
    shifted = logits - logits.max(axis=-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result
