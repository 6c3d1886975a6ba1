"""The open journal file: transactions, queries, and plain messages for its errors.

WAL with ``synchronous=FULL``: what is committed survives a killed process and a power cut, and readers do not wait for
writers. ``secure_delete``: what is deleted is overwritten. Each fault of the disk or the file becomes one StorageError
with a sentence that says what to do.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from voicecoach.errors import StorageError
from voicecoach.paths import JOURNAL_NAME, VARIABLE, close_to_others, data_folder, make_private_folder
from voicecoach.records.migrations import STEPS, ForeignFileError, Migration, migrate

BUSY_S = 10.0
"""How long one process waits for the transaction of another."""
_RETRY_S = 0.02

Value = str | int | float | None
Values = Sequence[Value] | Mapping[str, Value]


def patients_on_disk(folder: Path | None = None) -> list[str]:
    """The names of all patients in the journal as it is, for a shell that completes one: it is neither made, nor
    changed, nor waited for. Raises sqlite3.Error, OSError.
    """
    path = (folder if folder is not None else data_folder()) / JOURNAL_NAME
    if not path.is_file():
        return []
    # Without a log beside it nobody writes, and all is in the file.
    how = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "immutable=1"
    with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?{how}", timeout=0.1, uri=True)) as connection:
        return [str(row[0]) for row in connection.execute("SELECT name FROM patients ORDER BY name_key")]


class Database:
    """An open journal, usable from any thread; one transaction at a time."""

    def __init__(
        self, folder: Path | None = None, *, steps: Sequence[Migration] = STEPS, busy_s: float = BUSY_S
    ) -> None:
        """Opens the journal in ``folder`` (``data_folder()`` when None), and makes it if there is none.

        Raises StorageError when it cannot be opened, is damaged, is not ours or comes from a newer program.
        """
        self.folder = folder if folder is not None else data_folder()
        self.path = self.folder / JOURNAL_NAME
        self._busy_s = busy_s
        self._lock = threading.RLock()
        _make_private(self.path)
        with self._explained():
            self._connection = sqlite3.connect(self.path, timeout=busy_s, isolation_level=None, check_same_thread=False)
        try:
            with self._explained():
                self._connection.row_factory = sqlite3.Row
                self._use_wal()
                for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
                    self._connection.execute(f"PRAGMA {pragma}")
                migrate(self._connection, steps)
        except ForeignFileError as error:
            self._connection.close()
            raise StorageError(
                f"The journal {self.path} {error}. Update the program, or set {VARIABLE} to another folder."
            ) from error
        except StorageError:
            self._connection.close()
            raise

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """An atomic transaction, on disk when the block is left. Raises StorageError."""
        with self._lock, self._explained():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk makes SQLite take the transaction back by itself.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def reading(self) -> Iterator[Database]:
        """A read transaction: every ``rows`` within it sees the same data. Raises StorageError."""
        with self._lock, self._explained():
            self._connection.execute("BEGIN")
            try:
                yield self
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def rows(self, question: str, values: Values = ()) -> list[sqlite3.Row]:
        """The rows of one SELECT. Raises StorageError."""
        with self._lock, self._explained():
            return self._connection.execute(question, values).fetchall()

    def forget_traces(self) -> bool:
        """Empties the write-ahead log, so that no deleted data stays in it; waits for who reads the journal just now.
        False when they went on for longer: the log is emptied when the last program closes the journal.

        Raises StorageError.
        """
        with self._lock, self._explained():
            busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy

    def wait_at_most(self, busy_s: float) -> None:
        """Waits no longer than this for the transaction of another process from now on."""
        with self._lock, self._explained():
            self._connection.execute(f"PRAGMA busy_timeout = {round(busy_s * 1000)}")

    def problems(self) -> list[str]:
        """Checks the whole file; empty when it is intact. Raises StorageError."""
        found = [str(row[0]) for row in self.rows("PRAGMA integrity_check")]
        strays = [f"a row of {row[0]} belongs to nothing" for row in self.rows("PRAGMA foreign_key_check")]
        return [problem for problem in found if problem != "ok"] + strays

    def write_nothing(self) -> None:
        """Writes to the disk what is there already, to find out whether that works. Raises StorageError."""
        with self.transaction() as connection:
            [version] = connection.execute("PRAGMA user_version").fetchone()
            connection.execute(f"PRAGMA user_version = {version}")

    def close(self) -> None:
        """Closes the file, unless a disk that does not answer keeps a transaction open: the system does it then."""
        if self._lock.acquire(timeout=1.0):
            try:
                with self._explained():
                    self._connection.close()
            finally:
                self._lock.release()

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _use_wal(self) -> None:
        """Switches to WAL. Where that is not possible, as on a network drive, the rollback journal is as safe, only
        slower.

        Two processes that make the same file at once may be told "locked" here without any waiting.
        """
        until_s = time.monotonic() + self._busy_s
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL").fetchone()
            except sqlite3.OperationalError as error:
                busy = (error.sqlite_errorcode & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
                if not busy or time.monotonic() > until_s:
                    raise
                time.sleep(_RETRY_S)
            else:
                return

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StorageError(self._sentence(error)) from error

    def _sentence(self, error: sqlite3.Error) -> str:
        elsewhere = f"set {VARIABLE} to another folder"
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case sqlite3.SQLITE_FULL:
                return f"The disk is full: nothing more can be written to the journal {self.path}."
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_AUTH:
                return f"The journal {self.path} cannot be written: allow it, or {elsewhere}."
            case sqlite3.SQLITE_NOTADB:
                return f"{self.path} is not a journal, or is damaged: bring it back from a copy, or move it away."
            case sqlite3.SQLITE_CORRUPT:
                return f"The journal {self.path} is damaged: bring it back from a copy, or move it away."
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return f"Another program has locked the journal {self.path}: end it, or wait for it, and try again."
            case sqlite3.SQLITE_IOERR:
                return f"The disk failed while the journal {self.path} was in use ({error})."
            case _:
                return f"The journal {self.path} cannot be used: {error}."


def _make_private(path: Path) -> None:
    """A file for its owner only, and empty if there was none: health data is nobody else's on a shared computer. SQLite
    gives the files that it keeps beside it the same permissions.
    """
    try:
        make_private_folder(path.parent)
        close_to_others(path.parent)
        if not path.exists():
            path.touch(mode=0o600)
        elif path.stat().st_mode & 0o077:
            with contextlib.suppress(PermissionError):  # another owner's, who lets this user write
                path.chmod(0o600)
    except OSError as error:
        raise StorageError(
            f"The journal cannot be kept in {path.parent} ({error.strerror}): set {VARIABLE} to another folder."
        ) from error
