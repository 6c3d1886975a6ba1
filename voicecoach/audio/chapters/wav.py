"""Chapters of a WAV: a cue chunk and its labels after the sound (Multimedia Programming Interface 1.0, RIFF WAVE)."""

from __future__ import annotations

import struct
from pathlib import Path

from voicecoach.audio.chapters.chapter import Contents
from voicecoach.audio.pcm import PLAYBACK_RATE_HZ


def write(path: Path, contents: Contents) -> None:
    """Appends the chunks to a 16 kHz file and corrects its length. Raises OSError."""
    cues = struct.pack("<I", len(contents.chapters))
    labels = b"adtl"
    for number, chapter in enumerate(contents.chapters, 1):
        at = round(chapter.starts_s * PLAYBACK_RATE_HZ)
        cues += struct.pack("<II4sIII", number, at, b"data", 0, 0, at)
        labels += _chunk(b"labl", struct.pack("<I", number) + chapter.title.encode() + b"\0")
    info = b"INFO" + _chunk(b"INAM", contents.title.encode() + b"\0")
    with path.open("rb+") as file:
        file.seek(0, 2)
        if file.tell() % 2:
            file.write(b"\0")
        file.write(_chunk(b"cue ", cues) + _chunk(b"LIST", labels) + _chunk(b"LIST", info))
        size = file.tell() - 8
        file.seek(4)
        file.write(struct.pack("<I", size))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
