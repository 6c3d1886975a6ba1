"""Sound statistics of the last live session, for ``doctor``, in one small file without personal data.

Faults of a sound card show in a whole session, and rarely in a test of ten seconds.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from voicecoach.outside.small_files import parse_json, read_small
from voicecoach.paths import SOUND_LOG_NAME, data_folder, write_private

_MOST_BYTES = 4096


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
        content = parse_json(read_small((folder or data_folder()) / SOUND_LOG_NAME, _MOST_BYTES))
        sound = SoundOfSession(**content)
    except (OSError, ValueError, TypeError):
        return None
    unknown = {"drift_ppm"} if sound.drift_ppm is None else set()
    kept = {name: value for name, value in asdict(sound).items() if name not in unknown}
    return sound if all(isinstance(value, int | float) for value in kept.values()) else None
