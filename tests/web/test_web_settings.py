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
from voicecoach.records.patient import SETTINGS, Pace, Patient, Verbosity
from voicecoach.records.patients import Patients
from voicecoach.records.prescription import DAYS, Prescription
from voicecoach.routine.plan import HoldStep, Side
from voicecoach.web.settings_form import changes_from, hold_from, texts_of

NOW = datetime(2026, 11, 4, 8, 0).astimezone()
DAILY = {"days": "mon,tue,wed,thu,fri,sat,sun", "per_day": "1"}
EMPTY = {**dict.fromkeys(SETTINGS, ""), **DAILY}
FILLED = {
    "voice": "en-gb",
    "rate_wpm": "130",
    "gain_db": "-4",
    "hold_s": "22.5",
    "leave_out_side": "left",
    "first_side": "right",
    "verbosity": "short",
    "emergency_number": "+49 112",
    "dose": "flexibility",
    "pace": "slow",
    "days": "mon,wed",
    "per_day": "2",
}


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with serving() as page:
        yield page


def anna() -> Patient:
    with Database() as database:
        return Patients(database).called("Anna", NOW)


def prescriptions() -> tuple[Prescription, ...]:
    with Database() as database:
        return Patients(database).prescriptions(Patients(database).get("Anna"))


def test_every_setting_of_a_patient_has_a_box() -> None:
    not_set_by_hand = {"id", "name", "created", "gate_passed_on", "gate_again"}
    assert set(SETTINGS) == set(Patient.__slots__) - not_set_by_hand


def test_what_is_filled_in_is_remembered_and_shown(page: Page) -> None:
    anna()
    inside = page.come_in()
    answer = page.post("/api/settings/change", {"patient": "anna", **FILLED}, inside)
    assert (answer.status, answer.json) == (200, FILLED)
    shown = page.post("/api/settings", {"patient": "Anna"}, inside).json
    assert {"name": "en-gb", "about": "British English, plain and mechanical · eSpeak NG"} in shown.pop("voices")
    assert "flexibility" in [dose["name"] for dose in shown.pop("dose_options")]
    assert {"value": "-4", "label": "a little quieter (−4 dB)"} in shown.pop("loudness")
    assert {"value": "130", "label": "slow (130 words a minute)"} in shown.pop("rates"), "also what lies between"
    assert shown.pop("signs") == []
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
        ("dose", "flexibilty"),
        ("pace", "hurried"),
        ("days", ""),
        ("days", "mon,someday"),
        ("per_day", ""),
        ("per_day", "0"),
        ("per_day", "13"),
        ("per_day", "1.5"),
        ("per_day", "often"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_changes_nothing(page: Page, name: str, text: str) -> None:
    before, prescribed = anna(), prescriptions()
    order = {"patient": "Anna", **EMPTY, "hold_s": "12", name: text}
    answer = page.post("/api/settings/change", order, page.come_in())
    assert answer.status == 400
    assert answer.json["error"].endswith((".", "?"))
    assert (anna(), prescriptions()) == (before, prescribed)


def test_a_prescription_holds_from_today_on_and_the_history_counts_by_it(page: Page) -> None:
    anna()
    inside, today = page.come_in(), datetime.now().astimezone().date()
    for _ in range(2):
        page.post("/api/settings/change", {"patient": "Anna", **EMPTY}, inside)
    assert [prescription.from_day for prescription in prescriptions()] == [NOW.date()], "the same is not noted again"
    before = page.post("/api/history", {"patient": "Anna"}, inside).json["kept"]
    order = {"patient": "Anna", **EMPTY, "days": DAYS[(today.weekday() + 1) % 7], "per_day": "3"}
    answer = page.post("/api/settings/change", order, inside)
    assert (answer.json["days"], answer.json["per_day"]) == (order["days"], "3")
    assert [prescription.a_day for prescription in prescriptions()] == [1, 3]
    assert prescriptions()[-1].from_day == today
    after = page.post("/api/history", {"patient": "Anna"}, inside).json["kept"]
    assert after == before, "what was prescribed until yesterday is counted as before, and today is over for nobody"


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
    request = page.site.sessions.now().request
    assert request is not None
    assert request.offer_to_remember, "the page is where a guest can be asked"
    assert [(hold.side, hold.hold_s) for hold in holds] == [(Side.LEFT, 12.0), (Side.RIGHT, 12.0)]


@pytest.mark.parametrize("wrong", [{"hold_s": "0"}, {"hold_s": "x"}, {"first_side": "up"}, {"hold_s": 12}])
def test_a_session_is_not_begun_with_what_cannot_be(page: Page, wrong: dict[str, object]) -> None:
    assert page.post("/api/start", {"routine": "deep-piriformis", **wrong}, page.come_in()).status == 400
    assert page.site.sessions.now().number == 0


def test_a_session_is_begun_with_its_own_dose_and_pace(page: Page) -> None:
    inside = page.come_in()
    routines = {each["key"]: each for each in page.ask("GET", "/api/inside", inside).json["routines"]}
    assert "flexibility" in [dose["name"] for dose in routines["deep-piriformis"]["doses"]]
    order = {"routine": "deep-piriformis", "dose": "flexibility", "pace": "quick", "patient": "Anna"}
    assert page.post("/api/start", order, inside).status == 202
    assert page.opener.next().plan.dose == "flexibility"
    request = page.site.sessions.now().request
    assert request is not None
    assert (request.pace, request.offer_to_remember) == (Pace.QUICK, False)
    assert page.post("/api/start", {"routine": "deep-piriformis", "pace": "hurried"}, inside).status == 400


class TestWarningSigns:
    @pytest.fixture
    def night(self) -> str:
        with Database() as database:
            patient = Patients(database).called("Anna", NOW)
            with database.transaction() as connection:
                connection.execute(
                    "INSERT INTO sign_events (patient_id, sign, kind, day) VALUES (?, 'night', 'yes', '2026-11-02')",
                    (patient.id,),
                )
        return "night"

    def test_a_doctors_look_is_noted_with_its_day(self, page: Page, night: str) -> None:
        inside = page.come_in()
        [sign] = page.post("/api/settings", {"patient": "Anna"}, inside).json["signs"]
        assert (sign["sign"], sign["open"]) == (night, True)
        assert "yes on 2 November 2026" in sign["text"]
        order = {"patient": "anna", "sign": night, "on": "2026-11-03"}
        [sign] = page.post("/api/signs/clear", order, inside).json["signs"]
        assert not sign["open"]
        assert "a doctor looked at it on 3 November 2026" in sign["text"]
        shown = page.post("/api/history", {"patient": "Anna"}, inside).json
        assert shown["concerns"] == [sign["text"]]

    @pytest.mark.parametrize(
        ("sign", "on"), [("knee", "2026-11-03"), ("night", "2999-01-01"), ("night", "soon"), ("night", ""), ("", "")]
    )
    def test_what_cannot_be_is_refused_with_a_sentence(self, page: Page, night: str, sign: str, on: str) -> None:
        answer = page.post("/api/signs/clear", {"patient": "Anna", "sign": sign, "on": on}, page.come_in())
        assert answer.status == 400
        assert answer.json["error"].endswith(".")
        with Database() as database:
            assert [(each.key, each.open) for each in Patients(database).signs(anna())] == [(night, True)]


def test_numbers_may_be_written_with_a_comma() -> None:
    assert changes_from({**EMPTY, "hold_s": "12,5"})["hold_s"] == 12.5
    assert hold_from(" 20 ") == 20.0
    with pytest.raises(RequestError):
        hold_from("600.5")
