"""What stays on the page after a session: what to do when it was refused, and the name of a guest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.caregiver import Page, eventually, serving
from tests.conversation import LANGUAGE
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.paths import VARIABLE
from voicecoach.records.database import Database
from voicecoach.records.patients import Patients
from voicecoach.records.screening import question_to_guest
from voicecoach.session.phase import Phase
from voicecoach.session.questions import Question, QuestionKind

SIGN = Question(QuestionKind.WARNING_SIGN, "fever", "Do you have a fever?", on_yes="Do not exercise. Call your doctor.")
ADVICE = ["Do not exercise.", "Call your doctor."]


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with serving(speed=60.0) as page:
        yield page


def start(page: Page, inside: dict[str, str], patient: str = "") -> None:
    assert page.post("/api/start", {"routine": "shoulder-roll", "patient": patient}, inside).status == 202


def answered(page: Page, *commands: Command) -> None:
    """Each of these, as soon as the page may offer it; "ready" wherever it is waited for."""
    told: set[object] = set()
    for command in commands:

        def asked() -> bool:
            scene = page.site.sessions.now().scene
            if scene is None or scene.line_id in told:
                return False
            if scene.phase is Phase.WAITING and scene.expects is Expectation.READY:
                told.add(scene.line_id)
                page.site.sessions.command(Command.READY)
            return scene.phase is Phase.ASKING and scene.expects is Expectation.YES_NO

        eventually(asked, 60.0)
        told.add(page.site.sessions.now().scene.line_id)  # type: ignore[union-attr]
        page.site.sessions.command(command)


def now(page: Page, inside: dict[str, str]) -> Any:
    return page.ask("GET", "/api/now", inside).json


def refused(page: Page, inside: dict[str, str], patient: str = "") -> None:
    page.opener.before = (SIGN,)
    start(page, inside, patient)
    answered(page, Command.YES, Command.YES)
    eventually(lambda: now(page, inside)["stage"] == "ended", 30.0)


def test_advice_stays_until_somebody_has_read_it(page: Page) -> None:
    inside = page.come_in()
    assert now(page, inside)["advice"] == []
    refused(page, inside, "Anna")
    shown = now(page, inside)
    assert (shown["advice"], shown["advice_for"], shown["ending"]) == (ADVICE, "for Anna", "The session was stopped.")
    page.opener.before = ()
    start(page, inside)
    assert now(page, inside)["advice"] == ADVICE, "another session does not take it away"
    page.post("/api/advice-read", {}, inside)
    shown = now(page, inside)
    assert (shown["advice"], shown["advice_for"]) == ([], "")


def test_what_was_done_is_shown_at_the_end(page: Page) -> None:
    inside = page.come_in()
    page.opener.after = question_to_guest(LANGUAGE.texts.gate)
    start(page, inside)
    answered(page, Command.NO)
    eventually(lambda: now(page, inside)["stage"] == "ended", 30.0)
    shown = now(page, inside)
    assert shown["summary"].startswith("You did")
    assert not shown["remember"]


def test_a_guest_who_wants_to_be_remembered_gives_a_name(page: Page) -> None:
    inside = page.come_in()
    page.opener.after = question_to_guest(LANGUAGE.texts.gate)
    start(page, inside)
    answered(page, Command.YES)
    eventually(lambda: now(page, inside)["stage"] == "ended", 30.0)
    assert now(page, inside)["remember"]
    with Database() as database:
        Patients(database).called("Bo", datetime.now().astimezone())
    for wrong, told in (("bo", "Bo is remembered already"), ("...", "at least one letter")):
        answer = page.post("/api/remember", {"name": wrong}, inside)
        assert answer.status == 400
        assert told in answer.json["error"]
        assert now(page, inside)["remember"], "it can be tried again"
    assert page.post("/api/remember", {"name": " Anna "}, inside).json == {"said": "Anna will be remembered."}
    assert not now(page, inside)["remember"]
    with Database() as database:
        anna = Patients(database).get("Anna")
    assert (anna.gate_passed_on, anna.gate_again) == (None, False), "the next session asks everything"


def test_a_guest_may_think_better_of_it(page: Page) -> None:
    inside = page.come_in()
    page.opener.after = question_to_guest(LANGUAGE.texts.gate)
    start(page, inside)
    answered(page, Command.YES)
    eventually(lambda: now(page, inside)["stage"] == "ended", 30.0)
    assert page.post("/api/remember", {"name": ""}, inside).json == {"said": ""}
    assert not now(page, inside)["remember"]
    with Database() as database:
        assert Patients(database).all() == ()


@pytest.mark.parametrize("path", ["/api/advice-read", "/api/remember", "/api/signs/clear"])
def test_a_stranger_can_do_none_of_it(page: Page, path: str) -> None:
    assert page.post(path, {}).status == 401
