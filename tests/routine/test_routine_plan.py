"""A routine written out: sides, sets, rounds, rests, exercises and programmes."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import textwrap
from typing import Any, get_args

import pytest

from voicecoach.errors import RequestError
from voicecoach.routine import steps
from voicecoach.routine.model import Routine
from voicecoach.routine.parse import parse
from voicecoach.routine.plan import (
    Breath,
    BreatheStep,
    Contraindication,
    Cue,
    HoldStep,
    Plan,
    PositionCheck,
    RepsStep,
    RestStep,
    SayStep,
    Side,
    Step,
    SwitchStep,
    WaitStep,
    plan,
)
from voicecoach.routine.plan_step import PlanStep
from voicecoach.routine.step_model import StepModel
from voicecoach.routine.steps.repeat import RepeatModel


def routine(steps: str, head: str = "name: x") -> Routine:
    return parse(f"{head}\nsteps:\n{textwrap.indent(textwrap.dedent(steps).strip(), '  ')}\n".encode(), "f")


def outline(made: Plan) -> list[str]:
    """Each step in a few letters: what it is, its side and its exercise."""
    return [
        f"{type(step).__name__.removesuffix('Step').lower()}"
        f"{'' if step.side is None else ' ' + step.side.value[0].upper()}"
        f"{'' if step.exercise is None else f' {step.exercise}'}"
        for step in made.steps
    ]


SIDED = """
- say: Lie down.
  picture: lying
- each_side:
    - say: "{side} foot on the {other} knee."
      short: "{side} foot up."
      picture: crossed
    - wait: ready
    - hold: 30s
      times: 2
      rest: 8s
      feel: in your {side} hip
      not_feel: in your {other} hip
      breathe: {in: 4s, out: 6s}
      cues: [{at: 20s, say: "{other} hand."}, {at: 5s, say: Breathe.}]
      release: Let your {side} foot down.
