"""Runs the page until Ctrl-C: uvicorn, without its log and without its own signal handlers."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator

import uvicorn

from voicecoach.web.addresses import Reach
from voicecoach.web.rate_limits import RateLimits
from voicecoach.web.routes import Site, application

GRACE_S = 2
"""How long open connections may take to end. A session's end is waited for besides."""
MOST_CONNECTIONS = 64


class Server(uvicorn.Server):
    """Leaves signals to ``serve``: uvicorn would raise them again at its end, and the exit code would be lost."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def server_of(site: Site, reach: Reach, limits: RateLimits | None = None) -> Server:
    """The page, ready to run on the sockets of ``reach``."""
    config = uvicorn.Config(
        application(site, reach.hosts, limits),
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        ws="none",
        proxy_headers=False,
        limit_concurrency=MOST_CONNECTIONS,
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

    ``ready`` is called as soon as the page answers. Answers True when it was interrupted.
    """
    server = server_of(site, reach)
    interrupted = False

    def on_signal(_number: int, _frame: object) -> None:
        nonlocal interrupted
        if interrupted:
            raise KeyboardInterrupt
        interrupted = True
        server.should_exit = True

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        # The sockets listen already: a page that is asked for now is answered as soon as the loop turns.
        ready()
        server.run(sockets=list(reach.sockets))
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        site.sessions.close()
        reach.close()
    return interrupted
