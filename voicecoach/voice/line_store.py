"""Rendered lines kept on disk between sessions, so that a routine that was done before is spoken without synthesis.

A line is a file named by a hash of everything that decides how it sounds: voice, edition of the engine, text, rate. A
file that is cut short or was changed is not used. The folder is a cache: it may be deleted at any time, is never larger
than its limit, and only its owner can read it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

LIMIT_BYTES = 96 * 1024 * 1024
"""Thirty-four minutes of speech, about five routines; beyond that the lines that were used longest ago are deleted."""
_MAGIC = b"VCL1"
_HEAD_BYTES = len(_MAGIC) + 4
_ENDING = ".line"
SHIPPED = Path(__file__).parent / "lines"
"""Lines that come with the package: the greeting, which on a new computer would wait for the model to load."""
_KEPT_SHARE = 0.8
"""Of the limit: so much is left after deleting, so that not every new line deletes one."""

Pcm = npt.NDArray[np.int16]
"""Shape (n,), 16-bit mono at the voices' rate."""


class LineStore:
    """May be used from any thread and by several processes. A disk that fails costs time, never a session."""

    def __init__(self, folder: Path, limit_bytes: int = LIMIT_BYTES, shipped: Path = SHIPPED) -> None:
        """Nothing is created before the first line is kept. ``shipped`` is a second folder to load from."""
        self._folder = folder
        self._shipped = shipped
        self._limit_bytes = limit_bytes
        self._kept_bytes: int | None = None

    def load(self, key: str, usable: Callable[[Pcm], bool] = lambda _line: True) -> Pcm | None:
        """The line, None where no file has it whole and ``usable``. One that was kept goes before one that ships."""
        path = self._path(key)
        with contextlib.suppress(OSError):
            os.utime(path)
        lines = (_read(folder / path.name) for folder in (self._folder, self._shipped))
        return next((line for line in lines if line is not None and usable(line)), None)

    def save(self, key: str, line: Pcm) -> None:
        """Keeps a line, or does without."""
        data = line.astype("<i2").tobytes()
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._make_room(_HEAD_BYTES + len(data))
            descriptor, part = tempfile.mkstemp(dir=self._folder, suffix=".part")  # readable by its owner alone
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(_MAGIC + zlib.crc32(data).to_bytes(4, "little") + data)
                Path(part).replace(self._path(key))
            except BaseException:
                Path(part).unlink(missing_ok=True)
                raise

    def _path(self, key: str) -> Path:
        return self._folder / (hashlib.sha256(key.encode("utf-8", errors="surrogatepass")).hexdigest()[:32] + _ENDING)

    def _make_room(self, size: int) -> None:
        if self._kept_bytes is None:
            self._kept_bytes = sum(length for _, length, _ in self._files())
        self._kept_bytes += size
        if self._kept_bytes <= self._limit_bytes:
            return
        files = sorted(self._files())
        self._kept_bytes = sum(length for _, length, _ in files) + size
        for _, length, path in files:
            if self._kept_bytes <= self._limit_bytes * _KEPT_SHARE:
                break
            path.unlink(missing_ok=True)
            self._kept_bytes -= length

    def _files(self) -> list[tuple[float, int, Path]]:
        """When each was last used, its size, and where it is; parts that a crash left behind are the oldest."""
        found = []
        for path in self._folder.iterdir():
            with contextlib.suppress(OSError):
                status = path.stat()
                found.append((status.st_mtime if path.suffix == _ENDING else 0.0, status.st_size, path))
        return found


def _read(path: Path) -> Pcm | None:
    """The line in this file, None where it is not there whole."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    head, data = content[:_HEAD_BYTES], content[_HEAD_BYTES:]
    if head != _MAGIC + zlib.crc32(data).to_bytes(4, "little") or len(data) % 2:
        return None
    return np.frombuffer(data, dtype="<i2")
