"""What stands on the sheet: every instruction once, for the side that comes first, with its dose."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from tests.script_texts import shipped
from tests.strategies import routines
from voicecoach.errors import RequestError
from voicecoach.language.loading import load
from voicecoach.routine.model import Routine
from voicecoach.routine.outline import OutlineKind, OutlineLine
from voicecoach.routine.parse import parse
from voicecoach.routine.plan import HoldStep, RepsStep, Side, plan
from voicecoach.sheet.content import Picture, Sheet, sheet

ENGLISH = load("en")
SCRIPTS = shipped()
every_script = pytest.mark.parametrize("key", SCRIPTS)


def sheet_of(key: str) -> Sheet:
    return sheet(SCRIPTS[key].routine, ENGLISH, SCRIPTS[key].included)


def written(yaml: str) -> Sheet:
    return sheet(routine(yaml), ENGLISH)


def routine(yaml: str) -> Routine:
    return parse(yaml.encode(), "test.yaml")


def lines_of(made: Sheet) -> Iterator[OutlineLine]:
    for section in made.sections:
        for frame in section.frames:
            yield from frame.lines


def texts_of(line: OutlineLine) -> list[str]:
    return [
        text
        for text in (line.text, line.dose, line.feel, line.not_feel, line.breathe, *line.tips, line.release)
        if text
    ]


def test_the_deep_piriformis_stretch_is_all_there() -> None:
    made = sheet_of("deep-piriformis")
    steps = [line for line in lines_of(made) if line.kind is OutlineKind.STEP]
    assert [line.number for line in steps] == list(range(1, len(steps) + 1))
    everything = " ".join(text for line in lines_of(made) for text in texts_of(line))
    for fact in (
        "sciatic nerve",
        "left foot flat on the wall",
        "left thigh points straight up",
        "left shin is level with the floor",
        "right ankle across your left leg",
        "open triangle",
        "both hands on your right knee",
        "Gently press it down",
        "Hold for 30 seconds.",
        "deep in your right buttock, through your hip, towards your right knee",
    ):
        assert fact in everything, fact
    assert any("hip replacement" in ask for ask, _ in made.not_for)
    assert made.needs == ("a clear wall", "a mat or carpet")


@every_script
def test_words_for_the_other_side_are_on_no_step(key: str) -> None:
    """Steps are those of one side, so that nobody has to tell two lists apart."""
    for section in sheet_of(key).sections:
        for frame in section.frames:
            for line in frame.lines:
                assert not re.search(r"[{}]", " ".join(texts_of(line)))
                if frame.picture and frame.picture.side is Side.LEFT:
                    assert line.kind is OutlineKind.TURN


@every_script
def test_every_dose_of_the_session_is_printed_once_for_a_side(key: str) -> None:
    script = SCRIPTS[key]
    made = plan(script.routine, key=key, sides="right", included=script.included)
    asked = [step for step in made.steps if isinstance(step, HoldStep | RepsStep) and step.set_number == 1]
    printed = [line.dose for line in lines_of(sheet_of(key)) if line.dose]
    assert len(printed) == len(asked)
    for step, dose in zip(asked, printed, strict=True):
        amount = f"{step.hold_s:g} second" if isinstance(step, HoldStep) else f"{step.reps} times"
        assert amount in dose
        assert (step.sets == 1) or str(step.sets) in dose


@every_script
def test_both_sides_are_drawn(key: str) -> None:
    made = sheet_of(key)
    shown = [frame.picture for section in made.sections for frame in section.frames if frame.picture]
    turned = {picture.key for picture in shown if picture.side is Side.LEFT}
    sides = sum(line.kind is OutlineKind.SIDE for line in lines_of(made))
    turns = sum(line.kind is OutlineKind.TURN for line in lines_of(made))
    assert sides == turns == len(turned)
    for picture in shown:
        if picture.side is Side.LEFT:
            assert Picture(picture.key, Side.RIGHT) in shown


@every_script
def test_nothing_speaks_to_a_listener(key: str) -> None:
    everything = " ".join(text for line in lines_of(sheet_of(key)) for text in texts_of(line))
    assert not re.search(r"\b(tell me|say so|I am|I will)\b", everything)


def test_waiting_is_for_the_session_only() -> None:
    made = written("name: A\nsteps: [{say: Sit down.}, {wait: ready}, {say: Stand up.}]")
    assert [line.text for line in lines_of(made)] == ["Sit down.", "Stand up."]


def test_what_only_tells_has_no_number() -> None:
    made = written('name: A\nsteps: [{say: "This is slow. It is for the back."}, {say: "This is slow. Sit."}]')
    assert [(line.kind, line.number) for line in lines_of(made)] == [(OutlineKind.NOTE, None), (OutlineKind.STEP, 1)]


def test_sentences_for_the_ear_are_left_out() -> None:
    made = written('name: A\nsteps: [{say: "Sit. Tell me if it hurts. Breathe."}, {say: "Tell me if it hurts."}]')
    assert [line.text for line in lines_of(made)] == ["Sit. Breathe."]


def test_doses_in_words() -> None:
    made = written(
        """
