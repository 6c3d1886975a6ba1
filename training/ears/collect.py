"""What the ears are offered, with labels, and the same without noise and room.

``python -m training.ears.collect RECORDINGS OUT HALF MANIFEST.jsonl...`` The manifest of new speakers has to be called
``manifest.jsonl``.

Every clip is put into a random room with random noise, through a random microphone, and cut by the segmenter that
ships, so the head learns from segments as it will get them: early offers, late ones, and words cut short. A segment
that holds its phrase is an example of it, one that holds little of it is an example of nothing. The work is done in
random order and written in shards, so that it may be broken off at any time.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.ears.conditions import babble, faster, hurried, microphone, noise_bank, overdriven, placed, room
from training.ears.recordings import NEW_CLIPS, activity, noises, recordings
from voicecoach.audio.files.sound_file import read
from voicecoach.audio.pcm import BLOCK_SAMPLES, SAMPLE_RATE_HZ, Samples
from voicecoach.audio.speech_detector import WINDOW_SAMPLES, SpeechDetector, levels_db
from voicecoach.ears.interface import Hearing
from voicecoach.ears.moonshine_model import MoonshineModel, find_model
from voicecoach.ears.phrase_judge import MIN_S, levelled
from voicecoach.ears.phrase_trie import PhraseTrie
from voicecoach.ears.segmenter import Segment, Segmenter
from voicecoach.language.loading import load

NONE = -1
SHARD = 3000
HUMAN_COPIES = 900
"""Of every word, spread over its clips."""
NEW_SPEAKERS = "manifest.jsonl"


class Collection:
    """Ragged sound and one row a segment."""

    def __init__(self) -> None:
        self.noisy: list[np.ndarray] = []
        self.clean: list[np.ndarray] = []
        self.rows: list[tuple[float, ...]] = []
        self.sources: list[str] = []

    def add(self, segment: Segment, label: int, source: str, clean: Samples, snr_db: float) -> None:
        """``clean`` is the whole clip without noise and room, in time with what the segment was cut from."""
        speech = slice(segment.speech_start, segment.speech_end)
        samples = levelled(segment.samples, speech)
        if samples is None or samples.size < MIN_S * SAMPLE_RATE_HZ:
            return
        first = round(segment.decided_s * SAMPLE_RATE_HZ) - segment.samples.size
        alone = levelled(clean[first : first + samples.size], speech)
        self.noisy.append(_as_int16(samples))
        self.clean.append(_as_int16(np.zeros_like(samples) if alone is None else alone))
        row = (label, samples.size, speech.start, speech.stop, segment.offer, segment.final, snr_db)
        self.rows.append(row)
        self.sources.append(source)

    def save(self, path: Path) -> None:
        np.savez(
            path,
            noisy=np.concatenate(self.noisy),
            clean=np.concatenate(self.clean),
            rows=np.array(self.rows, dtype=np.float32),
            sources=np.array(self.sources),
        )


def _as_int16(samples: Samples) -> np.ndarray:
    return (np.clip(samples, -1.0, 1.0) * 32767).astype(np.int16)


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


def varied(dice: np.random.Generator, clip: Samples) -> Samples:
    """Another speed, pitch and voice."""
    if dice.random() < 0.6:
        clip = faster(clip, dice.uniform(0.85, 1.18))
    if dice.random() < 0.35:
        clip = hurried(clip, dice.uniform(0.8, 1.3))
    return clip


def placed_somewhere(
    dice: np.random.Generator, clip: Samples, bank: list[Samples], before_s: float
) -> tuple[Samples, Samples, float]:
    """The clip in a room, in noise, through a microphone, at any level; the clip alone; and how many dB above noise."""
    dry = clip
    if dice.random() < 0.5:
        clip = room(dice, clip, dice.uniform(0.15, 0.8), dice.uniform(-6, 10))
    snr_db = dice.uniform(0, 15) if dice.random() < 0.55 else dice.uniform(8, 40)
    stream = placed(dice, clip, bank[int(dice.integers(len(bank)))], snr_db, before_s, 0.5)
    clean = np.zeros(stream.size, dtype=np.float32)
    before = int(before_s * SAMPLE_RATE_HZ)
    clean[before : before + dry.size] = dry
    if dice.random() < 0.6:
        stream = microphone(dice, stream)
    if dice.random() < 0.08:
        stream = overdriven(dice, stream)
    level = 10 ** (dice.uniform(-30, -6) / 20) / (np.abs(stream).max() + 1e-9)
    return stream * np.float32(level), clean, snr_db


def held(segment: Segment, speech: np.ndarray, before_s: float) -> float:
    """How much of a clip's speech, by blocks, lies within the sound of a segment."""
    at_s = before_s + 0.01 * (np.flatnonzero(speech) + 0.5)
    first_s = segment.decided_s - segment.samples.size / SAMPLE_RATE_HZ
    return float(np.mean((at_s > first_s) & (at_s < segment.decided_s))) if at_s.size else 0.0


@dataclass(frozen=True, slots=True)
class Job:
    """One clip to be heard once."""

    source: str
    path: Path | None
    """None for mere noise."""
    phrase: str | None
    """What it says, None for everything else."""
    keep: int = 1
    """How many of the offered segments."""
    piece: bool = False
    """A random piece of it only."""
    varied: bool = True
    """At another speed and pitch each time."""


