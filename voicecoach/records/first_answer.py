"""Begins a new patient's journal with their first answer, so that a name mistyped leaves nobody behind."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from voicecoach.errors import StorageError
from voicecoach.records.trace import Recorder
from voicecoach.records.writer import CLOSING_S
from voicecoach.session.events import Event
from voicecoach.session.records import Answered, PainScored, Record, StepStarted
from voicecoach.session.state import State

Call = Callable[[Recorder], None]


class FirstAnswerRecorder(Recorder):
    """A ``Recorder`` that opens another one, in a thread of its own, once something has been answered.

    What was recorded before is handed to it then. When nothing is ever answered, it is never opened.
    """

    def __init__(self, begin: Callable[[], Recorder], on_failure: Callable[[StorageError], None]) -> None:
        """``begin`` and ``on_failure`` are called in the thread; the latter when ``begin`` raises StorageError."""
        self._begin = begin
        self._on_failure = on_failure
        self._calls: queue.SimpleQueue[Call | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def event(self, event: Event, at_s: float) -> None:
        self._calls.put(lambda recorder: recorder.event(event, at_s))

    def keep(self, record: Record, at_s: float) -> None:
        self._calls.put(lambda recorder: recorder.keep(record, at_s))
        if self._thread is None and isinstance(record, Answered | PainScored | StepStarted):
            self._thread = threading.Thread(target=self._run, name="first answer", daemon=True)
            self._thread.start()

    def then(self, call: Callable[[], None]) -> None:
        """Calls this in the thread, after all that was recorded before; never when nothing is answered."""
        self._calls.put(lambda _: call())

    def tick(self, state: State, at_s: float) -> None:
        if self._thread is not None:
            self._calls.put(lambda recorder: recorder.tick(state, at_s))

    def close(self) -> None:
        """Writes what is left."""
        if self._thread is not None:
            self._calls.put(None)
            self._thread.join(CLOSING_S)

    def _run(self) -> None:
        try:
            recorder = self._begin()
        except StorageError as error:
            self._on_failure(error)
            return
        while (call := self._calls.get()) is not None:
            call(recorder)
        recorder.close()
