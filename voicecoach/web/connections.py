"""Limits the connections to the page: how many may be open, which are closed first, and how long a request may take.

A new connection is never refused, since only its request tells whose it is. Where there are too many, the oldest of
whoever has most is closed instead. Strangers and visitors have a half of the places each, so that no stranger's
connection closes a visitor's.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from typing import TYPE_CHECKING

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

MOST = 128
MOST_EACH = 24
"""Of one address, or of one visitor. Browsers open six."""
ACCEPTED_AT_ONCE = 8
"""From one socket between two looks at what came in. It is well below ``MOST_EACH``: a request that comes with its
connection is read before newer connections can close it."""
WAITING_TO_BE_ACCEPTED = 1024
WHOLE_WITHIN_S = 5.0
"""How long a request may take to arrive, and a new connection to begin one."""
SIGN_IN = "voicecoach.sign_in"
"""The extension of a request's scope that takes the name of the visitor whose request it is."""


def most_connections() -> int:
    """A quarter of the files that this process may open, so that the journal and the sound card find theirs."""
    try:
        import resource
    except ImportError:  # Windows, where sockets are no files.
        return MOST
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if files == resource.RLIM_INFINITY else min(MOST, max(2 * MOST_EACH, files // 4))


class Connection(H11Protocol):
    """A stranger's until one of its requests shows that it is a visitor's."""

    visitor = ""
    number = 0
    """Younger ones have higher numbers."""
    _numbers = itertools.count(1)
    _late: asyncio.TimerHandle | None = None

    # -- what uvicorn and asyncio call ----------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.number = next(self._numbers)
        self.app = self._answer
        self._make_room()
        self._expect_request()

    def connection_lost(self, exc: Exception | None) -> None:
        self._expect_nothing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.conn.their_state is h11.IDLE and not self.conn.trailing_data[0]:
            self._expect_nothing()  # A request begins, and has its whole time from here.
        super().data_received(data)
        self._expect_request()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._expect_request()

    def handle_events(self) -> None:
        try:
            super().handle_events()
        except h11.ProtocolError:  # What came is no HTTP, and an answer to what came before it is under way.
            self.transport.abort()

    def shutdown(self) -> None:
        try:
            super().shutdown()
        except h11.ProtocolError:  # It was being closed already.
            self.transport.abort()

    # -- whose it is, and who gives way ---------------------------------------------------------------------------

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["extensions"] = {SIGN_IN: self._sign_in}
        try:
            await self.config.loaded_app(scope, receive, send)
        except h11.ProtocolError:  # What came after this request was no HTTP, and nothing can be answered any more.
            self.transport.abort()

    def _sign_in(self, visitor: str) -> None:
        if visitor != self.visitor:
            self.visitor = visitor
            self._make_room()

    @property
    def whose(self) -> str:
        """Visitor or address."""
        return self.visitor or (self.client[0] if self.client else "")

    def _make_room(self) -> None:
        """Closes one connection where there is one too many."""
        alike = [c for c in self.connections if isinstance(c, Connection) and bool(c.visitor) == bool(self.visitor)]
        count = Counter(each.whose for each in alike)
        most = max(count.values())
        if most > MOST_EACH or len(alike) > most_connections() // 2:
            oldest = min((each for each in alike if count[each.whose] == most), key=lambda each: each.number)
            self.connections.discard(oldest)
            oldest.transport.abort()

    # -- how long a request may take ------------------------------------------------------------------------------

    def _expect_request(self) -> None:
        """Closes the connection unless a request is whole in time. Nothing to do while one is being answered."""
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._expect_nothing()
        elif self._late is None:
            self._late = self.loop.call_later(WHOLE_WITHIN_S, self.transport.abort)

    def _expect_nothing(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
