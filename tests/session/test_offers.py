"""The commands that are offered at a moment: those that do something, and all that the coach says one can say."""

from __future__ import annotations

import re

import pytest

from tests.rehearsal import Rehearsal, plan_of, two_sided
from tests.session.histories import PAIN_AFTER, PAIN_BEFORE, SIGN, all_kinds
from voicecoach.language.loading import load
from voicecoach.language.vocabulary import NUMBERS, Command
from voicecoach.routine.plan import Breath, BreatheStep
from voicecoach.session.events import NearlyHeard
from voicecoach.session.state import SessionSettings

ENGLISH = load("en")
COMMAND_OF = {phrase: command for command, phrases in ENGLISH.vocabulary.phrases.items() for phrase in phrases}
INTERRUPTED_BY = {
    "paused": Command.PAUSE,
    "stopped": Command.STOP,
    "hurt": Command.HURTS,
    "calling": Command.CALL,
}

SAME = {Command.RESUME: Command.READY, Command.PAUSE: Command.NO}
"""What is not offered beside another that does the same in that phase."""


def offers(rehearsal: Rehearsal) -> tuple[Command, ...]:
    return rehearsal.session.view(rehearsal.now_s).offers()


def in_phase(phase: str) -> Rehearsal:
    """A session that has come to this phase, where it can, on the second of two sides with two sets each."""
    plan = two_sided(sets=2, hold_s=12.0)
    if phase == "moving":
        plan = all_kinds()
    elif phase == "breathing":
        plan = plan_of(BreatheStep(exercise=0, side=None, breaths=2, breath=Breath(3.0, 4.0), say="Breathe slowly."))
    rehearsal = Rehearsal(plan)
    goal = "holding" if phase in INTERRUPTED_BY else phase
    while rehearsal.session.phase.value != goal or (plan.steps and len(rehearsal.spoken) < 8):
        rehearsal.run(0.1)
        if rehearsal.session.phase.value == "waiting" != goal:
            rehearsal.hear(Command.READY)
        assert rehearsal.why is None
    if phase in INTERRUPTED_BY:
        rehearsal.hear(INTERRUPTED_BY[phase])
    return rehearsal


def named_in_help(phase: str) -> set[Command]:
    """The commands that the coach names when it is asked what can be said; the longest phrase counts."""
    told = " ".join(re.findall(r"[a-z']+", ENGLISH.wording.say(f"help_{phase}").split(". You can also ask")[0].lower()))
    found = set()
    for phrase in sorted(COMMAND_OF, key=len, reverse=True):
        if re.search(rf"\b{phrase}\b", told):
            found.add(COMMAND_OF[phrase])
            told = re.sub(rf"\b{phrase}\b", "", told)
    return found


@pytest.mark.parametrize(
    "phase",
    [
        "instructing",
        "waiting",
        "preparing",
        "holding",
        "moving",
        "releasing",
        "resting",
        "switching",
        "paused",
        "stopped",
        "hurt",
        "calling",
    ],
)
def test_what_the_coach_says_one_can_say_is_offered(phase: str) -> None:
    named = named_in_help(phase)
    given = set(offers(in_phase(phase)))
    assert named
    assert not {command for command in named - given if SAME.get(command) not in given}


@pytest.mark.parametrize("phase", ["instructing", "waiting", "holding", "moving", "resting", "paused", "hurt"])
def test_who_can_be_hurt_can_stop_pause_and_call(phase: str) -> None:
    always = {Command.STOP, Command.CALL} | ({Command.HURTS} if phase != "hurt" else set())
    assert always <= set(offers(in_phase(phase)))


class TestQuestions:
    @staticmethod
    def asked() -> Rehearsal:
        patient = SessionSettings(guest=False)
        return Rehearsal(two_sided(), patient, before=(SIGN, PAIN_BEFORE), after=(PAIN_AFTER,)).run_until_asked()

    def test_a_yes_or_no_comes_first_and_nothing_goes_round_it(self) -> None:
        given = offers(self.asked())
        assert given[:2] == (Command.YES, Command.NO)
        assert not {Command.NEXT, Command.SWITCH, Command.SKIP, Command.READY, *NUMBERS} & set(given)

    def test_a_score_offers_its_numbers_and_may_be_skipped(self) -> None:
        asked = self.asked().answer(Command.NO).run_until_asked()
        given = offers(asked)
        assert given[:11] == NUMBERS
        assert Command.SKIP in given
        assert Command.YES not in given

    def test_three_ways_to_go_on_with_much_pain_are_three_numbers(self) -> None:
        asked = self.asked().answer(Command.NO, Command.N8).run_until_asked()
        assert [c for c in offers(asked) if c.number is not None] == [Command.N1, Command.N2, Command.N3]

    def test_no_answer_is_offered_before_its_question_has_been_heard(self) -> None:
        asked = self.asked()
        asked.hear(Command.REPEAT)
        assert not {Command.YES, Command.NO} & set(offers(asked))

    def test_did_you_say_offers_yes_and_no(self) -> None:
        waiting = in_phase("waiting")
        for _ in range(2):
            waiting.tell(NearlyHeard(Command.SKIP, "skip"))
        assert offers(waiting)[:2] == (Command.YES, Command.NO)


def test_only_what_is_there_is_offered() -> None:
    waiting = in_phase("waiting")
    assert Command.SWITCH in offers(waiting)
    assert Command.UNDO in offers(in_phase("holding"))
    alone = Rehearsal(plan_of(BreatheStep(exercise=0, side=None, breaths=2, breath=Breath(3.0, 4.0), say="Breathe.")))
    alone.run_until("breathing")
    assert not {Command.SWITCH, Command.UNDO, Command.BACK, Command.MORE_TIME} & set(offers(alone))


def test_what_does_the_same_is_offered_once() -> None:
    waiting, paused = offers(in_phase("waiting")), offers(in_phase("paused"))
    assert waiting[0] is Command.READY
    assert not {Command.RESUME, Command.NEXT} & set(waiting)
    assert paused[0] is Command.RESUME
    assert Command.READY not in paused


def test_every_command_has_its_place_among_those_that_are_offered() -> None:
    answers = {Command.YES, Command.NO, *NUMBERS}
    everywhere = {c for phase in ("waiting", "holding", "paused", "hurt") for c in offers(in_phase(phase))}
    assert everywhere | answers | {Command.CALL} == set(Command)


def test_nothing_is_offered_after_the_end() -> None:
    ended = Rehearsal(two_sided()).run_to_end()
    assert offers(ended) == ()
