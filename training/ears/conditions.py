"""Rooms and noise for training and measuring: what happens to a clip between a mouth and a microphone."""

from __future__ import annotations

import numpy as np
import soxr
from scipy.signal import fftconvolve

from voicecoach.audio.pcm import SAMPLE_RATE_HZ, Samples

Dice = np.random.Generator


def speech_rms(samples: Samples) -> float:
    """RMS of the blocks within 20 dB of the loudest."""
    blocks = samples[: samples.size // 160 * 160].reshape(-1, 160).astype(np.float64)
    levels = np.sqrt(np.mean(blocks**2, axis=1) + 1e-12)
    return float(np.sqrt(np.mean(levels[levels > 0.1 * levels.max()] ** 2)))


def coloured_noise(dice: Dice, count: int, exponent: float) -> Samples:
    """Unit RMS; power falls with frequency to the ``exponent`` (0 white, 1 pink, 2 brown)."""
    spectrum = np.fft.rfft(dice.standard_normal(count))
    frequency = np.maximum(np.fft.rfftfreq(count, 1 / SAMPLE_RATE_HZ), 40.0)
    noise = np.fft.irfft(spectrum * frequency ** (-exponent / 2), count)
    return (noise / np.sqrt(np.mean(noise**2))).astype(np.float32)


def hum(dice: Dice, count: int) -> Samples:
    """A motor: harmonics of 50 to 140 Hz that waver, and some hiss. Unit RMS."""
    base = dice.uniform(50, 140)
    wobble = 1 + 0.01 * np.sin(2 * np.pi * dice.uniform(0.2, 3) * np.arange(count) / SAMPLE_RATE_HZ)
    phase = 2 * np.pi * np.cumsum(base * wobble) / SAMPLE_RATE_HZ
    sound = sum(dice.uniform(0.1, 1) / n * np.sin(n * phase + dice.uniform(0, 6)) for n in range(1, 18))
    sound = sound + 0.3 * coloured_noise(dice, count, 1.0)
    return (sound / np.sqrt(np.mean(sound**2))).astype(np.float32)


def babble(dice: Dice, count: int, speech: list[Samples], voices: int) -> Samples:
    """So many voices at once, at levels within 6 dB of each other. Unit RMS."""
    total = np.zeros(count)
    for _ in range(voices):
        parts: list[Samples] = []
        while sum(part.size for part in parts) < count:
            parts.append(speech[int(dice.integers(len(speech)))])
        voice = np.roll(np.concatenate(parts), int(dice.integers(count)))[:count]
        total += voice * (10 ** (dice.uniform(-6, 0) / 20) / (speech_rms(voice) + 1e-6))
    return _unit(total)


def clatter(dice: Dice, count: int) -> Samples:
    """Dishes and tools: short knocks that ring at a few frequencies, over a little hiss. Unit RMS."""
    sound = 0.02 * coloured_noise(dice, count, 1.0).astype(np.float64)
    for _ in range(round(dice.uniform(0.7, 4) * count / SAMPLE_RATE_HZ)):
        length_s = dice.uniform(0.02, 0.3)
        time_s = np.arange(int(length_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
        knock = dice.standard_normal(time_s.size) * np.exp(-time_s / (length_s * dice.uniform(0.03, 0.2)))
        for _ in range(int(dice.integers(1, 6))):
            ring = np.sin(2 * np.pi * np.exp(dice.uniform(5.7, 8.7)) * time_s + dice.uniform(0, 6))
            knock += dice.uniform(0.1, 0.8) * ring * np.exp(-time_s / (length_s * dice.uniform(0.1, 0.3)))
        at = int(dice.integers(0, count - time_s.size))
        sound[at : at + time_s.size] += knock * 10 ** (dice.uniform(-15, 0) / 20)
    return _unit(sound)


def music(dice: Dice, count: int) -> Samples:
    """Chords of notes with overtones that begin and fade, and sometimes a beat. Unit RMS."""
    sound = np.zeros(count)
    beat = int(dice.uniform(0.2, 0.6) * SAMPLE_RATE_HZ)
    drums = dice.random() < 0.5
    for at in range(0, count, beat):
        length = min(count - at, int(beat * dice.uniform(1, 4)))
        time_s = np.arange(length) / SAMPLE_RATE_HZ
        fade = np.minimum(time_s / 0.02, 1.0) * np.exp(-time_s / dice.uniform(0.1, 1.0))
        for _ in range(int(dice.integers(1, 4))):
            note_hz = 110.0 * 2 ** (int(dice.integers(0, 37)) / 12)
            for overtone in range(1, min(9, int(7000 / note_hz)) + 1):
                level = dice.uniform(0.2, 1) / overtone
                sound[at : at + length] += level * fade * np.sin(2 * np.pi * note_hz * overtone * time_s)
        if drums:
            sound[at : at + length] += dice.uniform(0, 2) * dice.standard_normal(length) * np.exp(-time_s / 0.03)
    return _unit(sound)


def unsteady(dice: Dice, noise: Samples) -> Samples:
    """The same noise, swelling and fading by up to 20 dB within seconds. Unit RMS."""
    knots = dice.uniform(-20, 0, max(2, round(noise.size / SAMPLE_RATE_HZ * dice.uniform(0.5, 3))))
    gain_db = np.interp(np.linspace(0, knots.size - 1, noise.size), np.arange(knots.size), knots)
    return _unit(noise * 10 ** (gain_db / 20))


def noise_bank(dice: Dice, recorded: list[Samples], speech: list[Samples], each: int = 24) -> list[Samples]:
    """Noises of every kind, most of them twelve seconds long; some swell and fade."""
    count = 12 * SAMPLE_RATE_HZ
    bank = [coloured_noise(dice, count, dice.uniform(-0.5, 2.2)) for _ in range(2 * each)]
    bank += [hum(dice, count) for _ in range(each)]
    bank += [clatter(dice, count) for _ in range(each)]
    bank += [music(dice, count) for _ in range(each)]
    if speech:
        bank += [babble(dice, count, speech, int(dice.integers(2, 7))) for _ in range(each)]
    for _ in range(2 * each if recorded else 0):
        noise = recorded[int(dice.integers(len(recorded)))]
        bank.append(_unit(microphone(dice, faster(noise, dice.uniform(0.75, 1.3)))))
    for _ in range(2 * each):
        first, second = (bank[int(dice.integers(len(bank)))][:count] for _ in range(2))
        length = min(first.size, second.size)
        bank.append(_unit(first[:length] + dice.uniform(0.2, 1) * second[:length]))
    return [unsteady(dice, noise) if dice.random() < 0.3 else noise for noise in bank]


def microphone(dice: Dice, samples: Samples) -> Samples:
    """Through another microphone: bass and treble cut off somewhere, a tilt, and a few broad humps and dips."""
    size = 1 << (samples.size - 1).bit_length()
    frequency = np.fft.rfftfreq(size, 1 / SAMPLE_RATE_HZ) + 1.0
    octave = np.log2(frequency / 1000)
    gain_db = dice.uniform(-3, 3) * octave
    for _ in range(int(dice.integers(0, 5))):
        gain_db += dice.uniform(-9, 9) * np.exp(-(((octave - dice.uniform(-3, 3)) / dice.uniform(0.2, 0.8)) ** 2))
    low_hz, high_hz = dice.uniform(40, 320), dice.uniform(3200, 9000)
    gain_db -= 10 * np.log10(1 + (low_hz / frequency) ** 4) + 10 * np.log10(1 + (frequency / high_hz) ** 12)
    spectrum = np.fft.rfft(samples, size) * 10 ** (np.clip(gain_db, -60, 20) / 20)
    return np.fft.irfft(spectrum, size)[: samples.size].astype(np.float32)


def overdriven(dice: Dice, samples: Samples) -> Samples:
    """Clipped where it is loudest, hard or softly."""
    limit = float(np.abs(samples).max()) * dice.uniform(0.15, 0.7) + 1e-9
    if dice.random() < 0.5:
        return np.clip(samples, -limit, limit)
    return (np.tanh(samples / limit) * limit).astype(np.float32)


def faster(samples: Samples, factor: float) -> Samples:
    """Played faster: shorter and higher."""
    return soxr.resample(samples, SAMPLE_RATE_HZ * factor, SAMPLE_RATE_HZ, quality="MQ").astype(np.float32)


def hurried(samples: Samples, factor: float) -> Samples:
    """Spoken faster at the same pitch: overlapped and added where it fits best (WSOLA, Verhelst and Roelands 1993)."""
    frame, reach = 400, 120
    half = frame // 2
    if samples.size < 4 * frame:
        return samples
    window = np.hanning(frame + 1)[:frame]
    padded = np.concatenate((np.zeros(reach), samples, np.zeros(frame + 2 * reach)))
    count = int(samples.size / factor) // half
    out = np.zeros((count + 1) * half)
    at = reach
    for number in range(count):
        centre = reach + int(number * half * factor)
        if number:
            wanted = padded[at + half : at + half + frame]
            around = padded[centre - reach : centre + reach + frame]
            if wanted.size < frame or around.size < frame + 2 * reach:
                break
            energy = np.cumsum(np.concatenate(([0.0], around**2)))
            loudness = np.sqrt(energy[frame:] - energy[:-frame] + 1e-9)
            at = centre - reach + int(np.argmax(fftconvolve(around, wanted[::-1], mode="valid") / loudness))
        else:
            at = centre
        out[number * half : number * half + frame] += padded[at : at + frame] * window
    return out.astype(np.float32)


def _unit(sound: np.ndarray) -> Samples:
    return (sound / (np.sqrt(np.mean(np.square(sound, dtype=np.float64))) + 1e-9)).astype(np.float32)


def room(dice: Dice, samples: Samples, reverberation_s: float, direct_to_reverberant_db: float) -> Samples:
    """The clip through an exponentially decaying room, at its former level, with the tail kept."""
    count = int(reverberation_s * SAMPLE_RATE_HZ)
    time_s = np.arange(count) / SAMPLE_RATE_HZ
    tail = dice.standard_normal(count) * np.exp(-6.9 * time_s / reverberation_s)
    tail[: int(0.003 * SAMPLE_RATE_HZ)] = 0
    tail *= 10 ** (-direct_to_reverberant_db / 20) / np.sqrt(np.sum(tail**2))
    tail[0] = 1.0
    wet = fftconvolve(samples, tail)[: samples.size + int(0.2 * SAMPLE_RATE_HZ)].astype(np.float32)
    return wet * np.float32(speech_rms(samples) / speech_rms(wet))


def placed(dice: Dice, clip: Samples, noise: Samples, snr_db: float, before_s: float, after_s: float) -> Samples:
    """The clip with background before, under and after it."""
    before, after = int(before_s * SAMPLE_RATE_HZ), int(after_s * SAMPLE_RATE_HZ)
    stream = np.concatenate((np.zeros(before), clip, np.zeros(after)))
    start = int(dice.integers(0, max(1, noise.size - stream.size)))
    under = np.resize(noise[start : start + stream.size], stream.size).astype(np.float64)
    under *= speech_rms(clip) * 10 ** (-snr_db / 20) / np.sqrt(np.mean(under**2) + 1e-12)
    return (stream + under).astype(np.float32)
