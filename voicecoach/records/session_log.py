"""The last sessions of a patient as traces, for ``voicecoach replay``: no sound and no name is in them.

They lie in the patient's folder and are deleted with it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from voicecoach.errors import VoicecoachError
from voicecoach.paths import make_private_folder
from voicecoach.records.trace import Trace
from voicecoach.session.records import Record

KEPT = 5


class SessionLog(Trace):
    """A trace of what a session handled. What it did about it is left out: ``replay`` computes it again."""

    def keep(self, record: Record, at_s: float) -> None: ...


def open_session_log(folder: Path, now: datetime) -> SessionLog | None:
    """A new log in place of the oldest; None where none can be written, since a session can do without."""
    try:
        make_private_folder(folder)
        for old in sorted(folder.glob("*.jsonl"))[: 1 - KEPT]:
            old.unlink(missing_ok=True)
        return SessionLog(folder / f"{now:%Y-%m-%d-%H%M%S}.jsonl")
    except (OSError, VoicecoachError):
        return None
