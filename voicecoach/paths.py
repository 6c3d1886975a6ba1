"""Paths of the data folders, and files and folders that only their owner can read.

With ``VOICECOACH_DATA`` all of it lies in the folder that it names, else where the operating system keeps such things.
No folder need exist.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from pathlib import Path

import platformdirs

VARIABLE = "VOICECOACH_DATA"
JOURNAL_NAME = "journal.sqlite3"
_OURS = re.compile(
    re.escape(JOURNAL_NAME) + r".*|people|running|routines|cache|settings\.toml|last-session-sound\.json"
)
"""What lies in the data folder."""
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


def close_to_others(folder: Path) -> None:
    """Takes the permissions of others from a folder that was there before, if it is the user's and holds nothing but
    what is ours: of a home, or a folder for everybody, nothing is changed.
    """
    with suppress(OSError):
        mode = stat.S_IMODE(folder.stat().st_mode)
        if mode & 0o077 and all(_OURS.fullmatch(each.name) for each in folder.iterdir()):
            folder.chmod(mode & 0o700)


def owner_only(path: str, flags: int) -> int:
    """For ``open(..., opener=owner_only)``: the file is for its owner only, also one that was there before."""
    descriptor = os.open(path, flags, 0o600)
    with suppress(OSError, AttributeError):  # another owner's, or on Windows, where there are no such permissions
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.fchmod(descriptor, 0o600)
    return descriptor


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
