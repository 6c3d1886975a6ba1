"""Where this computer keeps people and sessions."""

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
