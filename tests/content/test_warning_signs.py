"""One table of warning signs: the gate, the sheet and the topic ask for the same thing at the same sign."""

from __future__ import annotations

import pytest

from tests.script_texts import shipped
from voicecoach.language import topics
from voicecoach.language.language_file import WarningSign
from voicecoach.language.loading import load
from voicecoach.sheet.content import sheet

LANGUAGE = load("en")
GATE = LANGUAGE.texts.gate
ACTIONS = {"emergency": ("ambulance", "emergency department"), "doctor": ("doctor", "today")}
a_sign = pytest.mark.parametrize("sign", GATE.warning_signs, ids=[sign.key for sign in GATE.warning_signs])


@a_sign
def test_the_sheet_and_the_topic_call_for_the_same_at_the_same_sign(sign: WarningSign) -> None:
    made = sheet(shipped()["bridge"].routine, LANGUAGE)
    (printed,) = [warning for warning in made.warnings if sign.sign in warning.items]
    said = f"{sign.sign[:1].upper()}{sign.sign[1:]}."
    (told,) = [section for section in topics.load("red-flags").sections if said in section.sentences]
    for action in ACTIONS[sign.do]:
        assert action in f"{printed.heading} {printed.lead}".lower()
        assert action in " ".join(told.sentences[: -len(printed.items)]).lower()
        assert action in GATE.do[sign.do].lower()


@a_sign
def test_every_sign_names_its_source(sign: WarningSign) -> None:
    assert len(sign.source) > 10
    assert all(source in " ".join(GATE.sources()) for source in sign.source.split("; "))


def test_what_a_guest_hears_calls_an_ambulance_for_what_is_an_emergency() -> None:
    emergency, doctor = LANGUAGE.wording.say("guest_warning").split("With a fever")
    assert "ambulance" in emergency
    for word in ("numb between the legs", "weak legs", "bladder or bowels", "fall"):
        assert word in emergency
    assert "call your doctor" in doctor


def test_after_pain_the_signs_of_pressed_nerves_call_for_an_ambulance() -> None:
    last = LANGUAGE.wording.say("hurt_doctor").split(". ")[-1]
    assert "ambulance" in last
    assert "bladder or bowels" in last


def test_the_signs_that_are_asked_are_those_with_a_question() -> None:
    assert [sign.key for sign in GATE.signs] == [
        *("saddle", "bladder-or-bowel", "legs", "fall", "fever", "cancer", "night"),
    ]
    assert all(sign.ask.endswith("?") for sign in GATE.signs)
