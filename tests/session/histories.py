"""Histories of events for properties: all kinds of events, at all kinds of moments."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.rehearsal import Rehearsal, a_side, plan_of, two_sided
from voicecoach.language.adjustments import Adjustment
from voicecoach.language.vocabulary import Command
from voicecoach.routine.plan import Breath, BreatheStep, Plan, RepsStep, RestStep, SayStep, Side, SwitchStep
from voicecoach.session.events import (
    AdjustmentHeard,
    CommandHeard,
    Event,
    HardToInterrupt,
    InputEnded,
    NearlyHeard,
    NotUnderstood,
    PartFailed,
    PartRecovered,
    QuitRequested,
    RoomFailed,
    TimeLost,
    TopicHeard,
    VoiceReplaced,
)
from voicecoach.session.part import Part
from voicecoach.session.questions import Question, QuestionKind
from voicecoach.session.state import SessionSettings

commands = st.sampled_from(list(Command))
going_on = st.sampled_from([Command.READY, Command.NEXT, Command.RESUME, Command.YES, Command.NO, Command.N3])
everyday = st.one_of(
    st.builds(CommandHeard, going_on),
    st.builds(CommandHeard, commands, text=st.just("some words"), by=st.just("keyboard")),
    st.builds(NearlyHeard, command=commands, text=st.just("something")),
    st.just(NotUnderstood(1.0)),
    st.just(TopicHeard("topic", ("This explains it.", "And this is the rest of it."))),
    st.builds(AdjustmentHeard, st.sampled_from(Adjustment), st.sampled_from([(), ("en-gb", "en-us+f3")])),
    st.builds(TimeLost, gap_s=st.floats(0.0, 100.0)),
    st.just(HardToInterrupt()),
    st.builds(PartFailed, st.sampled_from(Part), st.just("broken"), st.booleans()),
    st.just(VoiceReplaced()),
    st.builds(PartRecovered, st.sampled_from(Part)),
)
final = st.sampled_from(
    [
        InputEnded(),
        RoomFailed(),
        QuitRequested(),
        QuitRequested(interrupted=True),
    ]
)
waits = st.sampled_from([0.05, 0.4, 1.3, 3.0, 7.0, 13.0, 22.0, 40.0, 95.0])
moments = st.lists(st.tuples(waits, everyday), max_size=14)
endings = st.lists(st.tuples(waits, final), max_size=1)

SIGN = Question(QuestionKind.WARNING_SIGN, "saddle", "Are you numb?", on_yes="Call a doctor.", lead="Some questions.")
PAIN_BEFORE = Question(QuestionKind.PAIN_BEFORE, "before", "How bad is it?")
PAIN_AFTER = Question(QuestionKind.PAIN_AFTER, "after", "How bad is it now?")


def all_kinds() -> Plan:
    """Holds on both sides, movements and paced breaths."""
    return plan_of(
        SayStep(exercise=0, side=None, text="Stand up. Look ahead.", short="Stand."),
        RepsStep(exercise=0, side=None, reps=3, every_s=2.0, say="Tilt it. Let go.", set_number=1, sets=2),
        RestStep(exercise=0, side=None, rest_s=6.0),
        RepsStep(exercise=0, side=None, reps=3, every_s=2.0, set_number=2, sets=2, release="Stand still."),
        BreatheStep(exercise=1, side=None, breaths=2, breath=Breath(3.0, 4.0), say="Breathe slowly."),
        *a_side(Side.RIGHT, sets=1, hold_s=22.0),
        SwitchStep(exercise=0, side=Side.LEFT, switch_s=5.0),
        *a_side(Side.LEFT, sets=1, hold_s=22.0),
    )


plans = st.sampled_from([two_sided(hold_s=12.0), two_sided(sets=2, hold_s=12.0, last_words="Rest."), all_kinds()])


@st.composite
def rehearsals(draw: st.DrawFn) -> tuple[Rehearsal, Rehearsal]:
    """The same session twice, begun."""
    guest = draw(st.booleans())
    settings = SessionSettings(give_up_s=60.0, guest=guest, short=draw(st.booleans()), gain_db=-8.0)
    plan = draw(plans)
    before, after = ((), ()) if guest else ((SIGN, PAIN_BEFORE), (PAIN_AFTER,))
    first, second = (Rehearsal(plan, settings, before=before, after=after) for _ in range(2))
    return first, second


def play(rehearsal: Rehearsal, history: list[tuple[float, Event]]) -> Rehearsal:
    """One event after the other, until the session has ended."""
    for wait_s, event in history:
        rehearsal.run(wait_s)
        if rehearsal.why is not None:
            break
        rehearsal.tell(event)
    return rehearsal
