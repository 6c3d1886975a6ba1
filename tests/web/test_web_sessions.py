"""One session at a time, run in a thread, and what the page is told of it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.caregiver import OPENED_WITHIN_S, Opener
from tests.conversation import LANGUAGE
from voicecoach.audio.pcm import BLOCK_SAMPLES, silence
from voicecoach.audio.room.interface import BlockStep, Render
from voicecoach.coach.assemble import Assembled
from voicecoach.coach.loop import Coach
from voicecoach.coach.session_request import SessionRequest
from voicecoach.errors import DeviceError, VoiceError
from voicecoach.language.vocabulary import Command
from voicecoach.session.part import Part
from voicecoach.session.view import View
from voicecoach.web.sessions import UNEXPECTED, BusyError, NotRunningError, RunStage, Sessions
from voicecoach.web.snapshot import snapshot

ROUTINE = SessionRequest("deep-piriformis")
SILENCE = silence(BLOCK_SAMPLES)


class SteppedRoom:
    """A ``Room`` in which time passes only while the test waits for something."""

    def __init__(self) -> None:
        self._orders: queue.SimpleQueue[tuple[Callable[[], bool], threading.Event]] = queue.SimpleQueue()
        self._position = 0
        self.over = threading.Event()

    @property
    def live(self) -> bool:
        return True

    def advance(self, until: Callable[[], bool]) -> None:
        """Lets time pass until something is so, or the session is over."""
        done = threading.Event()
        self._orders.put((until, done))
        assert done.wait(OPENED_WITHIN_S)

    def let_go(self) -> None:
        """Time passes of itself from now on."""
        self._orders.put((lambda: False, threading.Event()))

    def run(self, render: Render, step: BlockStep) -> None:
        while not self.over.is_set():
            until, done = self._orders.get()
            while not until() and not self.over.is_set():
                if not step(SILENCE, render(BLOCK_SAMPLES), self._position):
                    self.over.set()
                self._position += BLOCK_SAMPLES
            done.set()


class Handed:
    """Sessions whose time and coach are in the test's hands."""

    def __init__(self) -> None:
        self.room = SteppedRoom()
        self._opener = Opener(self._new_room)
        self.sessions = Sessions(self._opener)

    def _new_room(self) -> SteppedRoom:
        self.room = SteppedRoom()
        return self.room

    def start(self) -> Coach:
        self.sessions.start(ROUTINE)
        return self._opener.next().coach

    def shown(self) -> dict[str, Any]:
        return snapshot(self.sessions.now(), LANGUAGE.texts)

    def until(self, true: Callable[[], bool]) -> None:
        self.room.advance(true)
        assert true()

    def until_phase(self, phase: str) -> None:
        self.until(lambda: self.shown().get("phase") == phase)

    def until_end(self) -> None:
        self.room.advance(lambda: False)
        for thread in threading.enumerate():
            if thread.name == "session":
                thread.join(OPENED_WITHIN_S)
        assert self.sessions.now().stage is RunStage.ENDED


@pytest.fixture
def handed() -> Iterator[Handed]:
    handed = Handed()
    yield handed
    handed.room.let_go()
    handed.sessions.close()


def test_a_session_starts_is_commanded_and_ends(handed: Handed) -> None:
    handed.start()
    handed.until(lambda: handed.sessions.now().scene is not None)
    assert handed.sessions.now().stage is RunStage.RUNNING
    handed.sessions.command(Command.PAUSE)
    handed.until_phase("paused")
    assert handed.shown()["still"]
    handed.sessions.command(Command.RESUME)
    handed.until(lambda: handed.shown()["phase"] != "paused")
    handed.sessions.command(Command.STOP)
    handed.until_phase("stopped")
    handed.sessions.command(Command.STOP)
    handed.until_end()
    assert handed.shown()["ending"] == "The session was stopped."


def test_a_second_session_is_refused_while_one_runs(handed: Handed) -> None:
    handed.start()
    with pytest.raises(BusyError):
        handed.sessions.start(ROUTINE)
    assert handed.sessions.now().number == 1


def test_after_one_has_ended_another_begins(handed: Handed) -> None:
    for number in (1, 2):
        handed.start().quit()
        handed.until_end()
        assert handed.sessions.now().number == number


def test_without_a_session_there_is_nothing_to_command(handed: Handed) -> None:
    with pytest.raises(NotRunningError):
        handed.sessions.command(Command.PAUSE)


def test_closing_ends_what_runs_and_nothing_begins_after_it(handed: Handed) -> None:
    handed.start()
    handed.room.let_go()
    handed.sessions.close()
    assert handed.sessions.now().stage is RunStage.ENDED
    with pytest.raises(BusyError):
        handed.sessions.start(ROUTINE)


