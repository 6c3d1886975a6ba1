"""The marks that an import leaves, and who refuses a script that still has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from voicecoach.cli.routines import check
from voicecoach.coach.session_request import SessionRequest, resolved
from voicecoach.errors import RequestError
from voicecoach.importing import import_text
from voicecoach.importing.settle import settled, worth_asking, written_above
from voicecoach.routine.review import open_checks

OPEN = """\
# check: a remark on the name,
#   over two lines
name: Knee hug
steps:
  - say: "Lie down.  # check: no mark, but words"
  - say: Don't hurry.  # check: a common description
  # check: one limb
  # line 3: “Bring one knee up.”
  - each_side:
      - hold: 20s  # check: a guess
      - reps: 10  # note: only told
        every: 4s
"""


def test_marks_are_found_with_the_key_that_they_are_about() -> None:
    found = [(check.line, check.key, check.message, check.decides) for check in open_checks(OPEN)]
    assert found == [
        (3, "name", "a remark on the name,", False),
        (6, "say", "a common description", False),
        (9, "each_side", "one limb", True),
        (10, "hold", "a guess", True),
    ]


def test_check_tells_open_guesses_and_calls_no_such_script_good(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "open.yaml"
    path.write_text(OPEN, "utf-8")
    assert check([path]) == 0
    out, err = capsys.readouterr()
    assert f"{path}:10:1: open guess: hold: a guess" in out
    assert "4 open guesses" in err
    assert "good script" not in err


def test_nobody_exercises_by_a_guess_unless_told_to(tmp_path: Path) -> None:
    path = tmp_path / "open.yaml"
    path.write_text(OPEN, "utf-8")
    with pytest.raises(
        RequestError, match=r"open\.yaml:9: the each_side is a guess \(one limb\) and 1 more"
    ) as refused:
        resolved(SessionRequest(str(path)))
    assert "\n" not in str(refused.value)
    assert resolved(SessionRequest(str(path), unreviewed=True)).plan.steps


def test_guesses_that_are_no_dose_and_no_side_stop_nobody(tmp_path: Path) -> None:
    path = tmp_path / "said.yaml"
    path.write_text("name: X\nsteps:\n  - say: Lie down.  # check: a common description\n  - hold: 20s\n", "utf-8")
    assert resolved(SessionRequest(str(path))).plan.steps


def test_a_guess_in_an_included_script_is_one_of_the_programme(tmp_path: Path) -> None:
    (tmp_path / "inner.yaml").write_text(OPEN, "utf-8")
    programme = tmp_path / "all.yaml"
    programme.write_text("name: All\nsteps:\n  - include: inner\n", "utf-8")
    with pytest.raises(RequestError, match=r"inner\.yaml:9"):
        resolved(SessionRequest(str(programme)))


def test_settling_takes_the_mark_away_and_puts_a_value_in_its_place() -> None:
    script = import_text("Knee hug\n\nLie on your back. Bring both knees to your chest.\n").yaml
    [check] = worth_asking(script)
    done = settled(script, [check], "15s")
    assert open_checks(done) == ()
    assert "  - hold: 15s\n" in done or "hold: 15s\n" in done
    with pytest.raises(RequestError, match="expected a duration"):
        settled(script, [check], "a while")
    assert len(settled(script, [check]).splitlines()) == len(script.splitlines())


def test_a_mark_on_lines_of_its_own_goes_whole_and_its_quotation_stays() -> None:
    [side] = [check for check in open_checks(OPEN) if check.key == "each_side"]
    assert written_above(OPEN, side) == ("line 3: “Bring one knee up.”",)
    done = settled(OPEN, [side])
    assert "one limb" not in done
    assert "Bring one knee up" in done
