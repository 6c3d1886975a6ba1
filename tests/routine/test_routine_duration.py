"""How long a routine is expected to take."""

from __future__ import annotations

import pytest

from voicecoach.routine.duration import plan_s, routine_s
from voicecoach.routine.model import Routine
from voicecoach.routine.parse import parse
from voicecoach.routine.plan import plan
from voicecoach.routine.speech_time import LINE_GAP_S, speech_s, words_s
from voicecoach.routine.steps.hold import RELEASE_WORDS
from voicecoach.routine.steps.wait import WAIT_S
from voicecoach.routine.steps.work import ANNOUNCED_WORDS, PREPARE_S

COUNTED_IN_S = words_s(ANNOUNCED_WORDS) + PREPARE_S
HELD_S = COUNTED_IN_S + words_s(RELEASE_WORDS)
"""What comes to the seconds of a hold that says nothing of its own."""


def routine(steps: str) -> Routine:
    return parse(f"name: x\nsteps: {steps}\n".encode(), "f")


def test_speech_takes_as_long_as_its_words_at_the_rate() -> None:
    assert speech_s("one two three four five", rate_wpm=150) == pytest.approx(2.0 + LINE_GAP_S)
    assert speech_s("one two three four five", rate_wpm=100) == pytest.approx(3.0 + LINE_GAP_S)
    assert speech_s(None) == 0.0


@pytest.mark.parametrize(
    ("steps", "seconds"),
    [
        ("[{hold: 30s}]", 30 + HELD_S),
        ("[{hold: 30s, times: 3, rest: 10s}]", 3 * (30 + HELD_S) + 2 * 10),
        ("[{reps: 10, every: 4s}]", 40 + COUNTED_IN_S),
        ("[{rest: 20s}, {wait: ready}]", 20 + WAIT_S),
        ("[{each_side: [{hold: 30s}]}]", 2 * (30 + HELD_S) + 10),
        ("[{repeat: 3, rest: 5s, steps: [{rest: 1}]}]", 3 + 2 * 5),
        ("[{hold: 5 breaths}]", 50 + HELD_S),
        ("[{breathe: 6, in: 3s}]", 54 + COUNTED_IN_S),
        ("[{breathe: 6, times: 2, rest: 8s}]", 2 * (60 + COUNTED_IN_S) + 8),
        ("[{say: one two three four five, pause: 6s}]", 2 + LINE_GAP_S + 6),
        ("[{exercise: x, steps: [{rest: 7s}, {each_side: [{rest: 3}]}]}]", 7 + 2 * 3 + 10),
        ("[{repeat: 2, steps: [{each_side: [{rest: 3}]}]}]", 2 * (2 * 3 + 10)),
    ],
)
def test_all_that_is_timed_is_counted(steps: str, seconds: float) -> None:
    assert routine_s(routine(steps)) == pytest.approx(seconds)
    assert plan_s(plan(routine(steps), key="x")) == pytest.approx(seconds)


def test_what_is_included_counts_in_its_dose_each_time() -> None:
    inner = routine("[{hold: 30s, times: 2, rest: 10s}]")
    outer = routine("[{include: a}, {repeat: 2, steps: [{include: a, hold: 20s, times: 1}]}]")
    expected_s = 2 * (30 + HELD_S) + 10 + 2 * (20 + HELD_S)
    assert routine_s(outer, {"a": inner}) == pytest.approx(expected_s)
    assert plan_s(plan(outer, key="x", included={"a": inner})) == pytest.approx(expected_s)
