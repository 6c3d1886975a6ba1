"""What can be done here, by whom, and what they have done, over the page's own routes."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.caregiver import serving
from tests.conversation import LANGUAGE
from voicecoach.coach.session_request import SessionRequest, resolved
from voicecoach.errors import RequestError
from voicecoach.paths import VARIABLE, user_routines
from voicecoach.records.database import Database
from voicecoach.records.patients import Patients
from voicecoach.records.recorder import JournalRecorder
from voicecoach.routine.plan import HoldStep
from voicecoach.session.records import (
    EndReason,
    HoldEnded,
    HoldStarted,
    PainScored,
    SessionEnded,
    StepStarted,
)
from voicecoach.web.page_data import PageData

NOW = datetime.now().astimezone()


@pytest.fixture(autouse=True)
def _journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))


def exercised(name: str, ago: timedelta, pain: tuple[int, int] | None = None) -> None:
    """A session that this patient has done to its end."""
    plan = resolved(SessionRequest("deep-piriformis")).plan
    with Database() as database:
        patient = Patients(database).called(name, NOW - ago)
        keeper = JournalRecorder.begin(database, patient.id, "deep-piriformis", plan, NOW - ago)
        at_s = 0.0
        if pain is not None:
            keeper.keep(PainScored("before", pain[0]), at_s)
        for number, step in enumerate(plan.steps, start=1):
            keeper.keep(StepStarted(number, "step", step.side), at_s)
            if isinstance(step, HoldStep):
                keeper.keep(HoldStarted(number, step.side, step.hold_s), at_s)
                at_s += step.hold_s
                keeper.keep(HoldEnded(number, step.side, step.hold_s, step.hold_s, "full"), at_s)
        if pain is not None:
            keeper.keep(PainScored("after", pain[1]), at_s)
        keeper.keep(SessionEnded(EndReason.FINISHED), at_s)
        keeper.close()


def test_the_library_and_the_people_are_there() -> None:
    exercised("Anna", timedelta(days=1))
    inside = PageData(LANGUAGE).inside()
    assert inside["patients"] == ["Anna"]
    found = inside["routines"]
    assert isinstance(found, list)
    routines = {routine["key"]: routine for routine in found}
    assert len(routines) >= 14
    assert routines["deep-piriformis"]["sided"]
    assert not routines["bridge"]["sided"]
    assert routines["deep-piriformis"]["label"].startswith("Deep piriformis stretch, ")


def cards() -> dict[str, Any]:
    found: Any = PageData(LANGUAGE).inside()["routines"]
    return {card["key"]: card for card in found}


def test_before_it_is_begun_a_routine_shows_drawing_minutes_needs_and_whom_it_harms() -> None:
    card = cards()["deep-piriformis"]
    assert [drawing["right"]["src"] for drawing in card["drawings"]] == ["/drawings/piriformis-wall/right"]
    assert [drawing["left"]["src"] for drawing in card["drawings"]] == ["/drawings/piriformis-wall/left"]
    assert "left ankle" in card["drawings"][0]["left"]["alt"]
    assert (card["takes"], card["first_side"]) == ("about 5 minutes for both sides", "right")
    assert [dose["takes"] for dose in card["doses"] if dose["name"] == "flexibility"] == [
        "about 9 minutes for both sides"
    ]
    assert card["begins"]["left"] == "Lie on your back, feet towards the wall, your bottom an arm's length from it."
    assert card["needs"] == "a clear wall, a mat or carpet"
    assert card["not_for"][0]["if"] == "A hip replacement."
    assert card["not_for"][0]["because"].endswith("Ask your surgeon first.")
    assert cards()["clamshell"]["begins"] == {
        "right": "Lie on your left side, with your right leg on top.",
        "left": "Lie on your right side, with your left leg on top.",
    }


def test_an_unsided_routine_has_one_drawing_and_a_programme_one_for_each_exercise() -> None:
    bridge = cards()["bridge"]
    assert [drawing["left"] == drawing["right"] for drawing in bridge["drawings"]] == [True]
    assert bridge["drawings"][0]["left"]["src"] == "/drawings/bridge-up/none"
    assert (bridge["sided"], bridge["takes"]) == (False, "about 2 minutes")
    assert len(cards()["gentle-morning"]["drawings"]) == 4


def test_a_routine_without_drawings_needs_or_warnings_is_shown_all_the_same() -> None:
    user_routines().mkdir(parents=True)
    script = "name: Plain\nsteps:\n  - say: Breathe.\n  - hold: 10s\n    picture: no-such-drawing\n"
    (user_routines() / "plain.yaml").write_text(script, "utf-8")
    card = cards()["plain"]
    assert (card["drawings"], card["needs"], card["not_for"], card["doses"]) == ([], "", [], [])
    assert card["begins"] == {"left": "", "right": ""}


def test_history_tells_what_was_done_and_marks_a_rise_of_pain() -> None:
    exercised("Anna", timedelta(days=3), (4, 3))
    exercised("Anna", timedelta(days=1), (2, 5))
    shown = PageData(LANGUAGE).history("anna", NOW)
    sessions = shown["sessions"]
    assert isinstance(sessions, list)
    assert [(s["pain"], s["worse"]) for s in sessions] == [("2 → 5", "risen by 3"), ("4 → 3", "")]
    assert {s["outcome"] for s in sessions} == {"done"}
    weeks = shown["weeks"]
    assert isinstance(weeks, list)
    days = [day for week in weeks for day in week]
    assert len(days) % 7 == 0
    assert [day["state"] for day in days].count("done") == 2


def test_nobodys_history_is_refused_and_named() -> None:
    exercised("Anna", timedelta(days=1))
    with pytest.raises(RequestError, match="Did you mean 'Anna'"):
        PageData(LANGUAGE).history("Ana", NOW)


def test_over_the_page_a_patient_is_never_in_an_address() -> None:
    exercised("Anna", timedelta(days=1))
    with serving() as page:
        inside = page.come_in()
        assert page.ask("GET", "/api/inside", inside).json["patients"] == ["Anna"]
        answer = page.post("/api/history", {"patient": "Anna"}, inside)
        assert answer.status == 200
        assert answer.json["name"] == "Anna"
        assert page.post("/api/history", {"patient": "Nobody"}, inside).status == 400
        assert page.ask("GET", "/api/history?patient=Anna", inside).status == 405


def test_a_session_over_the_page_is_started_seen_and_stopped() -> None:
    with serving() as page:
        inside = page.come_in()
        assert page.post("/api/command", {"command": "pause"}, inside).status == 409
        assert page.post("/api/start", {"routine": "deep-piriformis", "sides": "left"}, inside).status == 202
        assert page.post("/api/start", {"routine": "deep-piriformis"}, inside).status == 409
        live = page.live(inside)
        assert any(shown.get("said") for shown in live)
        assert page.post("/api/command", {"command": "stop"}, inside).status == 200
        assert any(shown["phase"] == "stopped" for shown in live)
        assert page.post("/api/command", {"command": "stop"}, inside).status == 200
        assert any(shown["stage"] == "ended" for shown in live)
        assert page.ask("GET", "/api/now", inside).json["stage"] == "ended"
