""" "Undo" brings back what was before the last command: the hold's seconds, the set, the side, the settings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.rehearsal import WORDING, Rehearsal, two_sided
from tests.session.histories import PAIN_BEFORE, SIGN, commands, everyday, play, rehearsals, waits
from voicecoach.language.adjustments import Adjustment
from voicecoach.language.vocabulary import Command
from voicecoach.routine.plan import Side
from voicecoach.session.actions import ChangeRate, Remember, Setting
from voicecoach.session.activities.pausing import Pausing
from voicecoach.session.activities.screening import Screening
from voicecoach.session.events import AdjustmentHeard, CommandHeard, Event
from voicecoach.session.phase import INTERRUPTED, Phase
from voicecoach.session.records import EndReason, HoldEnded, SideSwitched, Undone
from voicecoach.session.state import Activity, SessionSettings, State

NOT_UNDONE = (Command.STOP, Command.HURTS, Command.CALL, Command.UNDO)


def essence(state: State, at_s: float) -> tuple[object, ...]:
    """What must come back: all but time, speech and deadlines."""
    return state.agenda, replace(state.settings, remembered=()), state.pain_before, state.choice, _still(state, at_s)


def _still(state: State, at_s: float) -> Activity:
    activity = state.activity.interrupted(at_s)
    if isinstance(activity, Screening):
        return replace(activity, told=frozenset(), heard=False, digit=None)
    if isinstance(activity, Pausing):
        return replace(activity, explanation=())
    return activity


@settings(max_examples=300, deadline=None)
@given(rehearsals(), st.lists(st.tuples(waits, everyday), max_size=4), commands)
def test_undo_after_any_command_brings_back_the_state_before(
    both: tuple[Rehearsal, Rehearsal], history: list[tuple[float, Event]], command: Command
) -> None:
    r, _ = both
    play(r, history)
    assume(r.why is None and command not in NOT_UNDONE and r.session.state.doubt.asked not in NOT_UNDONE)
    assume(r.session.phase not in (*INTERRUPTED, Phase.CLOSING) or r.session.phase in (Phase.PAUSED, Phase.ADJUSTING))
    before = essence(r.session.state, r.now_s)
    known = len(r.session.state.history)
    asked = r.session.state.doubt.asked
    meant = asked if asked is not None and command is Command.YES else command
    r.hear(command)
    assume(r.why is None)
    changed = len(r.session.state.history) > known
    if not changed and known:
        return  # The command changed nothing, and there is an earlier one that "undo" would take back.
    undone = len(r.of(Undone))
    r.hear(Command.UNDO)
    assert essence(r.session.state, r.now_s) == before
    assert [u.command for u in r.of(Undone)[undone:]] == ([meant.value] if changed else [])


def in_a_hold() -> Rehearsal:
    r = Rehearsal(two_sided(sets=2))
    r.run_until("waiting").hear(Command.READY)
    return r.run_until("holding").run(12.0)


def test_a_skipped_hold_comes_back_with_its_seconds() -> None:
    r = in_a_hold()
    r.run(2.0).hear(Command.SKIP)
    r.run(4.0).hear(Command.UNDO)
    r.run(9.0)
    assert "sixteen seconds left" in r.said_since(0.0)
    r.run_to_end()
    assert [(h.side, h.held_s) for h in r.of(HoldEnded) if h.why == "full"] == [
        (Side.RIGHT, 30.0),
        (Side.RIGHT, 30.0),
        (Side.LEFT, 30.0),
        (Side.LEFT, 30.0),
    ]
    assert [u.command for u in r.of(Undone)] == ["skip"]


def test_the_side_comes_back() -> None:
    r = in_a_hold()
    r.hear(Command.SWITCH)
    assert r.of(SideSwitched)[-1].to is Side.LEFT
    r.run(3.0).hear(Command.UNDO)
    due = r.session.state.agenda.current
    assert due is not None
    assert due.step.side is Side.RIGHT
    r.run_to_end()
    assert [h.side for h in r.of(HoldEnded) if h.why == "full"] == [Side.RIGHT] * 2 + [Side.LEFT] * 2


def test_added_time_and_speed_are_taken_back() -> None:
    r = in_a_hold()
    r.hear(Command.MORE_TIME)
    r.hear(Command.SLOWER)
    r.run(1.0).hear(Command.UNDO)
    assert [a.rate_wpm for _, a in r.actions if isinstance(a, ChangeRate)] == [130, 150]
    r.hear(Command.UNDO)
    r.run_to_end()
    assert r.of(HoldEnded)[0].held_s == 30.0


def test_an_answer_is_asked_again() -> None:
    r = Rehearsal(two_sided(), SessionSettings(guest=False), before=(SIGN, PAIN_BEFORE))
    r.answer(Command.NO, Command.N5)
    r.hear(Command.UNDO)
    assert r.session.state.pain_before is None
    assert r.session.phase is Phase.ASKING
    r.hear(Command.UNDO)
    r.run(5.0)
    assert "Are you numb?" in r.said_since(r.now_s - 5.0)


def test_a_yes_to_a_warning_sign_that_nobody_gave_is_taken_back() -> None:
    r = Rehearsal(two_sided(), SessionSettings(guest=False), before=(SIGN,))
    r.answer(Command.YES, Command.YES).run(1.0)
    assert r.session.phase is Phase.CLOSING
    r.hear(Command.UNDO)
    r.run(6.0).run_until("asking")
    assert r.why is None


def test_a_changed_setting_is_taken_back_for_the_next_session_too() -> None:
    r = in_a_hold()
    r.hear(Command.PAUSE)
    r.tell(AdjustmentHeard(Adjustment.LONGER_HOLDS))
    r.hear(Command.UNDO)
    assert [a.value for _, a in r.actions if isinstance(a, Remember) and a.setting is Setting.HOLD] == [35.0, None]
    assert r.session.phase is Phase.PAUSED
    assert r.session.state.agenda.hold_s == 30.0


@pytest.mark.parametrize("urgent", [Command.STOP, Command.HURTS, Command.CALL])
def test_nothing_is_undone_past_an_urgent_command(urgent: Command) -> None:
    r = in_a_hold()
    r.hear(Command.NEXT)
    agenda = r.session.state.agenda
    r.hear(urgent)
    phase = r.session.phase
    r.hear(Command.UNDO)
    assert r.session.phase is phase
    r.run(4.0)
    assert WORDING.say("take_back") in r.texts()
    r.hear(Command.RESUME)
    r.hear(Command.UNDO)
    assert not r.of(Undone)
    assert r.session.state.agenda.cursor >= agenda.cursor


def test_where_nothing_was_done_there_is_nothing_to_undo() -> None:
    r = Rehearsal(two_sided())
    r.hear(Command.UNDO)
    r.run(4.0)
    assert WORDING.say("nothing_to_undo") in r.texts()


def test_undo_in_the_last_words_goes_on_with_the_session() -> None:
    r = Rehearsal(two_sided(), SessionSettings(give_up_s=60.0))
    r.run_until("waiting").hear(Command.SKIP)
    r.run_until("closing")
    r.hear(Command.UNDO)
    r.run_until("waiting")
    r.run_to_end()
    assert r.why is EndReason.FINISHED
    assert len(r.of(HoldEnded)) == 2


def test_a_confirmed_near_miss_can_be_undone() -> None:
    r = in_a_hold()
    r.tell(CommandHeard(Command.SKIP, "skip", 0.9, 1.0, "ears"))
    r.hear(Command.UNDO)
    assert [u.command for u in r.of(Undone)] == ["skip"]


def test_a_guest_hears_the_warning_signs_that_undo_cut() -> None:
    r = Rehearsal(two_sided())
    r.run_until("instructing").run(0.5).hear(Command.NEXT)
    r.run(1.0).hear(Command.UNDO)
    assert not any(WORDING.say("guest_warning").startswith(text) for text in r.texts())
    undone_s = r.now_s
    r.run_to_end()
    assert WORDING.say("guest_warning") in r.said_since(undone_s)
