"""What must hold for any routine: schema, checker and planner agree, sides never mix, and nothing but problems comes
out of a faulty file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from tests.strategies import as_yaml, routine_data, routines, spoilt_data, spoilt_text
from voicecoach.errors import FileError, Problem
from voicecoach.routine.duration import plan_s, routine_s
from voicecoach.routine.lint import KnownNames, lint
from voicecoach.routine.model import Routine, includes
from voicecoach.routine.parse import parse, parse_document
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
from voicecoach.routine.schema import schema
from voicecoach.routine.step_model import StepModel
from voicecoach.routine.steps.exercise import ExerciseModel
from voicecoach.routine.steps.repeat import RepeatModel

PATIENT = settings(deadline=None, max_examples=60)
"""A shared machine can be slow for a moment, which is no fault of what is tested."""
SCHEMA = Draft7Validator(schema())
BEYOND_THE_SCHEMA = re.compile(
    r"expected a duration, .* to |this cue comes at|a routine may last 3 hours|so many breaths take"
    "|expected a number of breaths .* from 1 to"
)
"""Limits of durations that are written as text, and what holds between values."""


def _read(text: str) -> tuple[Routine | None, list[Problem]]:
    try:
        return parse(text.encode("utf-8", errors="surrogatepass"), "spoilt.yaml"), []
    except FileError as error:
        return None, error.problems


def _words(step: Step) -> str:
    texts: list[str | None] = []
    match step:
        case SayStep():
            texts = [step.text, step.short]
        case HoldStep():
            texts = [step.feel, step.not_feel, step.release, *(cue.say for cue in step.cues)]
        case RepsStep() | BreatheStep():
            texts = [step.say, step.short, step.feel, step.not_feel, step.release]
        case WaitStep() | RestStep() | SwitchStep():
            pass
    return " | ".join(text for text in texts if text).lower()


def _swapped(text: str) -> str:
    words: Mapping[str, str] = {"left": "right", "right": "left"}
    return re.sub(r"\b(left|right)\b", lambda found: words[found[0]], text)


def _sides(made: Plan) -> dict[tuple[int | None, Side], list[Step]]:
    found: dict[tuple[int | None, Side], list[Step]] = {}
    for step in made.steps:
        if step.side is not None and not isinstance(step, SwitchStep):
            found.setdefault((step.exercise, step.side), []).append(step)
    return found


@given(routine_data())
@PATIENT
def test_a_good_routine_is_good_to_schema_checker_and_planner(data: dict[str, Any]) -> None:
    assert list(SCHEMA.iter_errors(data)) == []
    routine = parse(as_yaml(data).encode(), "good.yaml")
    assert plan(routine, key="good").steps


A_KEY_OF_A_HOLD_IN_A_DOSE = {
    "name": "Nod",
    "summary": "Nods.",
    "language": "en",
    "doses": {"short": {"why": "It is short.", "source": "A book.", "hold": "3 breaths", "cues": 1}},
    "steps": [{"say": "Nod."}],
}


@given(spoilt_data())
@example(A_KEY_OF_A_HOLD_IN_A_DOSE)
@settings(PATIENT, max_examples=150)
def test_schema_and_checker_agree_on_any_routine(data: dict[str, Any]) -> None:
    accepted = SCHEMA.is_valid(data)
    routine, problems = _read(as_yaml(data))
    assert (routine is None) == bool(problems)
    if routine is not None:
        assert accepted
        if not any(includes(routine.steps)):
            assert plan(routine, key="spoilt").steps
    elif accepted:
        assert all(BEYOND_THE_SCHEMA.search(problem.message) for problem in problems), problems


@given(spoilt_text())
@settings(PATIENT, max_examples=150)
def test_a_spoilt_file_gives_problems_at_places_that_exist(text: str) -> None:
    lines = re.split("\r\n|[\r\n\x85\u2028\u2029]", text)
    _, problems = _read(text)
    assert problems == sorted(set(problems))
    for problem in problems:
        assert problem.file == "spoilt.yaml"
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message
        assert problem.message.isprintable()


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass")))
@PATIENT
@example(b"")
@example(b"\xef\xbb\xbf")
@example(b"%YAML 9.9\n---\na")
@example(b"--- !!binary x")
@example(b"? ")
@example(b'a: "\\ud800"')
@example(b"...")
def test_no_bytes_give_anything_but_problems(source: bytes) -> None:
    with pytest.raises(FileError) as caught:
        parse(source, "noise.yaml")
    assert caught.value.problems


@given(
    st.lists(
        st.sampled_from(["- ", "a: ", "? ", "[", "]", "{", "}", ",", "\n", "  ", "x", "'", '"', "|", ">", "#", "---"])
    )
)
def test_no_sequence_of_yaml_tokens_gives_anything_but_problems(tokens: list[str]) -> None:
    with pytest.raises(FileError):
        parse("".join(tokens).encode(), "noise.yaml")


@given(routines(), st.sampled_from(Side))
@PATIENT
def test_the_text_of_one_side_is_the_mirror_image_of_the_other(text: str, first: Side) -> None:
    found = _sides(plan(parse(text.encode(), "a.yaml"), key="a", first_side=first))
    for (exercise, side), steps in found.items():
        others = found[exercise, side.other]
        assert [_swapped(_words(step)) for step in steps] == [_words(step) for step in others]
        assert [type(step) for step in steps] == [type(step) for step in others]


@given(routines(), st.sampled_from(Side))
@PATIENT
def test_no_placeholder_is_left_and_a_single_side_is_kept(text: str, side: Side) -> None:
    made = plan(parse(text.encode(), "a.yaml"), key="a", sides=side.value)
    assert {step.side for step in made.steps} <= {side, None}
    assert not any(isinstance(step, SwitchStep) for step in made.steps)
    assert not any("{" in _words(step) for step in made.steps)


@given(routines())
@PATIENT
def test_both_sides_get_the_same_full_holds(text: str) -> None:
    made = plan(parse(text.encode(), "a.yaml"), key="a")
    held = {side: [s.hold_s for s in made.steps if isinstance(s, HoldStep) and s.side is side] for side in Side}
    assert held[Side.LEFT] == held[Side.RIGHT]


@given(routines())
@PATIENT
def test_exercises_are_numbered_in_order_without_gaps_and_named(text: str) -> None:
    made = plan(parse(text.encode(), "a.yaml"), key="a")
    numbers = [step.exercise for step in made.steps if step.exercise is not None]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(len(made.exercises)))
    assert len(made.stretches) == len(made.exercises)


@given(routines())
@PATIENT
def test_a_block_called_exercise_is_one_exercise_of_that_name(text: str) -> None:
    routine = parse(text.encode(), "a.yaml")
    made = plan(routine, key="a")
    blocks = [step for step in _unrolled(routine.steps) if isinstance(step, ExerciseModel)]
    named = [name for name in made.exercises if name != routine.name]
    assert named == [block.exercise for block in blocks if block.exercise != routine.name]
    places = {step.exercise: index for index, step in enumerate(made.steps)}
    for number in range(len(made.exercises)):
        steps = [index for index, step in enumerate(made.steps) if step.exercise == number]
        assert steps == list(range(steps[0], places[number] + 1)), "the steps of an exercise are in one piece"


def _unrolled(steps: tuple[StepModel, ...]) -> Iterator[StepModel]:
    """The steps that are in no block but ``repeat``, as often as they are done."""
    for step in steps:
        if isinstance(step, RepeatModel):
            for _ in range(step.repeat):
                yield from _unrolled(step.steps)
        else:
            yield step


@given(routines())
@PATIENT
def test_a_length_in_breaths_is_paced(text: str) -> None:
    for step in plan(parse(text.encode(), "a.yaml"), key="a").steps:
        if isinstance(step, HoldStep) and step.breaths is not None:
            assert step.breathe is not None
            assert step.hold_s == pytest.approx(step.breaths * step.breathe.length_s)


@given(routines())
@PATIENT
def test_a_dose_sets_what_it_names_and_leaves_the_rest(text: str) -> None:
    routine = parse(text.encode(), "a.yaml")
    written = plan(routine, key="a")
    for name, dose in routine.doses.items():
        made = plan(routine, key="a", dose=name)
        assert made.exercises == written.exercises
        first = [_first_sets(each) for each in (made, written)]
        for step, own in zip(*first, strict=True):
            match step, own:
                case HoldStep(), HoldStep():
                    length, times = dose.hold, dose.times or own.sets
                    assert step.sets == times
                    assert step.breaths == (own.breaths if length is None else length.breaths)
                    if length is None or length.seconds is not None:
                        assert step.hold_s == (own.hold_s if length is None else length.seconds)
                case RepsStep(), RepsStep():
                    assert step.reps == (dose.reps or own.reps)
                    assert step.sets == (dose.sets or dose.times or own.sets)
                case BreatheStep(), BreatheStep():
                    assert step.breaths == (dose.breathe or own.breaths)
                    assert step.breath == own.breath
                case _:
                    raise AssertionError("a dose changes what a step is")


def _first_sets(made: Plan) -> list[Step]:
    return [step for step in made.steps if isinstance(step, HoldStep | RepsStep | BreatheStep) and step.set_number == 1]


@given(routines(), st.integers(1, 600))
@PATIENT
def test_a_persons_hold_length_counts_for_every_hold(text: str, hold_s: int) -> None:
    made = plan(parse(text.encode(), "a.yaml"), key="a", hold_s=hold_s)
    for step in made.steps:
        if isinstance(step, HoldStep):
            assert (step.hold_s, step.breaths) == (hold_s, None)
            assert all(cue.at_s < hold_s for cue in step.cues)


@given(routines())
@PATIENT
def test_the_estimate_of_a_routine_is_that_of_its_plan(text: str) -> None:
    routine = parse(text.encode(), "a.yaml")
    for dose in (None, *routine.doses):
        assert routine_s(routine, dose=dose) == pytest.approx(plan_s(plan(routine, key="a", dose=dose)))


@given(routines())
@PATIENT
def test_warnings_stand_at_places_in_the_file(text: str) -> None:
    parsed = parse_document(text.encode(), "a.yaml")
    for problem in lint(parsed, KnownNames(languages=(), pictures=(), phrases=("lie", "yes"))):
        assert 1 <= problem.line <= text.count("\n")
