from __future__ import annotations

import pytest

from voicecoach.audio.pcm import VOICE_RATE_HZ
from voicecoach.voice.printed_voice import PrintedVoice


@pytest.mark.parametrize(("rate", "seconds"), [(150, 4.0), (100, 6.0), (300, 2.0)])
def test_a_line_takes_as_long_as_its_words(rate: int, seconds: float) -> None:
    silence = PrintedVoice().synthesise("Lie on your back, close to the wall, and wait.", rate)
    assert silence.size / VOICE_RATE_HZ == pytest.approx(seconds)
    assert not silence.any()


def test_nothing_to_say_takes_no_time() -> None:
    assert PrintedVoice().synthesise(" ... ", 150).size == 0
