"""What is quoted as left out."""

from __future__ import annotations

from voicecoach.importing.account import audited
from voicecoach.importing.document import Block, BlockKind

SCRIPT = """\
steps:
  - say: Do not hold your left hand.
  - each_side:
      - say: Lift your {side} hip.
"""


def quoted(text: str) -> list[str]:
    return [each.text for each in audited([Block(BlockKind.PARAGRAPH, text, 1)], [], SCRIPT)]


def test_a_warning_is_quoted_though_each_of_its_words_stands_in_some_other_sentence() -> None:
    assert quoted("Do not lift your left hip.") == ["Do not lift your left hip."]


def test_a_warning_that_is_said_and_an_order_that_is_cut_in_two_are_not_quoted() -> None:
    assert quoted("Do not hold your left hand.") == []
    assert quoted("Lift your hip, hold your hand.") == []
