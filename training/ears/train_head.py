"""Trains the head that gives a second opinion.

``python -m training.ears.train_head OUT.npz [--from HEAD.npz] SHARD.npz...``

Runs where PyTorch 2.13 is installed (a CPU will do); the package itself computes the head with numpy, in
``voicecoach/ears/phrase_head.py``, which has to be changed together with ``Head`` below.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from voicecoach.languages import load

FEATURES, WIDTH, QUERIES, HIDDEN = 288, 96, 8, 160
EPOCHS, BATCH, RATE = 10, 128, 3e-3
FURTHER_EPOCHS, FURTHER_RATE = 3, 1e-3
WEIGHTS = {"human": 1.5, "human-other": 2.0, "human-speech": 1.5}
"""Of examples by the first word of their source; 1 for the others."""


class Head(nn.Module):
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


class Segments:
    """All that was collected."""

    def __init__(self, paths: list[Path]) -> None:
        features, rows, self.sources = [], [], []
        for path in paths:
            with np.load(path) as data:
                features.append(data["features"])
                rows.append(data["rows"])
                self.sources += list(data["sources"])
        self.features = np.concatenate(features)
        self.rows = np.concatenate(rows)
        self.lengths = self.rows[:, 1].astype(np.int64)
        self.begin = np.cumsum(self.lengths) - self.lengths
        self.weights = np.array([WEIGHTS.get(source.split()[0], 1.0) for source in self.sources], dtype=np.float32)

    def batches(self, order: np.ndarray, dice: np.random.Generator) -> list[np.ndarray]:
        """Batches of segments of nearly equal length, in random order."""
        chunk = 32 * BATCH
        parts = [order[at : at + chunk] for at in range(0, len(order), chunk)]
        parts = [part[np.argsort(self.lengths[part], kind="stable")] for part in parts]
        found = [part[at : at + BATCH] for part in parts for at in range(0, len(part), BATCH)]
        return [found[number] for number in dice.permutation(len(found))]

    def batch(self, chosen: np.ndarray, dice: np.random.Generator | None) -> tuple[torch.Tensor, ...]:
        """(features, places, mask); with ``dice``, where speech begins and ends is uncertain and frames are missing."""
        lengths = self.lengths[chosen]
        frame = np.arange(lengths.max())[np.newaxis]
        mask = frame < lengths[:, np.newaxis]
        features = self.features[np.minimum(self.begin[chosen][:, np.newaxis] + frame, len(self.features) - 1)]
        features = features.astype(np.float32)
        start, end = self.rows[chosen, 2], self.rows[chosen, 3]
        if dice is not None:
            start = start + dice.normal(0, 2, len(chosen))
            end = end + dice.normal(0, 2, len(chosen))
            width = dice.integers(1, 6, len(chosen)) * (dice.random(len(chosen)) < 0.4)
            at = dice.random(len(chosen)) * np.maximum(1, lengths - width)
            gone = (frame >= at[:, np.newaxis]) & (frame < (at + width)[:, np.newaxis])
            features[gone] = 0
        features[~mask] = 0
        return (
            torch.from_numpy(features),
            torch.from_numpy(place_of(lengths, start, end)),
            torch.from_numpy(mask),
        )


def train(paths: list[Path], phrases: list[str], out: Path, start: Path | None = None, seed: int = 0) -> Head:
    """A head from scratch, or one that was trained before taught further, gently and for fewer passes."""
    epochs, rate = (EPOCHS, RATE) if start is None else (FURTHER_EPOCHS, FURTHER_RATE)
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    dice = np.random.default_rng(seed)
    data = Segments(paths)
    none = len(phrases)
    labels = data.rows[:, 0].astype(int)
    labels[labels < 0] = none
    sample = data.features[dice.integers(0, len(data.features), 200_000)].astype(np.float32)
    head = Head(none + 1, torch.tensor(sample.mean(0)), torch.tensor(sample.std(0) + 1e-3))
    if start is not None:
        with np.load(start) as file:
            known = {name.replace("_", ".", 1) if "_" in name else name: file[name] for name in file.files}
        head.load_state_dict({name: torch.from_numpy(known[name].astype(np.float32)) for name in head.state_dict()})
    held = dice.random(len(labels)) < 0.02
    order = np.flatnonzero(~held)
    optimiser = torch.optim.AdamW(head.parameters(), lr=rate, weight_decay=0.02)
    steps = epochs * (len(order) // BATCH + len(order) // (32 * BATCH) + 2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.1)
    began = time.time()
    for epoch in range(epochs):
        head.train()
        dice.shuffle(order)
        losses = []
        for chosen in data.batches(order, dice):
            logits = head(*data.batch(chosen, dice))
            each = functional.cross_entropy(
                logits, torch.from_numpy(labels[chosen]), reduction="none", label_smoothing=0.03
            )
            loss = (each * torch.from_numpy(data.weights[chosen])).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        head.eval()
        test = np.flatnonzero(held)
        with torch.no_grad():
            right = [
                (head(*data.batch(test[at : at + 128], None)).argmax(1).numpy() == labels[test[at : at + 128]])
                for at in range(0, len(test), 128)
            ]
        print(
            f"epoch {epoch} loss {np.mean(losses):.3f} held {np.concatenate(right).mean():.3f} "
            f"{time.time() - began:.0f} s",
            flush=True,
        )
        save(head, phrases, out)
    return head


def save(head: Head, phrases: list[str], out: Path) -> None:
    arrays = {name.replace(".", "_"): value.numpy().astype(np.float16) for name, value in head.state_dict().items()}
    np.savez_compressed(out, phrases=np.array(phrases), **arrays)


if __name__ == "__main__":
    target, *rest = sys.argv[1:]
    before = Path(rest[1]) if rest[0] == "--from" else None
    shards = [Path(name) for name in (rest if before is None else rest[2:])]
    train(shards, list(load("en").vocabulary.spoken()), Path(target), before)
