"""A place in a recording where something begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chapter:
    starts_s: float
    title: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a recording says of itself."""

    title: str
    chapters: tuple[Chapter, ...]
    """In order of time; how many a format can hold is its module's ``MOST``."""
    lasts_s: float


def clock(seconds: float) -> str:
    """``HH:MM:SS.mmm``, as Vorbis comments want it."""
    whole_ms = round(seconds * 1000)
    return f"{whole_ms // 3_600_000:02}:{whole_ms // 60_000 % 60:02}:{whole_ms // 1000 % 60:02}.{whole_ms % 1000:03}"


LONGEST_TITLE = 120
"""Bytes of a chapter's title in Vorbis comments."""


def vorbis_comments(contents: Contents) -> list[str]:
    """``KEY=value`` comments by the Ogg chapter extension (wiki.xiph.org/Chapter_Extension), read in FLAC as well."""
    comments = [f"TITLE={contents.title}"]
    for number, chapter in enumerate(contents.chapters):
        title = chapter.title.encode()[:LONGEST_TITLE].decode(errors="ignore")
        comments += [f"CHAPTER{number:03}={clock(chapter.starts_s)}", f"CHAPTER{number:03}NAME={title}"]
    return comments


def vorbis_comment_block(vendor: bytes, comments: Sequence[str]) -> bytes:
    """The body that Ogg Vorbis and FLAC share (xiph.org/vorbis/doc/v-comment.html)."""
    packed = [len(vendor).to_bytes(4, "little"), vendor, len(comments).to_bytes(4, "little")]
    for comment in comments:
        data = comment.encode()
        packed += [len(data).to_bytes(4, "little"), data]
    return b"".join(packed)


def vendor_of(block: bytes) -> bytes:
    """The vendor string at the beginning of such a body."""
    length = int.from_bytes(block[:4], "little")
    return block[4 : 4 + length]
