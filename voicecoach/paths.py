"""Paths of the data folders, and files and folders that only their owner can read.

With ``VOICECOACH_DATA`` all of it lies in the folder that it names, else where the operating system keeps such things.
No folder need exist.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

VARIABLE = "VOICECOACH_DATA"
JOURNAL_NAME = "journal.sqlite3"
SOUND_LOG_NAME = "last-session-sound.json"


def data_folder() -> Path:
    """Patients, their sessions, and the routines of whoever uses this computer."""
    return _wanted() or Path(platformdirs.user_data_dir("voicecoach", appauthor=False))


def cache_folder() -> Path:
    """What may be deleted at any time, since it is made again."""
    wanted = _wanted()
    return wanted / "cache" if wanted else Path(platformdirs.user_cache_dir("voicecoach", appauthor=False))


def user_routines() -> Path:
    """A person's own routine scripts."""
    return data_folder() / "routines"


def settings_file() -> Path:
    folder = _wanted() or Path(platformdirs.user_config_dir("voicecoach", appauthor=False))
    return folder / "settings.toml"


def patient_folder(data: Path, patient_id: int) -> Path:
    """Files of one patient. It has a number for a name: paths are seen in more places than files are read."""
    return data / "people" / str(patient_id)


def session_lock(data: Path, whose: str) -> Path:
    """The file that is locked while a session of this person runs; ``whose`` stands for their name."""
    return data / "running" / f"{whose}.lock"


def _wanted() -> Path | None:
    wanted = os.environ.get(VARIABLE, "").strip()
    return Path(wanted).expanduser() if wanted else None


# -- health data is nobody else's on a shared computer -----------------------------------------------------------------


def make_private_folder(folder: Path) -> None:
    """Makes the folder and all that is missing above it, for their owner only. One that exists is left as it is.

    Raises OSError.
    """
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    if not folder.is_dir():
        raise NotADirectoryError(20, "Not a directory", str(folder))


def owner_only(path: str, flags: int) -> int:
    """For ``open(..., opener=owner_only)``: a file that is new is for its owner only."""
    return os.open(path, flags, 0o600)


def write_private(path: Path, text: str) -> None:
    """Writes a whole file or none, in a private folder. Raises OSError."""
    make_private_folder(path.parent)
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with open(unfinished, "w", encoding="utf-8", newline="\n", opener=owner_only) as file:
            file.write(text)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
