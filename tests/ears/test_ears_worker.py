"""Ears in a thread: order kept, failures handed over, nothing left running."""

from __future__ import annotations

import threading
from collections.abc import Collection

import pytest

from voicecoach.audio.pcm import BLOCK_SAMPLES, silence
from voicecoach.ears.interface import ActivePhrases, Ears, Hearing, Utterance, Verdict
from voicecoach.ears.worker import EarsWorker
from voicecoach.errors import EarsError


class CountingEars:
    """Hears something in every tenth block, and says what it was listening for."""

    def __init__(self) -> None:
        self.phrases: Collection[str] = ()
        self.closed = threading.Event()
        self.enough = threading.Event()

    @property
    def name(self) -> str:
        return "counting"

    def listen_for(self, active: ActivePhrases) -> None:
        self.phrases = active.phrases

    def hear(self, hearing: Hearing) -> list[Utterance]:
        block = hearing.position // BLOCK_SAMPLES
        if block == 99:
            self.enough.set()
        if block % 10:
            return []
        return [Utterance(Verdict.ACCEPTED, ",".join(sorted(self.phrases)), 1.0, 0.0, 0.0, block / 100)]

    def close(self) -> None:
        self.closed.set()


class FailingEars(CountingEars):
    def hear(self, hearing: Hearing) -> list[Utterance]:
        raise EarsError(f"deaf at {hearing.position}")


def _block(number: int) -> Hearing:
    return Hearing(silence(BLOCK_SAMPLES), silence(BLOCK_SAMPLES), number * BLOCK_SAMPLES)


def _opened(ears: Ears) -> EarsWorker:
    return EarsWorker(ears.name, lambda: ears)


def test_decisions_come_back_in_order_with_the_phrases_of_their_time() -> None:
    ears = CountingEars()
    worker = _opened(ears)
    heard: list[Utterance] = []
    worker.listen_for(ActivePhrases(["one"]))
    for number in range(50):
        heard += worker.hear(_block(number))
    worker.listen_for(ActivePhrases(["two"]))
    for number in range(50, 100):
        heard += worker.hear(_block(number))
    assert ears.enough.wait(5)
    while len(heard) < 10:
        heard += worker.hear(_block(101))
    worker.close()
    assert [utterance.text for utterance in heard] == ["one"] * 5 + ["two"] * 5
    assert [utterance.decided_s for utterance in heard] == sorted(utterance.decided_s for utterance in heard)
    assert ears.closed.is_set()


def test_a_failure_is_raised_where_the_ears_are_asked() -> None:
    worker = _opened(FailingEars())

    def until_it_raises() -> None:
        for number in range(10_000_000):
            worker.hear(_block(number))

    with pytest.raises(EarsError, match="deaf"):
        until_it_raises()
    assert worker.hear(_block(0)) == []
    worker.close()


def test_ears_that_cannot_be_opened_say_so() -> None:
    def no_ears() -> Ears:
        raise EarsError("nothing to hear with")

    worker = EarsWorker("none", no_ears)

    def until_it_raises() -> None:
        for number in range(10_000_000):
            worker.hear(_block(number))

    with pytest.raises(EarsError, match="nothing to hear with"):
        until_it_raises()
    worker.close()
