"""The vocabulary file and the merges."""

from __future__ import annotations

import pytest

from voicecoach.ears.tokenizer import Tokenizer
from voicecoach.errors import EarsError

_SPACE = "\u2581"


def _file(pieces: list[str]) -> bytes:
    """Ids 3 to 258 are raw bytes, as in the real file; the pieces follow."""
    data = bytearray(b"\x05<unk>\x03<s>\x04</s>")
    for byte in range(256):
        data += bytes([1, byte])
    for piece in pieces:
        encoded = piece.encode()
        size = len(encoded)
        data += bytes([size]) if size < 128 else bytes([128 + size % 128, size // 128])
        data += encoded
    return bytes(data)


def test_the_lowest_id_is_merged_first() -> None:
    tokenizer = Tokenizer(_file([_SPACE, "a", "b", "c", "bc", "ab", _SPACE + "a"]))
    assert tokenizer.encode("abc") == (tokenizer.piece_id(_SPACE + "a"), tokenizer.piece_id("bc"))


def test_letters_are_pieces_and_not_raw_bytes() -> None:
    tokenizer = Tokenizer(_file([_SPACE, "a", "."]))
    assert tokenizer.piece_id(".") == 259 + 2
    assert min(tokenizer.encode("a a")) >= 259


def test_long_pieces_have_two_bytes_of_length() -> None:
    tokenizer = Tokenizer(_file(["x" * 200, "y"]))
    assert tokenizer.piece_id("y") == 260


@pytest.mark.parametrize("data", [b"\x05<u", b"\x85"])
def test_a_file_that_is_cut_short_is_refused(data: bytes) -> None:
    with pytest.raises(EarsError, match="truncated"):
        Tokenizer(data)


def test_a_character_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(EarsError, match="no piece"):
        Tokenizer(_file([_SPACE])).encode("é")
