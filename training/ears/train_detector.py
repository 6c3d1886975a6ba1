"""Trains the speech detector: ``python -m training.ears.train_detector RECORDINGS SYNTHETIC OUT.npz``. Needs PyTorch.

A small network reads how far each band stood out from its floor in the last blocks. It learns from clips in noise and
rooms what their clean originals say: speech is what lies within 25 dB of the loudest block and above the clip's own
background; gaps of up to 80 ms within a word count as speech, a room's tail does not.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from training.ears.conditions import babble, microphone, noise_bank, placed, room
from training.ears.recordings import activity, noises, recordings
from voicecoach.audio.files.sound_file import read
from voicecoach.audio.pcm import BLOCK_SAMPLES, SAMPLE_RATE_HZ, Samples
from voicecoach.audio.speech_detector import CONTEXT_BLOCKS, SCALE_DB, SpeechDetector

HIDDEN = 48
EPOCHS, BATCH, RATE = 10, 512, 3e-3
COPIES = 3


def example(dice: np.random.Generator, clip: Samples, noise: Samples) -> tuple[np.ndarray, np.ndarray]:
    """(stacked features, labels) of a clip in some condition."""
    before_s, after_s = round(dice.uniform(0.3, 1.5), 2), 0.6
    wet = room(dice, clip, dice.uniform(0.15, 0.7), dice.uniform(-4, 8)) if dice.random() < 0.4 else clip
    snr_db = dice.uniform(0, 15) if dice.random() < 0.5 else dice.uniform(5, 40)
    stream = placed(dice, wet, noise, snr_db, before_s, after_s)
    if dice.random() < 0.5:
        stream = microphone(dice, stream)
    stream *= np.float32(10 ** (dice.uniform(-35, 0) / 20))
    label = np.zeros(stream.size // BLOCK_SAMPLES, dtype=bool)
    speech = activity(clip)
    first = round(before_s * 100)
    label[first : first + speech.size] = speech[: label.size - first]
    detector = SpeechDetector()
    rows = [
        detector.stand_out(stream[at : at + BLOCK_SAMPLES])
        for at in range(0, label.size * BLOCK_SAMPLES, BLOCK_SAMPLES)
    ]
    return stacked(np.array(rows)), label


def stacked(bands_db: np.ndarray) -> np.ndarray:
    """What the network sees for each of many blocks: (blocks, 15) to (blocks, 14 * 15), oldest first, scaled."""
    count, bands = bands_db.shape
    padded = np.concatenate((np.zeros((CONTEXT_BLOCKS - 1, bands), dtype=np.float32), bands_db)) / SCALE_DB
    windows = np.lib.stride_tricks.sliding_window_view(padded, (CONTEXT_BLOCKS, bands))[:, 0]
    return np.ascontiguousarray(windows.reshape(count, -1), dtype=np.float32)


def main(folder: Path, synthetic: Path, out: Path) -> None:
    dice = np.random.default_rng(21)
    recorded = noises(folder, "tune")
    talk = [read(each.path) for each in recordings(folder) if each.half == "tune" and each.kind == "other-speech"]
    bank = noise_bank(dice, recorded, [], each=8) + recorded * 10
    # Many voices are a background, few are not: to this network they are speech.
    bank += [babble(dice, 12 * SAMPLE_RATE_HZ, talk, int(dice.integers(4, 9))) for _ in range(12)]
    clips: list[Samples] = []
    for recording in recordings(folder):
        if recording.half == "tune":
            clip = read(recording.path)
            if recording.kind == "other-speech":
                clip = clip[: 4 * SAMPLE_RATE_HZ]
                if dice.random() < 0.5:
                    continue
            clips.append(clip)
    rows = [json.loads(line) for line in (synthetic / "tune.jsonl").read_text().splitlines()]
    clips += [read(Path(row["file"])) for row in rows[:: max(1, len(rows) // 350)]]
    features, labels = [], []
    began = time.time()
    for clip in clips:
        if clip.size < 2000 or float(np.abs(clip).max()) < 1e-3:
            continue
        for _ in range(COPIES):
            x, y = example(dice, clip, bank[int(dice.integers(len(bank)))])
            features.append(x.astype(np.float16))
            labels.append(y)
    x_all, y_all = np.concatenate(features), np.concatenate(labels).astype(np.float32)
    print(x_all.shape, y_all.mean(), f"{time.time() - began:.0f} s", flush=True)
    torch.manual_seed(0)
    torch.set_num_threads(1)
    network = nn.Sequential(
        nn.Linear(x_all.shape[1], HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 1)
    )
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=1e-3)
    held = len(x_all) // 12
    order = np.arange(held, len(x_all))
    steps = EPOCHS * (len(order) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps + 1)
    for epoch in range(EPOCHS):
        dice.shuffle(order)
        for at in range(0, len(order) - BATCH + 1, BATCH):
            chosen = order[at : at + BATCH]
            logits = network(torch.from_numpy(x_all[chosen].astype(np.float32)))[:, 0]
            loss = nn.functional.binary_cross_entropy_with_logits(logits, torch.from_numpy(y_all[chosen]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
        with torch.no_grad():
            guess = network(torch.from_numpy(x_all[:held].astype(np.float32)))[:, 0].numpy() > 0
        right = (guess == (y_all[:held] > 0.5)).mean()
        print(f"epoch {epoch} loss {loss.item():.3f} held {right:.3f} {time.time() - began:.0f} s", flush=True)
    arrays = {
        f"{kind}{number}": getattr(network[2 * number], kind).detach().numpy().astype(np.float16)
        for number in range(3)
        for kind in ("weight", "bias")
    }
    np.savez(out, **arrays)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
