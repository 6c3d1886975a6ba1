"""Commits changes to the journal in a thread, in order, so that the audio loop never waits for a disk.

Statements that arrive during a commit go into the next one, so they cannot pile up. A statement is on disk some
milliseconds after it was handed over; a killed process loses no more than that.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from voicecoach.errors import StorageError
from voicecoach.records.database import Database, Statement

CLOSING_S = 15.0
"""How long ``close`` waits for the disk."""


class JournalWriter:
    """Commits statements in the background. After the first error, further statements are dropped."""

    def __init__(self, database: Database, on_failure: Callable[[StorageError], None] | None = None) -> None:
        """``on_failure`` is called once, from the writer's thread, with the error."""
        self._database = database
        self._on_failure = on_failure
        self._inbox: queue.SimpleQueue[Statement | threading.Event | None] = queue.SimpleQueue()
        self.failure: StorageError | None = None
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    def write(self, statement: Statement) -> None:
        """Queues a statement and returns at once. Safe from any thread."""
        if self.failure is None:
            self._inbox.put(statement)

    def flush(self) -> None:
        """Waits until all queued statements are on disk or dropped."""
        done = threading.Event()
        self._inbox.put(done)
        while self._thread.is_alive() and not done.wait(0.05):
            pass

    def close(self) -> None:
        """Writes what is left and ends the thread."""
        self._inbox.put(None)
        self._thread.join(CLOSING_S)

    def _run(self) -> None:
        going_on = True
        while going_on:
            batch = [self._inbox.get()]
            while not self._inbox.empty():
                batch.append(self._inbox.get())
            self._commit([item for item in batch if isinstance(item, Statement)])
            for item in batch:
                if isinstance(item, threading.Event):
                    item.set()
            going_on = None not in batch

    def _commit(self, statements: list[Statement]) -> None:
        if not statements or self.failure is not None:
            return
        try:
            with self._database.transaction() as connection:
                for statement in statements:
                    connection.execute(statement.sql, statement.all_values())
        except StorageError as error:
            self._fail(error)
        except Exception as error:  # noqa: BLE001 - an error of our own would end the thread, and nobody would be told
            self._fail(StorageError(f"The journal cannot be written: {error!r}."))

    def _fail(self, error: StorageError) -> None:
        self.failure = error
        if self._on_failure is not None:
            self._on_failure(error)
