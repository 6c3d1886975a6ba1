"""Runs ears in their own thread, for live rooms.

``hear`` only queues the block and returns what was decided since, so a model that takes 40 ms, or a second to load,
never holds up the loop. Without this, ears answer in the call, which is what makes a file room repeatable.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from voicecoach.ears.interface import ActivePhrases, Ears, Hearing, Utterance
from voicecoach.errors import EarsError

_Order = Hearing | ActivePhrases | None


class EarsWorker:
    """Implements Ears around other ears, which are opened, used and closed in one thread."""

    def __init__(self, name: str, open_ears: Callable[[], Ears], *, backlog_s: float = 30.0) -> None:
        """``open_ears`` is called in the thread. While ``backlog_s`` of sound waits, more is not taken in."""
        self._name = name
        self._open = open_ears
        self._orders: queue.Queue[_Order] = queue.Queue()
        self._decided: queue.SimpleQueue[Utterance] = queue.SimpleQueue()
        self._failed: EarsError | None = None
        self._most_blocks = int(backlog_s * 100)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name=f"ears-{name}", daemon=True)
        self._thread.start()

    @property
    def name(self) -> str:
        return self._name

    def listen_for(self, active: ActivePhrases) -> None:
        self._orders.put(active)

    def hear(self, hearing: Hearing) -> list[Utterance]:
        """Raises EarsError, once, when the ears in the thread have failed."""
        if self._failed is not None:
            failed, self._failed = self._failed, None
            raise failed
        if self._thread.is_alive() and self._orders.qsize() < self._most_blocks:
            self._orders.put(hearing)
        decided: list[Utterance] = []
        while True:
            try:
                decided.append(self._decided.get_nowait())
            except queue.Empty:
                return decided

    def close(self) -> None:
        self._closing.set()
        self._orders.put(None)
        self._thread.join(timeout=2.0)

    def _work(self) -> None:
        try:
            ears = self._open()
            try:
                self._serve(ears)
            finally:
                ears.close()
        except EarsError as error:
            self._failed = error
        except Exception as error:  # noqa: BLE001 - handed to the thread that asks, not swallowed
            self._failed = EarsError(f"The {self._name} ears failed: {error}")

    def _serve(self, ears: Ears) -> None:
        while not self._closing.is_set():
            order = self._orders.get()
            if order is None:
                return
            if isinstance(order, ActivePhrases):
                ears.listen_for(order)
                continue
            for utterance in ears.hear(order):
                self._decided.put(utterance)
