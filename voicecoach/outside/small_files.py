"""Reads small ordinary files up to a limit, and strict JSON.

What is read may have been put there by anybody: a pipe that nobody writes to, a device without an end, a gigabyte, a
hundred thousand brackets.
"""

from __future__ import annotations

import errno
import json
import math
import os
import stat
from pathlib import Path
from typing import Any


class TooLargeError(OSError):
    """A file has more bytes than may be read."""


def read_small(path: Path, most_bytes: int) -> bytes:
    """The content of an ordinary file.

    Raises OSError, whose ``strerror`` says why: also for a pipe, for a device, and for a file that is larger.
    """
    content = read_beginning(path, most_bytes + 1)  # one byte more is enough to know that it is too large
    if len(content) > most_bytes:
        raise TooLargeError(errno.EFBIG, f"it is larger than {most_bytes // 1024} KiB", str(path))
    return content


def read_beginning(path: Path, most_bytes: int) -> bytes:
    """The first bytes of an ordinary file, or all it has. Raises OSError, as ``read_small``."""
    try:
        mode = path.stat().st_mode
    except ValueError:  # no file has a zero byte in its name
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is not an ordinary file", str(path))
    with path.open("rb") as file:
        return file.read(most_bytes)


def parse_json(text: str | bytes) -> Any:
    """What a JSON text says. Raises ValueError, also for NaN, for infinity and for what is nested too deep."""
    try:
        return json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits)


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")
