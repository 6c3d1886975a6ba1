"""Names at the terminal: one that is nearly another's, and that of a guest who wants to be remembered."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.terminal import Terminal
from voicecoach.cli import visitors
from voicecoach.coach.session_request import SessionRequest
from voicecoach.paths import VARIABLE
from voicecoach.records.database import Database
from voicecoach.records.patients import Patients

NOW = datetime(2026, 11, 4, 8, 0).astimezone()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with Database() as database:
        Patients(database).called("Anna", NOW)
    return tmp_path


def known() -> list[str]:
    with Database() as database:
        return [patient.name for patient in Patients(database).all()]


@pytest.fixture
def terminal(folder: Path) -> Iterator[Terminal]:
    started = Terminal(folder, "start", "pelvic-tilt", "--patient", "Ana", kind="dumb")
    yield started
    started.close()


class TestANameThatIsNearlyAnothers:
    def test_enter_alone_takes_the_one_that_is_known(self, terminal: Terminal) -> None:
        terminal.until("Ana is new here. Did you mean Anna? [Y/n]")
        terminal.press("\n")
        terminal.until("Hello.")
        terminal.press("q\nq\n")
        assert terminal.ended() == 0
        assert known() == ["Anna"]

    def test_a_no_is_somebody_new_after_the_first_answer(self, terminal: Terminal) -> None:
        terminal.until("Did you mean Anna?")
        terminal.press("n\n")
        terminal.until("between your legs")
        assert known() == ["Anna"]
        terminal.press("q\nq\n")
        assert terminal.ended() == 0
        assert known() == ["Anna"]

    def test_without_a_terminal_it_is_taken_as_it_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
        request = SessionRequest("pelvic-tilt", "Ana")
        assert visitors.name_confirmed(request) is request


@pytest.mark.real_time
def test_a_guest_from_the_menu_is_asked_for_a_name_after_the_session(folder: Path) -> None:
    terminal = Terminal(folder, kind="dumb")
    try:
        terminal.until("zero")
        terminal.press("1\n")
        terminal.until("guest")
        terminal.press("0\n")
        terminal.until("Hello.")
        terminal.until_pressing("n\n", "remember you next time?")
        terminal.until_pressing("y\n", "Type your name.", every_s=9.0)
        terminal.press("anna\n")
        terminal.until("I know Anna already")
        terminal.press("Bo\n")
        terminal.until("I will remember Bo.")
        assert terminal.ended() == 0
    finally:
        terminal.close()
    assert known() == ["Anna", "Bo"]
    with Database() as database:
        bo = Patients(database).get("Bo")
        assert bo.gate_passed_on is None
        assert not database.rows("SELECT * FROM sessions")


@pytest.mark.real_time
def test_advice_is_printed_below_the_screen_when_it_is_gone(folder: Path) -> None:
    with Database() as database:
        anna = Patients(database).get("Anna")
        with database.transaction() as connection:
            connection.execute(
                "INSERT INTO sign_events (patient_id, sign, kind) VALUES (?, 'saddle', 'yes')", (anna.id,)
            )
    terminal = Terminal(folder, "start", "pelvic-tilt", "--patient", "Anna")
    try:
        terminal.until("Pelvic tilt")
        terminal.until_pressing("n", "What to do now:\r\nPlease do not exercise.", every_s=12.0)
        assert terminal.ended() == 0
    finally:
        terminal.close()
