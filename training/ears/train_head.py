"""Trains the head that gives a second opinion: ``python -m training.ears.train_head COLLECTED PHRASES.json OUT.npz``.

Runs where PyTorch 2.13 is installed (a CPU will do); the package itself computes the head with numpy, in
``voicecoach/ears/phrase_head.py``, which has to be changed together with ``Head`` below.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

FEATURES, WIDTH, QUERIES = 288, 64, 6
EPOCHS, BATCH, RATE = 12, 128, 3e-3


class Head(nn.Module):
    """Features (batch, frames, 288) to logits over the phrases, and "none of them" last.

    A residual convolution over time, then attention that reads the segment in six places, each knowing how far a
    frame lies from the beginning and the end of the speech.
    """

    def __init__(self, classes: int, mean: torch.Tensor, scale: torch.Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("scale", scale)
        self.enter = nn.Linear(FEATURES, WIDTH)
        self.place = nn.Linear(4, WIDTH)
        self.first = nn.Conv1d(WIDTH, WIDTH, 5, padding=2)
        self.attend = nn.Linear(WIDTH, QUERIES)
        self.hidden = nn.Linear(WIDTH * QUERIES, 128)
        self.leave = nn.Linear(128, classes)

    def forward(self, features: torch.Tensor, place: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        keep = mask[..., None]
        x = functional.relu(self.enter((features - self.mean) / self.scale) + self.place(place)) * keep
        x = functional.dropout(x, 0.15, self.training)
        x = (x + functional.relu(self.first(x.mT)).mT) * keep
        x = functional.dropout(x, 0.15, self.training)
        weights = self.attend(x).masked_fill(~mask[..., None], -1e9).softmax(dim=1)
        pooled = (weights.mT @ x).flatten(1)
        hidden = functional.dropout(functional.relu(self.hidden(pooled)), 0.3, self.training)
        return self.leave(hidden)


def place_of(count: int, start: float, end: float) -> np.ndarray:
    """Where each frame lies: seconds from the start and from the end of speech, squashed; before it; after it."""
    frame = np.arange(count, dtype=np.float32) + 0.5
    return np.stack(
        (
            np.tanh((frame - start) * 0.024),
            np.tanh((end - frame) * 0.024),
            (frame < start).astype(np.float32),
            (frame > end).astype(np.float32),
        ),
        axis=1,
    ).astype(np.float32)


class Segments:
    def __init__(self, paths: list[Path], weights: dict[str, float]) -> None:
        features, rows, self.sources = [], [], []
        for path in paths:
            with np.load(path) as data:
                features.append(data["features"])
                rows.append(data["rows"])
                self.sources += list(data["sources"])
        self.features = np.concatenate(features)
        self.rows = np.concatenate(rows)
        ends = np.cumsum(self.rows[:, 1].astype(np.int64))
        self.begin = np.concatenate(([0], ends[:-1]))
        self.weights = np.array([weights.get(source.split()[0], 1.0) for source in self.sources], dtype=np.float32)

    def batch(self, chosen: np.ndarray, dice: np.random.Generator | None) -> tuple[torch.Tensor, ...]:
        lengths = self.rows[chosen, 1].astype(int)
        longest = lengths.max()
        features = np.zeros((len(chosen), longest, FEATURES), dtype=np.float32)
        place = np.zeros((len(chosen), longest, 4), dtype=np.float32)
        mask = np.zeros((len(chosen), longest), dtype=bool)
        for row, (number, count) in enumerate(zip(chosen, lengths, strict=True)):
            start, end = self.rows[number, 2], self.rows[number, 3]
            if dice is not None:
                start += dice.normal(0, 2)
                end += dice.normal(0, 2)
            features[row, :count] = self.features[self.begin[number] : self.begin[number] + count]
            place[row, :count] = place_of(count, start, end)
            mask[row, :count] = True
            if dice is not None and dice.random() < 0.4:
                width = int(dice.integers(1, 6))
                at = int(dice.integers(0, max(1, count - width)))
                features[row, at : at + width] = 0
        return torch.from_numpy(features), torch.from_numpy(place), torch.from_numpy(mask)


def train(paths: list[Path], phrases: list[str], out: Path, seed: int = 0) -> Head:
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    dice = np.random.default_rng(seed)
    data = Segments(paths, {"human": 3.0, "human-other": 2.0, "human-speech": 1.5, "human-piece": 1.0})
    none = len(phrases)
    labels = data.rows[:, 0].astype(int)
    labels[labels < 0] = none
    sample = data.features[dice.integers(0, len(data.features), 200_000)].astype(np.float32)
    head = Head(none + 1, torch.tensor(sample.mean(0)), torch.tensor(sample.std(0) + 1e-3))
    held = dice.random(len(labels)) < 0.03
    order = np.flatnonzero(~held)
    optimiser = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=0.02)
    steps = EPOCHS * (len(order) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps + 1, pct_start=0.1)
    began = time.time()
    for epoch in range(EPOCHS):
        head.train()
        dice.shuffle(order)
        total = 0.0
        for at in range(0, len(order) - BATCH + 1, BATCH):
            chosen = order[at : at + BATCH]
            chosen = chosen[np.argsort(data.rows[chosen, 1])]
            logits = head(*data.batch(chosen, dice))
            losses = functional.cross_entropy(
                logits, torch.from_numpy(labels[chosen]), reduction="none", label_smoothing=0.03
            )
            loss = (losses * torch.from_numpy(data.weights[chosen])).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        head.eval()
        with torch.no_grad():
            test = np.flatnonzero(held)
            right = [
                (head(*data.batch(test[at : at + 256], None)).argmax(1).numpy() == labels[test[at : at + 256]])
                for at in range(0, len(test), 256)
            ]
        print(
            f"epoch {epoch} loss {total / max(1, len(order) // BATCH):.3f} "
            f"held {np.concatenate(right).mean():.3f} {time.time() - began:.0f} s",
            flush=True,
        )
        save(head, phrases, out)
    return head


def save(head: Head, phrases: list[str], out: Path) -> None:
    arrays = {name.replace(".", "_"): value.numpy().astype(np.float16) for name, value in head.state_dict().items()}
    np.savez_compressed(out, phrases=np.array(phrases), **arrays)


if __name__ == "__main__":
    folder, phrase_file, target = map(Path, sys.argv[1:4])
    train(sorted(folder.glob("tune-*.npz")), json.loads(phrase_file.read_text()), target)
