"""The library's scripts: they check clean, can be read aloud, and never take one side for the other."""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

import pytest

from tests.script_texts import shipped, texts_of
from tests.speakable import faults
from voicecoach.pictures.catalogue import poses
from voicecoach.routine.model import Routine
from voicecoach.routine.plan import (
    BreatheStep,
    HoldStep,
    Plan,
    RepsStep,
    RestStep,
    SayStep,
    Side,
    Step,
    SwitchStep,
    WaitStep,
    plan,
)
from voicecoach.routine.sides import literal_side, mirror
from voicecoach.routine.step_model import StepModel
from voicecoach.routine.steps.say import SayModel

SCRIPTS = shipped()
PROGRAMMES = ("desk-break", "gentle-morning", "sciatica-friendly")
EXERCISES = tuple(key for key in SCRIPTS if key not in PROGRAMMES)
QUESTION = re.compile(r"(Have|Has|Are|Is|Do|Does|Did|Can) .*\?")

a_script = pytest.mark.parametrize("key", SCRIPTS)
an_exercise = pytest.mark.parametrize("key", EXERCISES)


def plan_of(key: str, sides: Literal["left", "right", "both"] = "both") -> Plan:
    script = SCRIPTS[key]
    return plan(script.routine, key=key, sides=sides, included=script.included)


def words_of(step: Step) -> list[str]:
    """All that a step of a plan says."""
    match step:
        case SayStep():
            found = [step.text, step.short]
        case HoldStep():
            found = [step.feel, step.not_feel, step.release, *(cue.say for cue in step.cues)]
        case RepsStep():
            found = [step.say, step.short, step.feel, step.not_feel, step.release]
        case _:
            found = []
    return [text for text in found if text]


def mirrored(text: str) -> str:
    """Left for right and right for left."""
    swap = {"left": "right", "right": "left", "Left": "Right", "Right": "Left"}
    return re.sub(r"\b(?:left|right|Left|Right)\b", lambda found: swap[found[0]], text)


def parts(part: object) -> list[object]:
    """A routine and everything in it."""
    inner: tuple[StepModel, ...] = ()
    if isinstance(part, Routine):
        inner = part.steps
    elif isinstance(part, StepModel) and (block := part.inner()):
        inner = block[1]
    return [part, *(found for item in inner for found in parts(item))]


def test_the_library_holds_what_home_programmes_commonly_do() -> None:
    asked_for = {
        "deep-piriformis",
        "figure-four-lying",
        "figure-four-seated",
        "single-knee-to-chest",
        "double-knee-to-chest",
        "lying-trunk-rotation",
        "pelvic-tilt",
        "cat-camel",
        "childs-pose",
        "hamstring-strap",
        "hip-flexor-lunge",
        "bridge",
        "prone-press-up",
        "sphinx",
        "clamshell",
    }
    assert asked_for <= set(EXERCISES)
    assert set(PROGRAMMES) <= set(SCRIPTS)


@a_script
def test_every_text_can_be_read_aloud(key: str) -> None:
    found = [
        fault
        for text in texts_of(SCRIPTS[key].routine)
        for fault in faults(mirror(text.text, Side.LEFT), whole=text.whole)
    ]
    assert found == []


@a_script
def test_sides_are_written_as_blanks_and_never_by_name(key: str) -> None:
    named = [text.text for text in texts_of(SCRIPTS[key].routine) if literal_side(text.text)]
    assert named == []


@a_script
@pytest.mark.parametrize("sides", ["left", "right", "both"])
def test_a_plan_has_work_in_it_on_the_sides_asked_for(key: str, sides: Literal["left", "right", "both"]) -> None:
    work = [step for step in plan_of(key, sides).steps if isinstance(step, HoldStep | RepsStep)]
    assert work
    wanted = {Side(sides)} if sides != "both" else {Side.LEFT, Side.RIGHT}
    assert {step.side for step in work} - {None} in ({*wanted}, set())


@a_script
def test_both_sides_get_the_same_work(key: str) -> None:
    def dose(step: Step) -> tuple[object, ...]:
        match step:
            case HoldStep():
                return ("hold", step.hold_s, step.set_number)
            case RepsStep():
                return ("reps", step.reps, step.every_s, step.set_number)
            case BreatheStep():
                return ("breathe", step.breaths, step.breath, step.set_number)
            case SayStep() | WaitStep() | RestStep() | SwitchStep():
                return ()

    steps = plan_of(key).steps
    left, right = (
        Counter(dose(step) for step in steps if step.side is side and dose(step)) for side in (Side.LEFT, Side.RIGHT)
    )
    assert left == right


