"""Simulates the path from the loudspeaker to the microphone, block by block."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voicecoach.audio.echo.interpolation import HALF_TAPS, interpolated
from voicecoach.audio.pcm import BLOCK_SAMPLES, SAMPLE_RATE_HZ, Samples, gain_from_db, silence, to_samples


@dataclass(frozen=True, slots=True)
class Acoustics:
    """One arrangement of loudspeaker, room and microphone."""

    echo_db: float | None = -10.0
    """Level of the echo relative to what is played; None where nothing comes back (headphones)."""
    echo_delay_ms: float = 60.0
    """From a sample's turn to be played until the microphone delivers it: buffers and flight together."""
    rt60_s: float = 0.0
    """Reverberation time; 0 is the direct sound alone."""
    direct_to_reverberant_db: float = 3.0
    """Energy of the direct sound against that of the reverberation, at about a metre from a laptop."""
    speaker_drive: float = 0.0
    """How hard a small loudspeaker is driven: 0 is linear, 1 distorts a sine of half scale by 5 %, 3 by 14 %."""
    drift_ppm: float = 0.0
    """How much slower the microphone's clock runs than the loudspeaker's; the echo comes ever later when positive."""
    seed: int = 0
    """Of the room's reflections."""


class EchoPath:
    """``process`` takes what is played and gives its echo in the same ten milliseconds; same seed, same echo."""

    def __init__(self, acoustics: Acoustics) -> None:
        self._acoustics = acoustics
        self._gain = None if acoustics.echo_db is None else np.float32(gain_from_db(acoustics.echo_db))
        self._room = _Convolver(impulse_response(acoustics)) if acoustics.rt60_s > 0 else None
        delay = acoustics.echo_delay_ms * SAMPLE_RATE_HZ / 1000.0
        self._delay = _Delay(delay, acoustics.drift_ppm * 1e-6)

    def process(self, played: Samples) -> Samples:
        """Shape (160,) in, (160,) out."""
        if self._gain is None:
            return silence(len(played))
        sound = distorted(played, self._acoustics.speaker_drive)
        if self._room is not None:
            sound = self._room.process(sound)
        echo: Samples = self._delay.process(sound) * self._gain
        return echo


def distorted(samples: Samples, drive: float) -> Samples:
    """A small loudspeaker near its limits: compression that is stronger on one side of its travel than the other."""
    if drive <= 0.0:
        return samples
    offset = np.float32(0.2)
    bent: Samples = (np.tanh(np.float32(drive) * samples + offset) - np.tanh(offset)) / (
        np.float32(drive) * (1 - np.tanh(offset) ** 2)
    )
    return bent


def impulse_response(acoustics: Acoustics) -> Samples:
    """Direct sound and an exponentially decaying tail of Gaussian reflections (Polack's model), energy 1."""
    rng = np.random.default_rng(acoustics.seed)
    length = to_samples(acoustics.rt60_s)
    time_s = np.arange(length) / SAMPLE_RATE_HZ
    tail = rng.standard_normal(length) * 10.0 ** (-3.0 * time_s / acoustics.rt60_s)
    tail[: to_samples(0.003)] = 0.0
    tail *= gain_from_db(-acoustics.direct_to_reverberant_db) / np.sqrt(np.sum(tail**2))
    tail[0] = 1.0
    response: Samples = (tail / np.sqrt(np.sum(tail**2))).astype(np.float32)
    return response


class _Convolver:
    """Convolution of a stream of equal blocks with a long response, cut into partitions of one block each.

    Uniformly partitioned overlap-save: one transform of two blocks in, one out, whatever the response's
    length.
    """

    def __init__(self, response: Samples) -> None:
        count = -(-len(response) // BLOCK_SAMPLES)
        padded = np.zeros(count * BLOCK_SAMPLES)
        padded[: len(response)] = response
        self._response = np.fft.rfft(padded.reshape(count, BLOCK_SAMPLES), 2 * BLOCK_SAMPLES, axis=1)
        self._spectra = np.zeros_like(self._response)
        self._previous = silence(BLOCK_SAMPLES)

    def process(self, block: Samples) -> Samples:
        self._spectra[1:] = self._spectra[:-1]
        self._spectra[0] = np.fft.rfft(np.concatenate([self._previous, block]))
        self._previous = block
        spectrum = np.einsum("pf,pf->f", self._spectra, self._response)
        return np.fft.irfft(spectrum)[BLOCK_SAMPLES:].astype(np.float32)


class _Delay:
    """A delay of any length that may grow or shrink with every sample."""

    def __init__(self, delay: float, growth: float) -> None:
        self._delay = delay
        self._growth = growth
        self._count = 0
        self._history = silence(int(delay) + 2 * HALF_TAPS)

    def process(self, block: Samples) -> Samples:
        count, start = len(block), self._count
        self._count += count
        self._history = np.concatenate([self._history, block])
        # Where each output sample is read, as a place in the history, whose last sample is start + count - 1.
        offset = len(self._history) - (start + count)
        lags = np.maximum(self._delay + self._growth * np.arange(start, start + count), 0.0)
        if self._growth == 0.0 and self._delay == int(self._delay):
            first = start + offset - int(self._delay)
            out = self._history[first : first + count]
        else:
            out = interpolated(self._history, np.arange(start, start + count) - lags + offset)
        keep = int(lags[-1] + abs(self._growth) * 10 * count) + 2 * HALF_TAPS
        self._history = self._history[-keep:] if len(self._history) > keep else self._history
        return out
