"""Finds the P-centre of a spoken word: the moment at which it is heard as a beat. Pure.

People who speak or tap to a beat align neither the first sound of a word nor its loudest one, but a point near the
beginning of its vowel (Morton, Marcus and Frankish 1976; Scott 1998, who finds it in the rise of energy in the band of
the first formants; Villing 2010 compares such models). The first sound of "three" comes 0.2 s before it, that of
"eight" with it, so that numbers whose first sounds are evenly spaced limp.
"""

from __future__ import annotations

import numpy as np

from voicecoach.audio.pcm import PLAYBACK_RATE_HZ, PLAYBACK_RATIO, Samples

_BAND_HZ = (300.0, 3000.0)
_SLOPE = 16
"""How steeply the band ends: the hum before a vowel and the hiss of a "t" must not look like its beginning."""
_SMOOTHED_S = 0.015
_LOUD = 0.75
"""Of the loudest moment: what the first vowel that carries the stress reaches."""
_BEGUN, _RISEN = 0.1, 0.5
"""Of that vowel's own peak: where its rise begins, and has come half way."""
_PADDING_S = 0.1


def perceived_beat(clip: Samples) -> int:
    """After how many samples of the clock the beat of a clip at the playback rate is heard; 0 for silence."""
    envelope, padding = _envelope(clip)
    loudest = float(envelope.max(initial=0.0))
    if loudest <= 1e-6:
        return 0
    peak = int(np.argmax(envelope >= _LOUD * loudest))
    falls = np.flatnonzero(np.diff(envelope[peak:]) < 0.0)
    peak += int(falls[0]) if falls.size else 0
    begun, half = (_last_below(envelope[:peak], share * envelope[peak]) for share in (_BEGUN, _RISEN))
    steepest = begun + int(np.argmax(np.diff(envelope[begun : peak + 1])))
    # The two usual readings of a rise lie up to 25 ms apart; the steepest point depends less on what came before.
    return max((half + 2 * steepest) // 3 - padding, 0)


def _last_below(envelope: Samples, level: float) -> int:
    """The first value of the last stretch above a level."""
    below = np.flatnonzero(envelope <= level)
    return int(below[-1]) + 1 if below.size else 0


def _envelope(clip: Samples) -> tuple[Samples, int]:
    """The amplitude in the vowels' band, a value a sample of the clock, and how many of them precede the clip."""
    padding = round(_PADDING_S * PLAYBACK_RATE_HZ)
    sound = np.pad(clip, padding)
    frequencies = np.maximum(np.fft.rfftfreq(len(sound), 1.0 / PLAYBACK_RATE_HZ), 1.0)
    band = 1.0 / (1.0 + (_BAND_HZ[0] / frequencies) ** _SLOPE) / (1.0 + (frequencies / _BAND_HZ[1]) ** _SLOPE)
    voiced = np.fft.irfft(np.fft.rfft(sound) * band, len(sound))
    reach = round(_SMOOTHED_S * PLAYBACK_RATE_HZ)
    window = np.hanning(2 * reach + 1)
    power = np.convolve(voiced**2, window / window.sum(), mode="same")
    return np.sqrt(np.maximum(power, 0.0))[::PLAYBACK_RATIO].astype(np.float32), padding // PLAYBACK_RATIO
