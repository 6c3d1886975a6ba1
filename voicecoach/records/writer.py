"""Commits changes to the journal in a thread, in order, so that nothing else in a session waits for a disk.

Changes that arrive during a commit go into the next one. What cannot be written, because the journal is locked or the
disk is full, is tried again until it is on disk or ``close`` has waited long enough. Meanwhile a change that says all
that an earlier one said takes its place, so that little piles up however long that lasts.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

from voicecoach.errors import StorageError
from voicecoach.records.database import Database, Value

CLOSING_S = 10.0
"""How long ``close`` waits for the disk."""
TOLD_AFTER_S = 1.0
"""How long something waits for the disk before that counts as a failure."""
RETRY_S = 0.25
WAITING_AT_MOST = 50_000
"""Changes that are not yet on disk; what comes after that many is lost. Three hours leave fewer."""

Change = Callable[[sqlite3.Connection], object]
"""Something to be written, in a transaction. It is called again when the transaction has failed."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A ``Change`` by one SQL statement."""

    sql: str
    values: Mapping[str, Value] = field(default_factory=dict)
    late: Mapping[str, Callable[[], Value]] = field(default_factory=dict)
    """Values that are worked out when it is written, by the thread that writes."""

    def __call__(self, connection: sqlite3.Connection) -> None:
        connection.execute(self.sql, {**self.values, **{name: value() for name, value in self.late.items()}})


@dataclass(frozen=True, slots=True)
class _Queued:
    change: Change
    replaces: Hashable | None
    at_s: float | None


class JournalWriter:
    """Commits changes in the background. Nothing is written before ``release``."""

    def __init__(
        self,
        database: Database,
        *,
        on_failure: Callable[[str], None] = lambda _: None,
        on_recovery: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
        retry_s: float = RETRY_S,
    ) -> None:
        """``on_failure`` is called with a sentence, once, when something has waited for the disk for a second, and
        ``on_recovery`` when all of it is there. Both from any thread; neither may wait.
        """
        self._database = database
        self._on_failure = on_failure
        self._on_recovery = on_recovery
        self._clock = clock
        self._retry_s = retry_s
        self._inbox: queue.SimpleQueue[_Queued | threading.Event | None] = queue.SimpleQueue()
        self._waiting: dict[Hashable, _Queued] = {}
        self._waiting_since_s: float | None = None
        self._telling = threading.Lock()
        self._given_up = threading.Event()
        self._thread: threading.Thread | None = None
        self._latest_at_s = 0.0
        self._on_disk_at_s: float | None = None
        self._all_on_disk = True
        self._error: str | None = None
        """Why the last attempt failed."""
        self._told = False
        self._lost: str | None = None

    def write(self, change: Change, *, replaces: Hashable | None = None, at_s: float | None = None) -> None:
        """Queues a change and returns at once. Safe from any thread.

        ``replaces`` names what it says anew: an earlier change of that name that still waits is left out. ``at_s`` is
        the session's time up to which all is kept once it is on disk.
        """
        if at_s is not None:
            self._latest_at_s = at_s
        if self._inbox.qsize() + len(self._waiting) >= WAITING_AT_MOST:
            self._lost = self._lost or f"{WAITING_AT_MOST} changes wait for the journal {self._database.path}."
            return
        self._inbox.put(_Queued(change, replaces, at_s))
        # A disk that does not answer at all is noticed by whoever writes, since the thread waits for it.
        self._note_waiting()

    def release(self) -> None:
        """Begins to write what is queued and what will be; again, it does nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
            self._thread.start()

    def flush(self) -> None:
        """Waits until all that is queued is on disk, or an attempt to write it has failed."""
        done = threading.Event()
        self._inbox.put(done)
        while self._thread is not None and self._thread.is_alive() and not done.wait(0.05):
            pass

    def close(self, wait_s: float | None = None) -> None:
        """Waits for the disk, for ``wait_s`` (``CLOSING_S`` when None) at most, and ends the thread: see ``not_kept``.
        What was never released is dropped.
        """
        if self._thread is None:
            return
        self._inbox.put(None)
        self._thread.join(CLOSING_S if wait_s is None else wait_s)
        self._given_up.set()
        self._thread.join(2 * self._retry_s)
        self._all_on_disk = not self._waiting and self._inbox.empty()

    @property
    def not_kept(self) -> str:
        """After ``close``: what of the session is not on disk, and why, as sentences; empty when all of it is."""
        if self._all_on_disk:
            return self._lost or ""
        if self._on_disk_at_s is None:
            return f"{self._why} Nothing of this session is kept."
        missing_s = self._latest_at_s - self._on_disk_at_s
        return f"{self._why} The last {missing_s:.1f} seconds of this session are not kept."

    # -- in the thread --------------------------------------------------------------------------------------------

    def _run(self) -> None:
        closing = False
        self._database.wait_at_most(self._retry_s)
        while not self._given_up.is_set() and not (closing and not self._waiting):
            marks: list[threading.Event] = []
            wait = not self._waiting
            while wait or not self._inbox.empty():
                wait = False
                match self._inbox.get():
                    case None:
                        closing = True
                    case threading.Event() as mark:
                        marks.append(mark)
                    case _Queued() as queued:
                        self._put(queued)
            written = self._commit()
            for mark in marks:
                mark.set()
            if not written:
                self._given_up.wait(self._retry_s)

    def _put(self, queued: _Queued) -> None:
        name = queued.replaces if queued.replaces is not None else object()
        self._waiting.pop(name, None)
        self._waiting[name] = queued
        if self._waiting_since_s is None:
            self._waiting_since_s = self._clock()

    def _commit(self) -> bool:
        """Writes all that waits. False when nothing of it is on disk."""
        if not self._waiting:
            return True
        refused = None
        try:
            with self._database.transaction() as connection:
                for queued in self._waiting.values():
                    try:
                        queued.change(connection)
                    except (sqlite3.OperationalError, MemoryError):
                        raise
                    except Exception as error:
                        # A damaged file, or a transaction that SQLite has taken back: all of it is tried again.
                        if type(error) is sqlite3.DatabaseError or not connection.in_transaction:
                            raise
                        # What can never be written must not keep back the rest.
                        refused = f"Something could not be written to the journal {self._database.path}: {error!r}."
        except StorageError as error:
            self._error = str(error)
            self._note_waiting()
            return False
        except Exception as error:  # noqa: BLE001 - the thread must not end while something waits
            self._error = f"The journal {self._database.path} cannot be written: {error!r}."
            self._note_waiting()
            return False
        written = list(self._waiting.values())
        self._waiting.clear()
        self._lost = self._lost or refused
        self._on_disk_at_s = max((q.at_s for q in written if q.at_s is not None), default=self._on_disk_at_s)
        with self._telling:
            self._waiting_since_s = self._error = None
            if self._told:
                self._told = False
                self._on_recovery()
        return True

    def _note_waiting(self) -> None:
        since_s = self._waiting_since_s
        if since_s is None or self._clock() - since_s < TOLD_AFTER_S:
            return
        with self._telling:
            if not self._told and self._waiting_since_s is not None:
                self._told = True
                self._on_failure(self._why)

    @property
    def _why(self) -> str:
        return self._error or f"The disk does not answer: the journal {self._database.path} cannot be written."
