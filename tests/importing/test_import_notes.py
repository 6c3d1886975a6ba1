"""Therapists' notes, and where exercises begin and end in a text."""

from __future__ import annotations

import pytest

from voicecoach.importing import import_text
from voicecoach.importing.entries import entries_of
from voicecoach.importing.headings import is_exercise_name, label_role
from voicecoach.importing.markup import blocks_of
from voicecoach.importing.notes import numbered_pieces, one_liner, pieces, written_out
from voicecoach.importing.sections import sections


def names(text: str) -> list[str | None]:
    return [exercise.name for exercise in sections(entries_of(blocks_of(text))).exercises]


@pytest.mark.parametrize(
    ("note", "full"),
    [
        ("HS stretch w/ strap 3x30s", "hamstring stretch with strap 3x30s"),
        ("R hip flexor stretch", "right hip flexor stretch"),
        ("SKTC ea", "single knee to chest each side"),
        ("D/C if LE sx worsen", "stop if leg symptoms worsen"),
        ("3x10 L and R", "3x10 left and right"),
        ("L/R x10", "L/R x10"),
    ],
)
def test_abbreviations(note: str, full: str) -> None:
    assert written_out(note) == full


@pytest.mark.parametrize(
    ("line", "name", "known"),
    [
        ("SKTC 3x30s ea", "single knee to chest", "Single knee to chest"),
        ("clams 3x15 ea side", "clams", "Clamshell"),
        ("bridges 2x12", "bridges", "Bridge"),
        ("10 bridges", "bridges", "Bridge"),
        ("3 sets of 10 squats", "squats", "Squat"),
        ("LTR 10x ea way", "lower trunk rotation", "Lower trunk rotation"),
        ("Figure 4 stretch - 30 sec each side", "figure four stretch", "Figure-four stretch"),
        ("Child's pose: 5 breaths", "Child's pose", "Child's pose"),
        ("Copenhagen curl 2x8", "Copenhagen curl", None),
    ],
)
def test_exercises_in_one_line(line: str, name: str, known: str | None) -> None:
    found = one_liner(line)
    assert found is not None
    assert found.name == name
    assert (found.known.name if found.known else None) == known


@pytest.mark.parametrize(
    "line",
    [
        "Hold for 30 seconds",
        "Repeat 10 times",
        "Hold the hamstring stretch for 30 seconds",
        "Rest 30s between sets",
        "3 sets of 10",
        "Lift your hips 10 times",
        "Exercises - weeks 6 to 12",
        "Bridge",
    ],
)
def test_lines_that_are_no_exercise_by_themselves(line: str) -> None:
    assert one_liner(line) is None


def test_several_exercises_on_one_line_come_apart() -> None:
    assert pieces("SKTC 3x30s ea; bridges 2x12; clams 3x15") == ["SKTC 3x30s ea", "bridges 2x12", "clams 3x15"]
    assert pieces("10 bridges, 3 x 30s hamstring stretch each side and 2x12 clams") == [
        "10 bridges",
        "3 x 30s hamstring stretch each side",
        "2x12 clams",
    ]
    assert pieces("Lift your hips, hold, and lower them") == ["Lift your hips, hold, and lower them"]


def test_a_numbered_list_on_one_line_comes_apart() -> None:
    assert numbered_pieces("HEP: 1) bridge 3x10 2) clam 2x15") == [
        (None, "HEP:"),
        ("1", "bridge 3x10"),
        ("2", "clam 2x15"),
    ]
    assert numbered_pieces("Repeat 2) times") == [(None, "Repeat 2) times")]


def test_an_instruction_below_a_line_of_a_note_is_said_instead_of_the_common_description() -> None:
    found = import_text("Bridges 3x10\n- Lie on your back with your feet on a chair.\n- Lift your hips.\nClams 2x15\n")
    assert "feet on a chair" in found.yaml
    assert "Press through your heels" not in found.yaml
    assert "Keep your feet together, lift your {side} knee" in found.yaml


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Starting position", "setup"),
        ("Start Position:", "setup"),
        ("How to do it", "move"),
        ("How to do this stretch:", "move"),
        ("Tips", "tip"),
        ("Caution", "caution"),
        ("Who should not do this", "not_for"),
        ("Reps", "reps"),
        ("Frequency", "frequency"),
        ("Benefits", "why"),
        ("Bridge", None),
    ],
)
def test_labels(label: str, role: str | None) -> None:
    assert label_role(label) == role


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("Knee rolls", True),
        ("Standing IT band stretch", True),
        ("The bridge", True),
        ("Copenhagen curl", True),
        ("Stretching exercises", False),
        ("Exercise sheet", False),
        ("What is sciatica?", False),
        ("Do not hold", False),
        ("As you breathe out, arch your back", False),
        ("Injections", False),
    ],
)
def test_names_of_exercises(text: str, is_name: bool) -> None:
    assert is_exercise_name(text) is is_name


DO = "Lie on your back. Lift your hips. Hold for 5 seconds. Repeat 10 times."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Bridge\n{DO}\n\nKnee rolls\n{DO}", ["Bridge", "Knee rolls"]),
        (f"1. Bridge\n{DO}\n2. Knee rolls\n{DO}", ["Bridge", "Knee rolls"]),
        (f"Exercise 1: Bridge\n{DO}\nExercise 2: Knee rolls\n{DO}", ["Bridge", "Knee rolls"]),
        (f"Exercise 1\n{DO}\nExercise 2\n{DO}", [None, None]),
        (f"**Bridge** {DO}\n\n**Knee rolls** {DO}", ["Bridge", "Knee rolls"]),
        (f"Bridge: {DO}\n\nKnee rolls: {DO}", ["Bridge", "Knee rolls"]),
        (f"Bridge – {DO}\n\nKnee rolls - {DO}", ["Bridge", "Knee rolls"]),
        (f"BRIDGE {DO} KNEE ROLLS {DO}", ["Bridge", "Knee rolls"]),
        (f"### Bridge\n{DO}\n### Hip Hitch\n{DO}", ["Bridge", "Hip Hitch"]),
        (f"1) {DO}\n2) {DO}\n3) {DO}", [None, None, None]),
        ("Bridge\n1. Lie on your back.\n2. Lift your hips.\n3. Hold for 5 seconds.\n4. Repeat.", ["Bridge"]),
        (f"{DO} Sit on a chair. Straighten your knee. Hold for 9 seconds.", [None, None]),
        (f"Bridge\n{DO}\nTips\nKeep your back flat.\nBenefits\nIt helps.", ["Bridge"]),
        (f"How to do the bridge\n{DO}", ["bridge"]),
        (f"Bridge\nthe bridge\n\n{DO}", ["Bridge"]),
        (f"Bridge\n{DO}\nInjections\nA doctor injects a steroid. Rest for 20 minutes.", ["Bridge"]),
        ("Surgery\nThe surgeon removes the disc. You lie on your back for 2 hours. Repeat scans twice.", []),
        ("Lifting\nBend your knees. Keep your back straight.", []),
    ],
)
def test_where_exercises_begin_and_end(text: str, expected: list[str | None]) -> None:
    assert names(text) == expected
