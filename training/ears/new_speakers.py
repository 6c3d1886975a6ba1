"""New speakers out of few recordings of single words, by the vocoder WORLD.

WORLD (Morise, Yokomori and Ozawa 2016, IEICE Trans. Inf. & Syst. E99-D(7), 1877-1884) takes speech apart into pitch
(Harvest, Morise 2017), spectral envelope (CheapTrick, Morise 2015) and aperiodicity (D4C, Morise 2016). Here two
speakers' words are aligned and mixed, pitch, formants, tempo and tone are changed, and the result is spoken again.
A new clip is made from one half of the speakers only: ``python -m training.ears.new_speakers RECORDINGS HALF FOLDER``
writes them. Then what the untaught recogniser no longer hears as its word is left out of the manifest. Needs pyworld,
which nothing else here does.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyworld
import soundfile
from scipy.signal import lfilter
from scipy.spatial.distance import cdist

from training.ears.recordings import NEW_CLIPS, activity, half_of
from voicecoach.audio.files.sound_file import read
from voicecoach.audio.pcm import BLOCK_SAMPLES, SAMPLE_RATE_HZ, Samples
from voicecoach.ears.moonshine_model import MoonshineModel, find_model
from voicecoach.ears.phrase_judge import FLOOR, levelled
from voicecoach.ears.phrase_trie import PhraseTrie
from voicecoach.language.loading import load

Floats = npt.NDArray[np.float64]
FRAME_S = 0.005
MARGIN_BLOCKS = 4  # Blocks of 10 ms of a clip's own background that are left on either side of its speech.
LONGEST_FRAMES = 230
LOWEST_HZ, HIGHEST_HZ = 70.0, 500.0
MEDIAN_HZ = (75.0, 400.0)  # Where the median pitch of a changed voice may lie.
KNEE = 0.65  # Up to this part of the band formants move in proportion; above, they are squeezed or spread to fit.
WORSE = 3.0  # By so much less in log P a new clip may be its word than the recordings it came from.
PER_DB = np.log(10) / 10  # One dB as a natural log of power.


@dataclass(frozen=True, slots=True)
class Voice:
    """One word as WORLD describes it, a frame every 5 ms."""

    f0: Floats  # Hz, 0 where unvoiced. Shape (frames,).
    envelope: Floats  # Natural log of the power spectral envelope, evenly from 0 to 8 kHz. Shape (frames, bins).
    aperiodicity: Floats  # The part of the amplitude that is noise, 0 to 1. Shape (frames, bins).

    def at(self, times: Floats) -> Voice:
        """The voice at fractional frames: interpolated, but voicing and aperiodicity as in the nearest frame."""
        nearest = np.clip(np.rint(times).astype(int), 0, self.f0.size - 1)
        pitch = np.exp(np.interp(times, np.arange(self.f0.size), contour(self.f0)))
        f0 = np.where(self.f0[nearest] > 0, pitch, 0.0)
        return Voice(f0, rows_at(self.envelope, times), self.aperiodicity[nearest])


def rows_at(table: Floats, places: Floats) -> Floats:
    """Fractional rows of a table, linearly interpolated. Shape (places, columns)."""
    low = np.clip(places.astype(int), 0, len(table) - 2)
    part = (places - low)[:, np.newaxis]
    return (1 - part) * table[low] + part * table[low + 1]


def contour(f0: Floats) -> Floats:
    """The natural log of the pitch in Hz, drawn on through what is unvoiced; of a whisper, that of 150 Hz."""
    voiced = np.flatnonzero(f0 > 0)
    return np.interp(np.arange(f0.size), voiced, np.log(f0[voiced])) if voiced.size else np.full(f0.size, np.log(150.0))


def trimmed(clip: Samples) -> Samples:
    """The part of a clip that is speech, with 40 ms on either side where there is that much."""
    blocks = np.flatnonzero(activity(clip))
    if blocks[-1] - blocks[0] > 80:  # Loud background: only what is within 16 dB of the loudest.
        power = np.square(clip[: clip.size // BLOCK_SAMPLES * BLOCK_SAMPLES]).reshape(-1, BLOCK_SAMPLES).mean(axis=1)
        blocks = np.flatnonzero(power > power.max() / 10**1.6)
    return clip[max(blocks[0] - MARGIN_BLOCKS, 0) * BLOCK_SAMPLES : (blocks[-1] + 1 + MARGIN_BLOCKS) * BLOCK_SAMPLES]


def analysed(clip: Samples) -> Voice:
    """The speech of a clip (16 kHz) at 1 RMS. What D4C finds to be noise in all bands is unvoiced."""
    speech = trimmed(clip).astype(np.float64)
    speech /= np.sqrt(np.mean(speech**2)) + 1e-9
    speech += np.random.default_rng(0).standard_normal(speech.size) * 1e-4  # CheapTrick divides by what is there.
    f0, times = pyworld.harvest(speech, SAMPLE_RATE_HZ, LOWEST_HZ, HIGHEST_HZ, FRAME_S * 1000)
    envelope = pyworld.cheaptrick(speech, f0, times, SAMPLE_RATE_HZ)
    aperiodicity = pyworld.d4c(speech, f0, times, SAMPLE_RATE_HZ)
    f0 = np.where(aperiodicity.min(axis=1) < 0.99, f0, 0.0)
    return Voice(f0, np.log(envelope + 1e-16), aperiodicity)


def synthesised(voice: Voice) -> Floats:
    """The voice as sound, at whatever level."""
    arrays = (voice.f0, np.exp(voice.envelope), np.clip(voice.aperiodicity, 0.001, 1.0))
    return pyworld.synthesize(*map(np.ascontiguousarray, arrays), SAMPLE_RATE_HZ, FRAME_S * 1000)


def morph(a: Voice, b: Voice, weight: float) -> Voice:
    """The same word by a speaker between two: ``weight`` 0 is a, 1 is b, and must lie between."""
    on_a, on_b = aligned(timbre(a), timbre(b))
    when = (1 - weight) * on_a + weight * on_b
    times = np.arange(0.0, when[-1])
    a, b = a.at(np.interp(times, when, on_a)), b.at(np.interp(times, when, on_b))
    near = a if weight < 0.5 else b
    alike = ((a.f0 > 0) == (b.f0 > 0))[:, np.newaxis]
    pitch = np.exp((1 - weight) * contour(a.f0) + weight * contour(b.f0))
    envelope = (1 - weight) * a.envelope + weight * b.envelope
    aperiodicity = np.where(alike, (1 - weight) * a.aperiodicity + weight * b.aperiodicity, near.aperiodicity)
    return Voice(np.where(near.f0 > 0, pitch, 0.0), envelope, aperiodicity)


def aligned(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """The rows of a and of b that belong together, by dynamic time warping: two arrays that never fall."""
    cost = np.pad(cdist(a, b), ((1, 0), (1, 0)), constant_values=np.inf)
    total = np.full(cost.shape, np.inf)
    total[0, 0] = 0.0
    came = np.zeros((*cost.shape, 2), dtype=int)
    for i, j in np.ndindex(len(a), len(b)):
        # A step of both costs a little less than one of each, so that sounds are stretched only for cause.
        ways = ((i, j, 2.0), (i, j + 1, 1.1), (i + 1, j, 1.1))
        total[i + 1, j + 1], *came[i + 1, j + 1] = min((total[p, q] + w * cost[i + 1, j + 1], p, q) for p, q, w in ways)
    path = [(len(a), len(b))]
    while path[-1] != (1, 1):
        path.append(tuple(came[path[-1]]))
    first, second = np.array(path[::-1], dtype=np.float64).T - 1
    return first, second


def timbre(voice: Voice) -> Floats:
    """Loudness and mel cepstra less the speaker's mean, and how they change: bursts meet bursts. (frames, 40)."""
    cepstra = pyworld.code_spectral_envelope(np.exp(voice.envelope), SAMPLE_RATE_HZ, 20)
    loud = cepstra[:, 0] > cepstra[:, 0].max() - 0.4 * np.ptp(cepstra[:, 0])
    return np.hstack((cepstra - cepstra[loud].mean(axis=0), 3 * np.gradient(cepstra, axis=0)))


