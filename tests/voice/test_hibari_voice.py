"""The neural voice: the files that are pinned, what it says of ten lines, how fast, and what it does with odd text.

Hashes of the samples are not kept: on one processor a line is the same samples every time, but the network's int8
products and numpy's sines round otherwise on others, so that a hash would fail where nothing was exchanged. Every file
of the package, code and data, is compared by its hash instead, which an update changes on each computer alike; and the
sound by its length and by how its energy lies over time and frequency.
``python -m tests.voice.test_hibari_voice`` writes what is kept anew, after an update that was listened to.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from functools import cache
from importlib.metadata import files as package_files
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from tests.beats import vowel_rise
from tests.bench.coach_lines import LINES
from voicecoach.audio.loudness import loudness_lufs, true_peaks
from voicecoach.audio.pcm import PLAYBACK_RATE_HZ, SAMPLE_RATE_HZ, VOICE_RATE_HZ, Samples, gain_from_db, resampled
from voicecoach.audio.perceived_beat import perceived_beat
from voicecoach.language.loading import load
from voicecoach.voice.choose import open_voice
from voicecoach.voice.hibari_library import PACKAGE, TIMBRES, hibari_library
from voicecoach.voice.interface import Voice
from voicecoach.voice.json_table import JsonTable
from voicecoach.voice.levelling import SPEECH_LUFS

KEPT = Path(__file__).with_name("heart_lines.json")
TEN = (*LINES[1:9], "five", "Half time.")
NUMBERS = load("en").wording.numbers[1:11]


@cache
def heart(name: str = "heart") -> Voice:
    return open_voice(name, "en").voice


@cache
def said(text: str, rate_wpm: int = 150, name: str = "heart") -> Samples:
    return heart(name).synthesise(text, rate_wpm)


def profile(line: Samples) -> npt.NDArray[np.float64]:
    """Energy in dB of twelve twelfths of the line in eight bands from 150 Hz to 9 kHz, 40 dB deep."""
    edges_hz = np.geomspace(150, 9000, 9)
    rows = []
    for part in np.array_split(line, 12):
        spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part)))) ** 2
        hz = np.fft.rfftfreq(len(part), 1 / VOICE_RATE_HZ)
        rows.append([spectrum[(hz >= a) & (hz < b)].sum() for a, b in pairwise(edges_hz)])
    energy = 10 * np.log10(np.array(rows) + 1e-12)
    return np.asarray(np.maximum(energy - energy.max(), -40.0), dtype=np.float64)


def package() -> dict[str, str]:
    """SHA-256 of every file in the wheel that the voice is made of."""
    found = [file for file in package_files(PACKAGE) or () if file.parts[0] == "hibari" and file.suffix != ".pyc"]
    return {file.as_posix(): hashlib.sha256(file.read_binary()).hexdigest() for file in found}


def kept() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8"))
    return content


def test_the_package_is_the_one_that_was_measured() -> None:
    assert package() == kept()["package"]


@pytest.mark.parametrize("text", TEN)
def test_ten_lines_sound_as_they_did(text: str) -> None:
    before, now = kept()["lines"][text], said(text)
    assert len(now) == pytest.approx(before["samples"], abs=VOICE_RATE_HZ // 40), "longer or shorter by a frame or more"
    assert np.corrcoef(profile(now).ravel(), np.array(before["profile_db"]).ravel())[0, 1] > 0.97


def test_another_line_does_not_pass_for_it() -> None:
    same, other = profile(said(TEN[0])), profile(said("Sit on the chair, far from the door."))
    assert np.corrcoef(same.ravel(), other.ravel())[0, 1] < 0.9


def test_the_same_line_is_the_same_samples_whatever_was_said_before() -> None:
    first = heart().synthesise(TEN[0], 150)
    for text in TEN[3:6]:
        heart().synthesise(text, 180)
    assert np.array_equal(heart().synthesise(TEN[0], 150), first)


@pytest.mark.parametrize(("rate", "name"), [(100, "heart"), (195, "heart"), (120, "heart-low")])
def test_rate_is_in_words_that_a_listener_counts(rate: int, name: str) -> None:
    words = sum(len(line.split()) for line in LINES)
    samples = sum(said(line, rate, name).size for line in LINES)
    assert words * 60 * VOICE_RATE_HZ / samples == pytest.approx(rate, rel=0.03)


def test_below_its_slowest_pauses_stretch_the_line() -> None:
    line = "Put your foot on the wall, so that your shin is level with the floor, and let your hip sink."
    slow, slowest = said(line, 100), said(line, 80)
    assert len(line.split()) * 60 * VOICE_RATE_HZ / slowest.size == pytest.approx(80, rel=0.05)
    assert np.count_nonzero(np.abs(slowest) < 1e-5) > np.count_nonzero(np.abs(slow) < 1e-5) + VOICE_RATE_HZ


@pytest.mark.parametrize("name", TIMBRES)
@pytest.mark.parametrize("text", [*TEN, "six"])
def test_every_line_is_equally_loud_and_below_minus_1_dbtp(name: str, text: str) -> None:
    line = said(text, 150, name)
    assert loudness_lufs(line, VOICE_RATE_HZ) == pytest.approx(SPEECH_LUFS, abs=0.5)
    assert true_peaks(line, VOICE_RATE_HZ).max() <= gain_from_db(-1.0)


@pytest.mark.parametrize("name", TIMBRES)
@pytest.mark.parametrize("rate", [120, 150, 180])
@pytest.mark.parametrize("number", NUMBERS)
def test_the_beat_of_a_number_is_where_its_vowels_energy_rises(number: str, rate: int, name: str) -> None:
    clip = resampled(said(number, rate, name), VOICE_RATE_HZ, PLAYBACK_RATE_HZ)
    plain = np.pad(resampled(clip, PLAYBACK_RATE_HZ, SAMPLE_RATE_HZ), SAMPLE_RATE_HZ // 10)
    beat_s = perceived_beat(clip) / SAMPLE_RATE_HZ
    assert beat_s == pytest.approx(vowel_rise(plain, 0, len(plain)) / SAMPLE_RATE_HZ - 0.1, abs=0.015)


def test_a_word_that_stands_alone_is_not_drawled() -> None:
    assert said("six", 100).size < 1.25 * said("six", 190).size


@pytest.mark.parametrize(
    ("text", "phonemes"),
    [
        ("Your cauda equina.", "ɪkwˈInə"),
        ("Bow forward.", "bˈW"),
        ("Contract the muscle.", "kəntɹˈækt"),
        ("Alternate sides.", "ˈɔltəɹnˌAt"),
        ("a tear in the muscle", "tˈɛɹ"),
    ],
)
def test_words_that_it_would_misread_are_given_in_phonemes(text: str, phonemes: str) -> None:
    from voicecoach.voice.spoken_text import Respelling, with_phonemes

    marked = Respelling(with_phonemes(load("en").texts.pronunciation)).respell(text)
    assert f"](/{phonemes}/)" in marked
    assert not np.array_equal(hibari_library().render(marked, 0.7), hibari_library().render(text, 0.7))


def test_phonemes_in_a_text_of_the_users_are_text() -> None:
    assert np.array_equal(said("[Stop](/ɡˈO/) now."), said("Stop (/ɡˈO/) now."))


@pytest.mark.parametrize("text", ["", "...", "漢字", "—", "😀", "\u200b"])
def test_nothing_that_can_be_pronounced_is_no_samples(text: str) -> None:
    assert said(text).size == 0


@pytest.mark.parametrize("text", ["naïve café, Grüße", "½", "x" * 500, "word, " * 60, "\ud800 lone", "30"])
def test_odd_texts_are_spoken(text: str) -> None:
    line = said(text)
    assert line.size > 0
    assert np.isfinite(line).all()


def test_the_lower_voice_is_lower_and_as_fast() -> None:
    line = LINES[2]
    plain, low = said(line), said(line, 150, "heart-low")
    assert low.size == pytest.approx(plain.size, rel=0.03)
    assert _pitch_hz(low) == pytest.approx(0.85 * _pitch_hz(plain), rel=0.04)


def _pitch_hz(line: Samples) -> float:
    """Mean fundamental of the loud stretches, by normalised autocorrelation between 110 and 330 Hz."""
    spectrum = np.fft.rfft(line)
    spectrum[np.fft.rfftfreq(len(line), 1 / VOICE_RATE_HZ) > 900] = 0.0
    low = np.fft.irfft(spectrum, len(line))
    lags = np.arange(VOICE_RATE_HZ // 330, VOICE_RATE_HZ // 110)
    found = []
    for start in range(0, len(low) - 1600, 240):
        frame, behind = low[start : start + 1200], low[start : start + 1600]
        if np.square(frame).mean() < 0.5 * np.square(low).mean():
            continue
        likeness = [
            float(frame[:960] @ behind[lag : lag + 960]) / float(np.linalg.norm(behind[lag : lag + 960]) + 1e-9)
            for lag in lags
        ]
        found.append(VOICE_RATE_HZ / lags[int(np.argmax(likeness))])
    return float(np.median(found))


def test_other_voices_of_the_package_are_never_fetched() -> None:
    script = (
        "import sys, urllib.request\n"
        "urllib.request.urlopen = lambda *_a, **_k: sys.exit('it fetched')\n"
        "from voicecoach.voice.choose import open_voice\n"
        "for name in ('emma', 'fenrir'):\n"
        "    try:\n"
        "        open_voice(name, 'en')\n"
        "    except Exception as error:\n"
        "        print(type(error).__name__)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout == "RequestError\nRequestError\n", done.stderr


def test_a_table_answers_as_the_dictionary_would() -> None:
    plain = {"a": "x", 'quo"te': "é\\", "n": {"DEFAULT": "1", "VBD": "2"}, "'d": "d", "ü": 3.5, "nested,": "{}"}
    table = JsonTable(json.dumps(plain, separators=(",", ":"), ensure_ascii=False).encode())
    assert len(table) == len(plain)
    assert {key: table.get(key) for key in plain} == plain
    assert table.get("x") is None
    assert table.get("\ud800") is None


def test_the_models_own_dictionaries_and_the_tables_agree() -> None:
    from hibari.g2p import G2P

    reference = G2P()
    model = hibari_library()._model
    for text in LINES:
        assert model.g2p(text) == reference(text)


if __name__ == "__main__":
    lines = {text: {"samples": len(said(text)), "profile_db": profile(said(text)).round(1).tolist()} for text in TEN}
    KEPT.write_text(json.dumps({"package": package(), "lines": lines}, indent=1) + "\n", encoding="utf-8")
