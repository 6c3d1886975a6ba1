"""Numbers and verbs agree for every count, in one place."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as some

from voicecoach.language.loading import load
from voicecoach.language.text_model import Keyed
from voicecoach.language.wording import CountedText, Wording, flattened

ENGLISH = load("en").wording


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "There are zero seconds left."),
        (1, "There is one second left."),
        (2, "There are two seconds left."),
        (59, "There are 59 seconds left."),
        (60, "There is one minute left."),
        (61, "There are one minute and one second left."),
        (120, "There are two minutes left."),
        (0.6, "There is one second left."),
    ],
)
def test_what_is_left_agrees_with_its_number(seconds: float, said: str) -> None:
    assert ENGLISH.say("left", left=ENGLISH.duration(seconds)) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "You will do this once, with my count."),
        (2, "You will do this twice, with my count."),
        (3, "You will do this three times, with my count."),
        (30, "You will do this 30 times, with my count."),
    ],
)
def test_how_often_is_said_as_people_say_it(count: int, said: str) -> None:
    assert ENGLISH.say("reps", count=ENGLISH.number(count)) == said


def test_the_minutes_of_a_session_agree() -> None:
    assert ENGLISH.say("left_in_all", left=ENGLISH.duration(60)) == "About one minute is left in all."
    assert ENGLISH.say("left_in_all", left=ENGLISH.duration(300)) == "About five minutes are left in all."


def test_an_amount_inside_another_sentence_keeps_its_count() -> None:
    one, three = (ENGLISH.say("movements", count=ENGLISH.number(count)) for count in (1, 3))
    assert ENGLISH.say("left", left=one) == "There is one movement left."
    assert ENGLISH.say("left", left=three) == "There are three movements left."


@given(some.integers(0, 7200))
def test_no_count_ever_disagrees(seconds: int) -> None:
    length = ENGLISH.duration(seconds)
    single = seconds in (1, 60)
    for key in ("left", "left_in_hold", "left_in_all", "position_again", "longer_hold"):
        said = ENGLISH.say(key, left=length)
        assert (" is " in said) == single
        assert (" are " in said) != single
    assert "one seconds" not in length
    assert "one minutes" not in length


def test_the_value_called_count_decides_before_others() -> None:
    wording = Wording(flattened({"a": {"one": "{x} {count} is", "other": "{x} {count} are"}}), (), {})
    assert wording.say("a", x=CountedText("five", 5), count=1) == "five 1 is"
    assert wording.say("a", x=CountedText("one", 1), count=5) == "one 5 are"


def test_a_sentence_without_forms_takes_any_count() -> None:
    assert ENGLISH.say("rest", duration=ENGLISH.duration(1)) == ENGLISH.sentences["rest"].format(duration="one second")


def test_an_amount_is_kept_when_it_is_sent_to_another_process() -> None:
    sent = pickle.loads(pickle.dumps(ENGLISH.duration(60)))
    assert sent == "one minute"
    assert ENGLISH.say("left", left=sent) == "There is one minute left."


@pytest.mark.parametrize("section", ["sentences"])
def test_every_form_of_a_sentence_stands_in_the_flat_table(section: str) -> None:
    assert flattened({"a": "x", "b": {"one": "y", "two": "z", "other": "w"}}) == {
        "a": "x",
        "b": "w",
        "b.one": "y",
        "b.two": "z",
    }, section


def test_keys_with_a_star_may_have_forms() -> None:
    assert Keyed("left*{left} done{count} end").counted == {"left"}
    assert Keyed("left*{left} done{count} end").keys == {
        "left": frozenset({"left"}),
        "done": frozenset({"count"}),
        "end": frozenset(),
    }
