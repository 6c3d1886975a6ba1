"""Writes the taught encoder as ONNX, for onnxruntime.

Linear weights are kept in 8 bits and activations are rounded to 8 bits on the way, as in the file that it came from;
weights that were not taught keep their 8-bit values exactly, others get a scale for each output. The two large
convolutions are kept in 8 bits and computed in float32.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx

from training.ears.acoustic_encoder import EPSILON, FREQUENCIES, HEAD_SIZE, HEADS, LAYERS, PAIRS, WIDTH, Encoder

OPSET = 20


def export(encoder: Encoder, path_onnx: Path) -> None:
    """A file that maps input_values (batch, n) to last_hidden_state (batch, frames, 288)."""
    graph = _Graph({name: value.detach().float().cpu().numpy() for name, value in encoder.state_dict().items()})
    graph.encoder()
    dims = onnx.helper.make_tensor_value_info
    samples = dims("input_values", onnx.TensorProto.FLOAT, ["batch", "samples"])
    features = dims("last_hidden_state", onnx.TensorProto.FLOAT, ["batch", "frames", WIDTH])
    whole = onnx.helper.make_graph(graph.nodes, "encoder", [samples], [features], graph.constants)
    model = onnx.helper.make_model(whole, opset_imports=[onnx.helper.make_opsetid("", OPSET)], ir_version=9)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(path_onnx))


def to_bytes(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows (output, ...) as unsigned bytes, with scale and zero point for each row: w = (q - zero) * scale."""
    rows = weight.reshape(len(weight), -1).astype(np.float64)
    levels = np.unique(rows)
    low, high = np.minimum(rows.min(1), 0), np.maximum(rows.max(1), 0)
    scale = np.maximum((high - low) / 255, 1e-12)
    if len(levels) <= 256:
        steps = np.round((levels[-1] - levels[0]) / np.diff(levels).min())
        grid = (levels[-1] - levels[0]) / steps
        if steps <= 255 and np.abs(rows / grid - np.round(rows / grid)).max() < 1e-3:
            scale = np.full(len(rows), grid)
            low = np.full(len(rows), min(levels[0], 0))
    zero = np.clip(np.round(-low / scale), 0, 255)
    q = np.clip(np.round(rows / scale[:, None]) + zero[:, None], 0, 255)
    return q.astype(np.uint8).reshape(weight.shape), scale.astype(np.float32), zero.astype(np.uint8)


