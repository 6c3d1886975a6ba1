"""Where the beat of a spoken word lies, measured otherwise than the coach does when it places one."""

from __future__ import annotations

import numpy as np

from voicecoach.audio.pcm import SAMPLE_RATE_HZ, Samples


def vowel_rise(sound: Samples, first: int, last: int) -> int:
    """The sample between two at which energy from 300 Hz to 3 kHz rises fastest, on its way to the first loud vowel.

    ``sound`` is at 16 kHz.
    """
    piece = sound[first:last]
    spectrum = np.fft.rfft(piece)
    hz = np.fft.rfftfreq(len(piece), 1 / SAMPLE_RATE_HZ)
    spectrum[(hz < 300) | (hz > 3000)] = 0.0
    window = np.hanning(642)  # 40 ms
    envelope = np.sqrt(np.convolve(np.fft.irfft(spectrum, len(piece)) ** 2, window / window.sum(), "same"))
    loud = int(np.argmax(envelope > 0.7 * envelope.max()))
    return first + int(np.argmax(np.diff(envelope[: loud + SAMPLE_RATE_HZ // 50])))
