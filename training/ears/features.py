"""What the part of the encoder that stays as it was makes of collected sound: ``python -m training.ears.features
OUT_FOLDER SEGMENTS.npz...``

For each segment the features after the frozen layers, and, of every second one that holds speech, what the whole
untaught encoder makes of the clean clip. Computed once, because training hears every segment several times.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch

from training.ears.acoustic_encoder import load_encoder
from voicecoach.audio.pcm import SAMPLE_RATE_HZ, Samples
from voicecoach.ears.moonshine_model import FRAME_SAMPLES, MoonshineModel, find_model

LONGEST_S = 2.6
_AUDIBLE = 1e-3
_FAINT = 1e-4


def main(out: Path, paths: list[Path]) -> None:
    files = find_model()
    assert files is not None
    torch.set_num_threads(1)
    encoder, untaught = load_encoder(files.encoder), MoonshineModel(files)
    dice = np.random.default_rng(1)

    def lower(samples: Samples) -> np.ndarray:
        with torch.no_grad():
            return encoder.lower(torch.from_numpy(samples)[None])[0].numpy()

    for path in paths:
        with np.load(path) as data:
            noisy, clean, rows, sources = (data[name] for name in ("noisy", "clean", "rows", "sources"))
        ends = np.cumsum(rows[:, 1].astype(int))
        features, teacher, kept, kept_sources = [], [], [], []
        for number, (row, end) in enumerate(zip(rows, ends, strict=True)):
            label, count, start, stop, offer, final, snr_db = row
            if count > LONGEST_S * SAMPLE_RATE_HZ:
                continue
            piece = slice(end - int(count), end)
            heard = lower(_sound(noisy[piece]))
            alone = _sound(clean[piece])
            teaches = number % 2 == 0 and np.abs(alone).max() > _AUDIBLE
            if teaches:
                # Digital silence is nothing that the encoder ever heard.
                hiss = dice.standard_normal(alone.size).astype(np.float32) * np.float32(_FAINT)
                teacher.append(untaught.encode(alone + hiss).astype(np.float16))
            features.append(heard.astype(np.float16))
            taught = len(heard) if teaches else 0
            kept.append((label, len(heard), start / FRAME_SAMPLES, stop / FRAME_SAMPLES, offer, final, snr_db, taught))
            kept_sources.append(sources[number])
        np.savez(
            out / path.name,
            features=np.concatenate(features),
            teacher=np.concatenate(teacher) if teacher else np.zeros((0, 288), np.float16),
            rows=np.array(kept, dtype=np.float32),
            sources=np.array(kept_sources),
        )


def _sound(samples: np.ndarray) -> Samples:
    return samples.astype(np.float32) / np.float32(32767)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
