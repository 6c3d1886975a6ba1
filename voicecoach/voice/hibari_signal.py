"""From the spectra that hibari's network predicts to a waveform, with another distance between the frames. Pure.

The network rounds the length of each sound to frames of 12.5 ms, so that the model's own speed moves in steps: nothing
lies between 180 and 210 words a minute. Frames that stand a little closer or farther apart fill the steps, and neither
pitch nor timbre changes, since both are told to the synthesis frame by frame. The signal model is that of
``hibari.dsp``: a pulse train through the harmonic filter, shaped noise, and a part with phases of its own, whose phases
advance with the distance as in a phase vocoder.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from voicecoach.audio.pcm import VOICE_RATE_HZ, Samples

FRAME_SAMPLES = 300
"""hibari's own distance: 12.5 ms."""
_WINDOW = 1200
_VOICED_HZ = 40.0
_HIGHEST_HZ = 11_000.0
_HANN = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_WINDOW) / _WINDOW)).astype(np.float32)

Spectra = npt.NDArray[np.float32]
"""Shape (601, frames)."""


def waveform(
    spectra: tuple[Spectra, Spectra, Spectra, Spectra, Spectra], f0_hz: Samples, rng: np.random.Generator, step: int
) -> Samples:
    """``spectra`` are log harmonic magnitude, its phase, log noise, log residue and the residue's phase; frames stand
    ``step`` samples apart.
    """
    log_harmonic, phase, log_noise, log_residue, residue_phase = spectra
    bins, frames = log_harmonic.shape
    source = _frames(_pulses(f0_hz, step), frames, step) * (_HANN * np.float32(4 / _WINDOW))
    spectrum: Any = np.fft.rfft(source, axis=1).T.astype(np.complex64)
    spectrum *= _polar(log_harmonic, np.tanh(phase) * np.float32(np.pi))
    noise = rng.standard_normal((bins, 2 * frames), dtype=np.float32).view(np.complex64)
    spectrum += _magnitude(log_noise) * noise
    turns = (step - FRAME_SAMPLES) * np.outer(np.arange(bins), np.arange(frames)) % _WINDOW
    spectrum += _polar(log_residue, residue_phase + (turns * (2 * np.pi / _WINDOW)).astype(np.float32))
    sound: Samples = np.fft.irfft(spectrum.T, _WINDOW, axis=1).astype(np.float32, copy=False)
    return _overlapped(sound * _HANN, step)


def _magnitude(logarithm: Spectra) -> Spectra:
    return np.exp(np.minimum(logarithm, 7.0))


def _polar(logarithm: Spectra, phase: Spectra) -> npt.NDArray[np.complex64]:
    polar = np.empty(phase.shape, np.complex64)
    np.cos(phase, out=polar.real)
    np.sin(phase, out=polar.imag)
    polar *= _magnitude(logarithm)
    return polar


def _pulses(f0_hz: Samples, step: int) -> Samples:
    """Every harmonic below 11 kHz at amplitude 1, from a closed form of the sum of cosines; silent where unvoiced."""
    at = (np.arange(len(f0_hz) * step) + 0.5) / step - 0.5
    frequency = np.interp(at, np.arange(len(f0_hz)), f0_hz)
    voiced = frequency > _VOICED_HZ
    frequency = np.maximum(frequency, _VOICED_HZ)
    phase = 2 * np.pi * (np.cumsum(frequency) / VOICE_RATE_HZ % 1.0)
    order = np.floor(_HIGHEST_HZ / frequency) + 0.5
    below = 2 * np.sin(phase / 2)
    flat = np.abs(below) <= 2e-3
    pulses = np.where(flat, order, np.sin(order * phase) / np.where(flat, 1.0, below)) - 0.5
    return np.where(voiced, pulses, 0.0).astype(np.float32)


def _frames(sound: Samples, count: int, step: int) -> Samples:
    padded = np.pad(sound, _WINDOW // 2, mode="reflect")
    windows: Samples = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::step][:count]
    return windows


def _overlapped(frames: Samples, step: int) -> Samples:
    """The frames added up, each ``step`` samples after the one before, and divided by the windows' overlap."""
    length = len(frames) * step
    total = np.zeros(length + _WINDOW, dtype=np.float64)
    weight = np.zeros(length + _WINDOW, dtype=np.float64)
    squared = _HANN.astype(np.float64) ** 2
    for number, frame in enumerate(frames):
        total[number * step : number * step + _WINDOW] += frame
        weight[number * step : number * step + _WINDOW] += squared
    half = _WINDOW // 2
    return (total[half : half + length] / np.maximum(weight[half : half + length], 1e-9)).astype(np.float32)
