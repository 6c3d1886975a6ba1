"""The head on top of the encoder, in PyTorch.

The package computes it with numpy, in ``voicecoach/ears/phrase_head.py``, which has to be changed together with this.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

FEATURES, WIDTH, QUERIES, HIDDEN = 288, 96, 8, 160


class PhraseNetwork(nn.Module):
    """Features (batch, frames, 288) to logits over the phrases, and "none of them" last.

    Two residual convolutions over time, then attention that reads the segment in eight places, each knowing how far a
    frame lies from the beginning and the end of the speech.
    """

    def __init__(self, classes: int, mean: torch.Tensor, scale: torch.Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("scale", scale)
        self.enter = nn.Linear(FEATURES, WIDTH)
        self.place = nn.Linear(4, WIDTH)
        self.first = nn.Conv1d(WIDTH, WIDTH, 5, padding=2)
        self.second = nn.Conv1d(WIDTH, WIDTH, 5, padding=2)
        self.attend = nn.Linear(WIDTH, QUERIES)
        self.hidden = nn.Linear(WIDTH * QUERIES, HIDDEN)
        self.leave = nn.Linear(HIDDEN, classes)

    def forward(self, features: torch.Tensor, place: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        keep = mask[..., None]
        x = (features - self.mean) / self.scale
        if self.training:
            x = x + 0.2 * torch.randn_like(x)
        x = functional.relu(self.enter(x) + self.place(place)) * keep
        x = functional.dropout(x, 0.15, self.training)
        for convolution in (self.first, self.second):
            x = (x + functional.relu(convolution(x.mT)).mT) * keep
            x = functional.dropout(x, 0.15, self.training)
        weights = self.attend(x).masked_fill(~keep, -1e9).softmax(dim=1)
        pooled = (weights.mT @ x).flatten(1)
        hidden = functional.dropout(functional.relu(self.hidden(pooled)), 0.3, self.training)
        return self.leave(hidden)


def place_of(count: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Where each frame lies: from the start and from the end of speech, squashed; before it; after it.

    Three arrays of shape (batch,) to (batch, frames of the longest, 4).
    """
    frame = np.arange(count.max(), dtype=np.float32)[np.newaxis] + 0.5
    start, end = start[:, np.newaxis], end[:, np.newaxis]
    columns = (np.tanh((frame - start) * 0.024), np.tanh((end - frame) * 0.024), frame < start, frame > end)
    return np.stack(columns, axis=2).astype(np.float32)


def load_network(path: Path) -> PhraseNetwork:
    """The head in a file of weights, as the package reads it."""
    with np.load(path) as file:
        known = {
            name.replace("_", ".", 1) if "_" in name else name: torch.from_numpy(file[name].astype(np.float32))
            for name in file.files
            if name not in ("encoder", "phrases", "priors")
        }
    network = PhraseNetwork(len(known["leave.bias"]), known["mean"], known["scale"])
    network.load_state_dict(known)
    return network
