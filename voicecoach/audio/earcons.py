"""The coach's signals that are not words, synthesised here.

Each is a few pure or bell-like notes under smooth envelopes, with fundamentals between 440 and 1400 Hz: above the
voice's own, and below where hearing first fades with age (ISO 7029). They differ in melody, not in timbre alone, so
that they are told apart by someone who lies on the floor with their eyes shut. Decays and gaps are short enough that
speech detectors do not take them for a voice.

========== ============================================= ======== ========
earcon     notes (Hz, from s)                            lasts s  peak dB
========== ============================================= ======== ========
HEARD      880 at 0, 1174.7 at 0.07                      0.19     -16
NOT_HEARD  587.3 at 0, 440 at 0.12                       0.34     -16
HOLD_START 659.3 bell at 0                               0.45     -10
HOLD_END   987.8 bell at 0, 659.3 bell at 0.24           0.69     -10
WORDS      784 at 0, 784 at 0.18                         0.28     -16
ALARM      three times 1046.5 at 0 and 1396.9 at 0.2     1.74     -4
========== ============================================= ======== ========

Peaks are relative to full scale, for a voice at -16 LUFS; what changes the voice's volume changes theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np

from voicecoach.audio.pcm import PLAYBACK_RATE_HZ, Samples, gain_from_db


class EarconSound(StrEnum):
    """What can be said without words."""

    HEARD = "heard"
    NOT_HEARD = "not-heard"
    HOLD_START = "hold-start"
    HOLD_END = "hold-end"
    WORDS = "words"
    """In place of a sentence that no voice can say: it is on the screen."""
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class _Note:
    frequency_hz: float
    at_s: float
    length_s: float
    bell: bool = False
    """Struck and dying away, with two overtones; otherwise a plain tone that swells and fades."""


@dataclass(frozen=True, slots=True)
class _Melody:
    peak_db: float
    notes: tuple[_Note, ...]


_MELODIES = {
    EarconSound.HEARD: _Melody(-16.0, (_Note(880.0, 0.0, 0.09), _Note(1174.7, 0.07, 0.12))),
    EarconSound.NOT_HEARD: _Melody(-16.0, (_Note(587.3, 0.0, 0.15), _Note(440.0, 0.12, 0.22))),
    EarconSound.HOLD_START: _Melody(-10.0, (_Note(659.3, 0.0, 0.45, bell=True),)),
    EarconSound.HOLD_END: _Melody(-10.0, (_Note(987.8, 0.0, 0.45, bell=True), _Note(659.3, 0.24, 0.45, bell=True))),
    EarconSound.WORDS: _Melody(-16.0, (_Note(784.0, 0.0, 0.1), _Note(784.0, 0.18, 0.1))),
    EarconSound.ALARM: _Melody(
        -4.0,
        tuple(
            _Note(frequency, 0.67 * turn + offset, 0.2)
            for turn in range(3)
            for frequency, offset in ((1046.5, 0.0), (1396.9, 0.2))
        ),
    ),
}

_BELL_PARTIALS = ((1.0, 1.0, 1.0), (2.0, 0.3, 2.0), (3.0, 0.1, 3.5))
"""Ratio to the fundamental, amplitude, and how many times faster it dies away."""
_BELL_DECAY_S = 0.07
_ATTACK_S = 0.008
_RELEASE_S = 0.03


@cache
def earcon(kind: EarconSound) -> Samples:
    """The signal at the playback rate; made once, shared, and read-only."""
    melody = _MELODIES[kind]
    length_s = max(note.at_s + note.length_s for note in melody.notes)
    sound = np.zeros(round(length_s * PLAYBACK_RATE_HZ), dtype=np.float64)
    for note in melody.notes:
        tone = _tone(note)
        start = round(note.at_s * PLAYBACK_RATE_HZ)
        sound[start : start + len(tone)] += tone
    sound *= gain_from_db(melody.peak_db) / float(np.abs(sound).max())
    signal = sound.astype(np.float32)
    signal.setflags(write=False)
    return signal


def _tone(note: _Note) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    time_s = np.arange(round(note.length_s * PLAYBACK_RATE_HZ)) / PLAYBACK_RATE_HZ
    if note.bell:
        tone = sum(
            amplitude * np.exp(-time_s * speed / _BELL_DECAY_S) * np.sin(2 * np.pi * note.frequency_hz * ratio * time_s)
            for ratio, amplitude, speed in _BELL_PARTIALS
        )
    else:
        tone = np.sin(2 * np.pi * note.frequency_hz * time_s)
    envelope = np.minimum(_ramp(time_s / _ATTACK_S), _ramp((note.length_s - time_s) / _RELEASE_S))
    result: np.ndarray[tuple[int], np.dtype[np.float64]] = np.asarray(tone * envelope, dtype=np.float64)
    return result


def _ramp(done: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """A raised cosine from 0 at 0 to 1 at 1."""
    result: np.ndarray[tuple[int], np.dtype[np.float64]] = 0.5 - 0.5 * np.cos(np.pi * np.clip(done, 0.0, 1.0))
    return result
