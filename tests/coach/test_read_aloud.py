"""Reading aloud: every sentence, in order, with a breath between, and silence at once when it is asked for."""

from __future__ import annotations

import numpy as np
import pytest

from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import BLOCK_SAMPLES, PLAYBACK_RATE_HZ, VOICE_RATE_HZ, Samples, silence, to_samples
from voicecoach.audio.room.interface import BlockStep, Render
from voicecoach.coach.read_aloud import SENTENCE_GAP_S, TAIL_S, ReadAloud
from voicecoach.errors import DeviceError, VoiceError
from voicecoach.voice.phrase_cache import PhraseCache


class Hum:
    """A voice that hums a tenth of a second for each word."""

    name = "hum"
    edition = ""

    def synthesise(self, text: str, rate_wpm: int) -> Samples:
        if text == "Broken.":
            raise VoiceError("The voice broke.")
        return np.full(round(0.1 * len(text.split()) * 150 / rate_wpm * VOICE_RATE_HZ), 0.5, dtype=np.float32)

    def close(self) -> None:
        """Nothing to release."""


class Tape:
    """A room that keeps what it played; ``at`` calls something at a sample."""

    live = False

    def __init__(self, limit_s: float = 60.0) -> None:
        self.played: list[Samples] = []
        self.limit = to_samples(limit_s)
        self.calls: dict[int, ReadAloud] = {}

    def run(self, render: Render, step: BlockStep) -> None:
        for position in range(0, self.limit, BLOCK_SAMPLES):
            if position in self.calls:
                self.calls[position].stop()
            block = render(BLOCK_SAMPLES)
            self.played.append(block)
            if not step(silence(BLOCK_SAMPLES), silence(BLOCK_SAMPLES), position):
                return
        raise DeviceError("It never ended.")

    @property
    def sound(self) -> Samples:
        return np.concatenate(self.played)

    def stretches_s(self) -> list[tuple[float, float]]:
        """Where there is sound: from, to, in seconds."""
        on = np.flatnonzero(np.diff(np.concatenate(([0], (self.sound > 0.05).astype(np.int8), [0]))))
        return [(on[i] / PLAYBACK_RATE_HZ, on[i + 1] / PLAYBACK_RATE_HZ) for i in range(0, len(on), 2)]


def reading(*sentences: str, rate_wpm: int = 150, shown: list[str] | None = None) -> ReadAloud:
    phrases = PhraseCache(Hum(), ahead=False)
    show = None if shown is None else shown.append
    return ReadAloud(sentences, mixer=Mixer(), phrases=phrases, rate_wpm=rate_wpm, show=show)


def test_sentences_follow_each_other_with_a_breath_between() -> None:
    tape, shown = Tape(), list[str]()
    assert reading("One two.", "Three four five.", shown=shown).run(tape) is True
    (first, first_end), (second, second_end) = tape.stretches_s()
    assert first == pytest.approx(0.0, abs=1e-3)
    assert first_end == pytest.approx(0.2, abs=1e-3)
    assert second - first_end == pytest.approx(SENTENCE_GAP_S, abs=1e-3)
    assert second_end - second == pytest.approx(0.3, abs=1e-3)
    assert len(tape.sound) / PLAYBACK_RATE_HZ - second_end == pytest.approx(TAIL_S, abs=0.02)
    assert shown == ["One two.", "Three four five."]


def test_the_rate_is_the_voices_business() -> None:
    tape = Tape()
    reading("One two.", rate_wpm=75).run(tape)
    assert tape.stretches_s()[0][1] == pytest.approx(0.4, abs=1e-3)


def test_stop_falls_silent_within_20_ms_of_the_next_block_and_says_no_more() -> None:
    tape, shown = Tape(), list[str]()
    it = reading("One two three four five.", "Never said.", shown=shown)
    tape.calls[to_samples(0.2)] = it
    assert it.run(tape) is False
    ((_, end),) = tape.stretches_s()
    assert end <= 0.2 + 0.01 + 0.02 + 0.001
    assert shown == ["One two three four five."]
    assert np.abs(np.diff(tape.sound[3 * to_samples(0.1) : 3 * to_samples(0.3)])).max() < 0.01, "a click"


def test_stop_between_two_sentences_lets_the_next_one_never_sound() -> None:
    tape = Tape()
    it = reading("One two.", "Never said.")
    tape.calls[to_samples(0.3)] = it
    assert it.run(tape) is False
    assert len(tape.stretches_s()) == 1


def test_nothing_to_read_ends_at_once() -> None:
    tape = Tape()
    assert reading().run(tape) is True
    assert len(tape.sound) / PLAYBACK_RATE_HZ == pytest.approx(TAIL_S, abs=0.02)


def test_a_voice_that_fails_is_reported() -> None:
    with pytest.raises(VoiceError, match="broke"):
        reading("Fine.", "Broken.").run(Tape())
