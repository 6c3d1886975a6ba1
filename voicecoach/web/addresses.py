"""Opens the sockets of the page: on this computer only, or on its home network as well."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import os
import socket
from dataclasses import dataclass

from voicecoach.errors import RunError
from voicecoach.language.page_texts import ServeTexts

LOOPBACK = "127.0.0.1"
_ELSEWHERE = ("192.0.2.1", 9)
"""An address for documentation (RFC 5737). Connecting a UDP socket sends nothing; it only chooses our own address."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Open sockets, and the names they answer to."""

    sockets: tuple[socket.socket, ...]
    port: int
    home: tuple[str, ...]
    """Our addresses in the home network; empty when only this computer is served."""

    @property
    def hosts(self) -> frozenset[str]:
        """The allowed values of a request's ``Host``."""
        return frozenset(f"{name}:{self.port}" for name in (LOOPBACK, "localhost", *self.home))

    @property
    def here(self) -> str:
        return f"http://{LOOPBACK}:{self.port}/enter"

    @property
    def there(self) -> tuple[str, ...]:
        return tuple(f"http://{address}:{self.port}/enter" for address in self.home)

    def close(self) -> None:
        for each in self.sockets:
            each.close()


def open_sockets(port: int, *, lan: bool, words: ServeTexts) -> Reach:
    """Listens on ``port`` (0: any that is free) of the loopback, and with ``lan`` of our addresses at home.

    Raises RunError when the port is taken, or when ``lan`` was asked for and there is no such network.
    """
    home = home_addresses() if lan else ()
    if lan and not home:
        raise RunError(words.no_network)
    sockets: list[socket.socket] = []
    try:
        for address in (LOOPBACK, *home):
            sockets.append(_listening(address, port))
            port = port or sockets[0].getsockname()[1]
    except OSError as error:
        for each in sockets:
            each.close()
        taken = error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE))
        text = words.taken if taken else words.port_refused
        raise RunError(text.format(port=port, why=error.strerror)) from error
    return Reach(tuple(sockets), port, home)


def home_addresses() -> tuple[str, ...]:
    """The private IPv4 addresses of this computer."""
    found = set()
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_ELSEWHERE)
        found.add(probe.getsockname()[0])
    with contextlib.suppress(OSError):
        found |= {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    return tuple(sorted(address for address in found if is_home_address(address)))


def is_home_address(address: str) -> bool:
    found = ipaddress.ip_address(address)
    return found.is_private and not (found.is_loopback or found.is_link_local or found.is_unspecified)


def _listening(address: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "nt":
            # There, the option of the other systems would let two programs share a port.
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((address, port))
        made.listen(64)
    except (OSError, OverflowError):
        made.close()
        raise
    return made
