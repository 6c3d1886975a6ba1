"""A session as JSON lines: one event a line, in the order of the session's sample clock."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from types import TracebackType
from typing import Protocol

from voicecoach.errors import RequestError, StorageError
from voicecoach.session.records import Record, as_fields


class Recorder(Protocol):
    """Something that keeps what happens in a session."""

    def keep(self, record: Record, at_s: float) -> None: ...

    def close(self) -> None: ...


class Trace:
    """A ``Recorder`` that writes a file, a whole line at a time, so that a killed session leaves a readable one."""

    def __init__(self, path: Path) -> None:
        """Raises RequestError for a place where no file can be written, StorageError for a full disk."""
        self._path = path
        try:
            # File names may hold bytes that are no text; escaped like this they are still good JSON.
            self._file = path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
        except OSError as error:
            kind = StorageError if error.errno == errno.ENOSPC else RequestError
            raise kind(f"The trace cannot be written to {path}: {error.strerror}.") from error

    def keep(self, record: Record, at_s: float) -> None:
        try:
            self._file.write(json.dumps(as_fields(record, at_s), ensure_ascii=False) + "\n")
            self._file.flush()
        except OSError as error:
            raise StorageError(f"The trace cannot be written to {self._path}: {error.strerror}.") from error

    def close(self) -> None:
        try:
            self._file.close()
        except OSError as error:
            raise StorageError(f"The trace cannot be written to {self._path}: {error.strerror}.") from error

    def __enter__(self) -> Trace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
