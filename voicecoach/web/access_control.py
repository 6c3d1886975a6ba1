"""Decides which requests are answered, and sets the security headers of every answer.

Checked in this order: a private address; a ``Host`` that is ours (against DNS rebinding); the rate limit; the method;
an origin that is our own page (against forged requests); the size; a visitor who entered a code. No request is logged.

A visitor's requests from our own page are counted apart from all others of the same address, which may be those of
another site in the same browser: whatever strangers send, the visitor's orders are taken.

Fetch metadata: W3C "Fetch Metadata Request Headers". Rebinding, forged requests and the rest: OWASP Cheat Sheet Series.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, RedirectResponse, Response

from voicecoach.web import import_data
from voicecoach.web.connections import SIGN_IN
from voicecoach.web.rate_limits import RateLimits
from voicecoach.web.visitors import STAYS_S, Visitor, Visitors

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 4096
LONG_BODIES = dict.fromkeys(("/api/import", "/api/import/check", "/api/import/save"), import_data.MOST_BYTES)
"""Requests that carry a whole text or script."""
TOKEN_HEADER = "x-voicecoach-token"
SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": SECURITY_POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_ENTRANCE = "/enter"
_FOR_ALL = "/static/"
_PAGES = ("/", "/import")
_WITH_TOKEN = "/api/"
_AT_HOME = ("none", "same-origin")


class AccessControl:
    """ASGI middleware."""

    def __init__(
        self, app: ASGIApp, *, visitors: Visitors, hosts: frozenset[str], words: Mapping[str, str], limits: RateLimits
    ) -> None:
        """``hosts`` are the names, with their ports, that the page answers to; ``words`` the refusals."""
        self._app = app
        self._visitors = visitors
        self._hosts = hosts
        self._words = words
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008, "reason": self._words["socket"]})
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send_with_headers)
            return
        await self._app(scope, _limited(receive, _most_bytes(scope["path"])), send_with_headers)

    # -- what is asked --------------------------------------------------------------------------------------------

    def _refusal(self, scope: Scope) -> Response | None:
        """The answer that refuses the request; None when it is allowed."""
        headers, path, method = Headers(scope=scope), scope["path"], scope["method"]
        who = scope["client"][0] if scope.get("client") else ""
        if not _at_home(who):
            return self._no(403, "address")
        if headers.getlist("host") not in ([host] for host in self._hosts):
            return self._no(421, "host")
        ours = self._from_our_page(headers, method)
        if not self._limits.requests.allows((self._visitor(scope, headers) if ours else "") or who):
            return self._no(429, "often", **{"retry-after": "5"})
        if method not in ("GET", "HEAD", "POST"):
            return self._no(405, "method", allow="GET, HEAD, POST")
        if "upgrade" in headers:
            return self._no(403, "socket")
        if not ours:
            return self._no(403, "origin")
        if method == "POST" and (refusal := self._unfit_body(headers, path)) is not None:
            return refusal
        if path == _ENTRANCE and method == "POST":
            within = self._limits.codes.allows(who) and (_here(who) or self._limits.codes_of_all.allows(""))
            return None if within else self._no(429, "often", **{"retry-after": "60"})
        return None if path == _ENTRANCE or path.startswith(_FOR_ALL) else self._stranger(headers, path)

    def _visitor(self, scope: Scope, headers: Headers) -> str:
        """The name under which a visitor's requests are counted, empty for a stranger's; the connection learns it.

        Whoever was shown the cookie but has no token is counted apart, and keeps no connection open.
        """
        cookie = cookie_of(headers)
        if not self._visitors.knows(cookie):
            return ""
        name = hashlib.sha256(cookie.encode()).hexdigest()
        if not self._visitors.admits(cookie, headers.get(TOKEN_HEADER, "")):
            return f"cookie {name}"
        if sign_in := scope.get("extensions", {}).get(SIGN_IN):
            sign_in(name)
        return f"token {name}"

    @staticmethod
    def _from_our_page(headers: Headers, method: str) -> bool:
        """True when no header names another site. A request that changes something has to name ours."""
        if headers.get("sec-fetch-site", "none") not in _AT_HOME:
            return False
        ours = [f"http://{headers['host']}"]
        origins = headers.getlist("origin")
        return origins == ours if method == "POST" else origins in ([], ours)

    def _unfit_body(self, headers: Headers, path: str) -> Response | None:
        """Refuses what is not JSON, which no form of another site can send, and what is too long."""
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return self._no(415, "type")
        length = headers.get("content-length", "")
        if not length.isdecimal() or int(length) > _most_bytes(path):
            return self._no(413, "size")
        return None

    def _stranger(self, headers: Headers, path: str) -> Response | None:
        cookie = cookie_of(headers)
        if path.startswith(_WITH_TOKEN):
            admitted = self._visitors.admits(cookie, headers.get(TOKEN_HEADER, ""))
            return None if admitted else self._no(401, "stranger")
        if self._visitors.knows(cookie):
            return None
        return RedirectResponse(_ENTRANCE, 303) if path in _PAGES else self._no(401, "stranger")

    def _no(self, status: int, why: str, **headers: str) -> Response:
        return JSONResponse({"error": self._words[why]}, status, headers=headers)


def _at_home(address: str) -> bool:
    """True for this computer and for private networks."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    plain = getattr(found, "ipv4_mapped", None) or found
    return bool(plain.is_loopback or (plain.is_private and not plain.is_unspecified))


def _here(address: str) -> bool:
    """True for this computer's loopback, whose tries of a code no other computer can use up."""
    return ipaddress.ip_address(address).is_loopback


def _most_bytes(path: str) -> int:
    return LONG_BODIES.get(path, MOST_BYTES)


def _limited(receive: Receive, most_bytes: int) -> Receive:
    """Stops reading a body that is longer than allowed, whatever its headers said."""
    read = 0

    async def limited() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        return {"type": "http.disconnect"} if read > most_bytes else message

    return limited


# -- the cookie -----------------------------------------------------------------------------------------------------


def _cookie_name(host: str) -> str:
    """The name contains the port, since browsers share cookies between all ports of a host."""
    return f"voicecoach-{host.rpartition(':')[2]}"


def cookie_of(headers: Headers) -> str:
    """The visitor's cookie, empty when there is none."""
    return cookie_parser(headers.get("cookie", "")).get(_cookie_name(headers["host"]), "")


def hand_cookie(response: Response, host: str, visitor: Visitor | None) -> None:
    """Sets the visitor's cookie, or deletes it. It is not marked Secure, because a home network has no HTTPS."""
    value, age_s = (visitor.cookie, int(STAYS_S)) if visitor is not None else ("", 0)
    response.set_cookie(_cookie_name(host), value, max_age=age_s, path="/", httponly=True, samesite="strict")