class _Graph:
    """Nodes and constants of the ONNX graph as they are added."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.weights, self.nodes, self.constants = weights, [], []

    def constant(self, value: np.ndarray) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(onnx.numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, *inputs: str | float | list[int] | np.ndarray, outputs: int | str = 1, **options):
        """A node. Numbers and arrays become constants. The name of its output, or a list of names if there are more."""
        names = [value if isinstance(value, str) else self.constant(self._array(value)) for value in inputs]
        count = 1 if isinstance(outputs, str) else outputs
        results = [outputs] if isinstance(outputs, str) else [f"v{len(self.nodes)}_{i}" for i in range(count)]
        self.nodes.append(onnx.helper.make_node(kind, names, results, **options))
        return results[0] if count == 1 else results

    @staticmethod
    def _array(value: float | list[int] | np.ndarray) -> np.ndarray:
        return (
            value
            if isinstance(value, np.ndarray)
            else np.array(value, np.int64 if isinstance(value, list) else np.float32)
        )

    def encoder(self) -> None:
        w = self.weights
        x = self.add("Conv", self.add("Unsqueeze", "input_values", [1]), w["conv1.weight"], strides=[64])
        x = self.add("Tanh", x)
        flat = self.add("Reshape", x, [0, 1, -1])
        one, none = np.ones(1, np.float32), np.zeros(1, np.float32)
        flat = self.add("InstanceNormalization", flat, one, none, epsilon=EPSILON)
        x = self.add("Reshape", flat, self.add("Shape", x))
        x = self.add("Add", self.add("Mul", x, w["norm1.weight"][:, None]), w["norm1.bias"][:, None])
        for name, stride in (("conv2", 3), ("conv3", 2)):
            kernel = self.stored(w[f"{name}.weight"])
            x = self.add("Gelu", self.add("Conv", x, kernel, w[f"{name}.bias"], strides=[stride]))
        x = self.add("Transpose", x, perm=[0, 2, 1])
        frames = self.add("Squeeze", self.add("Shape", x, start=1, end=2))
        positions = self.add("Range", self.constant(np.array(0)), frames, self.constant(np.array(1)))
        positions = self.add("Unsqueeze", self.add("Cast", positions, to=1), [1])
        angles = self.add("Mul", positions, FREQUENCIES[None])
        turn = self.add("Cos", angles), self.add("Sin", angles)
        for i in range(LAYERS):
            own = f"layers.{i}."
            y = self.norm(x, own + "attention_norm")
            y = self.attend(self.linear(y, own + "query_key_value"), *turn)
            x = self.add("Add", x, self.linear(y, own + "attention_out"))
            y = self.linear(self.norm(x, own + "mlp_norm"), own + "mlp_in")
            x = self.add("Add", x, self.linear(self.add("Gelu", y), own + "mlp_out"))
        self.norm(x, "norm", "last_hidden_state")

    def norm(self, x: str, name: str, output: int | str = 1) -> str:
        return self.add("LayerNormalization", x, self.weights[name + ".weight"], outputs=output, epsilon=EPSILON)

    def attend(self, x: str, cosine: str, sine: str) -> str:
        heads = self.add("Transpose", self.add("Reshape", x, [0, 0, 3 * HEADS, HEAD_SIZE]), perm=[0, 2, 1, 3])
        both, value = self.add("Split", heads, [2 * HEADS, HEADS], outputs=2, axis=1)
        left, right, still = self.add("Split", both, [PAIRS, PAIRS, HEAD_SIZE - 2 * PAIRS], outputs=3, axis=-1)
        first = self.add("Sub", self.add("Mul", left, cosine), self.add("Mul", right, sine))
        second = self.add("Add", self.add("Mul", right, cosine), self.add("Mul", left, sine))
        turned = self.add("Concat", first, second, still, axis=-1)
        query, key = self.add("Split", turned, [HEADS, HEADS], outputs=2, axis=1)
        scores = self.add("MatMul", query, self.add("Transpose", key, perm=[0, 1, 3, 2]))
        shares = self.add("Softmax", self.add("Mul", scores, HEAD_SIZE**-0.5), axis=-1)
        mixed = self.add("Transpose", self.add("MatMul", shares, value), perm=[0, 2, 1, 3])
        return self.add("Reshape", mixed, [0, 0, WIDTH])

    def linear(self, x: str, name: str) -> str:
        weight, bias = self.weights[name + ".weight"], self.weights.get(name + ".bias")
        parts = [to_bytes(part) for part in np.split(weight, 3 if name.endswith("query_key_value") else 1)]
        q, scale, zero = (np.concatenate(group) for group in zip(*parts, strict=True))
        rounded, step, middle = self.add("DynamicQuantizeLinear", x, outputs=3)
        y = self.add("Cast", self.add("MatMulInteger", rounded, q.T, middle, zero), to=1)
        y = self.add("Mul", y, self.add("Mul", step, scale))
        return y if bias is None else self.add("Add", y, bias)

    def stored(self, weight: np.ndarray) -> str:
        """A weight kept small in the file. Cast, Sub and Mul fold into one constant when the file is loaded."""
        q, scale, zero = to_bytes(weight)
        centred = self.add("Sub", self.add("Cast", q, to=1), zero.astype(np.float32)[:, None, None])
        return self.add("Mul", centred, scale[:, None, None])
