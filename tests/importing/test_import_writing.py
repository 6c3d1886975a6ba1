"""The script as it is written: YAML that reads back, remarks and doubts where they belong."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.importing import import_text
from voicecoach.importing.script import Script, ScriptLength, ScriptStep
from voicecoach.importing.write import LINE_CHARS, scalar, write
from voicecoach.routine.parse import parse


@given(st.text())
def test_any_text_reads_back_as_it_was_but_for_its_blanks(text: str) -> None:
    printable = "".join(character for character in text if character.isprintable() or character == " ")
    assert yaml.safe_load(f"- say: {scalar(printable)}") == [{"say": " ".join(printable.split())}]


def test_steps_remarks_and_doubts() -> None:
    hold = ScriptStep([("hold", ScriptLength(90)), ("times", 3), ("breathe", (4.0, 6.0))], remarks=["How often: daily"])
    hold.check("hold", "a guess")
    hold.check("times", "a reason " * 20)
    block = ScriptStep([("each_side", [ScriptStep([("say", "Lift your {side} leg: slowly.")]), hold])])
    script = Script("Test", [block], first_side="left", remarks=["Read it over."], last_remarks=["The end."])
    written = write(script)
    text, doubts = written.yaml, written.doubts
    lines = text.splitlines()
    assert lines[0] == "# Read it over."
    assert lines[-1] == "# The end."
    assert "      - hold: 1m30s  # check: a guess" in lines
    assert "      # How often: daily" in lines
    assert [lines[doubt.line - 1].split("#")[0].strip() for doubt in doubts] == ["- hold: 1m30s", "times: 3"]
    assert max(len(line) for line in lines if "# check" in line) <= LINE_CHARS
    routine = parse(text.encode(), "test")
    assert routine.first_side == "left"


def test_a_remark_cannot_break_out_of_its_comment() -> None:
    script = Script("Test", [ScriptStep([("say", "Lift.")], remarks=["first\nname: other\r\x85\u2028x: y"])])
    text = write(script).yaml
    assert yaml.safe_load(text) == {"name": "Test", "language": "en", "steps": [{"say": "Lift."}]}


def test_braces_quotes_and_colons_of_a_text_survive() -> None:
    found = import_text(
        'Bridge\n\nLie on your back: "feet {flat}" & 100% relaxed. Press your {heels} down - #1 tip. '
        "Lift your hips. Repeat 10 times."
    )
    said = " ".join(step["say"] for step in yaml.safe_load(found.yaml)["steps"] if "say" in step)
    assert '"feet (flat)" & 100% relaxed' in said
    assert "Press your (heels) down - #1 tip." in said


def test_no_word_of_a_very_long_instruction_is_lost() -> None:
    words = " ".join(f"word{number}." if number % 40 == 39 else f"word{number}" for number in range(200))
    found = import_text(f"Bridge\n\nLie on your back and lift your hips {words} Hold for 10 seconds.")
    flat = found.yaml.replace("#", " ")
    assert all(f"word{number}" in flat for number in range(200))
