"""Left and right: which side is stretched, and the same text for either."""

from __future__ import annotations

import pytest

from voicecoach.importing.fates import Clause, clauses_of
from voicecoach.importing.mirror import Mirror, speaks_of_one_limb
from voicecoach.importing.sentences import sentences
from voicecoach.importing.stretched import side_words, stretched_side


def read(text: str) -> list[Clause]:
    return [clause for sentence in sentences(text) for clause in clauses_of(sentence)]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        (
            "Put your left foot on the wall and your right ankle on your left knee. Feel it in your right buttock.",
            "right",
        ),
        ("Put your left foot on the wall. Place your right ankle on top of your left knee.", "right"),
        ("Cross your left leg over your right and lean forward.", "left"),
        ("Rest the outside of your left ankle across your right thigh.", "left"),
        ("Kneel on your right knee with your left foot in front.", "right"),
        ("Step your left foot forward into a lunge until your right hip opens.", "right"),
        ("Kneel down. Your left foot is flat on the floor in front of you.", "right"),
        ("Step forward. Take your left foot a big step behind you.", "left"),
        ("Lie on your left side and lift the top leg.", "right"),
        ("Lie on your right side. Lift your left knee.", "left"),
        ("Let both knees sink to the left.", "right"),
        ("Bring your right knee to your chest.", "right"),
        ("Loop the strap around your left foot.", "left"),
        ("Stretch your right hamstring.", "right"),
        ("To stretch the left piriformis: put the left foot across.", "left"),
        ("Pull your right knee across to your left shoulder until you feel a stretch in your right hip.", "right"),
        ("Lift your left arm and your right leg.", "right"),
        ("Sit tall. Turn. Then do the left leg.", "right"),
        ("These instructions are for the right hip. Put a towel round your left thigh.", "right"),
        ("Bend both knees.", None),
        ("Turn your foot at a right angle, come back right away.", None),
    ],
)
def test_the_side_that_is_stretched(text: str, side: str | None) -> None:
    assert stretched_side(read(text), None).side == side


def test_the_name_of_an_exercise_may_tell_the_side() -> None:
    assert stretched_side(read("Put the foot across."), "Stretch for the left piriformis").side == "left"


def test_a_side_that_is_only_named_first_is_marked() -> None:
    found = stretched_side(read("Hold the chair with your right hand and your left hand on your hip."), None)
    assert found.why is not None
    assert stretched_side(read("You should feel it in your right buttock."), None).why is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("your left foot", 1),
        ("left and right", 2),
        ("on the right-hand side", 1),
        ("a right angle", 0),
        ("come out right away", 0),
        ("ten seconds are left", 0),
        ("right behind your knee", 0),
        ("your right behind your left", 2),
        ("the right amount", 0),
        ("if it feels right", 0),
        ("Right, now lift", 1),
    ],
)
def test_words_for_sides(text: str, count: int) -> None:
    assert len(side_words(text)) == count


@pytest.mark.parametrize(
    ("stretched", "text", "said"),
    [
        ("right", "place your right ankle on your left knee", "place your {side} ankle on your {other} knee"),
        ("left", "place your right ankle on your left knee", "place your {other} ankle on your {side} knee"),
        ("right", "at a right angle", "at a right angle"),
        ("right", "put your right foot on the opposite thigh", "put your {side} foot on your {other} thigh"),
        ("right", "put your left hand on the opposite knee", "put your {other} hand on your {side} knee"),
        (None, "bring one knee to your chest", "bring your {side} knee to your chest"),
        (None, "keep the other leg straight", "keep your {other} leg straight"),
        (None, "cross the affected leg over the other", "cross your {side} leg over your {other} one"),
        (None, "lie on your unaffected side", "lie on your {other} side"),
        (None, "lie on one side", "lie on your {other} side"),
        (None, "let both knees roll to one side", "let both knees roll to the {other}"),
        (None, "the ankle of the leg you wish to stretch", "the ankle of your {side} leg"),
        (None, "towards the shoulder on the same side", "towards your {side} shoulder"),
        (None, "the leg closest to the wall", "your {side} leg, the one closest to the wall"),
        (None, "bend both knees", "bend both knees"),
        (None, "press the knees against each other", "press the knees against each other"),
        (None, "lift one leg at a time", "lift one leg at a time"),
    ],
)
def test_texts_for_either_side(stretched: str | None, text: str, said: str) -> None:
    assert Mirror(stretched).text(text) == said


def test_a_limb_is_chosen_where_the_text_names_none() -> None:
    mirror = Mirror(None)
    assert mirror.text("pull your knee to your chest", order=True) == "pull your {side} knee to your chest"
    assert mirror.guessed
    assert mirror.text("straighten your leg", order=True) == "straighten your leg"


def test_the_straight_leg_works_while_the_bent_one_rests() -> None:
    clauses = read("Lie on your back with one knee bent. Lift the straight leg.")
    mirror = Mirror.of(None, clauses)
    assert mirror.text("lie on your back with one knee bent") == "lie on your back with your {other} knee bent"
    assert mirror.text("lift the straight leg") == "lift your straight {side} leg"


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("Bring one knee to your chest.", True),
        ("Lie on your side with your knees bent.", True),
        ("Cross your ankle over the opposite knee.", True),
        ("Bring both knees to your chest.", False),
        ("Bring one knee and then the other to your chest.", False),
        ("Lift one leg at a time.", False),
        ("Put one hand on your belly.", False),
    ],
)
def test_exercises_for_one_limb(text: str, one: bool) -> None:
    assert speaks_of_one_limb(read(text)) is one
