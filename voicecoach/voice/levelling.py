"""From what a synthesiser returns to a line that can be placed to the sample: trimmed, one loudness, no clicks.

Pure. Every line begins with its first audible sample, so that a counted number sounds exactly where it is put.
"""

from __future__ import annotations

import numpy as np

from voicecoach.audio.pcm import SAMPLE_RATE_HZ, Samples, gain_from_db, silence

AUDIBLE_DB = -45.0
"""Re the line's peak: what lies below it before the first and after the last louder sample is cut off. A spoken
"five" begins with an f some 20 dB below its vowel, so that the threshold is passed within its first half
millisecond."""
SPEECH_DBFS = -20.0
"""RMS of the parts of a line that are spoken: the same for "five" and for a sentence."""
PEAK_DBFS = -1.0
"""No sample is louder; a line that would be is turned down as a whole."""
_FRAME = SAMPLE_RATE_HZ // 50
_GATE_DB = -20.0  # frames this far below the loudest are pauses and fading ends
_FADE_IN = SAMPLE_RATE_HZ // 500  # 2 ms
_FADE_OUT = SAMPLE_RATE_HZ // 200  # 5 ms


def level_line(samples: Samples) -> Samples:
    """The line without the silence around it, at ``SPEECH_DBFS``. Empty when nothing in it is audible."""
    line = _trim(samples)
    if line.size == 0:
        return line
    gain = min(
        gain_from_db(SPEECH_DBFS) / speech_rms(line),
        gain_from_db(PEAK_DBFS) / float(np.max(np.abs(line))),
    )
    line = (line * np.float32(gain)).astype(np.float32)
    fade_in, fade_out = min(_FADE_IN, line.size), min(_FADE_OUT, line.size)
    line[:fade_in] *= np.linspace(1 / fade_in, 1.0, fade_in, dtype=np.float32)
    line[line.size - fade_out :] *= np.linspace(1.0, 0.0, fade_out, dtype=np.float32)
    return line


def speech_rms(samples: Samples) -> float:
    """RMS amplitude over the 20 ms frames that are within 20 dB of the loudest one."""
    frames = np.zeros(-(-samples.size // _FRAME) * _FRAME, dtype=np.float64)
    frames[: samples.size] = samples
    power = np.mean(np.square(frames.reshape(-1, _FRAME)), axis=1)
    spoken = power[power >= power.max() * gain_from_db(_GATE_DB) ** 2]
    return float(np.sqrt(np.mean(spoken)))


def _trim(samples: Samples) -> Samples:
    magnitude = np.abs(samples)
    peak = float(magnitude.max(initial=0.0))
    if peak < 1e-4:
        return silence(0)
    audible = np.flatnonzero(magnitude >= peak * gain_from_db(AUDIBLE_DB))
    return samples[audible[0] : audible[-1] + 1].copy()
