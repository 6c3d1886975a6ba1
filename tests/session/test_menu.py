"""The welcome: at most two questions, answered with numbers, and what was chosen."""

from __future__ import annotations

import pytest

from tests.rehearsal import WORDING, Rehearsal
from voicecoach.language.loading import load
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.routine.plan import Plan
from voicecoach.session.engine import Session
from voicecoach.session.menu import Menu, MenuItem, MenuTexts
from voicecoach.session.records import EndReason
from voicecoach.session.state import SessionSettings

OFFERS = [MenuItem(f"routine-{n}", f"Routine {n}") for n in range(1, 6)]
DIGITS = {command.number: command for command in Command if command.number is not None}


class Welcome(Rehearsal):
    """A rehearsal of the welcome."""

    def __init__(self, *people: str, offers: list[MenuItem] = OFFERS) -> None:
        texts = MenuTexts(**load("en").texts.menu.model_dump())
        plan = Plan("", texts.title, "", "en", (), ())
        self.play(Session(plan, WORDING, SessionSettings(give_up_s=60.0), menu=Menu(tuple(offers), people, texts)))

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
