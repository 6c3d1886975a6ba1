"""Adds to a trained head what phrases score on mere noise: ``python -m training.ears.add_priors HEAD.npz OUT.npz``.

The ears could compute this at every start, at half a second and a hundred megabytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from voicecoach.ears.moonshine_model import MoonshineModel, find_model
from voicecoach.ears.phrase_judge import noise_priors
from voicecoach.ears.phrase_trie import PhraseTrie


def main(trained: Path, out: Path) -> None:
    files = find_model()
    assert files is not None
    model = MoonshineModel(files)
    with np.load(trained) as data:
        arrays = {name: data[name] for name in data.files}
    phrases = [str(phrase) for phrase in arrays["phrases"]]
    priors = noise_priors(model, PhraseTrie(phrases, model.tokenizer), phrases)
    arrays["priors"] = np.array([priors[phrase] for phrase in phrases], dtype=np.float32)
    np.savez_compressed(out, **arrays)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
