"""The encoder of Moonshine Tiny (Jeffries et al. 2024, arXiv:2410.15608) in PyTorch, with the weights that ship.

Read from the .ort file inside the ``moonshine-voice`` wheel, to be taught further by ``train_ears``. Nothing is padded:
the norm after the first convolution runs over the whole clip, so silence at its end would change every frame.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, LAYERS, HEADS, HEAD_SIZE = 288, 6, 8, 36
FROZEN_LAYERS = 2
"""Of six. With the convolutions before them they stay as they were."""
PAIRS = 16
"""How many pairs of features of a head are rotated; the last four of its 36 features are not."""
EPSILON = 1e-5
HEAD_ORDER = np.r_[0 : 2 * PAIRS : 2, 1 : 2 * PAIRS : 2, 2 * PAIRS : HEAD_SIZE]
"""The file rotates neighbouring features (0 with 1, 2 with 3). Here feature i turns with feature i + 16: the same
products, without strided access."""
FREQUENCIES = (10000.0 ** (-np.arange(PAIRS) / PAIRS)).astype(np.float32)


class Layer(nn.Module):
    """Pre-norm attention and MLP."""

    def __init__(self) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(WIDTH, eps=EPSILON, bias=False)
        self.query_key_value = nn.Linear(WIDTH, 3 * WIDTH, bias=False)
        self.attention_out = nn.Linear(WIDTH, WIDTH, bias=False)
        self.mlp_norm = nn.LayerNorm(WIDTH, eps=EPSILON, bias=False)
        self.mlp_in = nn.Linear(WIDTH, 4 * WIDTH)
        self.mlp_out = nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x: Tensor, turn: tuple[Tensor, Tensor], mask: Tensor | None) -> Tensor:
        x = x + self.attention_out(self._opened(self.query_key_value(self.attention_norm(x)), turn, mask))
        return x + self.mlp_out(functional.gelu(self.mlp_in(self.mlp_norm(x))))

    def _opened(self, projected: Tensor, turn: tuple[Tensor, Tensor], mask: Tensor | None) -> Tensor:
        batch, frames, _ = projected.shape
        cosine, sine = turn
        heads = projected.view(batch, frames, 3 * HEADS, HEAD_SIZE).transpose(1, 2)
        left, right, still = heads[:, : 2 * HEADS].split([PAIRS, PAIRS, HEAD_SIZE - 2 * PAIRS], dim=-1)
        turned = torch.cat([left * cosine - right * sine, right * cosine + left * sine, still], dim=-1)
        query, key = turned.chunk(2, dim=1)
        mixed = functional.scaled_dot_product_attention(query, key, heads[:, 2 * HEADS :], attn_mask=mask)
        return mixed.transpose(1, 2).reshape(batch, frames, WIDTH)


class Encoder(nn.Module):
    """Sound (batch, n >= 895) at 16 kHz to features (batch, frames, 288), 384 samples a frame."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(1, WIDTH, 127, stride=64, bias=False)
        self.norm1 = nn.GroupNorm(1, WIDTH, eps=EPSILON)
        self.conv2 = nn.Conv1d(WIDTH, 2 * WIDTH, 7, stride=3)
        self.conv3 = nn.Conv1d(2 * WIDTH, WIDTH, 3, stride=2)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON, bias=False)
        self.register_buffer("frequencies", torch.from_numpy(FREQUENCIES), persistent=False)

    def forward(self, samples: Tensor) -> Tensor:
        return self.upper(self.lower(samples))

    def lower(self, samples: Tensor) -> Tensor:
        """The convolutions and the layers that stay as they were: (batch, n) to (batch, frames, 288)."""
        x = self.norm1(torch.tanh(self.conv1(samples.unsqueeze(1))))
        x = functional.gelu(self.conv2(x))
        x = functional.gelu(self.conv3(x)).transpose(1, 2)
        turn = self._turn(x)
        for layer in self.layers[:FROZEN_LAYERS]:
            x = layer(x, turn, None)
        return x

    def upper(self, x: Tensor, heard: Tensor | None = None) -> Tensor:
        """The rest. ``heard`` (batch, frames) is False where a shorter clip of the batch has ended."""
        turn = self._turn(x)
        mask = None if heard is None else heard[:, None, None, :]
        for layer in self.layers[FROZEN_LAYERS:]:
            x = layer(x, turn, mask)
        return self.norm(x)

    def learning(self) -> list[nn.Parameter]:
        """What is taught."""
        return [*self.layers[FROZEN_LAYERS:].parameters(), *self.norm.parameters()]

    def _turn(self, x: Tensor) -> tuple[Tensor, Tensor]:
        angles = torch.outer(torch.arange(x.shape[1], dtype=x.dtype), self.frequencies)
        return angles.cos(), angles.sin()


