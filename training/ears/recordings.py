"""The human recordings: a manifest of command words, other words and other speech, and two noises.

Google Speech Commands v0.02 (Warden 2018, CC BY 4.0) for single words; Picovoice's speech-to-intent and wake-word
benchmarks (Apache-2.0) for other speech. Speakers are split in two halves by a hash of their name; other speech, whose
speakers are unknown, by a hash of its file.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from voicecoach.audio.pcm import Samples
from voicecoach.audio.sound_file import read

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
