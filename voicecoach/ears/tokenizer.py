"""The model's byte-pair vocabulary, read from the file beside it, and the way it splits a phrase.

The file holds one entry an id: a length and so many bytes. A length of 0 is an unused id; lengths of 128 and more
take two bytes, low seven bits first. Ids 3 to 258 are the raw bytes, so a letter or a full stop has two ids and the
second is the real one. Pieces are merged lowest id first, and a space is written as U+2581, as in SentencePiece.
"""

from __future__ import annotations

from pathlib import Path

from voicecoach.errors import EarsError

_SPACE = "\u2581"
_FIRST_REAL_ID = 259


class Tokenizer:
    """Text to token ids, for the short plain phrases of a command list."""

    def __init__(self, data: bytes) -> None:
        """Raises EarsError when ``data`` is not a vocabulary."""
        self._ids: dict[str, int] = {}
        for token_id, piece in enumerate(_pieces(data)):
            if token_id >= _FIRST_REAL_ID and piece:
                try:
                    text = piece.decode("utf-8")
                except UnicodeDecodeError:
                    continue
                self._ids.setdefault(text, token_id)

    @classmethod
    def from_file(cls, path: Path) -> Tokenizer:
        try:
            return cls(path.read_bytes())
        except OSError as error:
            raise EarsError(f"The recogniser's vocabulary cannot be read: {error}.") from error

    def piece_id(self, piece: str) -> int:
        """The id of one exact piece. Raises EarsError when the vocabulary has none."""
        try:
            return self._ids[piece]
        except KeyError:
            raise EarsError(f"The recogniser's vocabulary has no piece {piece!r}.") from None

    def encode(self, text: str) -> tuple[int, ...]:
        """The ids of ``text``, as the model would write it at the start of a transcript.

        Raises EarsError for a character that the model cannot write.
        """
        pieces = list(_SPACE + text.replace(" ", _SPACE))
        while True:
            best: tuple[int, int] | None = None
            for at in range(len(pieces) - 1):
                merged = self._ids.get(pieces[at] + pieces[at + 1])
                if merged is not None and (best is None or merged < best[0]):
                    best = (merged, at)
            if best is None:
                return tuple(self.piece_id(piece) for piece in pieces)
            at = best[1]
            pieces[at : at + 2] = [pieces[at] + pieces[at + 1]]


def _pieces(data: bytes) -> list[bytes]:
    pieces: list[bytes] = []
    at = 0
    while at < len(data):
        length = data[at]
        at += 1
        if length >= 128:
            if at >= len(data):
                raise EarsError("The recogniser's vocabulary is truncated.")
            length = (length - 128) + data[at] * 128
            at += 1
        if at + length > len(data):
            raise EarsError("The recogniser's vocabulary is truncated.")
        pieces.append(data[at : at + length])
        at += length
    return pieces