name: A
steps:
  - {hold: 1m30s, say: Hold.}
  - {hold: 1s, times: 3, rest: 5s}
  - {reps: 10, every: 2.5s}
  - {reps: 4, every: 1m, times: 2, rest: 2m}
  - {rest: 20s}
"""
    )
    assert [line.dose or line.text for line in lines_of(made)] == [
        "Hold for 1 minute and 30 seconds.",
        "Hold for 1 second, 3 times, with 5 seconds of rest in between.",
        "10 times, 2.5 seconds each.",
        "4 times, 1 minute each. 2 sets, with 2 minutes of rest in between.",
        "Rest for 20 seconds.",
    ]


def test_breaths_in_words() -> None:
    made = written(
        """
name: A
steps:
  - {hold: 5 breaths, times: 2, rest: 5s, breathe: {in: 3s, out: 5s}}
  - {hold: 1 breath}
  - {breathe: 6, say: Hands on your belly.}
  - {breathe: 4, in: 2s, out: 3s, times: 3}
"""
    )
    assert [(line.text, line.dose, line.breathe) for line in lines_of(made)] == [
        (
            "",
            "Hold for 5 slow breaths, 2 times, with 5 seconds of rest in between.",
            "Breathe in for 3 seconds and out for 5 seconds.",
        ),
        ("", "Hold for one slow breath.", "Breathe in for 4 seconds and out for 6 seconds."),
        ("Hands on your belly.", "Take 6 slow breaths, each 4 seconds in and 6 seconds out.", None),
        (
            "",
            "Take 4 slow breaths, each 2 seconds in and 3 seconds out. 3 sets, with 10 seconds of rest in between.",
            None,
        ),
    ]


def test_an_exercise_has_a_heading_and_numbers_of_its_own() -> None:
    made = written(
        """
name: A
steps:
  - say: Lie down.
  - exercise: Bridge
    steps: [{say: Lift your hips.}, {hold: 5s}]
  - repeat: 2
    rest: 10s
    steps:
      - {exercise: Cat, steps: [{each_side: [{say: "Lift your {side} hand."}]}]}
  - say: Sit up.
"""
    )
    assert [
        (section.title, [line.number for frame in section.frames for line in frame.lines if line.number])
        for section in made.sections
    ] == [
        (None, [1]),
        ("Bridge", [1, 2]),
        ("Cat", [1]),
        (None, [1]),
    ]
    texts = [line.text for line in lines_of(made)]
    assert "Do everything from here back to “Cat” 2 times in all, with 10 seconds of rest in between." in texts


DOSES = """
name: A
doses:
  flexibility: {hold: 1m, times: 2, rest: 30s, why: lasting flexibility, source: A study.}
  little: {hold: 3 breaths, sets: 2, reps: 5, breathe: 1, why: days with much pain, source: Custom.}
steps: [{hold: 30s, times: 3}]
"""


def test_other_doses_are_listed_with_what_they_are_for() -> None:
    made = written(DOSES)
    assert [dose.line(made.words) for dose in made.doses] == [
        "flexibility: hold for 1 minute, 2 times, 30 seconds of rest in between. For lasting flexibility.",
        "little: hold for 3 slow breaths, 2 sets, 5 movements, breathe slowly once. For days with much pain.",
    ]
    assert [dose.source for dose in made.doses] == ["A study.", "Custom."]


def test_a_sheet_can_be_that_of_a_dose() -> None:
    made = sheet(routine(DOSES), ENGLISH, dose="flexibility")
    assert [line.dose for line in lines_of(made)] == ["Hold for 1 minute, 2 times, with 30 seconds of rest in between."]
    assert [dose.name for dose in made.doses] == ["little"]
    with pytest.raises(RequestError, match="Did you mean 'flexibility'"):
        sheet(routine(DOSES), ENGLISH, dose="flexibilty")


def test_blocks_that_are_done_again_say_so() -> None:
    made = written(
        """
name: A
steps:
  - say: Sit.
  - repeat: 3
    rest: 10s
    steps: [{say: Up.}, {say: Down.}]
  - repeat: 2
    steps: [{say: Turn round.}]
  - repeat: 1
    steps: [{say: Rest well.}]
