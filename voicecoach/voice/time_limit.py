"""Calls a function with a time limit, in a thread that is abandoned when the time is up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

_POLL_S = 0.02


class OutOfTime(Exception):  # noqa: N818 - it says what has happened
    """The time was up; ``thread`` is still at work."""

    def __init__(self, thread: threading.Thread) -> None:
        super().__init__("It takes too long.")
        self.thread = thread


def within(limit_s: float | Callable[[], float], work: Callable[[], Result]) -> Result:
    """What ``work`` returns or raises. Raises OutOfTime when it takes longer than ``limit_s``, which may change
    meanwhile; the thread goes on, as a daemon, and what it returns is lost.
    """
    limit = limit_s if callable(limit_s) else lambda: limit_s
    results: list[Result] = []
    failures: list[Exception] = []
    done = threading.Event()

    def run() -> None:
        try:
            results.append(work())
        except Exception as failure:  # noqa: BLE001 - raised in the thread that asked
            failures.append(failure)
        except BaseException as failure:  # noqa: BLE001 - what wants to end this thread must not end that one
            failures.append(RuntimeError(repr(failure)))
        finally:
            done.set()

    began_s = time.monotonic()
    thread = threading.Thread(target=run, name="voice line", daemon=True)
    thread.start()
    while not done.wait(_POLL_S):
        if time.monotonic() - began_s > limit():
            raise OutOfTime(thread)
    thread.join()
    if failures:
        raise failures.pop()
    return results[0]
