"""One-time codes, and the visitors who entered with one.

A visitor holds two secrets. The cookie travels with every request, but browsers share cookies between all ports of a
host, so a program of another user of this computer might be shown it. The token lives in the storage of the page's own
origin, which has the port in it, and goes in a header that no other site can set. Both are 256 random bits; of both
only the SHA-256 is kept, so that looking one up takes no time that depends on how much of it is right.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without what looks alike."""
CODE_LENGTH = 8
"""31 to the 8th is 40 bits; at the tries that ``limits`` allows, half of them take longer than ten thousand years."""
STAYS_S = 12 * 3600.0
MOST_VISITORS = 32


@dataclass(frozen=True, slots=True)
class Visitor:
    """The secrets of one browser."""

    cookie: str
    token: str


@dataclass(frozen=True, slots=True)
class _Known:
    token_hash: bytes
    until_s: float


class Visitors:
    """Safe from any thread."""

    def __init__(
        self, *, spent: Callable[[str], None] = lambda _code: None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """``spent`` is called with the new code whenever one was used."""
        self._spent = spent
        self._clock = clock
        self._lock = threading.Lock()
        self._code = _new_code()
        self._known: OrderedDict[bytes, _Known] = OrderedDict()

    @property
    def code(self) -> str:
        """The code that lets one visitor in, as it is written down: ``ABCD-EFGH``."""
        return _written(self._code)

    def enter(self, code: str) -> Visitor | None:
        """Lets a visitor in and replaces the code; None for a wrong code."""
        plain = "".join(letter for letter in code.upper() if letter in ALPHABET)
        with self._lock:
            if not hmac.compare_digest(plain.encode(), self._code.encode()):
                return None
            self._code = _new_code()
            visitor = Visitor(secrets.token_urlsafe(32), secrets.token_urlsafe(32))
            self._known[_hash(visitor.cookie)] = _Known(_hash(visitor.token), self._clock() + STAYS_S)
            while len(self._known) > MOST_VISITORS:
                self._known.popitem(last=False)
        self._spent(self.code)
        return visitor

    def knows(self, cookie: str) -> bool:
        """True for a visitor whose stay has not expired."""
        return self._find(cookie) is not None

    def admits(self, cookie: str, token: str) -> bool:
        """True when cookie and token belong to the same visitor."""
        known = self._find(cookie)
        return known is not None and hmac.compare_digest(known.token_hash, _hash(token))

    def leave(self, cookie: str) -> None:
        with self._lock:
            self._known.pop(_hash(cookie), None)

    def _find(self, cookie: str) -> _Known | None:
        key = _hash(cookie)
        with self._lock:
            known = self._known.get(key)
            if known is not None and self._clock() >= known.until_s:
                del self._known[key]
                return None
            return known


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def _written(code: str) -> str:
    return f"{code[: CODE_LENGTH // 2]}-{code[CODE_LENGTH // 2 :]}"


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
