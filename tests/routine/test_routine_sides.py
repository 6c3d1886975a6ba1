"""One text serves both legs."""

from __future__ import annotations

import pytest

from voicecoach.routine.plan import Side
from voicecoach.routine.sides import literal_side, mirror


def test_side_and_other_change_places() -> None:
    text = "Lay your {side} ankle on your {other} knee."
    assert mirror(text, Side.RIGHT) == "Lay your right ankle on your left knee."
    assert mirror(text, Side.LEFT) == "Lay your left ankle on your right knee."


@pytest.mark.parametrize(
    ("text", "mirrored"),
    [
        ("{side} foot up.", "Right foot up."),
        ("Good. {other} foot down.", "Good. Left foot down."),
        ("Good! {other} foot? {side} foot.", "Good! Left foot? Right foot."),
        ("Now: {side} foot, {other} foot.", "Now: right foot, left foot."),
        ("the {side}-hand wall", "the right-hand wall"),
    ],
)
def test_a_side_that_opens_a_sentence_has_its_capital(text: str, mirrored: str) -> None:
    assert mirror(text, Side.RIGHT) == mirrored


def test_the_words_for_the_sides_are_those_of_the_language() -> None:
    words = {Side.LEFT: "links", Side.RIGHT: "rechts"}
    assert mirror("{side}, {other}", Side.LEFT, words) == "Links, rechts"


@pytest.mark.parametrize(
    "text", ["Put your left foot up.", "RIGHT knee down.", "Turn to the right.", "The leg on the left."]
)
def test_a_side_by_name_is_noticed(text: str) -> None:
    assert literal_side(text) in ("left", "right")


@pytest.mark.parametrize(
    "text",
    [
        "The knee makes a right angle.",
        "Come out right away if it hurts.",
        "Ten seconds left.",
        "There is no time left.",
        "That is all right.",
        "Bright light, leftover breath.",
        "Your {side} knee.",
    ],
)
def test_other_uses_of_the_words_are_let_pass(text: str) -> None:
    assert literal_side(text) is None