"""
    )
    assert [line.text for line in lines_of(made) if line.kind is OutlineKind.TURN] == [
        "Do steps 2 to 3 3 times in all, with 10 seconds of rest in between.",
        "Do step 4 2 times in all.",
    ]


def test_the_first_side_is_the_one_the_script_names() -> None:
    yaml = "name: A\nfirst_side: left\nsteps: [{each_side: [{say: 'Lift your {side} leg.', picture: sphinx}]}]"
    made = written(yaml)
    assert [line.text for line in lines_of(made)] == [
        "First the left side",
        "Lift your left leg.",
        "Now the right side: do step 1 again, and read right for left and left for right.",
    ]
    assert [frame.picture for frame in made.sections[0].frames] == [
        Picture("sphinx", Side.LEFT),
        Picture("sphinx", Side.RIGHT),
    ]


def test_a_programme_has_a_section_for_each_exercise_and_its_own_doses() -> None:
    made = sheet_of("sciatica-friendly")
    titles = [section.title for section in made.sections if section.title]
    assert titles == ["Pelvic tilt", "Single knee to chest", "Figure four, lying", "Lying trunk rotation"]
    for section in made.sections:
        numbers = [line.number for frame in section.frames for line in frame.lines if line.number]
        assert numbers == list(range(1, len(numbers) + 1))
    doses = {
        section.title: [line.dose for frame in section.frames for line in frame.lines if line.dose]
        for section in made.sections
    }
    alone = [line.dose for line in lines_of(sheet_of("figure-four-lying")) if line.dose]
    assert alone[0]
    assert "3 times" in alone[0]
    assert "2 times" in str(doses["Figure four, lying"])


def test_a_repeated_programme_says_from_where() -> None:
    included = {"one": routine("name: One\nsteps: [{say: Sit.}]")}
    outer = routine("name: All\nsteps: [{repeat: 2, steps: [{include: one}, {say: Stand.}]}]")
    made = sheet(outer, ENGLISH, included)
    assert [line.text for line in lines_of(made)][-1] == "Do everything from here back to “One” 2 times in all."


def test_a_drawing_that_does_not_exist_is_left_out() -> None:
    made = written("name: A\nsteps: [{say: Sit., picture: throne}]")
    assert [frame.picture for frame in made.sections[0].frames] == [None]


def test_warning_signs_and_sources_are_on_every_sheet() -> None:
    made = written("name: A\nsteps: [{say: Sit.}]")
    signs = " ".join(item for warning in made.warnings for item in warning.items)
    for sign in ("bladder", "genitals", "both legs", "fall", "fever", "weight", "cancer", "night"):
        assert sign in signs
    assert any("NHS" in source for source in made.sources)
    assert "no relief" in made.words["limits"]


@settings(deadline=None, max_examples=60)
@given(routines())
def test_any_routine_makes_a_sheet(text: str) -> None:
    made = written(text)
    for line in lines_of(made):
        assert texts_of(line)
        assert not re.search(r"\{(side|other)\}", " ".join(texts_of(line)))
    for section in made.sections:
        lines = [line for frame in section.frames for line in frame.lines]
        numbers = [line.number for line in lines if line.kind is OutlineKind.STEP]
        assert numbers == list(range(1, len(numbers) + 1))


def test_questions_about_the_position_stand_with_their_exercise_for_the_first_side() -> None:
    made = written(
        """
        name: Two
        first_side: left
        checks: [{ask: "Is your {side} foot up?", otherwise: Lift it.}]
        steps:
          - each_side: [{say: Foot up., hold: 30s}]
          - exercise: Bridge
            checks: [{ask: Are your feet flat?, otherwise: Put them down.}]
            steps: [{say: Lift., hold: 30s}]
        """
    )
    assert [section.checks for section in made.sections] == [
        ("Is your left foot up? If not: Lift it.",),
        ("Are your feet flat? If not: Put them down.",),
    ]


def test_questions_before_an_included_routine_stay_with_their_own_side() -> None:
    outer = routine(
        """
        name: Both
        checks: [{ask: "Is your {side} foot up?", otherwise: Lift it.}]
        steps:
          - each_side: [{say: "{side} foot up.", hold: 30s}]
          - include: inner
        """
    )
    inner = routine("name: Inner\nfirst_side: left\nsteps: [{each_side: [{hold: 30s}]}]")
    made = sheet(outer, ENGLISH, {"inner": inner})
    assert made.sections[0].checks == ("Is your right foot up? If not: Lift it.",)