def jobs_of(folder: Path, half: str, manifests: list[Path]) -> list[Job]:
    jobs = [Job("noise", None, None)] * (1200 if half == "tune" else 600)
    of_half = [recording for recording in recordings(folder) if recording.half == half]
    clips = Counter(recording.text for recording in of_half)
    for recording in of_half:
        if recording.kind == "command":
            job = Job(f"human {recording.text}", recording.path, recording.text, keep=2)
            jobs += [job] * _copies(clips[recording.text])
        elif recording.kind == "other-word":
            jobs += [Job(f"human-other {recording.text}", recording.path, None)] * 18
        else:
            jobs += [Job("human-speech", recording.path, None, keep=4)] * 3
            jobs += [Job("human-piece", recording.path, None, piece=True)] * 3
    for manifest in manifests:
        for row in map(json.loads, manifest.read_text().splitlines()):
            phrase = row["text"] if row["kind"] == "command" else None
            if manifest.name == NEW_SPEAKERS:
                new = Job(f"new {row['text']}", manifest.parent / row["file"], phrase, keep=2, varied=False)
                jobs += [new] * max(2, round(_copies(clips[row["text"]]) / NEW_CLIPS))
                continue
            copies = 4 if "festival" in manifest.name else 1
            jobs += [Job(f"synthetic {row['voice']}", Path(row["file"]), phrase)] * copies
    return jobs


def _copies(clips: int) -> int:
    """How often each of so many clips of a word is heard: there are few of most numbers."""
    return min(max(HUMAN_COPIES // clips, 25), 70)


class Listener:
    """Turns jobs into segments."""

    def __init__(self, folder: Path, half: str, seed: int) -> None:
        files = find_model()
        assert files is not None
        self.model = MoonshineModel(files)
        self.phrases = list(load("en").vocabulary.spoken())
        self.index = {phrase: number for number, phrase in enumerate(self.phrases)}
        self.trie = PhraseTrie(self.phrases, self.model.tokenizer)
        self.dice = np.random.default_rng(seed)
        talk = [each for each in recordings(folder) if each.half == half and each.kind == "other-speech"]
        voices = [read(each.path) for each in talk]
        self.bank = noise_bank(self.dice, noises(folder, half), voices)
        # And one to three others who talk: what the ears find hardest.
        few = (int(self.dice.integers(1, 4)) for _ in range(24))
        self.bank += [babble(self.dice, 12 * SAMPLE_RATE_HZ, voices, count) for count in few]

    def hear(self, job: Job, collection: Collection) -> None:
        dice = self.dice
        if job.path is None:
            clip = np.zeros(2 * SAMPLE_RATE_HZ, dtype=np.float32)
            clip[0] = 1e-3
        else:
            clip = read(job.path)
        if job.piece:
            clip = self._piece(clip)
        if clip.size < 0.25 * SAMPLE_RATE_HZ:
            return
        before_s = round(dice.uniform(0.25, 0.8), 2) if dice.random() < 0.9 else 0.0
        if job.path is not None and job.varied:
            clip = varied(dice, clip)
        speech = activity(clip)
        stream, clean, snr_db = placed_somewhere(dice, clip, self.bank, before_s)
        found = offers(stream)
        dice.shuffle(found)  # type: ignore[arg-type]
        for segment in found[: job.keep]:
            if job.phrase is None:
                collection.add(segment, NONE, job.source, clean, snr_db)
                continue
            part = held(segment, speech, before_s)
            spoken_s = 0.01 * float(np.sum(speech))
            if part > 0.88 and segment.speech_s < spoken_s + 1.0:
                collection.add(segment, self.index[job.phrase], job.source, clean, snr_db)
            elif part < (0.5 if " " in job.phrase else 0.1):
                collection.add(segment, NONE, job.source + "-part", clean, snr_db)

    def _piece(self, clip: Samples) -> Samples:
        """A quarter of a second to 1.3 s, unless it happens to sound like a phrase; then nothing."""
        length = int(self.dice.uniform(0.25, 1.3) * SAMPLE_RATE_HZ)
        at = int(self.dice.integers(0, max(1, clip.size - length)))
        piece = clip[at : at + length].copy()
        nothing = clip[:0]
        if piece.size < 0.25 * SAMPLE_RATE_HZ or np.sqrt(np.mean(piece**2)) < 1e-3:
            return nothing
        fade = np.linspace(0, 1, 320, dtype=np.float32)
        piece[:320] *= fade
        piece[-320:] *= fade[::-1]
        level = levelled(piece, slice(0, piece.size))
        if level is None or self.trie.score(self.model, self.model.encode(level), self.phrases, -2.5):
            return nothing
        return piece


def main(folder: Path, out: Path, half: str, manifests: list[Path]) -> None:
    listener = Listener(folder, half, seed=11 if half == "tune" else 12)
    jobs = jobs_of(folder, half, manifests)
    listener.dice.shuffle(jobs)  # type: ignore[arg-type]
    collection, shard = Collection(), 0
    began = time.time()
    for number, job in enumerate(jobs):
        listener.hear(job, collection)
        if len(collection.rows) >= SHARD or number == len(jobs) - 1:
            collection.save(out / f"{half}-{shard:02d}.npz")
            print(f"{number} of {len(jobs)} jobs, shard {shard}, {time.time() - began:.0f} s", flush=True)
            collection, shard = Collection(), shard + 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], [Path(name) for name in sys.argv[4:]])
