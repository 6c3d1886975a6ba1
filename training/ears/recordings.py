"""The human recordings: a manifest of command words, other words and other speech, and two noises.

Google Speech Commands v0.02 (Warden 2018, CC BY 4.0) for single words; Picovoice's speech-to-intent and wake-word
benchmarks (Apache-2.0) for other speech. Speakers are split in two halves by a hash of their name; other speech, whose
speakers are unknown, by a hash of its file.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from voicecoach.audio.files.sound_file import read
from voicecoach.audio.pcm import BLOCK_SAMPLES, Samples

NEW_CLIPS = 10
"""How many clips of new speakers ``new_speakers`` makes of each recorded command."""
NUMBER_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


@dataclass(frozen=True, slots=True)
class Recording:
    path: Path
    kind: str
    """``command``, ``other-word`` or ``other-speech``."""
    text: str
    half: str
    """``tune`` or ``report``."""


def half_of(name: str) -> str:
    return ("tune", "report")[hashlib.sha256(name.encode()).digest()[0] & 1]


def recordings(folder: Path) -> list[Recording]:
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text().splitlines()]
    return [
        Recording(
            folder / row["file"],
            row["kind"],
            row["text"],
            half_of(row["file"] if row["kind"] == "other-speech" else row["speaker"]),
        )
        for row in rows
    ]


def noises(folder: Path, half: str) -> list[Samples]:
    """One half of each recorded noise."""
    whole = [read(path) for path in sorted((folder / "noise").glob("*.flac"))]
    return [noise[: noise.size // 2] if half == "tune" else noise[noise.size // 2 :] for noise in whole]


def activity(clip: Samples) -> np.ndarray:
    """For each block of 10 ms of a clean clip, whether it is speech. Shape (blocks,).

    Within 25 dB of the loudest block and above the clip's own background; gaps of up to 80 ms belong to the word.
    """
    blocks = clip[: clip.size // BLOCK_SAMPLES * BLOCK_SAMPLES].reshape(-1, BLOCK_SAMPLES).astype(np.float64)
    level_db = 10 * np.log10(np.mean(blocks**2, axis=1) + 1e-10)
    needed_db = max(level_db.max() - 25, min(np.percentile(level_db, 10) + 8, level_db.max() - 12))
    speech = level_db > needed_db
    edges = np.flatnonzero(np.diff(speech.astype(int)))
    for end, start in pairwise(edges):
        if speech[end] and start - end <= 8:
            speech[end + 1 : start + 1] = True
    return speech
