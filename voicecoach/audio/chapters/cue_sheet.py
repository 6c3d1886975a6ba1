"""A cue sheet: the chapters as a text file, for programs that burn a CD or split a recording."""

from __future__ import annotations

from voicecoach.audio.chapters.chapter import Contents

MOST = 99
"""A CD has no more tracks."""
_FRAMES_A_SECOND = 75


def cue_sheet(file_name: str, contents: Contents) -> str:
    """The sheet for a sound file that lies beside it. The first track begins where the sound does."""
    lines = [f'TITLE "{_quoted(contents.title)}"', f'FILE "{_quoted(file_name)}" WAVE']
    for number, chapter in enumerate(contents.chapters[:MOST], 1):
        frames = 0 if number == 1 else round(chapter.starts_s * _FRAMES_A_SECOND)
        minutes, rest = divmod(frames, 60 * _FRAMES_A_SECOND)
        seconds, frame = divmod(rest, _FRAMES_A_SECOND)
        lines += [
            f"  TRACK {number:02} AUDIO",
            f'    TITLE "{_quoted(chapter.title)}"',
            f"    INDEX 01 {minutes:02}:{seconds:02}:{frame:02}",
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A cue sheet knows no escapes."""
    return " ".join(text.replace('"', "'").split())
