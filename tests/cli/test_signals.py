"""A session that is ended from outside: its exit code, and what the journal has of it."""

from __future__ import annotations

import io
import os
import signal
import sys
from datetime import datetime
from pathlib import Path

import pytest

from voicecoach.cli import run
from voicecoach.paths import VARIABLE
from voicecoach.records.database import Database
from voicecoach.records.patients import Patients
from voicecoach.records.sessions import sessions_of
from voicecoach.records.unfinished import KEPT_FOR_LATER
from voicecoach.session.records import EndReason

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")

COMMAND = "start pelvic-tilt --patient Anna --voice printed --ears typed --speaker spoken.wav --give-up 5".split()  # noqa: SIM905
CODES = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129, "SIGQUIT": 131}


class Output(io.StringIO):
    """Standard output during which signals come: each when its words are shown."""

    def __init__(self, *signals: tuple[str, int]) -> None:
        super().__init__()
        self._signals = list(signals)

    def write(self, text: str) -> int:
        if self._signals and self._signals[0][0] in text:
            os.kill(os.getpid(), self._signals.pop(0)[1])
        return super().write(text)


@pytest.fixture(autouse=True)
def anna(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with Database() as database:
        Patients(database).called("Anna", datetime.now().astimezone())


def ended() -> EndReason | None:
    with Database() as database:
        [entry] = sessions_of(database, Patients(database).get("Anna").id)
        return entry.ended


@pytest.mark.parametrize("name", CODES)
def test_a_signal_ends_it_in_order_with_its_exit_code(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    number = getattr(signal, name)
    before = signal.getsignal(number)
    monkeypatch.setattr(sys, "stdout", Output(("Hello.", number)))
    assert run(COMMAND) == CODES[name]
    assert signal.getsignal(number) is before
    assert ended() is EndReason.INTERRUPTED
    assert not list(Path().glob("running/*"))


def test_a_second_signal_leaves_at_once_and_the_session_can_be_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    class Twice(Output):
        def write(self, text: str) -> int:
            if "Hello." in text:
                os.kill(os.getpid(), signal.SIGTERM)
                os.kill(os.getpid(), signal.SIGINT)
            return super().write(text)

    monkeypatch.setattr(sys, "stdout", printed := Twice())
    assert run(COMMAND) == 143
    assert "failed" not in printed.getvalue()
    assert ended() is EndReason.INTERRUPTED


def test_a_reader_of_the_output_that_goes_away_leaves_a_session_to_go_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:  # noqa: ARG002
            raise BrokenPipeError

        def fileno(self) -> int:
            return os.open(os.devnull, os.O_WRONLY)

    monkeypatch.setattr(sys, "stdout", Closed())
    assert run(COMMAND) == 1
    assert ended() in KEPT_FOR_LATER
