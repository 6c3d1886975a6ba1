"""Sound statistics of the last live session, for ``doctor``, in one small file without personal data.

Faults of a sound card show in a whole session, and rarely in a test of ten seconds.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from voicecoach.paths import SOUND_LOG_NAME, data_folder, write_private


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
    """Replaces the stored statistics. A failing disk is ignored, so that the session still ends well."""
    with suppress(OSError):
        write_private((folder or data_folder()) / SOUND_LOG_NAME, json.dumps(asdict(sound)))


def last(folder: Path | None = None) -> SoundOfSession | None:
    """The stored statistics; None when there are none, or the file cannot be read."""
    try:
        content = json.loads(((folder or data_folder()) / SOUND_LOG_NAME).read_text(encoding="utf-8"))
        return SoundOfSession(**content)
    except (OSError, ValueError, TypeError):
        return None
