"""How the sound of the last live session went: kept for ``doctor``, one small file, nothing about a person.

What goes wrong with a card shows in a session and not in a test of ten seconds.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from voicecoach.paths import data_folder

FILE_NAME = "last-session-sound.json"


@dataclass(frozen=True, slots=True)
class SoundOfSession:
    """What the card and the echo canceller counted from the first block to the last."""

    minutes: float
    underruns: int
    """Seconds in which the loudspeaker ran out of sound."""
    microphone_gaps: int
    buffer_ms: int
    reopened: int
    drift_ppm: float | None
    """The microphone's clock against the loudspeaker's; None while unknown."""
    ducking_needed: bool
    """The echo could not be cancelled, so the coach went quiet whenever somebody spoke."""


def keep(sound: SoundOfSession, folder: Path | None = None) -> None:
    """Takes the place of what was kept before. A disk that takes nothing more costs no session its end."""
    folder = folder or data_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE_NAME).write_text(json.dumps(asdict(sound)), encoding="utf-8")
    except OSError:
        return


def last(folder: Path | None = None) -> SoundOfSession | None:
    """None where no live session was kept, or not in a form that can be read."""
    try:
        content = json.loads(((folder or data_folder()) / FILE_NAME).read_text(encoding="utf-8"))
        return SoundOfSession(**content)
    except (OSError, ValueError, TypeError):
        return None
