"""A voice that fails in any way gives way to the next at that line, and nothing waits for one that hangs."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from tests.faulty_voice import Fault, FaultyVoice
from voicecoach.audio.pcm import VOICE_RATE_HZ, silence
from voicecoach.errors import VoiceError
from voicecoach.voice.backup_voice import BackupVoice
from voicecoach.voice.line_check import why_unusable

SHORT_S = 0.05


def backed(first: FaultyVoice, *others: FaultyVoice) -> BackupVoice:
    openers = [lambda other=other: other for other in others]
    return BackupVoice(first, openers, line_s=SHORT_S, patient_s=SHORT_S)


@pytest.mark.parametrize("fault", Fault)
def test_the_next_voice_says_the_line_and_all_that_follow(fault: Fault) -> None:
    first, second = FaultyVoice("first", fault), FaultyVoice("second")
    voice = backed(first, second)
    assert voice.synthesise("One two three.", 150).any()
    assert voice.synthesise("Four.", 150).any()
    assert voice.name == "second"
    assert second.said == ["One two three.", "Four."]
    assert voice.failure
    first.released.set()


@pytest.mark.parametrize("fault", Fault)
def test_where_none_is_left_that_is_an_error_and_one_that_works_again_speaks(fault: Fault) -> None:
    first, second = FaultyVoice("first", fault), FaultyVoice("second", fault)
    voice = backed(first, second)
    with pytest.raises(VoiceError):
        voice.synthesise("One.", 150)
    first.fault = second.fault = None
    first.released.set()
    second.released.set()
    while not first.said + second.said:
        try:
            assert voice.synthesise("Two.", 150).any()
        except VoiceError:
            continue  # the one that hung is not back yet


def test_a_voice_that_hangs_is_not_given_a_second_thread() -> None:
    first = FaultyVoice("first", Fault.HANG)
    voice = backed(first)
    for _ in range(3):
        with pytest.raises(VoiceError, match="answer"):
            voice.synthesise("One.", 150)
    assert first.asked == 1
    first.released.set()


def test_only_a_line_that_is_waited_for_is_urgent() -> None:
    first, second = FaultyVoice("first"), FaultyVoice("second")
    voice = BackupVoice(first, [lambda: second], line_s=SHORT_S, patient_s=30.0)
    voice.synthesise("One.", 150)
    first.fault = Fault.SLOW
    voice.synthesise("Two.", 150)
    assert voice.name == "first"
    voice.waited_for = lambda: True
    voice.synthesise("Three.", 150)
    assert voice.name == "second"
    first.released.set()


def test_closing_waits_for_nobody_and_ends_what_is_being_rendered() -> None:
    first = FaultyVoice("first", Fault.HANG)
    voice = BackupVoice(first, patient_s=60.0)
    failures: list[VoiceError] = []

    def ask() -> None:
        with pytest.raises(VoiceError, match="closed") as caught:
            voice.synthesise("One.", 150)
        failures.append(caught.value)

    asking = threading.Thread(target=ask)
    asking.start()
    voice.close()
    asking.join(10.0)
    assert failures
    assert first.closed
    first.released.set()


@pytest.mark.parametrize(
    ("text", "seconds", "usable"),
    [
        ("One.", 0.3, True),
        ("One.", 0.0, False),
        ("One.", 30.0, False),
        ("...", 0.0, True),
        ("Ж", 0.0, True),
        ("Put your right foot on your left knee now.", 0.2, False),
        ("Put your right foot on your left knee now.", 2.5, True),
        ("Put your right foot on your left knee now.", 300.0, False),
    ],
)
def test_a_line_has_to_be_as_long_as_its_words_may_take(text: str, seconds: float, usable: bool) -> None:
    line = np.full(round(seconds * VOICE_RATE_HZ), 0.1, dtype=np.float32)
    assert (not why_unusable(text, line)) is usable


def test_silence_and_what_is_no_number_are_no_line() -> None:
    assert "silent" in why_unusable("One.", silence(VOICE_RATE_HZ))
    for wrong in (np.nan, np.inf):
        assert "not sound" in why_unusable("One.", np.full(VOICE_RATE_HZ, wrong, dtype=np.float32))