@a_script
def test_the_text_for_one_side_is_the_mirror_of_the_text_for_the_other(key: str) -> None:
    left, right = ([text for step in plan_of(key, side).steps for text in words_of(step)] for side in ("left", "right"))
    assert [mirrored(text) for text in left] == right


@a_script
def test_every_hold_and_movement_says_where_it_is_felt_and_where_not(key: str) -> None:
    work = [step for step in plan_of(key).steps if isinstance(step, HoldStep | RepsStep)]
    assert [step for step in work if not step.feel or not step.not_feel] == []


@a_script
def test_every_hold_and_movement_says_how_to_come_out_of_it(key: str) -> None:
    work = [step for step in plan_of(key).steps if isinstance(step, HoldStep | RepsStep)]
    assert [step for step in work if not step.release] == []


@a_script
def test_sources_are_named(key: str) -> None:
    sources = SCRIPTS[key].routine.sources
    assert sources
    assert [source for source in sources if len(source) < 10 or not re.search(r"[A-Z]", source)] == []


@an_exercise
def test_whom_it_is_not_for_is_asked_one_thing_at_a_time(key: str) -> None:
    questions = SCRIPTS[key].routine.not_for
    assert questions
    for item in questions:
        assert QUESTION.fullmatch(item.ask), item.ask
        assert item.because.endswith("."), item.because
    assert len({item.ask for item in questions}) == len(questions)


@a_script
def test_who_knows_the_routine_hears_less(key: str) -> None:
    said = [part for part in parts(SCRIPTS[key].routine) if isinstance(part, SayModel)]
    shortened = [part for part in said if part.short]
    assert all(len(part.short or "") < len(part.say) for part in shortened)
    assert len(shortened) * 3 >= len(said) - 2


@a_script
def test_nobody_is_hurried_to_the_floor(key: str) -> None:
    """Lying or kneeling down takes everyone a different time, so the coach waits for them before the first work."""
    steps = plan_of(key).steps
    before = steps[: next(i for i, step in enumerate(steps) if isinstance(step, HoldStep | RepsStep))]
    goes_down = re.search(r"\bLie\b|\bKneel\b|hands and knees", " ".join(t for step in before for t in words_of(step)))
    assert not goes_down or any(isinstance(step, WaitStep) for step in before)


@a_script
def test_every_picture_can_be_drawn(key: str) -> None:
    shown = {step.picture for step in plan_of(key).steps} - {None}
    assert shown
    assert shown <= set(poses())


# Which leg does what, for the right side stretched or worked. The first words that name a side decide everything.
ANATOMY = {
    "figure-four-lying": (
        "Lay your right ankle across your left thigh",
        "Clasp both hands behind your left thigh",
        "deep in your right buttock",
    ),
    "figure-four-seated": ("Lay your right ankle across your left thigh", "deep in your right buttock"),
    "single-knee-to-chest": ("Bring your right knee up", "Leave your left foot flat", "in your right buttock"),
    # The knees go to the left, and the right side of back and hip is stretched.
    "lying-trunk-rotation": ("Both knees will sink to the left", "Keep your right shoulder", "around your right hip"),
    "hamstring-strap": ("Lift your right knee", "Keep your left foot flat", "behind your right thigh"),
    # One kneels on the knee of the leg whose hip is stretched; it is the rear leg.
    "hip-flexor-lunge": ("Kneel on your right knee", "left foot flat in front", "front of your right hip"),
    # One lies on the other side, so that the leg that works is on top.
    "clamshell": ("Lie on your left side, with your right leg on top", "lift your right knee", "outer right buttock"),
    "seated-trunk-rotation": ("Slowly turn right",),
    "deep-piriformis": ("left foot flat on the wall", "right ankle across your left leg", "in your right buttock"),
}


@pytest.mark.parametrize("key", ANATOMY)
def test_each_leg_does_what_it_should(key: str) -> None:
    said = " ".join(text for step in plan_of(key, "right").steps for text in words_of(step))
    for words in ANATOMY[key]:
        assert words in said


def test_the_table_of_legs_names_every_exercise_with_sides() -> None:
    sided = {key for key in EXERCISES if any(step.side for step in plan_of(key).steps)}
    assert sided == set(ANATOMY)
