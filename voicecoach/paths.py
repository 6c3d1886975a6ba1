"""Where this computer keeps people, sessions, and what can be made again."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import platformdirs

VARIABLE = "VOICECOACH_DATA"
FILE_NAME = "journal.sqlite3"


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """``VOICECOACH_DATA`` where it is set, else the place that the operating system has for such things.

    The folder need not exist.
    """
    if wanted := environment.get(VARIABLE, "").strip():
        return Path(wanted).expanduser()
    return Path(platformdirs.user_data_dir("voicecoach", appauthor=False))


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """What may be deleted at any time: in the data folder where ``VOICECOACH_DATA`` is set, else the system's place.

    The folder need not exist.
    """
    if environment.get(VARIABLE, "").strip():
        return data_folder(environment) / "cache"
    return Path(platformdirs.user_cache_dir("voicecoach", appauthor=False))
