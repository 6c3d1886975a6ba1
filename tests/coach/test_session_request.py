"""What a request comes to: the request first, then the patient, the environment and the defaults."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from voicecoach.coach.session_request import ResolvedSession, SessionRequest, SoundFiles, resolved
from voicecoach.errors import RequestError
from voicecoach.paths import VARIABLE
from voicecoach.records.database import Database
from voicecoach.records.patient import Pace, Verbosity
from voicecoach.records.patients import Patients
from voicecoach.records.prescribed import PlanOptions
from voicecoach.routine.plan import HoldStep, Side

ROUTINE = "deep-piriformis"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    for name in ("RATE_WPM", "VOICE", "GIVE_UP_S"):
        monkeypatch.delenv(f"VOICECOACH_{name}", raising=False)
    return tmp_path


@pytest.fixture
def anna() -> str:
    with Database() as database:
        patients = Patients(database)
        patients.called("Anna", datetime.now().astimezone())
        patients.remember(
            "Anna",
            rate_wpm=120,
            gain_db=-6.0,
            hold_s=40.0,
            voice="en-gb",
            leave_out_side=Side.LEFT,
            first_side=Side.RIGHT,
            verbosity=Verbosity.SHORT,
        )
    return "Anna"


def test_of_a_guest_nothing_is_known() -> None:
    session = resolved(SessionRequest(ROUTINE))
    assert session.options == PlanOptions("both", None, None)
    assert (session.settings.rate_wpm, session.settings.gain_db, session.settings.voice) == (150, 0.0, "auto")
    assert session.request.verbosity is None
    assert session.plan.key == session.routine == ROUTINE


DOSES = """
name: Calf stretch
language: en
doses:
  long: {hold: 60s, times: 2, why: stiff calves, source: a source}
steps:
  - say: Lean forward.
  - hold: 30s
"""


def holds_of(session: ResolvedSession) -> list[float]:
    return [step.hold_s for step in session.plan.steps if isinstance(step, HoldStep)]


def test_a_dose_is_that_of_its_name_and_outranks_a_remembered_hold(folder: Path, anna: str) -> None:
    script = folder / "calf.yaml"
    script.write_text(DOSES, encoding="utf-8")
    assert holds_of(resolved(SessionRequest(str(script)))) == [30.0]
    assert holds_of(resolved(SessionRequest(str(script), anna))) == [40.0]
    assert holds_of(resolved(SessionRequest(str(script), anna, dose="long"))) == [60.0, 60.0]
    assert holds_of(resolved(SessionRequest(str(script), anna, dose="long", hold_s=45.0))) == [45.0, 45.0]
    with pytest.raises(RequestError, match="Did you mean 'long'"):
        resolved(SessionRequest(str(script), dose="lon"))


def test_the_settings_of_a_patient_hold_where_nothing_was_asked_for(anna: str) -> None:
    session = resolved(SessionRequest(ROUTINE, anna))
    assert session.options == PlanOptions("right", Side.RIGHT, 40.0)
    assert (session.settings.rate_wpm, session.settings.gain_db, session.settings.voice) == (120, -6.0, "en-gb")
    assert session.request.verbosity is Verbosity.SHORT
    holds = [step for step in session.plan.steps if isinstance(step, HoldStep)]
    assert {(step.side, step.hold_s) for step in holds} == {(Side.RIGHT, 40.0)}


def test_what_was_asked_for_comes_first(anna: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICECOACH_RATE_WPM", "200")
    monkeypatch.setenv("VOICECOACH_GIVE_UP_S", "77")
    asked = SessionRequest(
        ROUTINE, anna, sides="both", first_side=Side.LEFT, hold_s=20.0, rate_wpm=100, verbosity=Verbosity.FULL
    )
    session = resolved(asked)
    assert session.options == PlanOptions("both", Side.LEFT, 20.0)
    assert (session.settings.rate_wpm, session.settings.give_up_s) == (100, 77.0)
    assert session.request.verbosity is Verbosity.FULL
    assert resolved(SessionRequest(ROUTINE, anna)).settings.rate_wpm == 120
    assert resolved(SessionRequest(ROUTINE)).settings.rate_wpm == 200


def test_a_name_alone_makes_nobody() -> None:
    resolved(SessionRequest(ROUTINE, "Bo"))
    with Database() as database:
        assert Patients(database).all() == ()


def holds(dose: str | None, patient: str | None = None) -> list[float]:
    steps = resolved(SessionRequest(ROUTINE, patient, dose=dose)).plan.steps
    return [step.hold_s for step in steps if isinstance(step, HoldStep)]


def test_a_dose_changes_the_plan_and_is_kept_with_the_options() -> None:
    assert holds("flexibility") != holds(None)
    session = resolved(SessionRequest(ROUTINE, dose="flexibility"))
    assert (session.options.dose, session.plan.dose) == ("flexibility", "flexibility")


def test_the_dose_of_a_patient_counts_where_the_routine_has_it(anna: str) -> None:
    with Database() as database:
        Patients(database).remember(anna, dose="flexibility", pace=Pace.SLOW, hold_s=None, leave_out_side=None)
    assert holds(None, anna) == holds("flexibility")
    session = resolved(SessionRequest("pelvic-tilt", anna))
    assert (session.options.dose, session.plan.dose) == (None, None)
    assert session.request.pace is Pace.SLOW
    assert resolved(SessionRequest(ROUTINE, anna, pace=Pace.QUICK)).request.pace is Pace.QUICK


@pytest.mark.parametrize(
    ("routine", "dose", "told"),
    [
        (ROUTINE, "flexibilty", r"Did you mean 'flexibility'\? It has gentle, older, flexibility"),
        (ROUTINE, "strong", "It has gentle, older, flexibility"),
        ("pelvic-tilt", "flexibility", "It has only its own"),
    ],
)
def test_a_dose_that_is_not_there_is_told_with_what_there_is(routine: str, dose: str, told: str) -> None:
    with pytest.raises(RequestError, match=told) as caught:
        resolved(SessionRequest(routine, dose=dose))
    assert "\n" not in str(caught.value)


def test_a_script_elsewhere_is_kept_by_its_path(folder: Path) -> None:
    script = folder / "mine.yaml"
    script.write_text("name: Mine\nsteps:\n  - say: Sit down.\n  - hold: 10\n", encoding="utf-8")
    assert resolved(SessionRequest(str(script))).routine == str(script)


@pytest.mark.parametrize(
    "request_of",
    [
        lambda place: SessionRequest(str(place), trace=place),
        lambda place: SessionRequest(ROUTINE, files=SoundFiles(place, place)),
        lambda place: SessionRequest(ROUTINE, files=SoundFiles(None, place), trace=place),
        lambda _: SessionRequest("nothing-like-it"),
        lambda _: SessionRequest(ROUTINE, hold_s=0.5),
        lambda _: SessionRequest(ROUTINE, rate_wpm=1000),
        lambda _: SessionRequest(ROUTINE, patient="\x07"),
    ],
)
def test_what_cannot_be_is_a_wrong_request(folder: Path, request_of: Callable[[Path], SessionRequest]) -> None:
    with pytest.raises(RequestError):
        resolved(request_of(folder / "file.wav"))
