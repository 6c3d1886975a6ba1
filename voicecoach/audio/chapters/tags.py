"""Writes chapters into a sound file that is complete: ID3 for MP3, Vorbis comments for FLAC and Ogg, cues for WAV."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from voicecoach.audio.chapters import wav
from voicecoach.audio.chapters.chapter import Contents

MOST: Mapping[str, int] = {".wav": 9999, ".mp3": 255, ".flac": 999, ".ogg": 999}
"""Chapters by the file's ending: an ID3 table of contents counts in one byte, a Vorbis comment in three digits."""
_NO_OFFSET = 0xFFFFFFFF
"""Players use the times."""


def write(path: Path, ending: str, contents: Contents) -> None:
    """Rewrites the file, whose format is that of ``ending``, with title and chapters. Raises OSError."""
    if ending == ".wav":
        wav.write(path, contents)
        return
    from mutagen import MutagenError

    try:
        if ending == ".mp3":
            _write_id3(path, contents)
        else:
            _write_vorbis_comments(path, ending, contents)
    except MutagenError as error:
        raise OSError(f"the chapters could not be written: {error}") from error


def _write_id3(path: Path, contents: Contents) -> None:
    """ID3v2.3 with CHAP and CTOC frames (id3.org/id3v2-chapters-1.0)."""
    from mutagen.id3 import CHAP, CTOC, ID3, PRIV, TIT2, TLEN, CTOCFlags, Encoding

    length_ms = round(contents.lasts_s * 1000)
    starts_ms = [round(chapter.starts_s * 1000) for chapter in contents.chapters]
    sizes = [len(chapter.title.encode("utf-16-le")) for chapter in contents.chapters]
    names = [f"chp{number:03}" for number in range(len(starts_ms))]
    tag = ID3()
    tag.add(TIT2(encoding=Encoding.UTF16, text=contents.title))
    tag.add(TLEN(encoding=Encoding.LATIN1, text=str(length_ms)))
    if names:
        flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
        tag.add(CTOC(element_id="toc", flags=flags, child_element_ids=names, sub_frames=[]))
    for number, chapter in enumerate(contents.chapters):
        title = TIT2(encoding=Encoding.UTF16, text=chapter.title)
        # mutagen writes small frames first, and those of one size by name; many players take the chapters as they come.
        filler = PRIV(owner="voicecoach", data=bytes(max(sizes) - sizes[number]))
        tag.add(
            CHAP(
                element_id=names[number],
                start_time=starts_ms[number],
                end_time=[*starts_ms[1:], length_ms][number],
                start_offset=_NO_OFFSET,
                end_offset=_NO_OFFSET,
                sub_frames=[title, filler],
            )
        )
    tag.save(path, v2_version=3)


def _write_vorbis_comments(path: Path, ending: str, contents: Contents) -> None:
    """Comments by the Ogg chapter extension (wiki.xiph.org/Chapter_Extension), read in FLAC as well."""
    from mutagen.flac import FLAC
    from mutagen.oggvorbis import OggVorbis

    file: Any = FLAC(path) if ending == ".flac" else OggVorbis(path)
    if file.tags is None:
        file.add_tags()
    file["TITLE"] = contents.title
    for number, chapter in enumerate(contents.chapters):
        file[f"CHAPTER{number:03}"] = clock(chapter.starts_s)
        file[f"CHAPTER{number:03}NAME"] = chapter.title
    file.save()


def clock(seconds: float) -> str:
    """``HH:MM:SS.mmm``"""
    whole_ms = round(seconds * 1000)
    return f"{whole_ms // 3_600_000:02}:{whole_ms // 60_000 % 60:02}:{whole_ms // 1000 % 60:02}.{whole_ms % 1000:03}"