def changed(voice: Voice, dice: np.random.Generator, strength: float = 1.0) -> Voice:
    """Another speaker: pitch, formants, intonation, tempo and tone changed; at times breath or a tremor.

    At strength 1 pitch goes to 0.7 to 1.5 of what it was, formants to 0.85 to 1.2, each on its own; at 0 none does.
    """

    def factor(low: float, high: float) -> float:
        return float(np.exp(dice.uniform(np.log(low), np.log(high)) * strength))

    # Tempo: the whole, and then what is voiced and loud, hence the vowels.
    loudness = np.log(np.exp(voice.envelope).sum(axis=1))
    vowel = np.convolve((voice.f0 > 0) & (loudness > loudness.max() - 2.5), np.ones(9) / 9, mode="same")
    longer = factor(0.85, 1.2) * (1 + vowel * (factor(0.85, 1.5) - 1))
    clock = np.r_[0.0, np.cumsum(longer)[:-1]]
    frames = min(int(clock[-1]) + 1, LONGEST_FRAMES)
    voice = voice.at(np.interp(np.linspace(0, clock[-1], frames), clock, np.arange(clock.size)))
    log_f0 = contour(voice.f0)
    middle = float(np.median(log_f0[voice.f0 > 0])) if voice.f0.any() else float(np.median(log_f0))
    moved = np.clip(middle + np.log(factor(0.7, 1.5)), *np.log(MEDIAN_HZ))
    log_f0 = moved + (log_f0 - middle) * factor(0.35, 1.8)
    bins = np.linspace(0.0, 1.0, voice.envelope.shape[1])
    knee = KNEE * factor(0.85, 1.2)
    sources = np.interp(bins, [0.0, knee, 1.0], [0.0, KNEE, 1.0]) * (bins.size - 1)
    octaves = np.log2(np.maximum(bins * SAMPLE_RATE_HZ / 2, 100.0) / 1000.0)
    tilt_db = octaves * dice.uniform(-2.0, 2.0) * strength
    envelope = rows_at(voice.envelope.T, sources).T + tilt_db * PER_DB
    aperiodicity = voice.aperiodicity
    if dice.random() < 0.4:  # Breath, more of it where the voice is thin, above.
        aperiodicity = aperiodicity + (1 - aperiodicity) * dice.uniform(0.1, 0.6) * strength * (0.2 + 0.8 * bins)
    if dice.random() < 0.3:  # Tremor: 4 to 7 Hz, by up to 6 per cent and 3 dB.
        wave = np.sin(2 * np.pi * (dice.uniform(4.0, 7.0) * np.arange(frames) * FRAME_S + dice.random()))
        log_f0 = log_f0 + dice.uniform(0.02, 0.06) * strength * wave
        envelope = envelope + (dice.uniform(1.0, 3.0) * strength * PER_DB * wave)[:, np.newaxis]
    return replace(voice, f0=np.where(voice.f0 > 0, np.exp(log_f0), 0.0), envelope=envelope, aperiodicity=aperiodicity)


