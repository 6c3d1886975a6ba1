"""One session at a time, run in a thread, and what the page is told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest

from tests.caregiver import at_speed, eventually
from tests.conversation import LANGUAGE
from voicecoach.coach.assemble import Assembled
from voicecoach.coach.loop import Coach
from voicecoach.coach.session_request import SessionRequest
from voicecoach.errors import DeviceError, VoiceError
from voicecoach.language.vocabulary import Command
from voicecoach.session.events import CommandHeard
from voicecoach.session.view import View
from voicecoach.web.sessions import BusyError, NotRunningError, RunStage, Sessions
from voicecoach.web.snapshot import snapshot

HELP_ME = CommandHeard(Command.CALL)
ROUTINE = SessionRequest("deep-piriformis")


class Handed:
    """Sessions that hand their coach to the test, so that a patient can speak."""

    def __init__(self, speed: float = 60.0) -> None:
        self.coach: Coach | None = None
        self._open = at_speed(speed)
        self.sessions = Sessions(self._opened)

    @contextmanager
    def _opened(self, request: SessionRequest, watch: Callable[[View], None]) -> Iterator[Assembled]:
        with self._open(request, watch) as parts:
            self.coach = parts.coach
            yield parts

    def hear(self, event: CommandHeard) -> None:
        assert self.coach is not None
        self.coach._inbox.put(event)

    def shown(self) -> dict[str, Any]:
        return snapshot(self.sessions.now(), LANGUAGE.texts)

    def until_phase(self, phase: str) -> None:
        eventually(lambda: self.shown().get("phase") == phase)


@pytest.fixture
def handed() -> Iterator[Handed]:
    handed = Handed()
    yield handed
    handed.sessions.close()


def test_a_session_starts_is_commanded_and_ends(handed: Handed) -> None:
    handed.sessions.start(ROUTINE)
    eventually(lambda: handed.sessions.now().stage is RunStage.RUNNING and handed.sessions.now().scene is not None)
    handed.sessions.command(Command.PAUSE)
    handed.until_phase("paused")
    assert handed.shown()["still"]
    handed.sessions.command(Command.RESUME)
    eventually(lambda: handed.shown()["phase"] != "paused")
    handed.sessions.command(Command.STOP)
    handed.until_phase("stopped")
    handed.sessions.command(Command.STOP)
    eventually(lambda: handed.sessions.now().stage is RunStage.ENDED)
    assert handed.shown()["ending"] == "The session was stopped."


def test_a_second_session_is_refused_while_one_runs(handed: Handed) -> None:
    handed.sessions.start(ROUTINE)
    with pytest.raises(BusyError):
        handed.sessions.start(ROUTINE)
    assert handed.sessions.now().number == 1


def test_after_one_has_ended_another_begins(handed: Handed) -> None:
    for number in (1, 2):
        handed.sessions.start(ROUTINE)
        eventually(lambda: handed.sessions.now().stage is RunStage.RUNNING)
        assert handed.coach is not None
        handed.coach.quit()
        eventually(lambda: handed.sessions.now().stage is RunStage.ENDED)
        assert handed.sessions.now().number == number


def test_without_a_session_there_is_nothing_to_command(handed: Handed) -> None:
    with pytest.raises(NotRunningError):
        handed.sessions.command(Command.PAUSE)


def test_closing_ends_what_runs_and_nothing_begins_after_it(handed: Handed) -> None:
    handed.sessions.start(ROUTINE)
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
    eventually(lambda: sessions.now().stage is RunStage.ENDED)
    shown = snapshot(sessions.now(), LANGUAGE.texts)
    assert shown["trouble"] == str(error)
    assert shown["ending"] == "The session failed."


def test_a_hold_is_shown_with_its_seconds_side_and_picture(handed: Handed) -> None:
    handed.sessions.start(ROUTINE)
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

    eventually(holding)
    assert seen == sorted(seen, reverse=True)


def test_a_call_for_help_is_shown_and_sounds_until_it_is_answered(handed: Handed) -> None:
    handed.sessions.start(ROUTINE)
    handed.until_phase("opening")
    handed.hear(HELP_ME)
    handed.until_phase("calling")
    assert handed.shown()["alarm"] == "asked"
    eventually(lambda: handed.shown()["alarm"] == "sounding")
    handed.sessions.answer_alarm()
    handed.until_phase("paused")
    assert handed.shown()["alarm"] == "none"


def test_an_alarm_that_was_taken_back_is_over(handed: Handed) -> None:
    handed.sessions.start(ROUTINE)
    handed.until_phase("opening")
    handed.hear(HELP_ME)
    handed.until_phase("alarm")
    handed.hear(CommandHeard(Command.RESUME))
    eventually(lambda: handed.shown()["alarm"] == "none")


def test_an_alarm_outlives_its_session(handed: Handed) -> None:
    handed.sessions.start(ROUTINE)
    handed.until_phase("opening")
    handed.hear(HELP_ME)
    handed.until_phase("alarm")
    assert handed.coach is not None
    handed.coach.quit()
    eventually(lambda: handed.sessions.now().stage is RunStage.ENDED)
    assert handed.shown()["alarm"] == "sounding"
    handed.sessions.answer_alarm()
    assert handed.shown()["alarm"] == "none"


def test_counted_words_are_not_announced_but_sentences_are(handed: Handed) -> None:
    handed.sessions.start(ROUTINE)
    announced: set[str] = set()

    def counted() -> bool:
        shown = handed.shown()
        if shown.get("phase") == "waiting":
            handed.sessions.command(Command.READY)
        announced.add(str(shown.get("announce")))
        return shown.get("phase") == "releasing"

    eventually(counted)
    assert any(len(text.split()) > 3 for text in announced)
    assert not announced & set(LANGUAGE.wording.numbers)
