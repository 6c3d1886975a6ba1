"""Every stretch is told in the order in which it is done, and is put under stretch only when its time counts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.script_texts import shipped
from voicecoach.routine.model import Routine
from voicecoach.routine.plan import HoldStep, Plan, RepsStep, SayStep, Step, WaitStep, plan
from voicecoach.routine.quantities import Length
from voicecoach.routine.step_model import StepModel
from voicecoach.routine.steps.exercise import ExerciseModel
from voicecoach.routine.steps.hold import HoldModel

SCRIPTS = shipped()
PROGRAMMES = ("desk-break", "gentle-morning", "sciatica-friendly")
EXERCISES = tuple(key for key in SCRIPTS if key not in PROGRAMMES)
LONGEST_HOLD_CUE_WORDS, LONGEST_REPS_CUE_WORDS = 4, 6
LONGEST_REASON_WORDS = 9
LONGEST_FEEL_WORDS = 12
MOST_QUIET_S, LEAST_QUIET_S = 8.0, 3.0

an_exercise = pytest.mark.parametrize("key", EXERCISES)


def plan_of(key: str) -> Plan:
    script = SCRIPTS[key]
    return plan(script.routine, key=key, included=script.included)


def steps_of(steps: tuple[StepModel, ...]) -> Iterator[StepModel]:
    for step in steps:
        yield step
        if block := step.inner():
            yield from steps_of(block[1])


def holds_of(routine: Routine) -> list[HoldModel[str]]:
    return [step for step in steps_of(routine.steps) if isinstance(step, HoldModel)]


STRETCHES = tuple(key for key in EXERCISES if holds_of(SCRIPTS[key].routine))
a_stretch = pytest.mark.parametrize("key", STRETCHES)


def first_sets(made: Plan) -> list[tuple[int, Step]]:
    return [
        (index, step)
        for index, step in enumerate(made.steps)
        if isinstance(step, HoldStep | RepsStep) and step.set_number == 1
    ]


@a_stretch
def test_a_hold_follows_the_question_and_one_short_cue(key: str) -> None:
    made = plan_of(key)
    for index, step in first_sets(made):
        assert isinstance(step, HoldStep)
        asked, cue = made.steps[index - 2 : index]
        assert isinstance(asked, WaitStep)
        assert isinstance(cue, SayStep)
        assert len(cue.text.split()) <= LONGEST_HOLD_CUE_WORDS, cue.text


@an_exercise
def test_movements_begin_with_a_short_cue(key: str) -> None:
    for _, step in first_sets(plan_of(key)):
        if isinstance(step, RepsStep):
            assert step.say is not None
            assert len(step.say.split()) <= LONGEST_REPS_CUE_WORDS, step.say


@an_exercise
def test_where_it_is_felt_is_said_in_a_few_words(key: str) -> None:
    texts = [
        text
        for step in plan_of(key).steps
        if isinstance(step, HoldStep | RepsStep)
        for text in (step.feel, step.not_feel)
        if text is not None
    ]
    assert texts
    assert [text for text in texts if len(text.split()) > LONGEST_FEEL_WORDS] == []


@an_exercise
def test_every_instruction_has_a_short_form_for_the_second_side(key: str) -> None:
    made = plan_of(key)
    cues = {index - 1 for index, step in first_sets(made) if isinstance(step, HoldStep)}
    long = [
        step.text
        for index, step in enumerate(made.steps)
        if isinstance(step, SayStep) and index not in cues and step.short is None
    ]
    assert long == []


@an_exercise
def test_quiet_is_given_for_what_is_moved_and_not_more(key: str) -> None:
    quiet = [step.pause_s for step in plan_of(key).steps if isinstance(step, SayStep) and step.pause_s is not None]
    assert quiet
    assert [pause_s for pause_s in quiet if not LEAST_QUIET_S <= pause_s <= MOST_QUIET_S] == []


@an_exercise
def test_lying_down_is_the_first_thing_said_and_has_the_longest_quiet(key: str) -> None:
    first = plan_of(key).steps[0]
    assert isinstance(first, SayStep)
    assert first.pause_s is not None
    if first.text.startswith(("Lie", "Come onto", "Kneel", "Put a cushion")):
        assert first.pause_s == MOST_QUIET_S


@an_exercise
def test_the_position_can_be_checked_by_three_to_five_questions(key: str) -> None:
    routine = SCRIPTS[key].routine
    blocks = [step.checks for step in routine.steps if isinstance(step, ExerciseModel)] or [routine.checks]
    for checks in blocks:
        assert 3 <= len(checks) <= 5
        for check in checks:
            assert check.ask.endswith("?")
            assert check.ask.split()[0] in ("Is", "Are", "Does", "Do", "Can")
            assert check.otherwise.endswith(".")


def test_a_programme_has_the_questions_of_what_it_joins() -> None:
    made = plan_of("gentle-morning")
    worked = {step.exercise for step in made.steps if isinstance(step, HoldStep | RepsStep)}
    assert all(made.checks[exercise] for exercise in worked if exercise is not None)


@a_stretch
def test_every_stretch_names_its_muscles(key: str) -> None:
    assert SCRIPTS[key].routine.stretches


@a_stretch
def test_every_stretch_has_a_gentle_dose_which_is_its_own_and_one_for_flexibility(key: str) -> None:
    routine = SCRIPTS[key].routine
    (hold,) = holds_of(routine)
    gentle, flexible = routine.amounts("gentle"), routine.amounts("flexibility")
    assert gentle is not None
    assert flexible is not None
    assert (gentle.hold, gentle.times) == (hold.length, hold.times)
    assert plan(routine, key=key, dose="gentle").steps == plan(routine, key=key).steps
    assert flexible.hold is not None
    assert 30 <= (flexible.hold.seconds or 0) <= 120
    assert _in_all_s(flexible.hold, flexible.times) == 120, "two minutes a muscle, ten a week on five days"


@a_stretch
def test_every_dose_says_what_it_is_for_and_where_it_comes_from(key: str) -> None:
    for dose in SCRIPTS[key].routine.doses.values():
        assert dose.why[0].islower()
        assert not dose.why.endswith(".")
        assert len(dose.source) > 20


@a_stretch
def test_a_dose_for_older_people_holds_for_thirty_to_sixty_seconds(key: str) -> None:
    dose = SCRIPTS[key].routine.amounts("older")
    if dose is None:
        (hold,) = holds_of(SCRIPTS[key].routine)
        assert _in_all_s(hold.length, hold.times) == 60
    else:
        assert dose.hold is not None
        assert 30 <= (dose.hold.seconds or 0) <= 60
        assert _in_all_s(dose.hold, dose.times) == 60


def _in_all_s(hold: Length, times: int | None) -> float:
    return (hold.seconds or 0.0) * (times or 1)


@pytest.mark.parametrize("key", SCRIPTS)
def test_a_guest_is_told_in_a_few_words_whom_it_is_not_for(key: str) -> None:
    for item in SCRIPTS[key].routine.not_for:
        assert item.short is not None
        assert len(item.short.split()) <= LONGEST_REASON_WORDS
