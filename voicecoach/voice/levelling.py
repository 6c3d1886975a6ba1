"""Makes of what a synthesiser returns a line that can be placed to the sample: trimmed, of one loudness. Pure."""

from __future__ import annotations

import numpy as np

from voicecoach.audio.loudness import loudness_lufs, true_peaks
from voicecoach.audio.pcm import VOICE_RATE_HZ, Samples, gain_from_db, silence

AUDIBLE_DB = -45.0
"""Re the line's peak: what lies below it before the first and after the last louder sample is cut off."""
SPEECH_LUFS = -15.8
"""The loudness of every line, a number or a sentence. With the pauses' edges in it a session has -16 LUFS, as podcasts
and recordings for phones do."""
PEAK_DBTP = -2.0
"""No true peak is higher; where one would be, the 5 ms around it are turned down."""
_FADE_IN_S = 0.002
_FADE_OUT_S = 0.005
_LOOK_AROUND_S = 0.005
_GAIN_BLOCK_S = 0.001
_MOST_GAIN_DB = 60.0
"""For what has no loudness, such as a click or a hum too low to hear."""
_PASSES = 4
"""Limiting lowers the loudness, and making up for it raises peaks again; by the third time both are met."""


def level_line(samples: Samples, rate_hz: int = VOICE_RATE_HZ) -> Samples:
    """The line without the silence around it, at ``SPEECH_LUFS``. Empty when nothing in it is audible."""
    line = trim_line(samples)
    if line.size == 0:
        return line
    line = line * np.float32(gain_from_db(min(SPEECH_LUFS - loudness_lufs(line, rate_hz), _MOST_GAIN_DB)))
    for _ in range(_PASSES):
        line = _limited(line, rate_hz)
        missing_lu = SPEECH_LUFS - loudness_lufs(line, rate_hz)
        if missing_lu < 0.1:
            break
        line = line * np.float32(gain_from_db(min(missing_lu, _MOST_GAIN_DB)))
    else:
        line = _limited(line, rate_hz)
    return _faded(line, rate_hz)


def trim_line(samples: Samples) -> Samples:
    """From the first audible sample to the last."""
    magnitude = np.abs(samples)
    peak = float(magnitude.max(initial=0.0))
    if peak < 1e-4:
        return silence(0)
    audible = np.flatnonzero(magnitude >= peak * gain_from_db(AUDIBLE_DB))
    return samples[audible[0] : audible[-1] + 1].copy()


def _limited(line: Samples, rate_hz: int) -> Samples:
    """Turned down smoothly around what exceeds ``PEAK_DBTP``: gain is lowest at the peak and back to 1 around it."""
    peaks = true_peaks(line, rate_hz)
    ceiling = gain_from_db(PEAK_DBTP)
    if peaks.max() <= ceiling:
        return line
    # Block by block, since the gain moves slowly; between their centres it is a straight line.
    block = round(_GAIN_BLOCK_S * rate_hz)
    blocks = np.zeros(-(-len(line) // block) * block, dtype=np.float32)
    blocks[: len(line)] = peaks
    gain = np.minimum(ceiling / np.maximum(blocks.reshape(-1, block).max(axis=1), 1e-9), 1.0)
    reach = round(_LOOK_AROUND_S / _GAIN_BLOCK_S)
    padded = np.pad(gain, 2 * reach + 1, constant_values=1.0)
    held = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 3).min(axis=1)
    window = np.hanning(2 * reach + 3)[1:-1]
    smooth = np.convolve(held, window / window.sum(), mode="valid")
    at = np.arange(len(line)) / block - 0.5
    limited: Samples = (line * np.interp(at, np.arange(len(smooth)), smooth)).astype(np.float32)
    return limited


def _faded(line: Samples, rate_hz: int) -> Samples:
    fade_in, fade_out = (min(round(length_s * rate_hz), line.size) for length_s in (_FADE_IN_S, _FADE_OUT_S))
    line[:fade_in] *= np.linspace(1 / max(fade_in, 1), 1.0, fade_in, dtype=np.float32)
    line[line.size - fade_out :] *= np.linspace(1.0, 0.0, fade_out, dtype=np.float32)
    return line