def load_encoder(path_ort: Path) -> Encoder:
    """The shipped weights, dequantised: w = (q - zero point) * scale, one scale for each matrix."""
    arrays, inputs = _read_ort(path_ort)

    def linear(layer: int, name: str) -> np.ndarray:
        stem = inputs[f"/layers.{layer}/{name}/MatMul_quant"][1].removesuffix("_quantized")
        centred = arrays[stem + "_quantized"].astype(np.float32) - np.float32(arrays[stem + "_zero_point"])
        return (centred * arrays[stem + "_scale"]).T

    rows = np.concatenate([head * HEAD_SIZE + HEAD_ORDER for head in range(HEADS)])
    state = {f"conv{i}.weight": arrays[f"conv{i}.weight_add_tensor"] for i in (1, 2, 3)}
    state |= {f"conv{i}.bias": arrays[f"conv{i}.bias"] for i in (2, 3)}
    state["norm1.weight"] = arrays[inputs["/groupnorm/Mul"][1]][:, 0]
    state["norm1.bias"] = arrays[inputs["/groupnorm/Add"][1]][:, 0]
    state["norm.weight"] = arrays["layer_norm.weight"]
    for i in range(LAYERS):
        query, key, value = (linear(i, f"self_attn/{name}_proj") for name in "qkv")
        state[f"layers.{i}.query_key_value.weight"] = np.concatenate([query[rows], key[rows], value])
        state[f"layers.{i}.attention_out.weight"] = linear(i, "self_attn/o_proj")
        state[f"layers.{i}.attention_norm.weight"] = arrays[f"layers.{i}.input_layernorm.weight"]
        state[f"layers.{i}.mlp_norm.weight"] = arrays[f"layers.{i}.post_attention_layernorm.weight"]
        for ours, theirs in (("mlp_in", "fc1"), ("mlp_out", "fc2")):
            state[f"layers.{i}.{ours}.weight"] = linear(i, f"mlp/{theirs}")
            state[f"layers.{i}.{ours}.bias"] = arrays[f"layers.{i}.mlp.{theirs}.bias"]
    encoder = Encoder()
    encoder.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in state.items()})
    return encoder.eval()


def _read_ort(path: Path) -> tuple[dict[str, np.ndarray], dict[str, list[str]]]:
    """The constants of an ORT flatbuffer by name, and the inputs of its nodes by node name."""
    from onnxruntime.tools.ort_format_model.ort_flatbuffers_py.fbs.InferenceSession import InferenceSession

    types = {1: np.float32, 2: np.uint8, 3: np.int8, 7: np.int64}
    graph = InferenceSession.GetRootAsInferenceSession(bytearray(path.read_bytes()), 0).Model().Graph()
    arrays, inputs = {}, {}
    for i in range(graph.InitializersLength()):
        tensor = graph.Initializers(i)
        shape = [tensor.Dims(j) for j in range(tensor.DimsLength())]
        data = tensor.RawDataAsNumpy().tobytes()
        arrays[tensor.Name().decode()] = np.frombuffer(data, types[tensor.DataType()]).reshape(shape)
    for i in range(graph.NodesLength()):
        node = graph.Nodes(i)
        inputs[node.Name().decode()] = [node.Inputs(j).decode() for j in range(node.InputsLength())]
    return arrays, inputs
