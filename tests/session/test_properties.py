"""What must hold whatever a patient says and whenever they say it."""

from __future__ import annotations

from itertools import chain

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.rehearsal import Rehearsal, two_sided
from voicecoach.language.adjustments import Adjustment
from voicecoach.language.vocabulary import Command
from voicecoach.session.actions import Finish, Say, SetDeadline, StopSpeaking
from voicecoach.session.events import (
    AdjustmentHeard,
    Event,
    NearlyHeard,
    NotUnderstood,
    TimeLost,
    TopicHeard,
)
from voicecoach.session.records import HoldEnded, HoldStarted, SessionEnded, StepSkipped, StepStarted
from voicecoach.session.state import SessionSettings

commands = st.sampled_from(list(Command))
events = st.one_of(
    commands,
    st.builds(NearlyHeard, command=commands, text=st.just("something")),
    st.just(NotUnderstood()),
    st.just(TopicHeard("topic", ("This explains it.", "And this is the rest of it."))),
    st.builds(TimeLost, gap_s=st.floats(0.0, 100.0)),
)
adjustments = st.builds(AdjustmentHeard, st.sampled_from(Adjustment), st.sampled_from([(), ("en-gb", "en-us+f3")]))
waits = st.floats(0.05, 40.0)
moments = st.lists(st.tuples(waits, events), max_size=6)
in_a_pause = st.tuples(
    st.tuples(waits, st.just(Command.PAUSE)), st.tuples(waits, adjustments), st.tuples(waits, events)
)
scripts = st.lists(st.one_of(moments, in_a_pause.map(lambda moments: [*moments])), max_size=6).map(
    lambda parts: [*chain(*parts)]
)
BRIEF = SessionSettings(give_up_s=60.0)


def play(script: list[tuple[float, Command | Event]], *, sets: int = 1) -> Rehearsal:
    r = Rehearsal(two_sided(sets=sets, hold_s=12.0, last_words="Rest. Then get up."), BRIEF)
    for wait_s, event in script:
        r.run(wait_s)
        if r.why is not None:
            break
        if isinstance(event, Command):
            r.hear(event)
        else:
            r.tell(event)
    return r


@settings(max_examples=100, deadline=None)
@given(scripts)
def test_every_session_ends_exactly_once(script: list[tuple[float, Command | Event]]) -> None:
    r = play(script).run_to_end(answering=False, limit_s=6000.0)
    assert r.why is not None
    assert len(r.of(SessionEnded)) == 1
    assert isinstance(r.actions[-1][1], Finish)


@settings(max_examples=100, deadline=None)
@given(scripts)
def test_time_never_runs_backwards(script: list[tuple[float, Command | Event]]) -> None:
    r = play(script).run_to_end(limit_s=6000.0)
    times = [at_s for at_s, _ in r.records]
    assert times == sorted(times)
    for ordered_s, action in r.actions:
        if isinstance(action, Say | SetDeadline):
            assert action.at_s >= ordered_s


@settings(max_examples=100, deadline=None)
@given(scripts, st.sampled_from([Command.STOP, Command.PAUSE, Command.HURTS]))
def test_the_urgent_commands_always_end_speech(script: list[tuple[float, Command | Event]], urgent: Command) -> None:
    r = play(script)
    if r.why is not None or (r.session.phase.value == "paused" and urgent is Command.PAUSE):
        return
    actions = r.hear(urgent)
    orders = [type(action) for action in actions if isinstance(action, StopSpeaking | Say)]
    assert orders[0] is StopSpeaking
    assert not r.sounding


@settings(max_examples=100, deadline=None)
@given(scripts, st.integers(1, 3))
@example([(16.0, Command.READY)], 1)
def test_no_step_is_skipped_silently(script: list[tuple[float, Command | Event]], sets: int) -> None:
    r = play(script, sets=sets).run_to_end(limit_s=6000.0)
    seen = {s.step for s in r.of(StepStarted)} | {s.step for s in r.of(StepSkipped)}
    assert seen == set(range(1, len(two_sided(sets=sets, last_words="x").steps) + 1))


@settings(max_examples=100, deadline=None)
@given(scripts)
def test_every_hold_that_started_ended_and_never_held_too_long(script: list[tuple[float, Command | Event]]) -> None:
    r = play(script).run_to_end(limit_s=6000.0)
    assert len(r.of(HoldStarted)) == len(r.of(HoldEnded))
    for hold in r.of(HoldEnded):
        assert 0.0 <= hold.held_s <= hold.hold_s
        if hold.why == "full":
            assert hold.held_s == hold.hold_s


@settings(max_examples=100, deadline=None)
@given(scripts)
def test_the_same_events_give_the_same_actions(script: list[tuple[float, Command | Event]]) -> None:
    first, second = play(script), play(script)
    assert first.actions == second.actions
