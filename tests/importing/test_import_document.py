"""Files of all kinds as clean text and blocks."""

from __future__ import annotations

import pytest

from voicecoach.errors import RequestError
from voicecoach.importing import document
from voicecoach.importing.document import BlockKind
from voicecoach.importing.markup import blocks_of


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind.name, block.text) for block in blocks_of(text)]


@pytest.mark.parametrize(
    "data",
    [
        "½ minute – “hold”".encode(),
        b"\xef\xbb\xbf" + "½ minute – “hold”".encode(),
        "½ minute – “hold”".encode("utf-16"),
        "½ minute – “hold”".encode("cp1252"),
    ],
)
def test_text_is_read_in_the_encodings_people_have(data: bytes) -> None:
    assert document.decode(data) == "½ minute – “hold”"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"{\\rtf1 ...", "a rich-text file"),
        (b"\x89PNG\r\n", "a picture"),
        (b"Lie on your back\x00\x01", "no text file"),
        (b"a" * (256 * 1024 + 1), "longer than 256 KiB"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, why: str) -> None:
    with pytest.raises(RequestError, match=why):
        document.decode(data)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Hold\u00a030\u2009seconds", "Hold 30 seconds"),
        ("1½ minutes, ½ a minute", "1.5 minutes, 0.5 a minute"),
        ("3 × 10", "3 x 10"),
        ("“Don’t”", '"Don\'t"'),
        ("ﬁgure ﬂat", "figure flat"),
        ("the {knee} and {", "the (knee) and ("),
        ("a\r\nb\rc", "a\nb\nc"),
        ("zero\u200bwidth\u00ad", "zerowidth"),
        ("① lie", "1.  lie"),
        ("bell\x07", "bell"),
        ("< 30 seconds & more", "< 30 seconds & more"),
    ],
)
def test_odd_characters_become_plain_ones(text: str, clean: str) -> None:
    assert document.clean(text) == clean


def test_pages_lose_their_markup() -> None:
    text = "<style>p {}</style><h2>Bridge</h2><ul><li>Lie &amp; lift.<li>Lower</ul><!-- hold 9 s --><p>Done</p>"
    assert kinds(text) == [
        ("HEADING", "Bridge"),
        ("ITEM", "Lie & lift."),
        ("ITEM", "Lower"),
        ("PARAGRAPH", "Done"),
    ]


def test_lines_that_a_program_broke_are_joined() -> None:
    text = "Lie on your back with your knees bent and bring\none knee towards your chest, and hold it\nfor 20 seconds."
    assert [block for _, block in kinds(text)] == [" ".join(text.splitlines())]


def test_lines_of_a_note_stay_apart() -> None:
    assert [text for _, text in kinds("SKTC 3x30s ea\nPPT x10\nbridges 2x12")] == [
        "SKTC 3x30s ea",
        "PPT x10",
        "bridges 2x12",
    ]


def test_labels_and_headings_are_not_swallowed_by_the_paragraph_above() -> None:
    text = (
        "Lie on your back with your knees bent and your feet flat on the floor.\n"
        "Action: Lift your hips.\nKnee rolls\nLie on your back."
    )
    assert [block for _, block in kinds(text)] == [
        "Lie on your back with your knees bent and your feet flat on the floor.",
        "Action: Lift your hips.",
        "Knee rolls",
        "Lie on your back.",
    ]


@pytest.mark.parametrize(
    ("line", "number", "text"),
    [
        ("1. Lie down", "1", "Lie down"),
        ("2) Lie down", "2", "Lie down"),
        ("(3) Lie down", "3", "Lie down"),
        ("2a. Lie down", "2a", "Lie down"),
        ("a) Lie down", "a", "Lie down"),
        ("iv. Lie down", "iv", "Lie down"),
        ("Step 1: Lie down", None, "Lie down"),
        ("Step two – Lie down", None, "Lie down"),
        ("• Lie down", None, "Lie down"),
        ("- Lie down", None, "Lie down"),
        ("* Lie down", None, "Lie down"),
        ("✓ Lie down", None, "Lie down"),
        ("\uf0b7 Lie down", None, "Lie down"),
    ],
)
def test_list_items_of_all_kinds(line: str, number: str | None, text: str) -> None:
    [block] = blocks_of(line)
    assert (block.kind, block.number, block.text) == (BlockKind.ITEM, number, text)