def recorded(speech: Floats, dice: np.random.Generator) -> Samples:
    """Speech with 0.1 to 0.2 s before and after, and noise 45 to 60 dB below it, so that nothing is digital silence."""
    faded = speech * np.minimum(1.0, np.minimum(np.arange(speech.size), np.arange(speech.size)[::-1]) / 160)
    rms = min(dice.uniform(0.04, 0.12), 0.9 * np.sqrt(np.mean(faded**2)) / np.abs(faded).max())
    before, after = (int(dice.uniform(0.1, 0.2) * SAMPLE_RATE_HZ) for _ in range(2))
    sound = np.pad(faded * rms / np.sqrt(np.mean(faded**2)), (before, after))
    noise = lfilter([1.0], [1.0, -dice.uniform(0.0, 0.9)], dice.standard_normal(sound.size))
    sound = sound + noise / noise.std() * rms * 10 ** (dice.uniform(-60, -45) / 20)
    return np.clip(sound, -1.0, 1.0).astype(np.float32)


def make(source: Path, half: str, out_folder: Path, per_clip: int = NEW_CLIPS, seed: int = 1) -> int:
    """New clips of every command word of one half; how many. A new clip is named after its first source's speaker."""
    rows = [json.loads(line) for line in (source / "manifest.jsonl").read_text().splitlines()]
    rows = [row for row in rows if row["kind"] == "command" and half_of(row["speaker"]) == half]
    voice = lru_cache(maxsize=None)(lambda file: analysed(read(source / file)))
    (out_folder / "command").mkdir(parents=True, exist_ok=True)
    made = []
    for number, row in enumerate(rows):
        dice = np.random.default_rng([seed, number])
        word, speaker = row["text"], row["speaker"]
        others = [other["file"] for other in rows if other["text"] == word and other["speaker"] != speaker]
        for turn in range(per_clip):
            files = [row["file"]]
            if turn % 2 == 0 and others:
                files.append(str(dice.choice(others)))
                new = changed(morph(voice(files[0]), voice(files[1]), dice.uniform(0.25, 0.75)), dice, strength=0.4)
            else:
                new = changed(voice(files[0]), dice)
            name = f"command/{Path(row['file']).stem}_{turn}.wav"
            soundfile.write(out_folder / name, recorded(synthesised(new), dice), SAMPLE_RATE_HZ, subtype="PCM_16")
            made.append({"file": name, "kind": "command", "text": word, "speaker": speaker, "from": files})
    made = still_heard(source, out_folder, made)
    (out_folder / "manifest.jsonl").write_text("".join(json.dumps(row) + "\n" for row in made))
    return len(made)


def still_heard(source: Path, folder: Path, made: list[dict[str, object]]) -> list[dict[str, object]]:
    """The clips whose word is the likeliest phrase, or not much less likely than in the recordings they came from."""
    files = find_model()
    assert files is not None
    model, phrases = MoonshineModel(files), list(load("en").vocabulary.spoken())
    trie = PhraseTrie(phrases, model.tokenizer)

    @cache
    def scores(path: Path) -> dict[str, float]:
        clip = read(path)
        level = levelled(clip, slice(0, clip.size))
        return {} if level is None else dict(trie.score(model, model.encode(level), phrases, FLOOR))

    def kept(row: dict[str, object]) -> bool:
        word, found = row["text"], scores(folder / str(row["file"]))
        before = [scores(source / file).get(word, FLOOR) for file in row["from"]]
        return (
            max(found, key=found.__getitem__, default="") == word or found.get(word, FLOOR) >= np.mean(before) - WORSE
        )

    return [row for row in made if kept(row)]


if __name__ == "__main__":
    print(make(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))
