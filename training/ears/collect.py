"""What the ears are offered, with features and labels.

``python -m training.ears.collect RECORDINGS SYNTHETIC OUT HALF [human|synthetic]``

Every clip is put into a random room with random noise and cut by the segmenter that ships, so the head learns from
segments as it will get them: early offers, late ones, and words cut short. A segment that covers its phrase is an
example of it, one that covers little of it is an example of nothing.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
import soxr

from training.ears.conditions import coloured_noise, hum, placed, room
from training.ears.recordings import noises, recordings
from voicecoach.audio.pcm import BLOCK_SAMPLES, SAMPLE_RATE_HZ, Samples
from voicecoach.audio.sound_file import read
from voicecoach.audio.speech_detector import WINDOW_SAMPLES, SpeechDetector, levels_db
from voicecoach.ears.interface import Hearing
from voicecoach.ears.moonshine_model import FRAME_SAMPLES, MoonshineModel, find_model
from voicecoach.ears.phrase_judge import MIN_S, levelled
from voicecoach.ears.phrase_trie import PhraseTrie
from voicecoach.ears.segmenter import Segment, Segmenter
from voicecoach.languages import load

NONE = -1


class Collection:
    """Ragged features and one row a segment."""

    def __init__(self, model: MoonshineModel) -> None:
        self.model = model
        self.features: list[np.ndarray] = []
        self.rows: list[tuple[float, ...]] = []
        self.sources: list[str] = []

    def add(self, segment: Segment, label: int, source: str) -> None:
        samples = levelled(segment.samples, slice(segment.speech_start, segment.speech_end))
        if samples is None or samples.size < MIN_S * SAMPLE_RATE_HZ:
            return
        features = self.model.encode(samples)
        self.features.append(features.astype(np.float16))
        start, end = segment.speech_start / FRAME_SAMPLES, segment.speech_end / FRAME_SAMPLES
        self.rows.append((label, len(features), start, end, segment.offer, segment.final))
        self.sources.append(source)

    def save(self, path: Path) -> None:
        np.savez(
            path,
            features=np.concatenate(self.features),
            rows=np.array(self.rows, dtype=np.float32),
            sources=np.array(self.sources),
        )


class PrecomputedDetector(SpeechDetector):
    """The detector that ships, with the levels of a whole stream computed in one go."""

    def __init__(self, stream: Samples) -> None:
        super().__init__()
        size = WINDOW_SAMPLES
        padded = np.concatenate((np.zeros(size - BLOCK_SAMPLES, dtype=np.float32), stream))
        windows = np.lib.stride_tricks.sliding_window_view(padded, size)[::BLOCK_SAMPLES]
        self._rows = iter(levels_db(windows))

    def _levels_of(self, block: Samples) -> np.ndarray:  # noqa: ARG002
        return next(self._rows)


def offers(stream: Samples) -> list[Segment]:
    segmenter = Segmenter(detector=PrecomputedDetector(stream))
    found = []
    for at in range(0, stream.size - BLOCK_SAMPLES + 1, BLOCK_SAMPLES):
        block = stream[at : at + BLOCK_SAMPLES]
        found.append(segmenter.feed(Hearing(block, block, at)))
    found.append(segmenter.flush())
    return [segment for segment in found if segment is not None and not segment.too_long]


def extent(clip: Samples) -> tuple[float, float]:
    """Where the clean clip speaks, in seconds: within 30 dB of its loudest 10 ms."""
    blocks = clip[: clip.size // 160 * 160].reshape(-1, 160)
    level = np.mean(blocks.astype(np.float64) ** 2, axis=1)
    loud = np.flatnonzero(level > level.max() * 1e-3)
    return loud[0] * 0.01, (loud[-1] + 1) * 0.01


def noise_bank(dice: np.random.Generator, recorded: list[Samples], babble: list[Samples]) -> list[Samples]:
    """A third recorded, the others noises of every colour, motors, and six voices at once."""
    count = 12 * SAMPLE_RATE_HZ
    bank = [coloured_noise(dice, count, dice.uniform(0, 2)) for _ in range(20)]
    bank += [hum(dice, count) for _ in range(10)]
    for _ in range(8 if babble else 0):
        voices = [np.resize(babble[int(dice.integers(len(babble)))], count) for _ in range(6)]
        bank.append(np.sum([np.roll(voice, int(dice.integers(count))) for voice in voices], axis=0))
    return bank + recorded * (len(bank) // 2 // len(recorded))


def varied(dice: np.random.Generator, clip: Samples) -> Samples:
    """Another speed and pitch, sometimes a room, any level."""
    if dice.random() < 0.5:
        clip = soxr.resample(clip, SAMPLE_RATE_HZ, SAMPLE_RATE_HZ * dice.uniform(0.88, 1.14)).astype(np.float32)
    if dice.random() < 0.4:
        clip = room(dice, clip, dice.uniform(0.15, 0.7), dice.uniform(-4, 8))
    return clip * np.float32(10 ** (dice.uniform(-30, 0) / 20))


def main(folder: Path, synthetic: Path, out: Path, half: str, only: str = "") -> None:
    files = find_model()
    assert files is not None
    model = MoonshineModel(files)
    phrases = list(load("en").vocabulary.spoken())
    index = {phrase: number for number, phrase in enumerate(phrases)}
    trie = PhraseTrie(phrases, model.tokenizer)
    dice = np.random.default_rng(11 if half == "tune" else 12)
    human = [recording for recording in recordings(folder) if recording.half == half]
    speech = [read(recording.path) for recording in human if recording.kind == "other-speech"]
    bank = noise_bank(dice, noises(folder, half), speech)
    collection = Collection(model)
    began = time.time()

    def put(clip: Samples, label: int, source: str, keep: int = 2) -> None:
        before_s = dice.uniform(0.25, 0.8) if dice.random() < 0.9 else 0.0
        stretched = varied(dice, clip)
        start_s, end_s = extent(stretched)
        noise = bank[int(dice.integers(len(bank)))]
        snr_db = dice.uniform(4, 40)
        stream = placed(dice, stretched, noise, snr_db, before_s, 0.55)
        found = offers(stream)
        dice.shuffle(found)  # type: ignore[arg-type]
        for segment in found[:keep]:
            begin, end = segment.start_s - before_s, segment.end_s - before_s
            covered = (min(end, end_s) - max(begin, start_s)) / (end_s - start_s)
            if label == NONE:
                collection.add(segment, NONE, source)
            elif covered > 0.8:
                collection.add(segment, label, source)
            elif covered < 0.45 and " " in phrases[label]:
                collection.add(segment, NONE, source + "-part")

    for number, recording in enumerate(human if only != "synthetic" else []):
        clip = read(recording.path)
        if recording.kind == "command":
            for _ in range(16):
                put(clip, index[recording.text], f"human {recording.text}")
        elif recording.kind == "other-word":
            for _ in range(10):
                put(clip, NONE, f"human-other {recording.text}")
        else:
            put(clip, NONE, "human-speech", keep=8)
            for _ in range(6):
                length = int(dice.uniform(0.25, 1.3) * SAMPLE_RATE_HZ)
                at = int(dice.integers(0, max(1, clip.size - length)))
                piece = clip[at : at + length].copy()
                if piece.size < 0.25 * SAMPLE_RATE_HZ or np.sqrt(np.mean(piece**2)) < 1e-3:
                    continue
                fade = np.linspace(0, 1, 320, dtype=np.float32)
                piece[:320] *= fade
                piece[-320:] *= fade[::-1]
                level = levelled(piece, slice(0, piece.size))
                if level is not None and level.size > 0.3 * SAMPLE_RATE_HZ:
                    said = trie.score(model, model.encode(level), phrases, -2.5)
                    if not said:
                        put(piece, NONE, "human-piece", keep=1)
        if number % 100 == 0:
            print(number, len(human), len(collection.rows), f"{time.time() - began:.0f} s", flush=True)
    if collection.rows:
        collection.save(out / f"{half}-human.npz")
    if only == "human":
        return
    collection = Collection(model)
    manifests = [synthetic / f"{half}.jsonl", synthetic / f"{half}-festival.jsonl"]
    rows = [json.loads(line) for name in manifests if name.exists() for line in name.read_text().splitlines()]
    for number, row in enumerate(rows[::3] if len(rows) > 8000 else rows):
        clip = read(Path(row["file"]))
        label = index[row["text"]] if row["kind"] == "command" else NONE
        copies = 3 if "festival" in row["file"] or "diphone" in row["voice"] else 1
        for _ in range(copies):
            put(clip, label, f"synthetic {row['voice']}", keep=1)
        if number % 500 == 499:
            collection.save(out / f"{half}-synthetic.npz")
            print(number, len(rows), len(collection.rows), f"{time.time() - began:.0f} s", flush=True)
    collection.save(out / f"{half}-synthetic.npz")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:])
