from __future__ import annotations

from tests.rehearsal import plan_of
from voicecoach.coach.recording_chapters import chapters_of
from voicecoach.language.loading import load
from voicecoach.routine.plan import (
    Breath,
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
)

LANGUAGE = load("en")
WORDS = LANGUAGE.texts.recording


def chapters(plan: Plan, most: int = 99) -> list[tuple[float, str]]:
    starts_s = {number: 10.0 * number for number in range(1, len(plan.steps) + 1)}
    return [(c.starts_s, c.title) for c in chapters_of(plan, starts_s, LANGUAGE.wording, WORDS, most=most)]


def say(exercise: int | None, side: Side | None = None) -> SayStep:
    return SayStep(exercise=exercise, side=side, text="Something.")


def hold(exercise: int | None, side: Side | None = None, number: int = 1, sets: int = 1) -> HoldStep:
    return HoldStep(exercise=exercise, side=side, hold_s=30.0, set_number=number, sets=sets)


def programme(*steps: Step) -> Plan:
    plan = plan_of(*steps)
    return Plan(plan.key, plan.name, plan.summary, plan.language, plan.needs, plan.steps, ("Bridge", "Clamshell"))


def test_talk_before_a_hold_leads_into_it_and_talk_after_belongs_to_it() -> None:
    wait = WaitStep(exercise=0, side=Side.LEFT)
    plan = plan_of(
        say(0), say(0, Side.LEFT), wait, hold(0, Side.LEFT), say(0, Side.LEFT), hold(0, Side.LEFT), say(None)
    )
    assert chapters(plan) == [
        (0.0, "Before you begin"),
        (10.0, "Getting into position, left side"),
        (40.0, "Hold for 30 seconds, left side"),
        (50.0, "Getting into position, left side"),
        (60.0, "Hold for 30 seconds, left side"),
        (70.0, "To finish"),
    ]


def test_the_exercises_of_a_programme_are_named() -> None:
    reps = RepsStep(exercise=1, side=None, reps=8, every_s=4.0)
    rest = RestStep(exercise=None, side=None, rest_s=10.0)
    plan = programme(say(None), say(0), hold(0), say(0), rest, say(1), reps, rest)
    assert chapters(plan) == [
        (0.0, "Before you begin"),
        (20.0, "Bridge: Getting into position"),
        (30.0, "Bridge: Hold for 30 seconds"),
        (50.0, "Rest"),
        (60.0, "Clamshell: Getting into position"),
        (70.0, "Clamshell: 8 times"),
        (80.0, "To finish"),
    ]


def test_breaths_are_chapters_too() -> None:
    breath = Breath(4.0, 6.0)
    long_ones = HoldStep(exercise=0, side=Side.LEFT, hold_s=50.0, breaths=5, breathe=breath)
    plan = plan_of(say(0), BreatheStep(exercise=0, side=None, breaths=6, breath=breath), long_ones)
    assert [title for _, title in chapters(plan)] == [
        "Before you begin",
        "Getting into position",
        "6 slow breaths",
        "Hold for 5 slow breaths, left side",
    ]


def test_sets_and_sides_are_told_apart() -> None:
    switch = SwitchStep(exercise=0, side=Side.RIGHT, switch_s=10.0)
    plan = plan_of(hold(0, Side.LEFT, 1, 2), hold(0, Side.LEFT, 2, 2), switch, hold(0, Side.RIGHT, 1, 1))
    assert [title for _, title in chapters(plan)] == [
        "Before you begin",
        "Hold for 30 seconds, left side (1 of 2)",
        "Hold for 30 seconds, left side (2 of 2)",
        "Changing to the right side",
        "Hold for 30 seconds, right side",
    ]


def test_too_many_chapters_become_one_for_each_side_of_an_exercise() -> None:
    steps = [hold(0, side, number, 60) for side in (Side.LEFT, Side.RIGHT) for number in range(1, 61)]
    found = chapters(programme(*steps, *(hold(1, None, number, 3) for number in range(1, 4))))
    assert found == [
        (0.0, "Before you begin"),
        (10.0, "Bridge: Left side"),
        (610.0, "Bridge: Right side"),
        (1210.0, "Clamshell: Exercise"),
    ]


def test_no_more_chapters_than_the_format_holds() -> None:
    steps = [hold(number % 2, (Side.LEFT, Side.RIGHT)[number % 2]) for number in range(300)]
    assert len(chapters(programme(*steps), most=99)) == 99


def test_steps_that_were_never_begun_have_no_chapter() -> None:
    plan = plan_of(hold(0), hold(0), hold(0))
    found = chapters_of(plan, {1: 5.0, 3: 50.0}, LANGUAGE.wording, WORDS, most=99)
    assert [chapter.starts_s for chapter in found] == [0.0, 5.0, 50.0]


def test_a_plan_of_nothing_has_its_beginning() -> None:
    assert chapters(plan_of()) == [(0.0, "Before you begin")]
