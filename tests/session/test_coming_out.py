"""When the view asks for the picture of coming out of a position instead of the one of being in it."""

from __future__ import annotations

import pytest

from tests.rehearsal import Rehearsal, plan_of, two_sided
from voicecoach.language.vocabulary import Command
from voicecoach.routine.plan import HoldStep, RepsStep, SayStep, Side
from voicecoach.session.view import View


def view(r: Rehearsal) -> View:
    return r.session.view(r.now_s)


def holding(*, sets: int = 1) -> Rehearsal:
    r = Rehearsal(two_sided(sets=sets, wait=False)).run_until("holding").run(5.0)
    assert not view(r).coming_out
    return r


def test_a_pain_shows_how_to_come_out_for_the_side_that_was_stretched() -> None:
    r = Rehearsal(two_sided(wait=False, hold_s=5.0)).run_until("switching").run_until("holding")
    assert view(r).side is Side.LEFT
    r.hear(Command.HURTS)
    shown = view(r)
    assert (shown.phase.value, shown.coming_out, shown.side) == ("hurt", True, Side.LEFT)


@pytest.mark.parametrize("phase", ["instructing", "waiting", "preparing", "resting"])
def test_a_pain_on_the_way_into_a_position_shows_it_too(phase: str) -> None:
    r = Rehearsal(two_sided(sets=2)).run_until("waiting")
    if phase == "instructing":
        r = Rehearsal(two_sided()).run_until("instructing").run(0.5)
    elif phase != "waiting":
        r.hear(Command.READY)
        r.run_until(phase)
    assert not view(r).coming_out
    r.hear(Command.HURTS)
    assert view(r).coming_out


@pytest.mark.parametrize("after", [Command.PAUSE, Command.CALL, Command.HURTS])
def test_it_stays_while_one_stands_still_after_a_pain(after: Command) -> None:
    r = holding()
    r.hear(Command.HURTS)
    r.run(1.0).hear(after)
    assert view(r).coming_out


@pytest.mark.parametrize("onward", [Command.RESUME, Command.SKIP])
def test_it_goes_when_the_session_goes_on(onward: Command) -> None:
    r = holding()
    r.hear(Command.HURTS)
    r.run(1.0).hear(onward)
    r.run(0.1)
    assert not view(r).coming_out


def test_a_stop_shows_it_until_it_is_taken_back() -> None:
    r = holding()
    r.hear(Command.STOP)
    assert (view(r).phase.value, view(r).coming_out) == ("stopped", True)
    r.run(1.0).hear(Command.RESUME)
    assert not view(r).coming_out


def test_it_stays_to_the_end_of_a_session_that_ends_early() -> None:
    r = holding()
    r.hear(Command.HURTS)
    r.run(1.0).hear(Command.STOP)
    while r.why is None:
        assert view(r).coming_out
        r.run(0.5)
    assert view(r).coming_out


def test_a_pause_and_a_call_leave_the_position_on_show() -> None:
    for command in (Command.PAUSE, Command.CALL):
        r = holding()
        r.hear(command)
        assert not view(r).coming_out


def test_between_two_holds_of_a_side_one_only_eases_off() -> None:
    r = holding(sets=2).run_until("releasing")
    assert not view(r).coming_out
    r.run_until("holding").run_until("releasing")
    assert view(r).coming_out
    r.run(0.3).hear(Command.PAUSE)
    assert view(r).coming_out


def test_a_hold_that_is_left_early_shows_it_and_what_is_skipped_does_not() -> None:
    r = holding()
    r.hear(Command.NEXT)
    assert (view(r).phase.value, view(r).coming_out) == ("releasing", True)
    lying = SayStep(exercise=0, side=None, text="Lie down.")
    bridge = RepsStep(exercise=1, side=None, reps=3, every_s=4.0, say="Lift.")
    r = Rehearsal(plan_of(lying, HoldStep(exercise=0, side=None, hold_s=20.0), bridge)).run_until("holding").run(3.0)
    r.hear(Command.SKIP)
    assert (view(r).phase.value, view(r).step, view(r).coming_out) == ("releasing", 3, False)


@pytest.mark.parametrize("command", [Command.HURTS, Command.STOP])
def test_before_the_exercises_there_is_nothing_to_come_out_of(command: Command) -> None:
    r = Rehearsal(two_sided()).run_until("opening").run(0.3)
    r.hear(command)
    assert not view(r).coming_out
