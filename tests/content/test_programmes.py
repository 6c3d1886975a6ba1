"""Programmes keep the length that they promise, and stay where their patient is."""

from __future__ import annotations

import pytest

from tests.rehearsal import Rehearsal
from tests.script_texts import shipped
from voicecoach.routine.duration import plan_s
from voicecoach.routine.plan import plan
from voicecoach.session.records import EndReason

SCRIPTS = shipped()
PROMISED_MIN = {"gentle-morning": 9.0, "sciatica-friendly": 13.0, "desk-break": 5.0}
IN_WORDS = {5.0: "Five minutes", 9.0: "Nine quiet minutes", 13.0: "Thirteen minutes"}
ON_THE_FLOOR = ("lying", "prone", "all-fours", "kneeling", "bridge", "sphinx", "cat", "camel", "childs-pose", "tilt")

a_programme = pytest.mark.parametrize("key", PROMISED_MIN)


@a_programme
def test_the_planned_length_is_within_15_percent_of_the_promise(key: str) -> None:
    script = SCRIPTS[key]
    planned_min = plan_s(plan(script.routine, key=key, included=script.included)) / 60
    assert planned_min == pytest.approx(PROMISED_MIN[key], rel=0.15)
    assert script.routine.summary.startswith(IN_WORDS[PROMISED_MIN[key]])


@a_programme
def test_a_whole_session_of_it_is_too_its_opening_included(key: str) -> None:
    script = SCRIPTS[key]
    session = Rehearsal(plan(script.routine, key=key, included=script.included)).run_to_end()
    assert session.why is EndReason.FINISHED
    assert session.now_s / 60 == pytest.approx(PROMISED_MIN[key], rel=0.15)


@a_programme
def test_it_joins_routines_of_the_library(key: str) -> None:
    assert len(SCRIPTS[key].included) >= 3
    assert set(SCRIPTS[key].included) <= set(SCRIPTS)


@a_programme
def test_a_question_that_several_parts_ask_has_one_reason(key: str) -> None:
    script = SCRIPTS[key]
    reasons: dict[str, set[str]] = {}
    for part in (script.routine, *script.included.values()):
        for item in part.not_for:
            reasons.setdefault(item.ask, set()).add(item.because)
    assert [ask for ask, because in reasons.items() if len(because) > 1] == []


def test_nobody_lies_down_in_an_office() -> None:
    script = SCRIPTS["desk-break"]
    shown = {step.picture for step in plan(script.routine, key="desk-break", included=script.included).steps}
    assert [picture for picture in shown if picture and any(word in picture for word in ON_THE_FLOOR)] == []


def test_sciatica_friendly_leaves_out_what_pulls_at_the_nerve() -> None:
    assert "hamstring-strap" not in SCRIPTS["sciatica-friendly"].included
