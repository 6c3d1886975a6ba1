"""Writes what the package reads: ``python -m training.ears.publish TAUGHT.pt OUT.npz``.

The head, the encoder under it as ONNX, and what the decoder scores every phrase on mere noise: the ears could compute
that at every start, at half a second and a hundred megabytes.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

from training.ears.acoustic_encoder import Encoder
from training.ears.export_encoder import export
from voicecoach.ears.moonshine_model import MoonshineModel, find_model
from voicecoach.ears.phrase_judge import noise_priors
from voicecoach.ears.phrase_trie import PhraseTrie
from voicecoach.language.loading import load


def main(taught: Path, out: Path) -> None:
    files = find_model()
    assert files is not None
    model, phrases = MoonshineModel(files), list(load("en").vocabulary.spoken())
    priors = noise_priors(model, PhraseTrie(phrases, model.tokenizer), phrases)
    known = torch.load(taught)
    encoder = Encoder()
    encoder.load_state_dict(known["encoder"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "encoder.onnx"
        export(encoder.eval(), path)
        content = np.frombuffer(path.read_bytes(), dtype=np.uint8)
    head = {name.replace(".", "_"): value.numpy().astype(np.float16) for name, value in known["head"].items()}
    scores = np.array([priors[phrase] for phrase in phrases], dtype=np.float32)
    np.savez_compressed(out, encoder=content, phrases=np.array(phrases), priors=scores, **head)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
