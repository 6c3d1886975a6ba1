"""Ears in a thread: order kept, every kind of failure noticed in time, told once and mended, nothing left running.

Time is a clock that the test moves, and the ears are let on by the test, so nothing here waits.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

import pytest

from tests.failing_ears import PATIENCE_S, RUBBISH, DoubleEars, nothing, thrown, word
from voicecoach.audio.pcm import BLOCK_SAMPLES, silence, to_seconds
from voicecoach.ears.interface import ActivePhrases, Ears, Hearing, Utterance
from voicecoach.ears.worker import HANGING_MOST, EarsWorker
from voicecoach.errors import EarsError

NOTICED_S = 2.0
MENDED_S = 5.0


class Live:
    """A worker that is fed block after block. Its ears are these, one after the other, the last again and again."""

    def __init__(self, *ears: DoubleEars | BaseException | Callable[[], DoubleEars]) -> None:
        self.now_s = 0.0
        self.position = 0
        self.openings_s: list[float] = []
        self.failures: list[tuple[float, str]] = []
        self.recoveries: list[float] = []
        self.heard: list[tuple[float, str]] = []
        self._ears = list(ears)
        self.opened = threading.Semaphore(0)
        self.worker = EarsWorker(
            "double",
            self._open,
            on_failure=lambda what: self.failures.append((self.now_s, what)),
            on_recovery=lambda: self.recoveries.append(self.now_s),
            clock=lambda: self.now_s,
        )
        self.worker.listen_for(ActivePhrases(["stop", "next"], ["stop"]))

    def _open(self) -> Ears:
        self.openings_s.append(self.now_s)
        ears = self._ears.pop(0) if len(self._ears) > 1 else self._ears[0]
        try:
            if isinstance(ears, BaseException):
                raise ears
            return ears if isinstance(ears, DoubleEars) else ears()
        finally:
            self.opened.release()

    def block(self, lasts_s: float = 0.01) -> None:
        self.now_s += lasts_s
        hearing = Hearing(silence(BLOCK_SAMPLES), silence(BLOCK_SAMPLES), self.position)
        self.position += BLOCK_SAMPLES
        self.heard += [(to_seconds(self.position), each.text) for each in self.worker.hear(hearing)]

    def feed(self, seconds: float, *, with_ears: DoubleEars | None = None) -> Live:
        """So much sound, in step with these ears when they keep up."""
        for _ in range(round(seconds * 100)):
            self.block()
            if with_ears is not None:
                assert with_ears.heard.acquire(timeout=PATIENCE_S)
        return self

    def until(self, happened: Callable[[], object], *, lasts_s: float = 0.0) -> Live:
        """Block after block until a thread has done something; the clock stands still unless a block lasts."""
        pause = threading.Event()
        for _ in range(int(PATIENCE_S * 1000)):
            if happened():
                return self
            self.block(lasts_s)
            pause.wait(0.001)
        raise AssertionError("it did not happen")

    def replaced(self) -> Live:
        """Until the second ears are being opened."""
        return self.until(lambda: len(self.openings_s) > 1, lasts_s=0.01)

    def started(self, ears: DoubleEars) -> Live:
        """Until these ears have been opened and have caught up."""
        self.until(lambda: ears.heard_s)
        assert ears.caught_up(to_seconds(self.position))
        while ears.heard.acquire(blocking=False):
            pass
        return self


@pytest.fixture
def live() -> Iterator[Callable[..., Live]]:
    with contextlib.ExitStack() as closing:

        def opened(*ears: DoubleEars | BaseException | Callable[[], DoubleEars]) -> Live:
            room = Live(*ears)
            closing.callback(room.worker.close)
            for each in ears:
                if isinstance(each, DoubleEars):
                    closing.callback(each.free)
            return room

        yield opened


LiveWith = Callable[..., Live]


def test_decisions_come_back_in_order_with_the_phrases_of_their_time(live: LiveWith) -> None:
    ears = DoubleEars(lambda now_s: [word(",".join(ears.told[-1].phrases), now_s)])
    room = live(ears)
    room.worker.listen_for(ActivePhrases(["one"]))
    room.started(ears).feed(0.1, with_ears=ears)
    room.worker.listen_for(ActivePhrases(["two"]))
    room.feed(0.1, with_ears=ears).until(lambda: room.heard[-1][1] == "two")
    texts = [text for _, text in room.heard]
    assert texts == sorted(texts)
    assert set(texts) == {"one", "two"}
    room.worker.close()
    assert ears.closed.is_set()
    assert not room.failures


FAULTS = {
    "an error of the ears": thrown(EarsError("broken")),
    "any error": thrown(ZeroDivisionError()),
    "no memory": thrown(MemoryError()),
    "the thread ends": thrown(SystemExit(0)),
    **RUBBISH,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_ears_that_throw_end_or_talk_rubbish_are_replaced_at_once(live: LiveWith, fault: str) -> None:
    first, second = DoubleEars(), DoubleEars()
    room = live(first, second).started(first).feed(0.5, with_ears=first)
    first.says = FAULTS[fault]
    began_s = room.now_s
    room.until(lambda: room.failures, lasts_s=0.01)
    assert room.now_s - began_s <= NOTICED_S
    room.started(second).until(lambda: room.recoveries, lasts_s=0.01)
    second.says = lambda now_s: [word("next", now_s)]
    room.feed(0.1, with_ears=second).until(lambda: room.heard)
    assert {text for _, text in room.heard} == {"next"}
    assert len(room.failures) == len(room.recoveries) == 1
    assert room.failures[0][1].startswith("The double ears ")
    assert room.recoveries[0] - room.failures[0][0] <= MENDED_S
    assert first.closed.wait(PATIENCE_S)


def test_ears_that_hang_are_left_alone_and_what_they_say_later_is_not_taken(live: LiveWith) -> None:
    first, second = DoubleEars(held=True), DoubleEars()
    room = live(first, second)
    first.let_on.release(50)
    room.until(lambda: first.heard_s).feed(1.0)
    began_s = room.now_s
    room.until(lambda: room.failures, lasts_s=0.01)
    assert room.now_s - began_s <= NOTICED_S
    room.replaced().started(second).until(lambda: room.recoveries, lasts_s=0.01)
    assert room.recoveries[0] - room.failures[0][0] <= MENDED_S
    first.says = lambda now_s: [word("stop", now_s)]
    first.free()
    assert first.closed.wait(PATIENCE_S)
    room.feed(0.2, with_ears=second)
    assert not room.heard
    assert len(room.failures) == 1


def test_what_was_said_meanwhile_is_heard_by_the_new_ears_but_only_what_is_urgent_counts(live: LiveWith) -> None:
    hanging = DoubleEars(held=True)
    said_s = 0.0
    later = DoubleEars(lambda now_s: [word(text, said_s, now_s) for text in ("next", "stop")] if now_s == 0.6 else [])
    room = live(hanging, later).feed(0.3)
    room.replaced().started(later).until(lambda: room.heard)
    assert [text for _, text in room.heard] == ["stop"]


def test_what_has_been_decided_is_not_heard_twice(live: LiveWith) -> None:
    decided_s = 0.6
    first = DoubleEars(lambda now_s: [word("stop", 0.5, now_s)] if now_s == decided_s else [])
    second = DoubleEars()
    room = live(first, second).started(first).feed(1.0, with_ears=first)
    room.until(lambda: room.heard)
    first.says = thrown(EarsError("broken"))
    room.until(lambda: room.failures, lasts_s=0.01).started(second)
    assert min(second.heard_s) > decided_s


def test_sound_at_which_two_ears_have_failed_is_not_heard_a_third_time(live: LiveWith) -> None:
    def fails_at_it(now_s: float) -> list[Utterance]:
        return thrown(EarsError("broken"))(now_s) if now_s == 0.6 else nothing(now_s)

    ears = [DoubleEars(fails_at_it) for _ in range(4)]
    room = live(*ears).started(ears[0]).feed(1.0)
    room.until(lambda: len(room.openings_s) == 2, lasts_s=0.01)
    room.until(lambda: len(room.openings_s) == 3, lasts_s=0.01).started(ears[2]).feed(5.0, with_ears=ears[2])
    assert min(ears[1].heard_s) < 0.6 < min(ears[2].heard_s)
    assert len(room.openings_s) == 3


def test_ears_that_take_five_times_too_long_are_noticed_before_they_are_late(live: LiveWith) -> None:
    slow, second = DoubleEars(held=True), DoubleEars()
    slow.says = lambda now_s: [word("next", now_s)]
    room = live(slow, second)
    blocks = 0
    while not room.failures:
        if blocks % 5 == 0:
            slow.let_on.release()
        room.block()
        blocks += 1
        assert blocks <= NOTICED_S * 100
    assert "keep up" in room.failures[0][1]
    room.replaced().started(second).until(lambda: room.recoveries, lasts_s=0.01)


def test_ears_that_are_late_for_a_while_are_left_to_catch_up(live: LiveWith) -> None:
    ears = DoubleEars(held=True)
    ears.let_on.release(20)
    room = live(ears).until(lambda: ears.heard_s)
    room.until(lambda: room.failures, lasts_s=0.01).feed(0.5)
    ears.free()
    room.started(ears).until(lambda: room.recoveries)
    assert len(room.openings_s) == len(room.failures) == 1


def test_a_loop_or_a_computer_that_stood_still_is_no_fault_of_the_ears(live: LiveWith) -> None:
    ears = DoubleEars(held=True)
    ears.let_on.release(20)
    room = live(ears).until(lambda: ears.heard_s).feed(0.3)
    room.block(lasts_s=3600.0)
    for _ in range(500):
        room.block(lasts_s=0.0001)
    ears.free()
    room.started(ears).feed(1.0, with_ears=ears)
    assert not room.failures


def test_a_word_that_is_old_counts_only_when_it_is_urgent(live: LiveWith) -> None:
    ears = DoubleEars()
    room = live(ears).started(ears).feed(2.0, with_ears=ears)
    ears.says = lambda now_s: [word("next", now_s - 1.6, now_s), word("stop", now_s - 1.6, now_s)]
    room.feed(0.05, with_ears=ears).until(lambda: room.heard)
    ears.says = lambda now_s: [word("next", now_s - 1.4, now_s)]
    room.feed(0.05, with_ears=ears).until(lambda: room.heard[-1][1] == "next")
    assert room.heard[0][1] == "stop"
    texts = [text for _, text in room.heard]
    assert texts == sorted(texts, reverse=True)


@pytest.mark.parametrize("error", [EarsError("damaged"), ImportError("no runtime"), SystemExit(1)])
def test_ears_that_cannot_be_opened_are_told_of_at_once(live: LiveWith, error: BaseException) -> None:
    room = live(error)
    room.until(lambda: room.failures)
    assert room.now_s == 0.0
    assert str(error) in room.failures[0][1]


def test_ears_that_hang_while_they_open_are_told_of_and_others_opened(live: LiveWith) -> None:
    hold, second = threading.Event(), DoubleEars()

    def hanging() -> DoubleEars:
        hold.wait(PATIENCE_S)
        return DoubleEars()

    room = live(hanging, second).feed(8.5)
    assert [round(at_s, 1) for at_s, _ in room.failures] == [2.5]
    room.started(second).until(lambda: room.recoveries, lasts_s=0.01)
    assert room.recoveries[0] - room.failures[0][0] <= MENDED_S + 1.0
    hold.set()


def test_ears_that_open_late_are_waited_for(live: LiveWith) -> None:
    hold, late = threading.Event(), DoubleEars()

    def slowly() -> DoubleEars:
        assert hold.wait(PATIENCE_S)
        return late

    room = live(slowly).feed(6.0)
    assert len(room.failures) == 1
    hold.set()
    room.started(late).until(lambda: room.recoveries)
    assert len(room.openings_s) == 1
    assert len(late.heard_s) <= 520  # no more than the last five seconds


def test_they_are_opened_again_for_ever_and_all_that_is_told_once(live: LiveWith) -> None:
    sound = DoubleEars()
    room = live(*[EarsError("damaged")] * 10, sound)
    for opening in range(1, 11):
        room.until(lambda n=opening: len(room.openings_s) > n, lasts_s=0.1)  # type: ignore[misc]
    pauses_s = [later - earlier for earlier, later in zip(room.openings_s, room.openings_s[1:], strict=False)]
    assert max(pauses_s) <= MENDED_S
    assert len(room.failures) == 1
    room.started(sound).until(lambda: room.recoveries)
    assert len(room.openings_s) == 11


def test_ears_that_fail_again_and_again_are_not_called_sound_each_time(live: LiveWith) -> None:
    """Each lasts for a second. Their words count all the while."""
    room = live(*(failing := [DoubleEars() for _ in range(8)]))
    for ears in failing[:-1]:
        room.until(lambda it=ears: it.heard_s, lasts_s=0.1).feed(1.0)  # type: ignore[misc]
        ears.says = thrown(EarsError("broken"))
    assert len(room.failures) <= 2


def test_no_more_ears_are_opened_while_too_many_hang(live: LiveWith) -> None:
    room = live(*(hanging := [DoubleEars(held=True) for _ in range(HANGING_MOST + 3)]))
    room.until(lambda: len(room.openings_s) == HANGING_MOST, lasts_s=0.1).feed(30.0)
    assert len(room.openings_s) == HANGING_MOST
    hanging[0].free()
    room.until(lambda: len(room.openings_s) > HANGING_MOST, lasts_s=0.1)


def test_closing_does_not_wait_for_ears_that_hang(live: LiveWith) -> None:
    ears = DoubleEars(held=True)
    room = live(ears).feed(0.2)
    closing = threading.Thread(target=room.worker.close, daemon=True)
    closing.start()
    closing.join(PATIENCE_S)
    assert not closing.is_alive()
    assert not ears.closed.is_set()
