"""Names at the terminal: one that is nearly another's, and that of a guest who wants to be remembered."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.simulated_room import SimulatedRoom
from tests.terminal import Terminal
from voicecoach.cli import run, visitors
from voicecoach.cli.learn import learn
from voicecoach.coach.session_request import SessionRequest
from voicecoach.paths import VARIABLE
from voicecoach.records.database import Database
from voicecoach.records.patient_session import learnt_by, nearly_called
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

    @pytest.mark.parametrize("name", ["Anna", "Ana", "Hans", None])
    def test_without_a_terminal_a_name_is_taken_as_it_is(
        self, monkeypatch: pytest.MonkeyPatch, name: str | None
    ) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
        request = SessionRequest("pelvic-tilt", name)
        assert visitors.name_confirmed(request) is request

    def test_names_that_differ_by_their_digits_alone_are_no_slips(self) -> None:
        with Database() as database:
            Patients(database).called("Patient 1", NOW)
        assert nearly_called("Patient 2") is None
        assert nearly_called("Patiend 1") == "Patient 1"

    def test_settings_of_a_new_name_are_kept_and_the_near_one_is_told(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(""))
        assert run(["patients", "set", "Ana", "--rate", "130"]) == 0
        assert "'Ana' is new here, and somebody else than 'Anna'." in capsys.readouterr().err
        assert known() == ["Ana", "Anna"]
        assert run(["patients", "set", "Ana", "--rate", "140"]) == 0
        assert capsys.readouterr().err == ""

    def test_at_a_terminal_the_settings_are_those_of_who_was_meant(self, folder: Path) -> None:
        started = Terminal(folder, "patients", "set", "Ana", "--rate", "130", kind="dumb")
        started.until("Ana is new here. Did you mean Anna? [Y/n]")
        started.press("\n")
        started.until("words a minute")
        assert started.ended() == 0
        started.close()
        assert known() == ["Anna"]


def test_what_could_not_be_learnt_makes_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    def nobody() -> Path:
        return learnt_by("Nobody", NOW)

    assert learn(nobody, room=SimulatedRoom(lasts_s=1.0)) == 1
    assert "Not everything was heard" in capsys.readouterr().out
    assert known() == ["Anna"]
    assert run(["listen", "--learn", "--forget", "--patient", "Nobody"]) == 2
    assert known() == ["Anna"]


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
