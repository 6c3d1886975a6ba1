"""Earcons: soft, short, all different, and nothing that a speech detector takes for a voice."""

from __future__ import annotations

import numpy as np
import pytest

from voicecoach.audio.earcons import EarconSound, earcon
from voicecoach.audio.pcm import BLOCK_SAMPLES, PLAYBACK_RATE_HZ, SAMPLE_RATE_HZ, resampled, rms_db, silence, to_int16

LENGTHS_S = {
    EarconSound.HEARD: 0.19,
    EarconSound.NOT_HEARD: 0.34,
    EarconSound.HOLD_START: 0.45,
    EarconSound.HOLD_END: 0.69,
    EarconSound.WORDS: 0.28,
    EarconSound.ALARM: 1.74,
}


@pytest.mark.parametrize("kind", EarconSound)
def test_lasts_as_long_as_documented_and_begins_and_ends_in_silence(kind: EarconSound) -> None:
    sound = earcon(kind)
    assert len(sound) == round(LENGTHS_S[kind] * PLAYBACK_RATE_HZ)
    peak = float(np.abs(sound).max())
    assert float(np.abs(sound[:4]).max()) < 0.02 * peak
    assert float(np.abs(sound[-4:]).max()) < 0.02 * peak


@pytest.mark.parametrize("kind", [kind for kind in EarconSound if kind is not EarconSound.ALARM])
def test_is_softer_than_the_voice_and_the_alarm_louder(kind: EarconSound) -> None:
    assert rms_db(earcon(kind)) < -16.0 < rms_db(earcon(EarconSound.ALARM))


def test_is_made_once_and_cannot_be_spoilt() -> None:
    assert earcon(EarconSound.HEARD) is earcon(EarconSound.HEARD)
    with pytest.raises(ValueError, match="read-only"):
        earcon(EarconSound.HEARD)[0] = 1.0


def test_no_two_are_alike() -> None:
    def profile(kind: EarconSound) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Energy in 20 Hz bands of the first and the second half: melody in rough strokes."""
        sound = np.concatenate([earcon(kind), silence(2 * PLAYBACK_RATE_HZ)])[: 2 * PLAYBACK_RATE_HZ]
        half = len(earcon(kind)) // 2
        halves = [np.abs(np.fft.rfft(part, 2 * PLAYBACK_RATE_HZ)) for part in (sound[:half], sound[half:])]
        bands = np.concatenate([spectrum[:-1].reshape(-1, 40).sum(axis=1) for spectrum in halves])
        return np.asarray(bands / np.linalg.norm(bands), dtype=np.float64)

    kinds = list(EarconSound)
    for number, one in enumerate(kinds):
        for other in kinds[number + 1 :]:
            assert float(profile(one) @ profile(other)) < 0.9, (one, other)


@pytest.mark.parametrize("kind", EarconSound)
def test_is_not_speech_to_a_speech_detector(kind: EarconSound) -> None:
    webrtcvad = pytest.importorskip("webrtcvad")
    detector = webrtcvad.Vad(3)
    signal = resampled(earcon(kind), PLAYBACK_RATE_HZ, SAMPLE_RATE_HZ)
    sound = np.concatenate([silence(1600), signal, silence(1600)])
    blocks = [sound[start : start + BLOCK_SAMPLES] for start in range(0, len(sound) - 159, BLOCK_SAMPLES)]
    voiced = [detector.is_speech(to_int16(block), SAMPLE_RATE_HZ) for block in blocks]
    longest = max(len(run) for run in "".join("v" if one else "-" for one in voiced).split("-"))
    assert longest * 0.01 < 0.3
