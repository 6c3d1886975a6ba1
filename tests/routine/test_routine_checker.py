"""Warnings: what is allowed in a script and probably not meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from voicecoach.errors import RequestError
from voicecoach.routine.checker import Checked, check_file
from voicecoach.routine.lint import KnownNames

KNOWN = KnownNames(languages=("en", "de"), pictures=("lying", "sitting"), phrases=("stop", "next", "carry on", "ready"))


def check(tmp_path: Path, steps: str, head: str = "name: x") -> Checked:
    path = tmp_path / "f.yaml"
    path.write_text(f"{head}\nsteps:\n{steps}\n", encoding="utf-8")
    return check_file(path, KNOWN)


def warnings(tmp_path: Path, steps: str, head: str = "name: x") -> list[str]:
    checked = check(tmp_path, steps, head)
    assert checked.errors == ()
    return [str(problem).removeprefix(f"{tmp_path / 'f.yaml'}:") for problem in checked.warnings]


def test_a_good_script_has_no_warnings(tmp_path: Path) -> None:
    steps = """\
- {say: Lie down., picture: lying}
- each_side:
  - {say: Your {side} knee makes a right angle.}
  - {hold: 30s, times: 2, rest: 5s, cues: [{at: 5s, say: Breathe.}, {at: 18s, say: Nearly there.}]}
"""
    assert (
        check(tmp_path, steps.replace("{say: Your {side}", '{say: "Your {side}').replace("angle.}", 'angle."}'))
        == Checked()
    )


def test_errors_leave_no_room_for_warnings(tmp_path: Path) -> None:
    checked = check(tmp_path, "- sayy: Stop.")
    assert [problem.message for problem in checked.errors] == ["unknown step 'sayy'; did you mean 'say'?"]
    assert checked.warnings == ()


def test_a_missing_file_is_a_wrong_request(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="There is no file"):
        check_file(tmp_path / "nowhere.yaml")


def test_a_language_that_the_coach_does_not_speak_is_an_error(tmp_path: Path) -> None:
    checked = check(tmp_path, "- say: x", "name: x\nlanguage: fr")
    assert [(p.line, p.column, p.message) for p in checked.errors] == [
        (2, 11, "the coach does not speak 'fr', only de, en")
    ]
    assert check_file(tmp_path / "f.yaml", KnownNames()).errors == ()


@pytest.mark.parametrize("key", ["say", "short", "release", "feel", "not_feel"])
def test_a_side_by_name_inside_each_side_is_said_for_both(tmp_path: Path, key: str) -> None:
    step = f"{{hold: 20s, say: x, {key}: your left hip}}".replace("say: x, say", "say")
    (warning,) = warnings(tmp_path, f"- each_side:\n  - {step}")
    assert "'left' is said for both sides alike: write {side}" in warning
    assert warnings(tmp_path, f"- {step}") == []


def test_a_side_by_name_is_found_in_cues_and_rounds(tmp_path: Path) -> None:
    steps = "- each_side:\n  - repeat: 2\n    steps:\n    - hold: 20s\n      cues: [{at: 2s, say: Right hand.}]"
    (warning,) = warnings(tmp_path, steps)
    assert warning.startswith("7:28: 'right' is said")


@pytest.mark.parametrize("text", ["Stop.", "Lie down. Next.", "carry on!", "Ready?"])
def test_a_bare_command_is_not_said(tmp_path: Path, text: str) -> None:
    (warning,) = warnings(tmp_path, f"- say: {text}")
    assert warning.startswith("3:8: ")
    assert "by itself is a command" in warning


def test_a_command_within_a_sentence_is_let_pass(tmp_path: Path) -> None:
    assert warnings(tmp_path, "- say: The next one is easier, so carry on breathing. Never stop.") == []


def test_a_cue_must_fit_between_what_is_counted(tmp_path: Path) -> None:
    steps = """\
- hold: 30s
  cues:
  - {at: 2s, say: One two three four five six seven eight nine ten.}
  - {at: 4s, say: Too soon.}
  - {at: 14s, say: Over half time this goes.}
  - {at: 24s, say: Into the count.}
- hold: 12s
  cues: [{at: 5s, say: Short holds have no half time.}]
"""
    assert warnings(tmp_path, steps) == [
        "6:5: this cue begins before the cue ahead of it is spoken, about 7s",
        "7:5: this cue runs into half time, which is said at 15s",
        "8:5: this cue runs into the last five seconds, which are counted aloud",
        "10:10: this cue runs into the last five seconds, which are counted aloud",
    ]


def test_a_rest_after_a_single_hold_is_not_what_it_seems(tmp_path: Path) -> None:
    (warning,) = warnings(tmp_path, "- {hold: 20s, rest: 10s}")
    assert warning.startswith("3:15: this rest comes between repetitions")


def test_what_only_goes_with_an_instruction_needs_one(tmp_path: Path) -> None:
    assert warnings(tmp_path, "- {hold: 20s, short: On your back.}\n- {reps: 5, every: 3s, pause: 4s}") == [
        "3:15: 'short' has no effect without 'say'",
        "4:24: 'pause' has no effect without 'say'",
    ]


def test_a_text_without_a_word_is_not_heard(tmp_path: Path) -> None:
    assert warnings(tmp_path, "- say: 😀") == ["3:8: there is no word in this text, so that nothing will be heard"]


def test_a_comment_that_cuts_a_text_short_is_pointed_out(tmp_path: Path) -> None:
    assert warnings(tmp_path, "- say: Use band #3 here.  # the blue one\n- say: '#4 is red.' # or green") == [
        "3:17: '#3 here.  # the blue one' is a comment and not said: put the whole text in quotes if it belongs to it"
    ]


def test_an_exercise_is_looked_into(tmp_path: Path) -> None:
    steps = "- exercise: Bridge\n  steps:\n  - say: Stop.\n  - each_side: [{hold: 9s, release: Left foot down.}]"
    assert [warning.partition(": ")[0] for warning in warnings(tmp_path, steps)] == ["5:10", "6:37"]


def test_a_cue_is_measured_against_a_length_in_breaths(tmp_path: Path) -> None:
    steps = "- {hold: 3 breaths, cues: [{at: 1s, say: Good.}, {at: 27s, say: Let go of the rest now.}]}"
    assert warnings(tmp_path, steps) == ["3:50: this cue runs into the last five seconds, which are counted aloud"]


def test_a_picture_that_nobody_drew_is_named(tmp_path: Path) -> None:
    assert warnings(tmp_path, "- {wait: ready, picture: standing}") == ["3:26: there is no picture called 'standing'"]


def test_settings_for_sides_need_sides(tmp_path: Path) -> None:
    assert warnings(tmp_path, "- say: x", "name: x\nfirst_side: left\nswitch: 5s") == [
        "2:1: 'first_side' has no effect: there is no each_side in this routine",
        "3:1: 'switch' has no effect: there is no each_side in this routine",
    ]
