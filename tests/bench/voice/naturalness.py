"""How natural a voice sounds, predicted by DistillMOS, 1 to 5: python -m tests.bench.voice.naturalness VOICE …

For benches alone: ``pip install torch``, and ``pip install --no-deps distillmos xls-r-sqa``. One and a half seconds of
processor time a line; the lines are the same for every voice.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

from tests.bench.voice.material import all_spoken
from voicecoach.audio.pcm import SAMPLE_RATE_HZ, VOICE_RATE_HZ, resampled
from voicecoach.voice.choose import open_voice

_LEAST_WORDS = 8
"""DistillMOS pads a clip to 7.7 s with silence, which it likes less."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("voices", nargs="+", metavar="VOICE")
    parser.add_argument("--lines", type=int, default=40)
    options = parser.parse_args()
    texts = random.Random(0).sample([text for text in all_spoken() if len(text.split()) >= _LEAST_WORDS], options.lines)
    torch, model = _judge()
    for name in options.voices:
        voice = open_voice(name, "en").voice
        scores = []
        for text in texts:
            clip = resampled(voice.synthesise(text, 150), VOICE_RATE_HZ, SAMPLE_RATE_HZ)
            with torch.no_grad():
                scores.append(float(model(torch.from_numpy(clip.copy())[None]).mean()))
        mean, deviation = statistics.mean(scores), statistics.stdev(scores)
        print(f"{name}: {mean:.2f}, standard deviation {deviation:.2f}, lowest {min(scores):.2f}, {len(scores)} lines")


def _judge() -> tuple[Any, Any]:
    sys.modules.setdefault("torchaudio", ModuleType("torchaudio"))  # only DistillMOS's own command line uses it
    try:
        torch, distillmos = import_module("torch"), import_module("distillmos")
    except ImportError as error:
        raise SystemExit(f"The judge is missing: {error}") from error
    torch.set_num_threads(1)
    return torch, distillmos.ConvTransformerSQAModel().eval()


if __name__ == "__main__":
    main()
