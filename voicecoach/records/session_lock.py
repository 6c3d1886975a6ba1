"""Which sessions are being run right now, by whichever process.

A running session keeps a lock on a small file of its own. The operating system lets go of the lock when the process
ends, however it ends, so a session that was killed is never taken for one that runs. SQLite's own file locks are used,
which work alike on Linux, macOS and Windows.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from voicecoach.errors import StorageError


class SessionLocks:
    """Held for as long as these sessions run: the one begun, and the one that it may go on with."""

    def __init__(self, folder: Path, session_ids: Sequence[int]) -> None:
        """Raises StorageError, and holds none, when one of them is being run already."""
        self._held: list[tuple[Path, sqlite3.Connection]] = []
        try:
            for session_id in session_ids:
                path = _file(folder, session_id)
                connection = _connect(path)
                self._held.append((path, connection))
                connection.execute("BEGIN EXCLUSIVE")
        except (sqlite3.Error, OSError) as error:
            for _, connection in self._held:
                connection.close()
            raise StorageError("This session is being run by another program.") from error

    def release(self) -> None:
        for path, connection in self._held:
            connection.close()
            # On Windows another process may be asking for the lock just now; an empty file that stays does no harm.
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        self._held.clear()


def is_running(folder: Path, session_id: int) -> bool:
    """True when a living process, this one included, is running the session."""
    path = _file(folder, session_id)
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
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return sqlite3.connect(path, timeout=0.0, isolation_level=None, check_same_thread=False)


def _file(folder: Path, session_id: int) -> Path:
    return folder / "running" / f"{session_id}.lock"
