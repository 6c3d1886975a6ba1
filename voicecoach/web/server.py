"""Runs the page until Ctrl-C: uvicorn, without its log and without its own signal handlers."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn

from voicecoach.web.addresses import Reach
from voicecoach.web.connections import ACCEPTED_AT_ONCE, WAITING_TO_BE_ACCEPTED, Connection
from voicecoach.web.rate_limits import RateLimits
from voicecoach.web.routes import Site, application

GRACE_S = 2
"""How long open connections may take to end. A session's end is waited for besides."""
MOST_ERRORS_TOLD = 20
_LEFT_AT_ONCE = 128 + signal.SIGINT


class Server(uvicorn.Server):
    """Leaves signals to ``serve``: uvicorn would raise them again at its end, and the exit code would be lost."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for each in sockets or []:
            # asyncio takes one number for how many it accepts at once, each a file, and how many the system keeps
            # waiting, which are none.
            each.listen(WAITING_TO_BE_ACCEPTED)


def server_of(site: Site, reach: Reach, limits: RateLimits | None = None) -> Server:
    """The page, ready to run on the sockets of ``reach``."""
    config = uvicorn.Config(
        application(site, reach.hosts, limits),
        http=Connection,
        loop="asyncio",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        ws="none",
        proxy_headers=False,
        backlog=ACCEPTED_AT_ONCE,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=GRACE_S,
        h11_max_incomplete_event_size=16 * 1024,
        lifespan="on",
    )
    server = Server(config)
    site.going = lambda: not server.should_exit
    return server


def serve(site: Site, reach: Reach, ready: Callable[[], None] = lambda: None) -> bool:
    """Blocks until SIGINT or SIGTERM; a running session ends in order. Call it from the main thread.

    ``ready`` is called as soon as the page answers. Answers True when it was interrupted. A second signal leaves at
    once, like a kill: what was kept is whole, and an unfinished session can be gone on with.
    """
    server = server_of(site, reach)
    interrupted = False

    def on_signal(_number: int, _frame: object) -> None:
        nonlocal interrupted
        if interrupted:
            os._exit(_LEFT_AT_ONCE)
        interrupted = True
        server.should_exit = True

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with _errors_in_a_line(site.words.serve.error):
            # The sockets listen already: a page that is asked for now is answered as soon as the loop turns.
            ready()
            server.run(sockets=list(reach.sockets))
    finally:
        site.sessions.close()
        reach.close()
        if not interrupted:  # Else a second signal is still to be expected while Python ends.
            for number, handler in before.items():
                signal.signal(number, handler)
    return interrupted


@contextlib.contextmanager
def _errors_in_a_line(text: str) -> Iterator[None]:
    handler = _ErrorsInALine(text)
    loggers = [logging.getLogger(name) for name in ("uvicorn", "asyncio")]
    for each in loggers:
        each.addHandler(handler)
        each.propagate = False
    try:
        yield
    finally:
        for each in loggers:
            each.removeHandler(handler)
            each.propagate = True


class _ErrorsInALine(logging.Handler):
    """Prints each error of the page once, by its type and place. What strangers do wrong is not printed.

    Its message is left out: it could hold what a patient has told, or what a stranger has sent.
    """

    def __init__(self, text: str) -> None:
        super().__init__(logging.ERROR)
        self._text = text
        self._told: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is None or isinstance(error, asyncio.CancelledError):
            return
        places = traceback.extract_tb(error.__traceback__)
        place = f", {Path(places[-1].filename).name}:{places[-1].lineno}" if places else ""
        what = f"{type(error).__name__}{place}"
        if what not in self._told and len(self._told) < MOST_ERRORS_TOLD:
            self._told.add(what)
            sys.stderr.write(self._text.format(what=what) + "\n")
            sys.stderr.flush()
