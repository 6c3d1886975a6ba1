"""Ways past a refusal, a question or a wish to stop, and a coach that hears nothing: none leads to an exercise."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rehearsal import WORDING, Rehearsal, plan_of, two_sided
from voicecoach.language.adjustments import Adjustment
from voicecoach.language.loading import load
from voicecoach.language.vocabulary import Command
from voicecoach.routine.plan import Breath, BreatheStep, Plan, PositionCheck, RepsStep
from voicecoach.session.actions import Action
from voicecoach.session.engine import Session
from voicecoach.session.events import KEYBOARD, AdjustmentHeard, CommandHeard, Event
from voicecoach.session.menu import Menu, MenuItem, MenuTexts
from voicecoach.session.phase import Phase
from voicecoach.session.questions import Question, QuestionKind
from voicecoach.session.records import Answered, GatePassed, HoldEnded, HoldStarted
from voicecoach.session.state import SessionSettings

SIGN = Question(QuestionKind.WARNING_SIGN, "saddle", "Are you numb between your legs?", on_yes="Call an ambulance.")
PATIENT = SessionSettings(guest=False, give_up_s=60.0)
ONWARD = [command for command in Command if command is not Command.UNDO]
"""All that can be said, but for what takes the answer back: then the question is asked again."""


def refused() -> Rehearsal:
    """In the last words after a yes to a warning sign that was meant."""
    r = Rehearsal(two_sided(), PATIENT, before=(SIGN,)).answer(Command.YES, Command.YES)
    return r.run_until("closing").run(0.5)


@pytest.mark.parametrize("by", [KEYBOARD, "page"])
def test_a_no_that_was_pressed_before_the_first_sign_was_heard_denies_nothing(by: str) -> None:
    r = Rehearsal(two_sided(), PATIENT, before=(SIGN,))
    for phase in ("opening", "asking"):
        r.run_until(phase).run(0.3)
        r.tell(CommandHeard(Command.NO, "no", by=by))
    assert not r.of(Answered)
    r.run_until_asked()
    assert not r.of(GatePassed)
    r.tell(CommandHeard(Command.NO, "no", by=by))
    assert [(a.key, a.yes) for a in r.of(Answered)] == [("saddle", False)]


@pytest.mark.parametrize("onward", ONWARD)
def test_a_pain_after_a_refusal_never_leads_to_the_exercises(onward: Command) -> None:
    r = refused()
    r.hear(Command.HURTS)
    r.run(20.0)
    if r.why is None:
        r.hear(onward)
    r.run_to_end(limit_s=1200.0)
    assert r.why is not None
    assert not r.of(HoldStarted)


INTERRUPTING = st.tuples(st.floats(0.05, 3.0), st.sampled_from([Command.HURTS, Command.CALL, Command.PAUSE]))


@settings(max_examples=100)
@given(
    st.lists(INTERRUPTING, min_size=1, max_size=3),
    st.lists(st.tuples(st.floats(0.05, 15.0), st.sampled_from(ONWARD)), max_size=8),
)
def test_nothing_that_is_said_after_a_refusal_leads_to_the_exercises(
    interrupting: list[tuple[float, Command]], script: list[tuple[float, Command]]
) -> None:
    r = refused()
    for wait_s, command in [*interrupting, *script]:
        r.run(wait_s)
        if r.why is None:
            r.hear(command)
    assert not r.run_to_end(limit_s=1200.0).of(HoldStarted)


CHECKED = replace(two_sided(sets=2), checks=((PositionCheck("Is your back flat?", "Let it sink."),),))
MOVED = plan_of(
    RepsStep(exercise=0, side=None, reps=6, every_s=4.0),
    BreatheStep(exercise=0, side=None, breaths=6, breath=Breath(4.0, 6.0)),
)
ON_THE_WAY: dict[Phase, list[Command | AdjustmentHeard]] = {
    Phase.PAUSED: [Command.PAUSE],
    Phase.ADJUSTING: [Command.PAUSE, AdjustmentHeard(Adjustment.SETTINGS)],
    Phase.CHECKING: [Command.PAUSE, AdjustmentHeard(Adjustment.CHECK_POSITION)],
    Phase.STOPPED: [Command.STOP],
    Phase.HURT: [Command.HURTS],
    Phase.CALLING: [Command.CALL],
    Phase.ALARM: [Command.CALL, Command.CALL],
    Phase.CLOSING: [Command.STOP, Command.STOP],
}


def in_phase(phase: Phase) -> Rehearsal:
    """A little way into this phase; what interrupts, interrupts a hold."""
    moved = phase in (Phase.MOVING, Phase.BREATHING)
    r = Rehearsal(MOVED if moved else CHECKED, PATIENT, before=(SIGN,) if phase is Phase.ASKING else ())
    if moved or phase in (Phase.OPENING, Phase.ASKING, Phase.INSTRUCTING, Phase.WAITING):
        return r.run_until(phase.value).run(0.3)
    r.run_until("waiting").hear(Command.READY)
    if phase not in ON_THE_WAY:
        return r.run_until(phase.value).run(0.2)
    r.run_until("holding").run(4.0)
    for event in ON_THE_WAY[phase]:
        r.run(2.0)
        r.hear(event) if isinstance(event, Command) else r.tell(event)
    assert r.session.phase is phase
    return r


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.ENDED])
def test_stop_silences_every_phase_and_said_again_ends_it(phase: Phase) -> None:
    r = in_phase(phase)
    started = len(r.of(HoldStarted))
    r.hear(Command.STOP)
    assert not r.sounding
    r.hear(Command.STOP)
    r.run(20.0)
    assert r.why is not None
    assert len(r.of(HoldStarted)) == started


@pytest.mark.parametrize("command", [Command.STOP, Command.PAUSE])
def test_stopping_the_welcome_at_its_last_question_chooses_nothing(command: Command) -> None:
    texts = MenuTexts(**load("en").texts.menu.model_dump())
    menu = Menu((MenuItem("bridge", "Bridge"),), ("Anna",), texts)
    r = Rehearsal(two_sided())
    r.play(Session(Plan("", texts.title, "", "en", (), ()), WORDING, SessionSettings(give_up_s=60.0), menu=menu))
    r.run_until("asking").run(20.0).hear(Command.N1)
    r.run(20.0).hear(command)
    r.run_to_end(answering=False)
    assert r.session.state.choice.routine is None


class Timed(Rehearsal):
    """Measures how long each stretch is really held, by the clock of the rehearsal and not by the record.

    What is undone counts for itself: who takes a command back may be counted into the same hold anew.
    """

    def play(self, session: Session) -> None:
        self.held_s = [0.0]
        self._seen_s = 0.0
        super().play(session)

    def tell(self, event: Event) -> list[Action]:
        if self.session.phase is Phase.HOLDING:
            self.held_s[-1] += self.now_s - self._seen_s
        ended = len(self.of(HoldEnded))
        actions = super().tell(event)
        if len(self.of(HoldEnded)) > ended or event == CommandHeard(Command.UNDO):
            self.held_s.append(0.0)
        self._seen_s = self.now_s
        return actions


NO_LONGER = [command for command in Command if command is not Command.MORE_TIME]


@settings(max_examples=100)
@given(st.lists(st.tuples(st.floats(0.05, 20.0), st.sampled_from(NO_LONGER)), max_size=12))
def test_no_stretch_is_held_for_longer_than_was_prescribed(script: list[tuple[float, Command]]) -> None:
    r = Timed(two_sided(sets=2, hold_s=12.0), replace(PATIENT, guest=True))
    for wait_s, command in script:
        r.run(wait_s)
        if r.session.phase is Phase.WAITING:
            r.hear(Command.READY)
        elif r.why is None:
            r.hear(command)
    r.run_to_end(limit_s=3600.0)
    assert max(r.held_s) <= 12.0 + 1e-6


def test_a_session_holds_as_long_as_it_says() -> None:
    r = Timed(two_sided(hold_s=12.0), PATIENT)
    r.run_to_end()
    assert r.held_s[:2] == pytest.approx([12.0, 12.0])
