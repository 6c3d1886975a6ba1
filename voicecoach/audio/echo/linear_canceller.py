"""A linear echo canceller: what it leaves of the patient's voice is undistorted, as a recogniser needs it.

The partitioned-block frequency-domain adaptive Kalman filter: Enzner and Vary, "Frequency-domain adaptive
Kalman filter for acoustic echo control in hands-free telephones", Signal Processing 86(6), 2006; in
partitions as in Kuech, Mabande and Enzner, "State-space architecture of the partitioned-block-based acoustic
echo controller", ICASSP 2014. Its step size follows from how sure it is of each partition and frequency, so
it needs no double-talk detector and keeps still while the patient speaks.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from voicecoach.audio.pcm import BLOCK_SAMPLES, SAMPLE_RATE_HZ, Samples, silence

Spectra = npt.NDArray[np.complex64]
Powers = npt.NDArray[np.float32]

PARTITIONS = 32
"""Ten milliseconds each: delay and reverberation that it covers together."""
_BINS = BLOCK_SAMPLES + 1
_TRANSITION = np.float32(0.9995**2)
"""Squared: how much of the echo path is still true 10 ms later."""
_NOISE_MEMORY = np.float32(0.7)
_FIRST_UNCERTAINTY = 0.1
_LEAST_UNCERTAINTY = np.float32(1e-7)
_YOUNG_BLOCKS = 200
"""For so long each block is learnt from twice, which gains 2 to 4 dB in the first two seconds."""
_CONSTRAINED_IN = 4
_SHIFT_BAND_HZ = (300.0, 5000.0)


class LinearCanceller:
    """``process`` takes a block of the microphone and of what was played, and gives the microphone less its echo."""

    def __init__(self, partitions: int = PARTITIONS) -> None:
        shape = (partitions, _BINS)
        self._played: Spectra = np.zeros(shape, dtype=np.complex64)
        self._power: Powers = np.zeros(shape, dtype=np.float32)
        self._weights: Spectra = np.zeros(shape, dtype=np.complex64)
        self._uncertainty: Powers = np.full(shape, _FIRST_UNCERTAINTY, dtype=np.float32)
        self._noise: Powers = np.zeros(_BINS, dtype=np.float32)
        self._learnt = 0
        self._turn = 0

    def process(self, microphone: Samples, played: Samples) -> Samples:
        """``microphone`` has shape (160,), ``played`` (320,): the same 10 ms and those before. Answers (160,)."""
        self.remember(played)
        left = microphone - self._echo()
        self._learn(left)
        if self._learnt < _YOUNG_BLOCKS:
            self._learn(microphone - self._echo())
        self._learnt += 1
        return left

    def remember(self, played: Samples) -> None:
        """What was played, shape (320,), where no microphone goes with it."""
        self._played[1:] = self._played[:-1]
        self._power[1:] = self._power[:-1]
        self._played[0] = np.fft.rfft(played)
        self._power[0] = self._played[0].real ** 2 + self._played[0].imag ** 2

    def _echo(self) -> Samples:
        spectrum = np.einsum("pf,pf->f", self._played, self._weights)
        return np.fft.irfft(spectrum)[BLOCK_SAMPLES:].astype(np.float32)

    def _learn(self, left: Samples) -> None:
        spectrum = np.fft.rfft(np.concatenate([silence(BLOCK_SAMPLES), left])).astype(np.complex64)
        power = spectrum.real**2 + spectrum.imag**2
        self._noise = _NOISE_MEMORY * self._noise + (1 - _NOISE_MEMORY) * power
        expected = np.einsum("pf,pf->f", self._power, self._uncertainty)
        gain = self._uncertainty / (expected + 2 * self._noise + np.float32(1e-8))
        self._weights += gain * self._played.conj() * spectrum
        self._constrain()
        self._uncertainty *= _TRANSITION * (1 - np.float32(0.5) * gain * self._power)
        self._uncertainty += (1 - _TRANSITION) * (self._weights.real**2 + self._weights.imag**2)
        self._uncertainty += _LEAST_UNCERTAINTY

    def _constrain(self) -> None:
        """Half of each circular response is no response at all, and is taken out: every fourth partition each time.

        That costs a quarter of doing all and loses nothing that can be measured.
        """
        rows = slice(self._turn, None, _CONSTRAINED_IN)
        self._turn = (self._turn + 1) % _CONSTRAINED_IN
        response = np.fft.irfft(self._weights[rows], axis=1)
        response[:, BLOCK_SAMPLES:] = 0.0
        self._weights[rows] = np.fft.rfft(response, axis=1)

    @property
    def energies(self) -> Powers:
        """Shape (partitions,): how much echo each 10 ms of delay contributes."""
        energies: Powers = np.sum(self._weights.real**2 + self._weights.imag**2, axis=1)
        return energies

    def response(self) -> Spectra:
        """A copy of what it has learnt, to be compared with later: see ``moved``."""
        return self._weights.copy()

    def peak(self) -> int:
        """By how many samples the strongest part of the echo lags behind what is played."""
        partition = int(self.energies.argmax())
        response = np.fft.irfft(self._weights[partition])[:BLOCK_SAMPLES]
        return partition * BLOCK_SAMPLES + int(np.abs(response).argmax())

    def moved(self, since: Spectra) -> float:
        """By how many samples the echo comes later than when ``response`` gave ``since``."""
        cross = np.einsum("pf,pf->f", self._weights, since.conj())
        frequency_hz = np.arange(_BINS) * SAMPLE_RATE_HZ / (2 * BLOCK_SAMPLES)
        band = (frequency_hz > _SHIFT_BAND_HZ[0]) & (frequency_hz < _SHIFT_BAND_HZ[1])
        turn = 2 * np.pi * frequency_hz[band] / SAMPLE_RATE_HZ
        weight = np.abs(cross[band])
        return -float(np.sum(weight * turn * np.angle(cross[band])) / (np.sum(weight * turn**2) + 1e-20))

    def shift(self, blocks: int) -> None:
        """What is played comes so many blocks later from now on: in the response the echo is so much earlier."""
        for rows, new in ((self._weights, 0.0), (self._uncertainty, 0.1 * _FIRST_UNCERTAINTY), (self._played, 0.0)):
            rows[:] = np.roll(rows, -blocks, axis=0)
            rows[slice(len(rows) - blocks, None) if blocks > 0 else slice(0, -blocks)] = new
        self._power[:] = self._played.real**2 + self._played.imag**2

    def forget(self) -> None:
        """The echo path is another: learn it anew."""
        self._weights[:] = 0.0
        self._uncertainty[:] = _FIRST_UNCERTAINTY
        self._learnt = 0