- say: Sit up.
"""


def test_both_sides_are_written_out_with_a_change_between_them() -> None:
    made = plan(routine(SIDED), key="a")
    one_side = ["say {} 1", "wait {} 1", "hold {} 1", "rest {} 1", "hold {} 1"]
    assert outline(made) == [
        "say 0",
        *(step.format("R") for step in one_side),
        "switch L 1",
        *(step.format("L") for step in one_side),
        "say 2",
    ]


def test_a_step_keeps_all_that_its_script_says() -> None:
    made = plan(routine(SIDED), key="a")
    assert made.steps[1] == SayStep(
        exercise=1,
        side=Side.RIGHT,
        picture="crossed",
        text="Right foot on the left knee.",
        short="Right foot up.",
    )
    assert made.steps[2] == WaitStep(exercise=1, side=Side.RIGHT, picture="crossed")
    assert made.steps[5] == HoldStep(
        exercise=1,
        side=Side.RIGHT,
        picture="crossed",
        hold_s=30.0,
        set_number=2,
        sets=2,
        feel="in your right hip",
        not_feel="in your left hip",
        breathe=Breath(4.0, 6.0),
        cues=(Cue(5.0, "Breathe."), Cue(20.0, "Left hand.")),
        release="Let your right foot down.",
    )
    assert made.steps[6] == SwitchStep(exercise=1, side=Side.LEFT, switch_s=10.0)


@pytest.mark.parametrize(
    ("head", "asked", "first"),
    [
        ("name: x", None, Side.RIGHT),
        ("name: x\nfirst_side: left", None, Side.LEFT),
        ("name: x\nfirst_side: left", Side.RIGHT, Side.RIGHT),
        ("name: x", Side.LEFT, Side.LEFT),
    ],
)
def test_the_first_side_is_the_persons_else_the_scripts_else_right(head: str, asked: Side | None, first: Side) -> None:
    made = plan(routine("- each_side: [{hold: 5s}]", head), key="a", first_side=asked)
    assert [step.side for step in made.steps] == [first, first.other, first.other]


def test_a_side_can_be_left_out() -> None:
    made = plan(routine(SIDED), key="a", sides="left", first_side=Side.RIGHT)
    assert outline(made) == ["say 0", "say L 1", "wait L 1", "hold L 1", "rest L 1", "hold L 1", "say 2"]


def test_a_persons_hold_length_overrules_the_script_and_drops_cues_that_would_be_late() -> None:
    made = plan(routine(SIDED), key="a", hold_s=15)
    holds = [step for step in made.steps if isinstance(step, HoldStep)]
    assert [hold.hold_s for hold in holds] == [15, 15, 15, 15]
    assert holds[0].cues == (Cue(5.0, "Breathe."),)


@pytest.mark.parametrize("hold_s", [0, 0.5, 601, float("nan"), float("inf"), -3])
def test_a_hold_that_no_script_could_ask_for_is_refused(hold_s: float) -> None:
    with pytest.raises(RequestError, match="1 to 600 seconds"):
        plan(routine(SIDED), key="a", hold_s=hold_s)


def test_an_instruction_of_a_hold_comes_once_before_its_sets() -> None:
    made = plan(routine("- {hold: 5s, times: 2, say: Press., short: Go on.}"), key="a")
    assert outline(made) == ["say 0", "hold 0", "rest 0", "hold 0"]
    assert isinstance(made.steps[0], SayStep)
    assert (made.steps[0].text, made.steps[0].short) == ("Press.", "Go on.")


def test_movements_come_in_sets() -> None:
    made = plan(routine("- {reps: 10, every: 4s, times: 2, rest: 7s, say: Tilt., release: Lie still.}"), key="a")
    first, rest, second = made.steps
    assert isinstance(first, RepsStep)
    assert isinstance(second, RepsStep)
    assert (first.reps, first.every_s, first.say, first.release) == (10, 4.0, "Tilt.", "Lie still.")
    assert (first.set_number, second.set_number, first.sets) == (1, 2, 2)
    assert rest == RestStep(exercise=0, side=None, rest_s=7.0)


def test_a_rest_between_exercises_belongs_to_none_and_parts_them() -> None:
    made = plan(routine("- hold: 5s\n- rest: 20s\n- hold: 5s"), key="a")
    assert outline(made) == ["hold 0", "rest", "hold 1"]
    assert made.exercises == ("x", "x")


def test_a_repeated_block_without_sides_is_one_exercise_with_its_rests() -> None:
    made = plan(routine("- repeat: 2\n  rest: 9s\n  steps: [{hold: 5s}, {rest: 3s}]\n- say: Good."), key="a")
    assert outline(made) == ["hold 0", "rest 0", "rest 0", "hold 0", "rest 0", "say 0"]
    assert [step.rest_s for step in made.steps if isinstance(step, RestStep)] == [3.0, 9.0, 3.0]


def test_a_repeated_block_with_sides_is_an_exercise_each_time() -> None:
    made = plan(routine("- repeat: 2\n  rest: 9s\n  steps: [{say: Again.}, {each_side: [{hold: 5s}]}]"), key="a")
    one = ["say {}", "hold R {}", "switch L {}", "hold L {}"]
    assert outline(made) == [
        *(step.format(0 if step == one[0] else 1) for step in one),
        "rest",
        *(step.format(2 if step == one[0] else 3) for step in one),
    ]


def test_rounds_on_one_side_are_done_before_the_other() -> None:
    made = plan(routine("- each_side:\n    - repeat: 2\n      rest: 4s\n      steps: [{hold: 5s}]"), key="a")
    assert outline(made) == ["hold R 0", "rest R 0", "hold R 0", "switch L 0", "hold L 0", "rest L 0", "hold L 0"]


def test_a_picture_stays_until_the_next_one_and_ends_with_its_block() -> None:
    made = plan(
        routine(
            "- {say: a, picture: one}\n- say: b\n- each_side: [{say: c}, {say: d, picture: two}, {rest: 3}]\n- say: e"
        ),
        key="a",
    )
    assert [step.picture for step in made.steps] == [
        "one", "one", None, "two", "two", None, None, "two", "two", None
    ]  # fmt: skip


def test_the_plan_names_what_the_session_must_know() -> None:
    head = "name: Stretch\nsummary: Why.\nlanguage: de\nneeds: [a mat]\nnot_for: [{ask: A?, because: B.}]\nswitch: 20s"
    made = plan(routine("- each_side: [{hold: 5s}]", head), key="stretch")
    assert (made.key, made.name, made.summary, made.language, made.needs) == (
        "stretch",
        "Stretch",
        "Why.",
        "de",
        ("a mat",),
    )
    assert made.not_for == (Contraindication("A?", "B."),)
    assert made.exercises == ("Stretch",)
    assert isinstance(made.steps[1], SwitchStep)
    assert made.steps[1].switch_s == 20.0


def test_words_of_another_language_stand_for_the_sides() -> None:
    words = {Side.LEFT: "linkes", Side.RIGHT: "rechtes"}
    made = plan(routine('- each_side: [{say: "Das {side} Bein."}]'), key="a", side_words=words)
    assert [step.text for step in made.steps if isinstance(step, SayStep)] == ["Das rechtes Bein.", "Das linkes Bein."]


def test_an_exercise_block_is_one_exercise_with_all_that_is_in_it() -> None:
    made = plan(
        routine(
            """
            - say: Lie down.
            - exercise: Bridge
              stretches: [gluteus maximus]
              steps:
                - say: Lift.
                - hold: 5s
                - rest: 9s
                - say: Now each leg.
                - each_side: [{hold: 5s}]
                - repeat: 2
                  rest: 3s
                  steps: [{reps: 4, every: 2s}]
            - exercise: Cat
              steps: [{say: Round your back.}, {hold: 5s}]
            """,
            "name: Morning\nstretches: [erector spinae]",
        ),
        key="a",
    )
    assert outline(made) == [
        "say 0",
        *("say 1", "hold 1", "rest 1", "say 1"),
        *("hold R 1", "switch L 1", "hold L 1"),
        *("reps 1", "rest 1", "reps 1"),
        *("say 2", "hold 2"),
    ]
    assert made.exercises == ("Morning", "Bridge", "Cat")
    assert made.stretches == (("erector spinae",), ("gluteus maximus",), ("erector spinae",))


def test_exercises_done_again_are_exercises_each_time() -> None:
    made = plan(
        routine(
            """
            - repeat: 2
              rest: 30s
              steps:
                - {exercise: Bridge, steps: [{hold: 5s}]}
                - {exercise: Cat, steps: [{hold: 5s}]}
            """
        ),
        key="a",
    )
    assert outline(made) == ["hold 0", "hold 1", "rest", "hold 2", "hold 3"]
    assert made.exercises == ("Bridge", "Cat", "Bridge", "Cat")


def test_unsided_things_to_do_that_are_each_introduced_are_exercises_of_their_own() -> None:
    """ "Skip" in the first of them is not the end of the session."""
    made = plan(
        routine(
            """
            - say: "First: Cat cow."
              picture: cat
            - reps: 10
              every: 4s
            - say: "Next: Bridge."
            - wait: ready
            - reps: 10
              every: 4s
            - {hold: 5s, say: "Last: Child's pose."}
            - hold: 30s
            - say: Sit up.
            """
        ),
        key="a",
    )
    assert outline(made) == [
        *("say 0", "reps 0"),
        *("say 1", "wait 1", "reps 1"),
        *("say 2", "hold 2", "hold 2"),
        "say 2",
    ]
    assert {step.picture for step in made.steps} == {"cat"}


def test_breaths_come_in_sets_at_their_pace() -> None:
    made = plan(
        routine("- {breathe: 6, in: 3s, times: 2, rest: 7s, say: Hands on your belly., pause: 4s, feel: in it}"),
        key="a",
    )
    first, rest, second = made.steps
    assert first == BreatheStep(
        exercise=0,
        side=None,
        breaths=6,
        breath=Breath(3.0, 6.0),
        say="Hands on your belly.",
        pause_s=4.0,
        feel="in it",
        set_number=1,
        sets=2,
    )
    assert first.paced_s == 54.0
    assert rest == RestStep(exercise=0, side=None, rest_s=7.0)
    assert isinstance(second, BreatheStep)
    assert second.set_number == 2


@pytest.mark.parametrize(
    ("pace", "breath"), [("", Breath(4.0, 6.0)), (", breathe: {in: 2s, out: 3s}", Breath(2.0, 3.0))]
)
def test_a_hold_in_breaths_is_as_long_as_they_are(pace: str, breath: Breath) -> None:
    script = f"- {{hold: 5 breaths, cues: [{{at: 24s, say: Soften.}}]{pace}}}"
    hold = plan(routine(script), key="a").steps[0]
    assert isinstance(hold, HoldStep)
    assert (hold.hold_s, hold.breaths, hold.breathe) == (5 * breath.length_s, 5, breath)
    in_seconds = plan(routine(script), key="a", hold_s=20).steps[0]
    assert isinstance(in_seconds, HoldStep)
    assert (in_seconds.hold_s, in_seconds.breaths, in_seconds.cues) == (20, None, ())


def test_a_quiet_after_an_instruction_is_kept_with_it() -> None:
    made = plan(
        routine(
            "- {say: Sit., pause: 6s}\n- {hold: 5s, say: Lean., pause: 3s}\n- {reps: 4, every: 2s, say: Go., pause: 5s}"
        ),
        key="a",
    )
    assert [step.pause_s for step in made.steps if isinstance(step, SayStep | RepsStep)] == [6.0, 3.0, 5.0]


DOSES = "name: x\ndoses: {long: {hold: 60s, times: 2, reps: 12, sets: 3, breathe: 4, rest: 20s, why: w, source: s}}"


def test_a_dose_sets_how_much_is_done() -> None:
    steps = "- {hold: 30s, times: 3}\n- {reps: 8, every: 2s}\n- {breathe: 6}"
    made = plan(routine(steps, DOSES), key="a", dose="long")
    assert made.dose == "long"
    assert [(s.hold_s, s.sets) for s in made.steps if isinstance(s, HoldStep)] == [(60.0, 2), (60.0, 2)]
    assert [(s.reps, s.sets) for s in made.steps if isinstance(s, RepsStep)] == [(12, 3)] * 3
    assert [(s.breaths, s.sets) for s in made.steps if isinstance(s, BreatheStep)] == [(4, 3)] * 3
    assert {s.rest_s for s in made.steps if isinstance(s, RestStep)} == {20.0}
    held = plan(routine(steps, DOSES), key="a", dose="long", hold_s=45)
    assert [(s.hold_s, s.sets) for s in held.steps if isinstance(s, HoldStep)] == [(45, 2), (45, 2)]


@pytest.mark.parametrize(
    ("dose", "message"),
    [
        ("lang", "'x' has no dose called 'lang'. Did you mean 'long'"),
        ("zzz", "'x' has no dose called 'zzz'. It has long"),
    ],
)
def test_an_unknown_dose_is_answered_with_the_nearest(dose: str, message: str) -> None:
    with pytest.raises(RequestError, match=re.escape(message)):
        plan(routine("- hold: 30s", DOSES), key="a", dose=dose)
    with pytest.raises(RequestError, match=r"has no dose called .* It has only its own"):
        plan(routine("- hold: 30s"), key="a", dose=dose)


def test_a_plan_names_the_doses_that_can_be_asked_for() -> None:
    made = plan(routine("- hold: 30s", DOSES), key="a")
    assert "long" in [dose.name for dose in made.doses]
    assert all(dose.why for dose in made.doses)


def test_a_dose_counts_in_included_routines_that_have_one_of_that_name() -> None:
    has_one = routine("- {hold: 30s, times: 3}", "name: In\ndoses: {long: {hold: 60s, why: w, source: s}}")
    has_none = routine("- {hold: 30s, times: 3}", "name: Out")
    parts = {"one": has_one, "none": has_none}
    steps = "- {include: one, hold: 10s, times: 1}\n- {include: none, times: 1}"
    made = plan(routine(steps), key="a", included=parts, dose="long")
    assert [(s.hold_s, s.sets) for s in made.steps if isinstance(s, HoldStep)] == [(60.0, 1), (30.0, 1)]
    both = plan(routine(steps, DOSES), key="a", included=parts, dose="long")
    assert [(s.hold_s, s.sets) for s in both.steps if isinstance(s, HoldStep)] == [(60.0, 2)] * 4


def test_a_programme_can_give_a_length_in_breaths() -> None:
    inner = routine("- {hold: 30s, breathe: {in: 3s, out: 5s}}\n- hold: 30s", "name: In")
    made = plan(routine("- {include: in, hold: 4 breaths}"), key="a", included={"in": inner})
    assert [(s.hold_s, s.breaths) for s in made.steps if isinstance(s, HoldStep)] == [(32.0, 4), (40.0, 4)]


def test_every_kind_of_step_is_in_the_registry() -> None:
    modules = [
        importlib.import_module(f"{steps.__name__}.{each.name}") for each in pkgutil.iter_modules(steps.__path__)
    ]
    classes = [each for module in modules for each in vars(module).values() if inspect.isclass(each)]
    own = [each for each in classes if each.__module__.startswith(steps.__name__) and not inspect.isabstract(each)]
    assert {each for each in own if issubclass(each, PlanStep)} == set(get_args(Step))
    kinds = {each for each in own if issubclass(each, StepModel) and each.__base__ is not RepeatModel}
    assert kinds == set(steps.KINDS)
    assert len({kind.kind for kind in steps.KINDS}) == len(kinds)


HIP = routine(
    """
    - say: Lie down.
    - each_side: [{hold: 20s, times: 3}]
    - say: Sit up.
    """,
    "name: Hip\nneeds: [a mat, a wall]\nfirst_side: left\nswitch: 30s\nnot_for: [{ask: Hip?, because: H.}]",
)
TILT = routine(
    "- {say: Lie down.}\n- {reps: 10, every: 4s}",
    "name: Tilt\nneeds: [a mat]\nnot_for: [{ask: Back?, because: B.}, {ask: Hip?, because: other}]",
)


def programme(steps: str, head: str = "name: Morning", **settings: Any) -> Plan:
    return plan(routine(steps, head), key="morning", included={"hip": HIP, "tilt": TILT}, **settings)


def test_a_programme_keeps_its_exercises_apart_and_names_them() -> None:
    made = programme("- say: Good morning.\n- include: tilt\n- include: hip\n- include: tilt\n- say: Done.")
    assert outline(made) == [
        "say 0",
        "say 1",
        "reps 1",
        # The talk before both sides goes when the exercise is skipped.
        "say 2",
        *["hold L 2", "rest L 2", "hold L 2", "rest L 2", "hold L 2"],
        "switch R 2",
        *["hold R 2", "rest R 2", "hold R 2", "rest R 2", "hold R 2"],
        "say 3",
        "say 4",
        "reps 4",
        "say 5",
    ]
    assert made.exercises == ("Morning", "Tilt", "Hip", "Hip", "Tilt", "Morning")


def test_a_programme_asks_and_needs_what_its_routines_do_each_once() -> None:
    made = programme("- include: hip\n- include: tilt", "name: Morning\nneeds: [a chair]")
    assert made.needs == ("a chair", "a mat", "a wall")
    assert [(item.ask, item.because) for item in made.not_for] == [("Hip?", "H."), ("Back?", "B.")]


def test_an_included_routine_keeps_its_sides_and_switch_unless_the_programme_says_so() -> None:
    own = programme("- include: hip")
    assert next(step.side for step in own.steps if isinstance(step, HoldStep)) is Side.LEFT
    assert [step.switch_s for step in own.steps if isinstance(step, SwitchStep)] == [30.0]
    told = programme("- include: hip", "name: Morning\nfirst_side: right")
    assert next(step.side for step in told.steps if isinstance(step, HoldStep)) is Side.RIGHT


def test_a_programme_sets_the_dose_and_a_person_overrules_it() -> None:
    made = programme("- {include: hip, hold: 10s, times: 1}\n- {include: tilt, reps: 5}")
    assert [step.hold_s for step in made.steps if isinstance(step, HoldStep)] == [10.0, 10.0]
    assert [step.reps for step in made.steps if isinstance(step, RepsStep)] == [5]
    longer = programme("- {include: hip, hold: 10s, times: 1}", hold_s=25)
    assert [step.hold_s for step in longer.steps if isinstance(step, HoldStep)] == [25, 25]


def test_the_dose_of_the_outer_programme_wins() -> None:
    inner = routine("- {include: hip, hold: 10s, times: 1}", "name: Inner")
    outer = routine("- {include: inner, hold: 12s}", "name: Outer")
    made = plan(outer, key="outer", included={"inner": inner, "hip": HIP})
    assert [step.hold_s for step in made.steps if isinstance(step, HoldStep)] == [12.0, 12.0]
    assert made.exercises == ("Hip", "Hip")


def test_a_routine_that_was_not_loaded_is_named() -> None:
    with pytest.raises(RequestError, match="'bridge'"):
        programme("- include: bridge")


CHECKED = """
- say: Lie down.
- each_side:
    - say: "{side} foot up."
    - hold: 30s
