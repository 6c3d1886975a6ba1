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

CLOSING_S = 5.0
"""How long ``close`` waits for who reads the trace, if it is a pipe, or for the disk."""
WAITING_AT_MOST = 50_000
"""Lines that are not yet written; after that many the trace is given up. Three hours have fewer."""


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
        self.on_failure: Callable[[str], None] = lambda _: None
        """Told once, from any thread, when no more can be written; the session goes on."""
        try:
            # File names may hold bytes that are no text; escaped like this they are still good JSON.
            self._file = open(  # noqa: SIM115 - closed by close
                path, "w", encoding="utf-8", errors="backslashreplace", newline="\n", opener=owner_only
            )
        except OSError as error:
            kind = StorageError if error.errno == errno.ENOSPC else RequestError
            raise kind(f"The trace cannot be written to {path}: {error.strerror}.") from error
        self._inbox: queue.SimpleQueue[Callable[[], Fields] | None] = queue.SimpleQueue()
        self._failed = False
        self._thread = threading.Thread(target=self._write_all, name="trace", daemon=True)
        self._thread.start()

    def started(self, context: Context, state: State, at_s: float) -> None:
        self._put(partial(began, context, state, at_s))

    def event(self, event: Event, at_s: float) -> None:
        self._put(partial(received, event, at_s))

    def keep(self, record: Record, at_s: float) -> None:
        self._put(partial(as_fields, record, at_s))

    def close(self) -> None:
        """Writes what is left. Whoever reads a pipe no more is not waited for longer than ``CLOSING_S``."""
        self._inbox.put(None)
        self._thread.join(CLOSING_S)
        if self._thread.is_alive():
            self._fail("nobody takes what is written")
            return
        try:
            self._file.close()
        except OSError as error:
            self._fail(str(error.strerror))

    def _put(self, line: Callable[[], Fields]) -> None:
        if self._inbox.qsize() < WAITING_AT_MOST:
            self._inbox.put(line)
        else:
            self._fail("nobody takes what is written")

    def _write_all(self) -> None:
        while (kept := self._inbox.get()) is not None:
            if not self._failed:
                try:
                    self._file.write(json.dumps(kept(), ensure_ascii=False) + "\n")
                    self._file.flush()
                except OSError as error:
                    self._fail(str(error.strerror))
                except Exception as error:  # noqa: BLE001 - else the thread would end, and the trace with it, unnoticed
                    self._fail(repr(error))

    def _fail(self, why: str) -> None:
        if not self._failed:
            self._failed = True
            self.on_failure(f"The trace in {self._path} is not complete: {why}.")