@pytest.mark.parametrize("error", [VoiceError("The voice is gone."), DeviceError("The card is gone.")])
def test_what_cannot_begin_says_why(error: Exception) -> None:
    def refusing(_: SessionRequest, __: Callable[[View], None]) -> AbstractContextManager[Assembled]:
        raise error

    sessions = Sessions(refusing)
    sessions.start(ROUTINE)
    sessions.close()
    shown = snapshot(sessions.now(), LANGUAGE.texts)
    assert shown["trouble"] == str(error)
    assert shown["ending"] == "The session failed."


def test_an_error_of_the_program_is_told_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    def broken(_: SessionRequest, __: Callable[[View], None]) -> AbstractContextManager[Assembled]:
        raise ValueError("a private detail")

    sessions = Sessions(broken)
    sessions.start(ROUTINE)
    sessions.close()
    shown = snapshot(sessions.now(), LANGUAGE.texts)
    assert shown["trouble"] == UNEXPECTED
    assert shown["ending"] == "The session failed."
    assert "ValueError: a private detail" in capsys.readouterr().err


def test_a_part_that_fails_is_shown_until_it_works_again(handed: Handed) -> None:
    coach = handed.start()
    handed.until_phase("opening")
    assert handed.shown()["faults"] == []
    coach.part_failed(Part.MICROPHONE, "It was unplugged.")
    handed.until(lambda: bool(handed.shown()["faults"]))
    handed.until_phase("paused")
    (fault,) = handed.shown()["faults"]
    assert "cannot hear" in fault
    coach.part_recovered(Part.MICROPHONE)
    handed.until(lambda: not handed.shown()["faults"])


def test_a_hold_is_shown_with_its_seconds_side_and_picture(handed: Handed) -> None:
    handed.start()
    seen: list[float] = []

    def holding() -> bool:
        shown = handed.shown()
        if shown.get("phase") == "waiting":
            handed.sessions.command(Command.READY)
        if shown.get("phase") == "holding":
            seen.append(shown["left_s"])
            assert shown["whole_s"] == 30.0
            assert shown["facts"][0] in ("right side", "left side")
            assert shown["picture"]["src"].startswith("/drawings/")
            assert len(shown["picture"]["alt"]) > 20
            assert int(shown["left"]) >= shown["left_s"]
        return len(set(seen)) > 5

    handed.until(holding)
    assert seen == sorted(seen, reverse=True)


def test_in_a_hold_there_are_always_words_and_the_buttons_that_do_something(handed: Handed) -> None:
    handed.start()
    cards: list[str] = []
    offered: set[str] = set()

    def held() -> bool:
        shown = handed.shown()
        if shown.get("phase") == "waiting":
            assert "ready" in shown["offers"]
            handed.sessions.command(Command.READY)
        if shown.get("phase") == "holding":
            cards.append(shown["said"])
            offered.update(shown["offers"])
        return shown.get("phase") == "releasing"

    handed.until(held)
    assert set(cards) == {
        "You should feel it deep in your right buttock, through your hip, towards your right knee.",
        "Breathe deeply and slowly.",
        "Let your chest stay relaxed.",
        "You are halfway.",
        "Keep pressing gently as you breathe out.",
    }
    assert cards[-1].startswith("You should feel it"), "while the last five seconds are counted"
    assert {"skip", "next", "back", "switch", "repeat", "more-time", "how-long", "stop", "pause", "hurts"} <= offered
    assert not {"ready", "resume", "yes", "0"} & offered


def test_a_call_for_help_is_shown_and_sounds_until_it_is_answered(handed: Handed) -> None:
    handed.start()
    handed.until_phase("opening")
    handed.sessions.command(Command.CALL)
    handed.until_phase("calling")
    assert handed.shown()["alarm"] == "asked"
    handed.until(lambda: handed.shown()["alarm"] == "sounding")
    handed.sessions.answer_alarm()
    handed.until_phase("paused")
    assert handed.shown()["alarm"] == "none"


def test_an_alarm_that_was_taken_back_is_over(handed: Handed) -> None:
    handed.start()
    handed.until_phase("opening")
    handed.sessions.command(Command.CALL)
    handed.until_phase("alarm")
    handed.sessions.command(Command.RESUME)
    handed.until(lambda: handed.shown()["alarm"] == "none")


def test_an_alarm_outlives_its_session(handed: Handed) -> None:
    coach = handed.start()
    handed.until_phase("opening")
    handed.sessions.command(Command.CALL)
    handed.until_phase("alarm")
    coach.quit()
    handed.until_end()
    assert handed.shown()["alarm"] == "sounding"
    handed.sessions.answer_alarm()
    assert handed.shown()["alarm"] == "none"


def test_counted_words_are_not_announced_but_sentences_are(handed: Handed) -> None:
    handed.start()
    announced: set[str] = set()

    def counted() -> bool:
        shown = handed.shown()
        if shown.get("phase") == "waiting":
            handed.sessions.command(Command.READY)
        announced.add(str(shown.get("announce")))
        return shown.get("phase") == "releasing"

    handed.until(counted)
    assert any(len(text.split()) > 3 for text in announced)
    assert not announced & set(LANGUAGE.wording.numbers)
