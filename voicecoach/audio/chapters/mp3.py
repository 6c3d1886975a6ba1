"""Chapters of an MP3: an ID3v2.3 tag before the sound, with CHAP and CTOC frames (id3.org/id3v2-chapters-1.0)."""

from __future__ import annotations

from pathlib import Path

from voicecoach.audio.chapters.chapter import Contents

MOST = 255
"""A table of contents counts its entries in one byte."""
_NO_OFFSET = b"\xff\xff\xff\xff"  # players use the times
_TOP_LEVEL_ORDERED = b"\x03"


def write(path: Path, contents: Contents) -> None:
    """Puts the tag before the sound. The file must not have one yet. Raises OSError."""
    sound = path.read_bytes()
    path.write_bytes(tag(contents) + sound)


def tag(contents: Contents) -> bytes:
    """The whole tag, for at most ``MOST`` chapters."""
    ends_s = [chapter.starts_s for chapter in contents.chapters[1:]] + [contents.lasts_s]
    frames = [_text(b"TIT2", contents.title), _text(b"TLEN", str(round(contents.lasts_s * 1000)))]
    if contents.chapters:
        names = [f"chp{number}".encode() + b"\0" for number in range(len(contents.chapters))]
        frames.append(_frame(b"CTOC", b"toc\0" + _TOP_LEVEL_ORDERED + len(names).to_bytes(1, "big") + b"".join(names)))
        frames += [
            _frame(
                b"CHAP",
                name + _ms(chapter.starts_s) + _ms(end_s) + 2 * _NO_OFFSET + _text(b"TIT2", chapter.title),
            )
            for name, chapter, end_s in zip(names, contents.chapters, ends_s, strict=True)
        ]
    body = b"".join(frames)
    return b"ID3\x03\x00\x00" + _synchsafe(len(body)) + body


def _text(kind: bytes, text: str) -> bytes:
    try:
        return _frame(kind, b"\x00" + text.encode("latin-1"))
    except UnicodeEncodeError:
        return _frame(kind, b"\x01" + text.encode("utf-16"))


def _frame(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "big") + b"\0\0" + body


def _ms(seconds: float) -> bytes:
    return round(seconds * 1000).to_bytes(4, "big")


def _synchsafe(size: int) -> bytes:
    """Seven bits a byte, so that no size looks like the beginning of an MP3 frame."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
