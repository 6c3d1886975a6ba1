"""Measures the voice: words a minute, time to render, loudness, beats, 2,000 renders.

python -m tests.bench.bench_voice [--voice NAME] [--renders N]
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import time

import numpy as np
from rich.console import Console
from rich.table import Table

from tests.bench.coach_lines import LINES
from voicecoach.audio.loudness import loudness_lufs, true_peaks
from voicecoach.audio.pcm import PLAYBACK_RATE_HZ, SAMPLE_RATE_HZ, VOICE_RATE_HZ, Samples, resampled
from voicecoach.audio.perceived_beat import perceived_beat
from voicecoach.language.loading import load
from voicecoach.voice.choose import open_voice
from voicecoach.voice.interface import Voice

RATES_WPM = (80, 90, 100, 120, 150, 180, 200, 220, 300)
WORDS = sum(len(line.split()) for line in LINES)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voice", default="auto")
    parser.add_argument("--renders", type=int, default=2000)
    options = parser.parse_args()
    began_s = time.perf_counter()
    chosen = open_voice(options.voice, "en")
    first = chosen.voice.synthesise("Hello.", 150)
    ready_s = time.perf_counter() - began_s
    console = Console()
    console.print(f"Voice {chosen.voice.name} ({chosen.why}): opened, and a first line rendered, after {ready_s:.3f} s")
    assert first.size
    console.print(_rates(chosen.voice))
    console.print(_times(chosen.voice))
    console.print(_beats(chosen.voice))
    console.print(_endurance(chosen.voice, options.renders))


def _rates(voice: Voice) -> Table:
    table = Table("asked", "spoken", "off", title=f"Words a minute, {WORDS} words in {len(LINES)} lines")
    for rate in RATES_WPM:
        samples = sum(voice.synthesise(line, rate).size for line in LINES)
        spoken = WORDS * 60 * VOICE_RATE_HZ / samples
        table.add_row(str(rate), f"{spoken:.1f}", f"{100 * (spoken / rate - 1):+.1f} %")
    return table


def _times(voice: Voice) -> Table:
    lines = {
        "a number": ["five"],
        "7 words": [LINES[1]],
        "a coach's lines": list(LINES),
        "30 words": [" ".join(LINES[2:4])],
    }
    table = Table("line", "median ms", "95 % ms", "sound s", "times real time", title="Time to render")
    for name, texts in lines.items():
        took_s, sound_s = [], []
        for _ in range(max(1, 60 // len(texts))):
            for text in texts:
                began_s = time.perf_counter()
                sound_s.append(voice.synthesise(text, 150).size / VOICE_RATE_HZ)
                took_s.append(time.perf_counter() - began_s)
        median_s = statistics.median(took_s)
        table.add_row(
            name,
            f"{median_s * 1000:.1f}",
            f"{float(np.quantile(took_s, 0.95)) * 1000:.1f}",
            f"{statistics.mean(sound_s):.2f}",
            f"{statistics.mean(sound_s) / statistics.mean(took_s):.0f}",
        )
    return table


def _beats(voice: Voice) -> Table:
    """Of counted numbers: how loud, how long, and when the ear takes the beat."""
    table = Table("number", "LUFS", "dBTP", "ms", "first sound to beat, ms", title="Counted numbers")
    for number in load("en").wording.numbers[:11]:
        samples = voice.synthesise(number, 150)
        beat = perceived_beat(resampled(samples, VOICE_RATE_HZ, PLAYBACK_RATE_HZ))
        figures = (
            loudness_lufs(samples, VOICE_RATE_HZ),
            20 * float(np.log10(true_peaks(samples, VOICE_RATE_HZ).max())),
            samples.size * 1000 / VOICE_RATE_HZ,
            beat * 1000 / SAMPLE_RATE_HZ,
        )
        table.add_row(number, *(f"{figure:.1f}" for figure in figures))
    return table


def _endurance(voice: Voice, renders: int) -> Table:
    shuffle, seen, sizes = random.Random(0), dict[tuple[str, int], str](), 0
    work = [(line, rate) for line in LINES for rate in (120, 150, 180)]
    different = 0
    began_s = time.perf_counter()
    for _ in range(renders):
        key = shuffle.choice(work)
        samples = voice.synthesise(*key)
        sizes += samples.size
        different += seen.setdefault(key, _digest(samples)) != _digest(samples)
    took_s = time.perf_counter() - began_s
    table = Table("renders", "lines at a rate", "different from before", "s", "times real time", title="Endurance")
    table.add_row(
        str(renders), str(len(seen)), str(different), f"{took_s:.1f}", f"{sizes / VOICE_RATE_HZ / took_s:.0f}"
    )
    return table


def _digest(samples: Samples) -> str:
    return hashlib.sha256(samples.tobytes()).hexdigest()


if __name__ == "__main__":
    main()
