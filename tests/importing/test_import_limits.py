"""However a text is made, reading it takes no more than a moment: work grows with its length, and has an end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from voicecoach.errors import RequestError
from voicecoach.importing import import_file, import_text
from voicecoach.importing.document import MAX_BYTES, MOST_CLAUSES
from voicecoach.importing.sentences import parts, sentences

HEAD = "Hamstring stretch\nHold 30 seconds.\n\n"


def calls(work: Callable[[], object]) -> int:
    """How many functions are called or gone on with: a measure of work that a busy computer does not change."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def test_a_text_four_times_as_long_is_four_times_the_work() -> None:
    import_text(HEAD)  # patterns and word lists are made once
    short, long = (calls(lambda count=count: import_text(HEAD + "1. " * count)) for count in (150, 600))  # type: ignore[misc]
    assert long < 4.5 * short


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Hold. " * 7_000, "more than 6000 clauses"),
        ("; a" * 8_000, "more than 6000 clauses"),
        ("# A\n" + "- a\n" * 60_000, "more than 8000 lines"),
        ("# A\n" + "[" * 250_000, r"more than 8000 marks such as \* and \["),
        ("# A\n" + "**a** " * 40_000, r"more than 8000 marks such as \* and \["),
    ],
)
def test_what_would_take_long_is_refused_with_its_limit(text: str, why: str) -> None:
    with pytest.raises(RequestError, match=why):
        import_text(text)


def test_as_much_prose_as_a_file_may_hold_is_within_the_limits() -> None:
    sentence = "The buttock and the hip work together whenever we walk, and a walk of half an hour does both good. "
    count = MAX_BYTES // len(sentence)
    assert sum(len(parts(each)) for each in sentences(sentence * count)) == count <= MOST_CLAUSES


def test_blank_lines_cost_nothing() -> None:
    assert import_text(HEAD + "\n" * 60_000).exercises == ("Hamstring stretch",)


def test_a_pipe_or_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="it is a folder"):
        import_file(tmp_path)
    if Path("/dev/zero").exists():
        with pytest.raises(RequestError, match="it is not an ordinary file"):
            import_file(Path("/dev/zero"))


def test_a_long_word_after_a_prohibition_is_not_taken_apart_in_every_way() -> None:
    assert import_text(HEAD + "Do not do " + "twice" * 110).exercises == ("Hamstring stretch",)
