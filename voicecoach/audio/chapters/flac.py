"""Chapters of a FLAC: its Vorbis comment block, rewritten (RFC 9639, section 8)."""

from __future__ import annotations

from pathlib import Path

from voicecoach.audio.chapters.chapter import Contents, vendor_of, vorbis_comment_block, vorbis_comments

MOST = 999
_VORBIS_COMMENT = 4
_LAST = 0x80


def write(path: Path, contents: Contents) -> None:
    """Rewrites the file with the chapters in its comment block. Raises OSError."""
    data = path.read_bytes()
    blocks, sound = _blocks(data)
    vendor = next((vendor_of(body) for kind, body in blocks if kind == _VORBIS_COMMENT), b"")
    comments = vorbis_comment_block(vendor, vorbis_comments(contents))
    # The stream's description has to stay first.
    blocks = [blocks[0], (_VORBIS_COMMENT, comments), *(block for block in blocks[1:] if block[0] != _VORBIS_COMMENT)]
    head = b"fLaC"
    for number, (kind, body) in enumerate(blocks):
        last = _LAST if number == len(blocks) - 1 else 0
        head += bytes([kind | last]) + len(body).to_bytes(3, "big") + body
    path.write_bytes(head + data[sound:])


def _blocks(data: bytes) -> tuple[list[tuple[int, bytes]], int]:
    """The metadata blocks and where the sound begins."""
    blocks: list[tuple[int, bytes]] = []
    at, last = 4, False
    while not last:
        kind, size = data[at], int.from_bytes(data[at + 1 : at + 4], "big")
        last = bool(kind & _LAST)
        blocks.append((kind & ~_LAST, data[at + 4 : at + 4 + size]))
        at += 4 + size
    return blocks, at
