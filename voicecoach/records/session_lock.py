"""Marks whose sessions are running, in any process, so that nobody has two at once.

A running session holds a lock on a small file of its own. The operating system releases the lock when the process ends,
however it ends, so a killed session is not taken for a running one; its file is deleted by the next session of anybody.
SQLite's file locks are used, which behave the same on Linux, macOS and Windows.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from pathlib import Path

from voicecoach.errors import RequestError, StorageError
from voicecoach.paths import make_private_folder, session_lock
from voicecoach.records.names import name_key, normalised

_WAIT_S = 0.5
"""Longer than another process takes to see that a file is nobody's, and to delete it."""


class SessionLock:
    """The lock of one person's session, from when it is made until ``close``."""

    def __init__(self, folder: Path, name: str) -> None:
        """``folder`` is the one with the journal. The name may be of somebody who is not yet known.

        Raises RequestError while a session of theirs is running, StorageError when the lock cannot be had.
        """
        # The name itself is not for everybody who sees a folder's content.
        self._path = session_lock(folder, hashlib.sha256(name_key(name).encode()).hexdigest()[:16])
        try:
            make_private_folder(self._path.parent)
            self._connection = _locked(self._path, _WAIT_S)
            for other in set(self._path.parent.glob("*.lock")) - {self._path}:
                with contextlib.suppress(sqlite3.Error, OSError):
                    _delete(other, _locked(other, 0.0))
        except (sqlite3.Error, OSError) as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                raise RequestError(
                    f"A session of {normalised(name)} is running on this computer already: end that one first."
                ) from error
            raise StorageError(f"{self._path} cannot be used: {error}.") from error

    def close(self) -> None:
        """Ends the lock and deletes its file."""
        _delete(self._path, self._connection)


def _locked(path: Path, wait_s: float) -> sqlite3.Connection:
    """A connection that holds the lock. Raises sqlite3.OperationalError when another process has it, OSError."""
    while True:
        # Never opened but by SQLite: closing another descriptor of it would end this process's locks on it.
        with contextlib.suppress(FileExistsError):
            path.touch(mode=0o600, exist_ok=False)
        before = path.stat().st_ino
        connection = sqlite3.connect(path, timeout=wait_s, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = MEMORY")  # no second file beside it
            connection.execute("BEGIN EXCLUSIVE")
            # What was locked may be a file that another process has just deleted.
            if path.stat().st_ino == before:
                return connection
        except FileNotFoundError:
            pass
        except BaseException:
            connection.close()
            raise
        connection.close()


def _delete(path: Path, connection: sqlite3.Connection) -> None:
    """Deletes a file that this connection has locked."""
    # Before others can have the lock: afterwards the file might be theirs already.
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
    connection.close()
    if os.name == "nt":  # where a file that is open cannot be deleted
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
