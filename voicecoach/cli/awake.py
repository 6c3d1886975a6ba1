"""Keeps the computer awake in a session, from a thread: the first word does not wait until that is arranged."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

POLL_S = 0.1


@contextmanager
def awake(begun: threading.Event | None = None) -> Iterator[None]:
    """Keeps the computer from sleeping, where that is possible, from when ``begun`` is set, or at once."""
    ended = threading.Event()

    def keep_awake() -> None:
        while begun is not None and not begun.wait(POLL_S):
            if ended.is_set():
                return
        with suppress(Exception):  # it is a help, and ``doctor`` says what is missing
            from wakepy import keep

            with keep.presenting(on_fail="pass"):
                ended.wait()

    keeper = threading.Thread(target=keep_awake, name="awake", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join(timeout=1.0)
