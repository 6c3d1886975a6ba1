"""A patient's settings over the page's own routes, and a session's own choices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.caregiver import Page, serving
from voicecoach.errors import RequestError
from voicecoach.paths import JOURNAL_NAME, VARIABLE
from voicecoach.records.database import Database
from voicecoach.records.patient import SETTINGS, Patient, Verbosity
from voicecoach.records.patients import Patients
from voicecoach.routine.plan import HoldStep, Side
from voicecoach.web.settings_form import changes_from, hold_from, texts_of

NOW = datetime(2026, 11, 4, 8, 0).astimezone()
EMPTY = dict.fromkeys(SETTINGS, "")
FILLED = {
    "voice": "en-gb",
    "rate_wpm": "130",
    "gain_db": "-4",
    "hold_s": "22.5",
    "leave_out_side": "left",
    "first_side": "right",
    "verbosity": "short",
    "emergency_number": "+49 112",
}


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with serving() as page:
        yield page


def anna() -> Patient:
    with Database() as database:
        return Patients(database).called("Anna", NOW)


def test_every_setting_of_a_patient_has_a_box() -> None:
    not_set_by_hand = {"id", "name", "created", "gate_passed_on", "gate_again", "flags"}
    assert set(SETTINGS) == set(Patient.__slots__) - not_set_by_hand


def test_what_is_filled_in_is_remembered_and_shown(page: Page) -> None:
    anna()
    inside = page.come_in()
    answer = page.post("/api/settings/change", {"patient": "anna", **FILLED}, inside)
    assert (answer.status, answer.json) == (200, FILLED)
    shown = page.post("/api/settings", {"patient": "Anna"}, inside).json
    assert "en-gb" in shown.pop("voices")
    assert shown == FILLED
    patient = anna()
    assert (patient.hold_s, patient.leave_out_side, patient.verbosity) == (22.5, Side.LEFT, Verbosity.SHORT)
    assert page.post("/api/settings/change", {"patient": "Anna", **EMPTY}, inside).status == 200
    assert {name: text for name, text in texts_of(anna()).items() if text} == {"verbosity": "auto"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hold_s", "0"),
        ("hold_s", "601"),
        ("hold_s", "long"),
        ("hold_s", "nan"),
        ("rate_wpm", "1e9"),
        ("rate_wpm", "inf"),
        ("rate_wpm", "nan"),
        ("gain_db", "inf"),
        ("leave_out_side", "up"),
        ("first_side", "both"),
        ("verbosity", "chatty"),
        ("emergency_number", "call me"),
        ("voice", "no-such-voice"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_changes_nothing(page: Page, name: str, text: str) -> None:
    before = anna()
    answer = page.post("/api/settings/change", {"patient": "Anna", **EMPTY, name: text}, page.come_in())
    assert answer.status == 400
    assert answer.json["error"].endswith((".", "?"))
    assert anna() == before


def test_nobody_is_made_up_by_a_slip_of_the_pen(page: Page) -> None:
    anna()
    answer = page.post("/api/settings/change", {"patient": "Ana", **EMPTY}, page.come_in())
    assert answer.status == 400
    assert "Anna" in answer.json["error"]


def test_a_journal_that_cannot_be_read_is_said_in_a_sentence(page: Page, tmp_path: Path) -> None:
    (tmp_path / JOURNAL_NAME).write_bytes(b"this is no database" * 100)
    answer = page.post("/api/settings", {"patient": "Anna"}, page.come_in())
    assert answer.status == 503
    assert "is not a journal" in answer.json["error"]


def test_a_session_is_begun_with_its_own_first_side_and_holds(page: Page) -> None:
    order = {"routine": "deep-piriformis", "patient": "", "sides": "both", "first_side": "left", "hold_s": "12"}
    assert page.post("/api/start", order, page.come_in()).status == 202
    holds = [step for step in page.opener.next().plan.steps if isinstance(step, HoldStep)]
    assert [(hold.side, hold.hold_s) for hold in holds] == [(Side.LEFT, 12.0), (Side.RIGHT, 12.0)]


@pytest.mark.parametrize("wrong", [{"hold_s": "0"}, {"hold_s": "x"}, {"first_side": "up"}, {"hold_s": 12}])
def test_a_session_is_not_begun_with_what_cannot_be(page: Page, wrong: dict[str, object]) -> None:
    assert page.post("/api/start", {"routine": "deep-piriformis", **wrong}, page.come_in()).status == 400
    assert page.site.sessions.now().number == 0


def test_numbers_may_be_written_with_a_comma() -> None:
    assert changes_from({**EMPTY, "hold_s": "12,5"})["hold_s"] == 12.5
    assert hold_from(" 20 ") == 20.0
    with pytest.raises(RequestError):
        hold_from("600.5")
