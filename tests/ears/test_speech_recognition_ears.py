"""Engines of the SpeechRecognition library: segments in, phrases out, and what is said when one is missing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import speech_recognition as sr

from voicecoach.audio.pcm import SAMPLE_RATE_HZ, Samples
from voicecoach.ears.interface import ActivePhrases, Utterance, Verdict
from voicecoach.ears.listen_to_file import utterances_in
from voicecoach.ears.speech_recognition_ears import SpeechRecognitionEars
from voicecoach.errors import EarsError
from voicecoach.language.loading import load

ENGLISH = load("en")


def _burst() -> Samples:
    """A second and a half with something loud in the middle."""
    sound = np.random.default_rng(1).standard_normal(int(1.5 * SAMPLE_RATE_HZ)) * 1e-3
    time_s = np.arange(int(0.5 * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    sound[8000:16000] += np.sum([0.05 * np.sin(2 * np.pi * 150 * n * time_s) / n**0.5 for n in range(1, 25)], axis=0)
    return np.asarray(sound, dtype=np.float32)


class Transcriber:
    """Answers what it is told to, and remembers how much sound it was given."""

    def __init__(self, answer: str | Exception) -> None:
        self.answer = answer
        self.seconds: list[float] = []

    def __call__(self, audio: Any) -> str:
        self.seconds.append(len(audio.frame_data) / 2 / audio.sample_rate)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def _heard(transcriber: Transcriber) -> list[Utterance]:
    ears = SpeechRecognitionEars("vosk", ENGLISH.vocabulary, courtesies=ENGLISH.courtesies, recognise=transcriber)
    return list(utterances_in([_burst()], ears, ActivePhrases(["switch legs", "stop"], ["stop"])))


def test_a_transcript_that_is_a_phrase_is_accepted() -> None:
    transcriber = Transcriber("Switch legs, please.")
    heard = _heard(transcriber)
    assert [(utterance.verdict, utterance.text) for utterance in heard] == [(Verdict.ACCEPTED, "switch legs")]
    assert len(transcriber.seconds) == 1
    assert 0.5 < transcriber.seconds[0] < 1.3


@pytest.mark.parametrize("answer", ["the bus stop", "carry on", "", sr.UnknownValueError()])
def test_anything_else_is_rejected(answer: str | Exception) -> None:
    assert [utterance.verdict for utterance in _heard(Transcriber(answer))] == [Verdict.REJECTED]


@pytest.mark.parametrize("error", [sr.RequestError("no network"), TypeError("unexpected keyword"), ZeroDivisionError()])
def test_an_engine_that_fails_says_which(error: Exception) -> None:
    with pytest.raises(EarsError, match=f"vosk.*{error}"):
        _heard(Transcriber(error))


def test_an_engine_that_is_not_there_names_what_to_install() -> None:
    with pytest.raises(EarsError, match="no ears called 'sesame'"):
        SpeechRecognitionEars("sesame", ENGLISH.vocabulary)
