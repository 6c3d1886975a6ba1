"""The welcome: at most two questions, answered with numbers, and what was chosen."""

from __future__ import annotations

import pytest

from tests.rehearsal import WORDING, Rehearsal, two_sided
from voicecoach.language.loading import load
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.routine.plan import Plan
from voicecoach.session.engine import Session
from voicecoach.session.events import MenuPicked
from voicecoach.session.menu import Menu, MenuItem, MenuTexts
from voicecoach.session.records import EndReason
from voicecoach.session.state import MenuChoice, SessionSettings

OFFERS = [MenuItem(f"routine-{n}", f"Routine {n}") for n in range(1, 6)]
DIGITS = {command.number: command for command in Command if command.number is not None}


class Welcome(Rehearsal):
    """A rehearsal of the welcome."""

    def __init__(self, *people: str, offers: list[MenuItem] = OFFERS) -> None:
        texts = MenuTexts(**load("en").texts.menu.model_dump())
        plan = Plan("", texts.title, "", "en", (), ())
        self.play(Session(plan, WORDING, SessionSettings(give_up_s=60.0), menu=Menu(tuple(offers), people, texts)))

    def run_until(self, phase: str, limit_s: float = 600.0) -> Welcome:
        super().run_until(phase, limit_s)
        return self

    def choose(self, *numbers: int) -> Welcome:
        for number in numbers:
            self.run_until("asking").run(20.0)
            assert self.expectation is Expectation.NUMBER
            self.hear(DIGITS[number])
        return self

    @property
    def chosen(self) -> tuple[str | None, str | None]:
        choice = self.session.state.choice
        return choice.routine, choice.patient


def test_who_is_the_first_one_here_is_asked_one_question() -> None:
    r = Welcome().choose(2)
    assert r.why is EndReason.FINISHED
    assert r.chosen == ("routine-2", None)


def test_where_people_are_known_it_is_two() -> None:
    assert Welcome("Anna", "Bo").choose(1, 2).chosen == ("routine-1", "Bo")


def test_zero_is_a_guest() -> None:
    assert Welcome("Anna").choose(1, 0).chosen == ("routine-1", None)


def test_zero_brings_other_routines_and_comes_round() -> None:
    r = Welcome().choose(0)
    r.run(20.0)
    assert "Say one for Routine 4." in r.texts()
    assert r.choose(0, 3).chosen == ("routine-3", None)


def test_no_more_are_named_at_once_than_are_remembered() -> None:
    r = Welcome()
    r.run_until("asking").run(20.0)
    assert "Say three for Routine 3." in r.texts()
    assert "Say four for Routine 4." not in r.texts()


def test_a_number_that_is_no_choice_is_said_not_to_fit() -> None:
    r = Welcome().choose(7)
    r.run(5.0)
    assert "I cannot do that at this point." in r.texts()
    assert r.chosen == (None, None)


class TestPickedOnTheScreen:
    @pytest.mark.parametrize("phase", ["opening", "asking"])
    def test_a_routine_that_has_not_been_named_yet_can_be_picked(self, phase: str) -> None:
        r = Welcome().run_until(phase)
        r.tell(MenuPicked("routine-5"))
        assert r.run_to_end(answering=False).why is EndReason.FINISHED
        assert r.session.state.choice.routine == "routine-5"

    @pytest.mark.parametrize(("picked", "patient"), [("Bo", "Bo"), ("", None)])
    def test_then_a_patient_or_a_guest(self, picked: str, patient: str | None) -> None:
        r = Welcome("Anna", "Bo")
        r.run_until("asking").tell(MenuPicked("routine-4"))
        assert r.session.view(r.now_s).choosing_patient
        r.tell(MenuPicked(picked))
        assert r.session.state.choice == MenuChoice("routine-4", patient)

    @pytest.mark.parametrize("picked", ["Cy", "", "Anna"])
    def test_what_is_no_routine_is_ignored(self, picked: str) -> None:
        r = Welcome("Anna")
        r.run_until("asking").tell(MenuPicked(picked))
        assert not r.session.view(r.now_s).choosing_patient
        assert r.session.state.choice == MenuChoice()

    def test_the_view_has_what_the_numbers_stand_for(self) -> None:
        r = Welcome("Anna", "Bo")
        r.run_until("asking")
        assert r.session.view(r.now_s).choices == ("routine-1", "routine-2", "routine-3")
        r.choose(0)
        assert r.session.view(r.now_s).choices == ("routine-4", "routine-5")
        r.choose(1)
        assert r.session.view(r.now_s).choices == ("Anna", "Bo")

    def test_in_a_session_there_is_nothing_to_pick(self) -> None:
        r = Rehearsal(two_sided())
        r.tell(MenuPicked("routine-1"))
        assert r.run_until("waiting").session.view(r.now_s).choices == ()


@pytest.mark.parametrize("command", [Command.STOP, Command.PAUSE])
def test_it_can_be_left_like_a_session(command: Command) -> None:
    r = Welcome()
    r.run_until("asking").hear(command)
    r.run_to_end(answering=False)
    assert r.chosen == (None, None)


def test_silence_chooses_nothing() -> None:
    r = Welcome()
    assert r.run_to_end(answering=False).why is EndReason.UNANSWERED
    assert r.chosen == (None, None)


def test_it_speaks_a_language_that_can_be_shown() -> None:
    assert load(Welcome().session.context.plan.language).code == "en"
