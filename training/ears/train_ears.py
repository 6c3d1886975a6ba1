"""Teaches the upper four layers of the encoder, and the head on top of them, together.

``python -m training.ears.train_ears OUT.pt MINUTES [--from BEFORE.pt | --head HEAD.npz] FEATURES.npz...``

Two things are asked for. The head must tell the phrases from each other and from all else (cross entropy); and what
the encoder makes of a clip in noise and a room must be near what the untaught encoder makes of the clean clip, which
all speech can teach, not only the few recorded commands. Runs where PyTorch 2.13 is installed; a CPU will do.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from training.ears.acoustic_encoder import Encoder, load_encoder
from training.ears.phrase_network import PhraseNetwork, load_network, place_of
from voicecoach.ears.moonshine_model import find_model
from voicecoach.language.loading import load

BATCH = 48
ENCODER_RATE, HEAD_RATE = 1.5e-4, 8e-4
FURTHER_ENCODER_RATE, FURTHER_HEAD_RATE = 1.2e-4, 6e-4
WARM_UP_STEPS = 60
LIKE_CLEAN = 0.25
"""Weight of the second demand."""
MARGIN_FRAMES = 4
"""Around speech, within which the features must be like the clean ones."""
WEIGHTS = {"human": 1.5, "human-other": 2.0, "human-speech": 1.5}
"""Of examples by the first word of their source; 1 for the others."""


class Segments:
    """All that was collected, as ``features`` wrote it."""

    def __init__(self, paths: list[Path]) -> None:
        lower, clean, rows, sources = [], [], [], []
        for path in paths:
            with np.load(path) as data:
                lower.append(data["features"])
                clean.append(data["teacher"])
                rows.append(data["rows"])
                sources += list(data["sources"])
        self.lower, self.clean, self.rows = map(np.concatenate, (lower, clean, rows))
        self.frames = self.rows[:, 1].astype(np.int64)
        self.clean_frames = self.rows[:, 7].astype(np.int64)
        self._begin = np.cumsum(self.frames) - self.frames
        self._clean_begin = np.cumsum(self.clean_frames) - self.clean_frames
        self.weights = np.array([WEIGHTS.get(source.split()[0], 1.0) for source in sources], dtype=np.float32)

    def labels(self, none: int) -> np.ndarray:
        labels = self.rows[:, 0].astype(int)
        labels[labels < 0] = none
        return labels

    def batches(self, order: np.ndarray, dice: np.random.Generator) -> list[np.ndarray]:
        """Batches of segments of nearly equal length, in random order."""
        chunk = 32 * BATCH
        parts = [order[at : at + chunk] for at in range(0, len(order), chunk)]
        parts = [part[np.argsort(self.frames[part], kind="stable")] for part in parts]
        found = [part[at : at + BATCH] for part in parts for at in range(0, len(part), BATCH)]
        return [found[number] for number in dice.permutation(len(found))]

    def batch(self, chosen: np.ndarray, dice: np.random.Generator | None) -> tuple[torch.Tensor, ...]:
        """(lower features, places, heard, clean features, where these count), (batch, frames, ...) each.

        With ``dice`` it is uncertain where speech begins and ends, and a few frames may be missing.
        """
        lengths = self.frames[chosen]
        frame = np.arange(lengths.max())[np.newaxis]
        heard = frame < lengths[:, np.newaxis]
        lower = self.lower[np.minimum(self._begin[chosen][:, np.newaxis] + frame, len(self.lower) - 1)]
        lower = lower.astype(np.float32)
        start, end = self.rows[chosen, 2], self.rows[chosen, 3]
        if dice is not None:
            start = start + dice.normal(0, 2, len(chosen))
            end = end + dice.normal(0, 2, len(chosen))
            width = dice.integers(1, 5, len(chosen)) * (dice.random(len(chosen)) < 0.3)
            at = dice.random(len(chosen)) * np.maximum(1, lengths - width)
            lower[(frame >= at[:, np.newaxis]) & (frame < (at + width)[:, np.newaxis])] = 0
        lower[~heard] = 0
        clean = self.clean[np.minimum(self._clean_begin[chosen][:, np.newaxis] + frame, len(self.clean) - 1)]
        counts = heard & (self.clean_frames[chosen] > 0)[:, np.newaxis]
        counts &= (frame >= start[:, np.newaxis] - MARGIN_FRAMES) & (frame < end[:, np.newaxis] + MARGIN_FRAMES)
        place = place_of(lengths, start.astype(np.float32), end.astype(np.float32))
        return tuple(map(torch.from_numpy, (lower, place, heard, clean.astype(np.float32), counts)))


def train(paths: list[Path], minutes: float, out: Path, before: Path | None, seed: int = 0) -> None:
    """From the encoder in the ``moonshine-voice`` wheel and a fresh head or an earlier one (.npz), or further from what
    was taught before (.pt).
    """
    files = find_model()
    assert files is not None
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    dice = np.random.default_rng(seed + 5)
    data = Segments(paths)
    none = len(load("en").vocabulary.spoken())
    labels = data.labels(none)
    encoder = load_encoder(files.encoder)
    sample = data.clean[dice.integers(0, len(data.clean), 200_000)].astype(np.float32)
    head = PhraseNetwork(none + 1, torch.tensor(sample.mean(0)), torch.tensor(sample.std(0) + 1e-3))
    rates = [ENCODER_RATE, HEAD_RATE]
    if before is not None and before.suffix == ".npz":
        head = load_network(before)
    elif before is not None:
        known = torch.load(before)
        encoder.load_state_dict(known["encoder"])
        head.load_state_dict(known["head"])
        rates = [FURTHER_ENCODER_RATE, FURTHER_HEAD_RATE]
    learning = [*encoder.learning(), *head.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": encoder.learning(), "weight_decay": 0.01}, {"params": head.parameters(), "weight_decay": 0.02}]
    )
    held = dice.random(len(labels)) < 0.02
    order = np.flatnonzero(~held)
    began, step = time.time(), 0
    while True:
        encoder.train()
        head.train()
        dice.shuffle(order)
        for chosen in data.batches(order, dice):
            done = (time.time() - began) / (60 * minutes)
            if done >= 1:
                torch.save({"encoder": encoder.state_dict(), "head": head.state_dict()}, out)
                return
            share = min(1, step / WARM_UP_STEPS + 0.02) * (0.49 * (1 + np.cos(np.pi * done)) + 0.02)
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * share
            lower, place, heard, clean, counts = data.batch(chosen, dice)
            features = encoder.upper(lower, heard)
            each = functional.cross_entropy(
                head(features, place, heard), torch.from_numpy(labels[chosen]), reduction="none", label_smoothing=0.03
            )
            loss = (each * torch.from_numpy(data.weights[chosen])).mean()
            if counts.any():
                loss = loss + LIKE_CLEAN * (((features - clean) / head.scale)[counts] ** 2).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(learning, 2.0)
            optimiser.step()
            step += 1
            if step % 100 == 0:
                print(f"{step * BATCH} segments, loss {loss.item():.3f}, {time.time() - began:.0f} s", flush=True)
        print(f"held out: {_accuracy(encoder, head, data, labels, np.flatnonzero(held)):.3f} right", flush=True)


def _accuracy(encoder: Encoder, head: PhraseNetwork, data: Segments, labels: np.ndarray, chosen: np.ndarray) -> float:
    encoder.eval()
    head.eval()
    right = 0
    with torch.no_grad():
        for at in range(0, len(chosen), BATCH):
            some = chosen[at : at + BATCH]
            lower, place, heard, _, _ = data.batch(some, None)
            guess = head(encoder.upper(lower, heard), place, heard).argmax(1).numpy()
            right += int((guess == labels[some]).sum())
    return right / max(1, len(chosen))


if __name__ == "__main__":
    target, minutes_text, *rest = sys.argv[1:]
    start = Path(rest[1]) if rest[0] in ("--from", "--head") else None
    train([Path(name) for name in (rest if start is None else rest[2:])], float(minutes_text), Path(target), start)
