"""What a patient was told to do is on the terminal when the session is over, for who comes to look later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from voicecoach.audio.room.quiet_room import QuietRoom
from voicecoach.cli import session
from voicecoach.coach import assemble
from voicecoach.coach.session_request import SessionRequest
from voicecoach.language.loading import load
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.paths import VARIABLE
from voicecoach.session.view import View

LANGUAGE = load("en")


class Clock:
    """Time that passes only while it is waited for."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s

    def wait(self, seconds: float) -> None:
        self.now_s += seconds


@contextmanager
def answered_with_yes(
    request: SessionRequest, watch: Callable[[View], None] | None = None
) -> Iterator[assemble.Assembled]:
    """The session, faster than time and with a patient who says yes to whatever is asked."""
    told: set[int | None] = set()

    def answer(view: View) -> None:
        if watch is not None:
            watch(view)
        if view.expects is Expectation.YES_NO and view.line_id not in told:
            told.add(view.line_id)
            parts.coach.command(Command.YES, "page")

    clock = Clock()
    with ASSEMBLED(replace(request, page=True), answer) as parts:
        yield replace(parts, room=QuietRoom(clock=clock, wait=clock.wait))


ASSEMBLED = assemble.assembled


def test_after_a_yes_the_advice_is_still_on_the_terminal_when_the_session_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    monkeypatch.setattr(assemble, "assembled", answered_with_yes)
    assert session.start(SessionRequest("pelvic-tilt", "Anna", voice="printed", ears="typed", new_name=True)) == 0
    _, stays, last = capsys.readouterr().out.partition(LANGUAGE.texts.terminal.advice)
    assert stays, "nothing is told after the session"
    assert LANGUAGE.texts.gate.do["emergency"] in " ".join(last.split())
