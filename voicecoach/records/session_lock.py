"""Marks which sessions are running, in any process.

A running session holds a lock on a small file of its own. The operating system releases the lock when the process ends,
however it ends, so a killed session is not taken for a running one. SQLite's file locks are used, which behave the same
on Linux, macOS and Windows.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from voicecoach.errors import StorageError
from voicecoach.paths import make_private_folder, session_lock


class SessionLocks:
    """Locks for the sessions that one process runs: the new one, and the one that it may resume."""

    def __init__(self, folder: Path, session_ids: Sequence[int]) -> None:
        """Raises StorageError, and holds no lock, when one of them is running already."""
        self._held: list[tuple[Path, sqlite3.Connection]] = []
        try:
            for session_id in session_ids:
                path = session_lock(folder, session_id)
                connection = _connect(path)
                self._held.append((path, connection))
                connection.execute("BEGIN EXCLUSIVE")
        except (sqlite3.Error, OSError) as error:
            for _, connection in self._held:
                connection.close()
            raise StorageError("Another program is running this session.") from error

    def release(self) -> None:
        for path, connection in self._held:
            connection.close()
            # On Windows another process may be asking for the lock just now; an empty file that stays does no harm.
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        self._held.clear()


def is_running(folder: Path, session_id: int) -> bool:
    """True when a process, this one included, is running the session."""
    path = session_lock(folder, session_id)
    if not path.exists():
        return False
    try:
        with contextlib.closing(_connect(path)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        return (error.sqlite_errorcode & 0xFF) == sqlite3.SQLITE_BUSY
    except sqlite3.Error:
        return False
    return False


def _connect(path: Path) -> sqlite3.Connection:
    make_private_folder(path.parent)
    return sqlite3.connect(path, timeout=0.0, isolation_level=None, check_same_thread=False)