"""
CHECKS = """name: x
checks:
  - {ask: "Is your back flat?", otherwise: "Let your back sink."}
  - {ask: "Is your {side} foot up?", otherwise: "Lift it past your {other} knee."}"""


def test_questions_about_the_position_come_for_the_side_of_their_step() -> None:
    made = plan(routine(CHECKED, CHECKS), key="a")
    left = next(step for step in made.steps if isinstance(step, HoldStep) and step.side is Side.LEFT)
    assert left.exercise is not None
    assert [check for check in made.checks[left.exercise] if check.side is Side.LEFT] == [
        PositionCheck("Is your back flat?", "Let your back sink.", Side.LEFT),
        PositionCheck("Is your left foot up?", "Lift it past your right knee.", Side.LEFT),
    ]
    assert all(check.side is not None for check in made.checks[left.exercise])


def test_a_side_that_is_left_out_has_no_questions() -> None:
    made = plan(routine(CHECKED, CHECKS), key="a", sides="right")
    assert {check.side for checks in made.checks for check in checks} == {Side.RIGHT}


def test_an_exercise_has_questions_of_its_own_or_those_of_its_routine() -> None:
    steps = """
    - exercise: Bridge
      checks: [{ask: Are your feet flat?, otherwise: Put your feet down.}]
      steps: [{hold: 5s}]
    - exercise: Tilt
      steps: [{hold: 5s}]
    """
    made = plan(routine(steps, "name: x\nchecks: [{ask: Is it easy?, otherwise: Do less.}]"), key="a")
    assert made.checks == (
        (PositionCheck("Are your feet flat?", "Put your feet down."),),
        (PositionCheck("Is it easy?", "Do less."),),
    )


def test_an_included_routine_brings_its_questions() -> None:
    inner = routine("- hold: 5s", "name: y\nchecks: [{ask: Is it easy?, otherwise: Do less.}]")
    made = plan(routine("- include: y"), key="a", included={"y": inner})
    assert made.checks == ((PositionCheck("Is it easy?", "Do less."),),)
