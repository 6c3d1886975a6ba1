"""Keeps the computer awake in a session, from a thread: the first word does not wait until that is arranged."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def awake(begun: threading.Event | None = None) -> Iterator[None]:
    """Keeps the computer from sleeping, where that is possible, from when ``begun`` is set, or at once."""
    ended, begun = threading.Event(), begun or _at_once()

    def keep_awake() -> None:
        begun.wait()
        if not ended.is_set():
            from wakepy import keep

            with keep.presenting(on_fail="pass"):
                ended.wait()

    keeper = threading.Thread(target=keep_awake, name="awake", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        begun.set()
        keeper.join(timeout=1.0)


def _at_once() -> threading.Event:
    begun = threading.Event()
    begun.set()
    return begun
