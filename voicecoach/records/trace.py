"""A session as JSON lines: one event a line, in the order of the session's sample clock."""

from __future__ import annotations

import errno
import json
import queue
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from voicecoach.errors import RequestError, StorageError
from voicecoach.paths import owner_only
from voicecoach.session.events import Event
from voicecoach.session.records import Record, as_fields
from voicecoach.session.replay import Fields, began, received
from voicecoach.session.state import State
from voicecoach.session.turn import Context


class Recorder:
    """Keeps what happens in a session. All but ``close`` is called in the audio loop and returns at once."""

    def started(self, context: Context, state: State, at_s: float) -> None:
        """The session is about to begin, in this state."""

    def event(self, event: Event, at_s: float) -> None:
        """The session is about to handle this event."""

    def keep(self, record: Record, at_s: float) -> None:
        """The session has left this record."""

    def tick(self, state: State, at_s: float) -> None:
        """This is the state at this time; called with every block of sound."""

    def close(self) -> None:
        """The session is over."""


class Trace(Recorder):
    """A ``Recorder`` that writes a file from a thread of its own, a whole line at a time, so that a killed session
    leaves a readable one.
    """

    def __init__(self, path: Path) -> None:
        """Raises RequestError for a place where no file can be written, StorageError for a full disk."""
        self._path = path
        self.on_failure: Callable[[str], None] | None = None
        """Told once, from the trace's thread, when no more can be written; the session goes on."""
        try:
            # File names may hold bytes that are no text; escaped like this they are still good JSON.
            self._file = open(  # noqa: SIM115 - closed by close
                path, "w", encoding="utf-8", errors="backslashreplace", newline="\n", opener=owner_only
            )
        except OSError as error:
            kind = StorageError if error.errno == errno.ENOSPC else RequestError
            raise kind(f"The trace cannot be written to {path}: {error.strerror}.") from error
        self._inbox: queue.SimpleQueue[Callable[[], Fields] | None] = queue.SimpleQueue()
        self._failure: StorageError | None = None
        self._thread = threading.Thread(target=self._write_all, name="trace", daemon=True)
        self._thread.start()

    def started(self, context: Context, state: State, at_s: float) -> None:
        self._inbox.put(partial(began, context, state, at_s))

    def event(self, event: Event, at_s: float) -> None:
        self._inbox.put(partial(received, event, at_s))

    def keep(self, record: Record, at_s: float) -> None:
        self._inbox.put(partial(as_fields, record, at_s))

    def close(self) -> None:
        """Writes what is left. Raises StorageError when the trace is not complete."""
        self._inbox.put(None)
        self._thread.join()
        try:
            self._file.close()
        except OSError as error:
            self._fail(str(error.strerror))
        if self._failure is not None:
            raise self._failure

    def _write_all(self) -> None:
        while (kept := self._inbox.get()) is not None:
            if self._failure is None:
                try:
                    self._file.write(json.dumps(kept(), ensure_ascii=False) + "\n")
                    self._file.flush()
                except OSError as error:
                    self._fail(str(error.strerror))
                except Exception as error:  # noqa: BLE001 - else the thread would end, and the trace with it, unnoticed
                    self._fail(repr(error))

    def _fail(self, why: str) -> None:
        if self._failure is None:
            self._failure = StorageError(f"The trace cannot be written to {self._path}: {why}.")
            if self.on_failure is not None:
                self.on_failure(str(self._failure))