@pytest.mark.parametrize(
    "line", ["## Bridge", "**Bridge**", "__Bridge__:", "Bridge\n======", "Bridge\n------", "### **Bridge** ##"]
)
def test_marked_headings(line: str) -> None:
    [block] = blocks_of(line)
    assert (block.kind, block.text, block.explicit) == (BlockKind.HEADING, "Bridge", True)


def test_a_number_at_the_start_of_a_sentence_is_no_list() -> None:
    assert kinds("30 seconds are enough.") == [("PARAGRAPH", "30 seconds are enough.")]


def test_blocks_know_their_lines() -> None:
    assert [block.line for block in blocks_of("One\n\n- two\n- three\n\n# Four")] == [1, 3, 4, 6]


def test_quoted_mail_is_read_like_the_rest() -> None:
    assert kinds("> > Bring your knee up.\n>\n> Hold it.") == [
        ("PARAGRAPH", "Bring your knee up."),
        ("PARAGRAPH", "Hold it."),
    ]


def test_blanks_to_be_filled_in_survive() -> None:
    assert kinds("Hold for ___ seconds. Repeat ___ times.")[0][1] == "Hold for ___ seconds. Repeat ___ times."


def test_rows_of_a_table_become_lines_of_a_note() -> None:
    text = (
        "| Exercise | Sets | Reps | Hold (s) | Side | Notes |\n|---|---|---|---|---|---|\n"
        "| Bridge | 3 | 10 | - | - | slowly |\n| Plank | 2 | | 20-30 | | |\n| Lunge | 2 | - | 45 | R only | |"
    )
    rows = [(block.text, block.line, block.row) for block in blocks_of(text)]
    assert rows == [
        ("Bridge: 3 sets of 10, slowly", 3, True),
        ("Plank: 2 sets, hold 20-30 seconds", 4, True),
        ("Lunge: 2 sets, hold 45 seconds, right side only", 5, True),
    ]


def test_tables_by_tabs() -> None:
    assert [block.text for block in blocks_of("Exercise\tReps\tHold\nClam\t12\t5 s")] == ["Clam: 12 times, hold 5 s"]


def test_a_table_without_doses_keeps_its_words() -> None:
    assert [block.text for block in blocks_of("| Day | Where |\n|---|---|\n| Monday | Pool |")] == [
        "Day Where",
        "Monday Pool",
    ]


def test_a_page_keeps_the_lines_of_its_paragraphs_and_the_numbers_of_its_lists() -> None:
    page = (
        "<html><head><title>x</title></head>\n<h2>Bridge</h2>\n"
        "<ol>\n<li>Lie down.</li>\n<li>Lift.<br>Hold.</li></ol></html>"
    )
    assert [(block.line, block.number, block.text) for block in blocks_of(page)] == [
        (2, None, "Bridge"),
        (4, "1", "Lie down."),
        (5, "2", "Lift."),
        (5, None, "Hold."),
    ]


def test_markdown_lists_within_lists_keep_their_numbers() -> None:
    text = "1. **Neck stretch:**\n   - Sit up.\n   - Tilt your head.\n2. **Twist**\n   - Turn."
    assert [(block.number, block.indent, block.text) for block in blocks_of(text, "x.md")] == [
        ("1", 0, "Neck stretch"),
        (None, 4, "Sit up."),
        (None, 4, "Tilt your head."),
        ("2", 0, "Twist"),
        (None, 4, "Turn."),
    ]


@pytest.mark.parametrize(
    "data", [b"\x7fELF" + b"\x00\xff" * 200_000, b"\x89PNG" + b"a" * 300_000, b"PK" + b"\x00" * 300_000]
)
def test_a_large_file_that_is_no_text_is_not_called_a_long_text(data: bytes) -> None:
    with pytest.raises(RequestError, match=r"no text file|a picture"):
        document.decode(data)
