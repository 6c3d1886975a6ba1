"""Devices that are lost, and back, by the times of their calls."""

from __future__ import annotations

from voicecoach.audio.room.call_watch import FIRST_CALL_S, LOST_AFTER_S, STEADY_S, CallWatch


def call(watch: CallWatch, from_s: float, to_s: float) -> list[float]:
    """Calls every 10 ms, and looks after each; the times at which something has changed."""
    changes = []
    for tick in range(round(from_s * 100), round(to_s * 100)):
        watch.called(tick / 100)
        if watch.look(tick / 100):
            changes.append(tick / 100)
    return changes


def wait(watch: CallWatch, from_s: float, to_s: float) -> list[float]:
    """Only looks."""
    return [tick / 100 for tick in range(round(from_s * 100), round(to_s * 100)) if watch.look(tick / 100)]


def test_one_that_stops_is_lost_once_and_back_when_it_has_called_for_a_while() -> None:
    watch = CallWatch(10.0)
    assert call(watch, 10.0, 20.0) == []
    [lost_s] = wait(watch, 20.0, 60.0)
    assert abs(lost_s - 20.0 - LOST_AFTER_S) < 0.05
    [back_s] = call(watch, 60.0, 70.0)
    assert abs(back_s - 60.0 - STEADY_S) < 0.05


def test_it_may_take_a_while_to_call_first() -> None:
    watch = CallWatch(10.0)
    assert wait(watch, 10.0, 10.0 + FIRST_CALL_S - 0.1) == []
    assert wait(watch, 10.0 + FIRST_CALL_S, 20.0)


def test_single_calls_do_not_bring_it_back() -> None:
    watch = CallWatch(10.0)
    call(watch, 10.0, 11.0)
    wait(watch, 11.0, 15.0)
    for second in range(15, 30):
        watch.called(float(second))
        assert wait(watch, float(second), second + 1.0) == []


def test_one_that_is_known_to_be_gone_is_lost_however_lately_it_called() -> None:
    watch = CallWatch(10.0)
    call(watch, 10.0, 20.0)
    watch.lose()
    assert wait(watch, 20.0, 25.0) == []
    assert watch.lost


def test_time_in_which_nothing_ran_is_not_held_against_it() -> None:
    watch = CallWatch(10.0)
    call(watch, 10.0, 20.0)
    watch.forgive(500.0)
    assert call(watch, 500.0, 510.0) == []
    assert not watch.lost
