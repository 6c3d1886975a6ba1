"""The door, asked over a real socket: wrong names, origins, methods, tokens and sockets are all refused."""

from __future__ import annotations

import asyncio
import http.client
import socket
import time
from collections.abc import Iterator

import pytest
from starlette.types import ASGIApp, Message

from tests.caregiver import WORDS, Page, eventually, serving
from voicecoach.web.access_control import MOST_BYTES, SECURITY_POLICY
from voicecoach.web.rate_limits import RateLimit, RateLimits
from voicecoach.web.routes import application
from voicecoach.web.visitors import STAYS_S

ORDERS = {
    "/api/start": {"routine": "deep-piriformis"},
    "/api/command": {"command": "stop"},
    "/api/alarm": {},
    "/api/history": {"patient": "Anna"},
    "/api/settings": {"patient": "Anna"},
    "/api/settings/change": {"patient": "Anna", "hold_s": "20"},
    "/api/code": {},
    "/api/leave": {},
}
NEWS = ("/api/now", "/api/live", "/api/inside")
PAGES = ("/", "/drawings/lying-at-wall/left")


def roomy() -> RateLimits:
    """So many questions that the matrix itself is not held up."""
    return RateLimits(RateLimit(10_000, 1000), RateLimit(1000, 100), RateLimit(1000, 100))


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with serving(limits=roomy()) as page:
        yield page


@pytest.fixture(scope="module")
def inside(page: Page) -> dict[str, str]:
    return page.come_in()


@pytest.fixture(autouse=True)
def _nothing_happened(page: Page) -> Iterator[None]:
    yield
    assert page.site.sessions.now().number == 0, "a refused request began a session"


# -- names: a foreign name pointed at this computer (DNS rebinding) ---------------------------------------------------

FOREIGN = [
    "evil.example",
    "127.0.0.1",
    "localhost",
    "127.0.0.1:1",
    "127.0.0.1.evil.example:{port}",
    "192.168.1.5:{port}",
    "localhost.evil.example:{port}",
    "0.0.0.0:{port}",
    "[::1]:{port}",
    "",
    " ",
    "user@127.0.0.1:{port}",
    "[::ffff:127.0.0.1]:{port}",
    "[0:0:0:0:0:0:0:1]:{port}",
    "[fe80::1%25lo]:{port}",
    "2130706433:{port}",
    "0x7f000001:{port}",
    "0177.0.0.1:{port}",
    "127.1:{port}",
    "127.0.0.2:{port}",
    "localhost.:{port}",
    "127.0.0.1:{port}:80",
    "127.0.0.1:0{port}",
    "127.0.0.1.nip.io:{port}",
    "localtest.me:{port}",
    "127.0.0.1:{port}, evil.example",
    "127.0.0.1:{port}#evil.example",
    "xn--lcalhost-54a:{port}",
]


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("path", [*PAGES, *NEWS, "/enter", "/static/page.js"])
def test_foreign_names_are_not_answered(page: Page, inside: dict[str, str], host: str, path: str) -> None:
    answer = page.ask("GET", path, {**inside, "Host": host.format(port=page.reach.port)})
    assert answer.status in (400, 421)


@pytest.mark.parametrize("path", ORDERS)
@pytest.mark.parametrize("host", FOREIGN[:4])
def test_foreign_names_take_no_orders(page: Page, inside: dict[str, str], host: str, path: str) -> None:
    headers = {**inside, "Host": host, "Origin": f"http://{host}"}
    assert page.post(path, ORDERS[path], headers).status in (400, 421)


def test_two_names_at_once_are_one_too_many(page: Page) -> None:
    with socket.create_connection(("127.0.0.1", page.reach.port), 5) as line:
        line.sendall(f"GET /enter HTTP/1.1\r\nHost: 127.0.0.1:{page.reach.port}\r\nHost: evil.example\r\n\r\n".encode())
        assert line.recv(100).split()[1] in (b"400", b"421")


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Host", "X-Original-URL", "Forwarded", "X-Forwarded-For"])
def test_no_other_header_speaks_for_the_name_or_the_visitor(page: Page, inside: dict[str, str], header: str) -> None:
    ours = f"127.0.0.1:{page.reach.port}"
    assert page.ask("GET", "/api/now", {**inside, "Host": "evil.example", header: ours}).status in (400, 421)
    assert page.ask("GET", "/api/now", {header: "127.0.0.1"}).status == 401


def raw(page: Page, request: str) -> int:
    """The status that a request gets as it stands here; 0 when the line is closed without an answer."""
    with socket.create_connection(("127.0.0.1", page.reach.port), 5) as line:
        line.sendall(request.format(port=page.reach.port).replace("\n", "\r\n").encode())
        line.settimeout(5)
        first = line.recv(200).split()
    return int(first[1]) if len(first) > 1 else 0


@pytest.mark.parametrize(
    "request_line",
    [
        "GET / HTTP/1.1\n\n",
        "GET / HTTP/1.0\n\n",
        "GET http://evil.example/api/now HTTP/1.1\nHost: 127.0.0.1:{port}\n\n",
        "GET //evil.example/api/now HTTP/1.1\nHost: 127.0.0.1:{port}\n\n",
        "GET /api/now HTTP/1.1\nHost : 127.0.0.1:{port}\n\n",
        "GET /api/now HTTP/1.1\nHost: evil.example\n Host: 127.0.0.1:{port}\n\n",
        "POST /api/command HTTP/1.1\nHost: 127.0.0.1:{port}\nOrigin: http://127.0.0.1:{port}\n"
        "Content-Type: application/json\nContent-Length: 2\nTransfer-Encoding: chunked\n\n0\n\n",
        "POST /enter HTTP/1.1\nHost: 127.0.0.1:{port}\nOrigin: http://127.0.0.1:{port}\n"
        "Content-Type: application/json\nContent-Length: 2\nContent-Length: 3\n\n{{}}",
        "HELLO\n\n",
    ],
)
def test_requests_that_mean_two_things_or_nothing_get_nowhere(page: Page, request_line: str) -> None:
    assert raw(page, request_line) in (0, 400, 401, 404, 413, 421)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_our_own_names_are_answered(page: Page, name: str) -> None:
    answer = page.ask("GET", "/enter", {"Host": f"{name}:{page.reach.port}"})
    assert answer.status == 200


# -- origins: another site in the same browser ------------------------------------------------------------------------

ORIGINS = [
    "https://evil.example",
    "null",
    "",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "http://localhost:{port}",
    "https://127.0.0.1:{port}",
    "http://127.0.0.1:{port}.evil.example",
    "HTTP://127.0.0.1:{port}/",
]


@pytest.mark.parametrize("path", [*ORDERS, "/enter"])
@pytest.mark.parametrize("origin", ORIGINS)
def test_other_origins_take_no_orders(page: Page, inside: dict[str, str], origin: str, path: str) -> None:
    content = ORDERS.get(path, {"code": page.site.visitors.code})
    assert page.post(path, content, {**inside, "Origin": origin.format(port=page.reach.port)}).status == 403


@pytest.mark.parametrize("path", [*ORDERS, "/enter"])
def test_an_order_has_to_say_where_it_comes_from(page: Page, inside: dict[str, str], path: str) -> None:
    headers = {**inside, "Content-Type": "application/json"}
    assert page.ask("POST", path, headers, b"{}").status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything"])
@pytest.mark.parametrize("path", [*ORDERS, *NEWS, *PAGES, "/enter", "/static/page.js"])
def test_what_a_browser_calls_foreign_is(page: Page, inside: dict[str, str], site: str, path: str) -> None:
    headers = {**inside, "Sec-Fetch-Site": site}
    answer = page.post(path, ORDERS[path], headers) if path in ORDERS else page.ask("GET", path, headers)
    assert answer.status == 403


@pytest.mark.parametrize("path", NEWS)
def test_news_do_not_go_to_other_origins(page: Page, inside: dict[str, str], path: str) -> None:
    assert page.ask("GET", path, {**inside, "Origin": "http://evil.example"}).status == 403


def test_no_other_origin_is_ever_allowed_in_by_a_header(page: Page, inside: dict[str, str]) -> None:
    for answer in (page.ask("GET", "/api/now", inside), page.ask("GET", "/enter"), page.post("/api/alarm", {}, inside)):
        assert not [name for name in answer.headers if name.startswith("access-control")]


# -- methods and bodies -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
@pytest.mark.parametrize("path", [*ORDERS, *NEWS, "/", "/enter"])
def test_other_methods_are_refused(page: Page, inside: dict[str, str], method: str, path: str) -> None:
    assert page.ask(method, path, {**inside, "Origin": page.origin}).status in (400, 405)


@pytest.mark.parametrize("path", [*NEWS, "/"])
def test_the_head_of_an_answer_is_guarded_like_the_answer(page: Page, inside: dict[str, str], path: str) -> None:
    assert page.ask("HEAD", path).status in (303, 401)
    assert page.ask("HEAD", path, {**inside, "Host": "evil.example"}).status == 421
    assert page.ask("HEAD", path, {**inside, "Origin": "http://evil.example"}).status == 403


@pytest.mark.parametrize("path", ORDERS)
def test_what_changes_something_is_not_to_be_had_by_head(page: Page, inside: dict[str, str], path: str) -> None:
    assert page.ask("HEAD", path, inside).status == 405


@pytest.mark.parametrize("path", [*ORDERS, *NEWS])
def test_nobody_is_told_that_a_foreign_page_may_ask(page: Page, path: str) -> None:
    """A preflight is what a browser sends before a request that a form could not make."""
    answer = page.ask(
        "OPTIONS",
        path,
        {
            "Origin": "http://evil.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "x-voicecoach-token",
            "Access-Control-Request-Private-Network": "true",
        },
    )
    assert answer.status in (403, 405)
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("path", ORDERS)
def test_what_changes_something_is_not_to_be_had_by_get(page: Page, inside: dict[str, str], path: str) -> None:
    assert page.ask("GET", path, inside).status == 405


@pytest.mark.parametrize("path", NEWS)
def test_news_are_not_to_be_had_by_post(page: Page, inside: dict[str, str], path: str) -> None:
    assert page.post(path, {}, inside).status == 405


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data", ""])
@pytest.mark.parametrize("path", [*ORDERS, "/enter"])
def test_what_a_form_can_send_is_refused(page: Page, inside: dict[str, str], kind: str, path: str) -> None:
    assert page.post(path, ORDERS.get(path, {}), {**inside, "Content-Type": kind}).status == 415


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"[]",
        b"null",
        b"3",
        b'{"routine": 3}',
        b'{"routine": ["a"]}',
        b'{"more": "x"}',
        b"[" * 4000,
        b'{"routine": "../../etc/passwd"}',
        b'{"routine": "/etc/passwd.yaml"}',
        b'{"routine": "no-such-routine"}',
        b'{"routine": "deep-piriformis", "sides": "up"}',
        b'{"routine": "deep-piriformis", "patient": "a\\u0000b"}',
        b'{"routine": "deep-piriformis", "patient": "' + b"a" * 300 + b'"}',
        b"\xff\xfe",
    ],
)
def test_malformed_orders_are_refused(page: Page, inside: dict[str, str], body: bytes) -> None:
    headers = {**inside, "Origin": page.origin, "Content-Type": "application/json"}
    assert page.ask("POST", "/api/start", headers, body).status in (400, 413)


@pytest.mark.parametrize("command", ["", "dance", "Stop", "stop ", "0x1", "help me"])
def test_only_commands_are_commands(page: Page, inside: dict[str, str], command: str) -> None:
    assert page.post("/api/command", {"command": command}, inside).status == 400


def test_a_long_order_is_refused_before_it_is_read(page: Page, inside: dict[str, str]) -> None:
    headers = {**inside, "Origin": page.origin, "Content-Type": "application/json"}
    assert page.ask("POST", "/api/start", {**headers, "Content-Length": str(MOST_BYTES + 1)}, b"").status == 413
    assert page.ask("POST", "/api/start", {**headers, "Content-Length": "-1"}, b"").status in (400, 413)


def test_a_body_without_a_length_is_refused(page: Page, inside: dict[str, str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", page.reach.port, timeout=5)
    headers = {**inside, "Origin": page.origin, "Content-Type": "application/json"}
    connection.request("POST", "/api/start", iter([b"x" * 10]), headers, encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


# -- secrets ----------------------------------------------------------------------------------------------------------


def wrong_secrets(inside: dict[str, str], port: int) -> dict[str, dict[str, str]]:
    cookie, token = inside["Cookie"], inside["X-Voicecoach-Token"]
    name, value = cookie.split("=", 1)
    return {
        "nothing": {},
        "only the cookie": {"Cookie": cookie},
        "only the token": {"X-Voicecoach-Token": token},
        "a wrong token": {"Cookie": cookie, "X-Voicecoach-Token": token[:-1] + ("A" if token[-1] != "A" else "B")},
        "a wrong cookie": {"Cookie": f"{name}={value[::-1]}", "X-Voicecoach-Token": token},
        "the wrong way round": {"Cookie": f"{name}={token}", "X-Voicecoach-Token": value},
        "another port's cookie": {"Cookie": f"voicecoach-{port + 1}={value}", "X-Voicecoach-Token": token},
        "the token as a cookie": {"Cookie": f"{cookie}; X-Voicecoach-Token={token}"},
        "a bearer": {"Cookie": cookie, "Authorization": f"Bearer {token}"},
    }


@pytest.mark.parametrize("which", wrong_secrets({"Cookie": "a=bc", "X-Voicecoach-Token": "def"}, 1))
@pytest.mark.parametrize("path", [*ORDERS, *NEWS])
def test_without_both_secrets_there_is_nothing(page: Page, inside: dict[str, str], which: str, path: str) -> None:
    headers = wrong_secrets(inside, page.reach.port)[which]
    answer = page.post(path, ORDERS[path], headers) if path in ORDERS else page.ask("GET", path, headers)
    assert answer.status == 401
    assert b"deep-piriformis" not in answer.body


@pytest.mark.parametrize(
    "path",
    [
        "/api/now?token=x",
        "/api/../api/now",
        "//api/now",
        "/static/../routes.py",
        "/static/%2e%2e/routes.py",
        "/static/..%2froutes.py",
        "/drawings/../x",
        "/admin",
    ],
)
def test_no_path_leads_round_the_door(page: Page, path: str) -> None:
    assert page.ask("GET", path).status in (400, 401, 404)


def test_a_stranger_sees_the_entrance_and_nothing_else(page: Page) -> None:
    answer = page.ask("GET", "/")
    assert (answer.status, answer.headers["location"]) == (303, "/enter")
    assert page.ask("GET", "/drawings/lying-at-wall/left").status == 401
    assert page.ask("GET", "/enter").status == 200


def test_a_code_is_spent_by_its_use(page: Page) -> None:
    code = page.site.visitors.code
    assert page.post("/enter", {"code": code}).status == 200
    assert page.post("/enter", {"code": code}).status == 403
    assert page.codes[-1] == page.site.visitors.code != code


@pytest.mark.parametrize("code", ["", " ", "-", "O0O0-1I1I", "\u0000", "ABCD-EFGH" * 20, "ＡＢＣＤ-ＥＦＧＨ"])
def test_what_is_no_code_lets_nobody_in(page: Page, code: str) -> None:
    answer = page.post("/enter", {"code": code})
    assert answer.status in (400, 403)
    assert "set-cookie" not in answer.headers


def test_a_code_is_not_told_in_the_answer_to_a_wrong_one(page: Page) -> None:
    answer = page.post("/enter", {"code": "AAAA-AAAA"})
    assert page.site.visitors.code.encode() not in answer.body
    assert page.site.visitors.code.replace("-", "").encode() not in answer.body


def test_who_came_in_a_day_ago_is_out(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = page.come_in()
    assert page.ask("GET", "/api/now", headers).status == 200
    monkeypatch.setattr(page.site.visitors, "_clock", lambda: time.monotonic() + STAYS_S)
    assert page.ask("GET", "/api/now", headers).status == 401
    assert page.ask("GET", "/", headers).status == 303


def test_the_cookie_is_out_of_reach(page: Page) -> None:
    answer = page.post("/enter", {"code": page.site.visitors.code})
    parts = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/"} <= parts
    assert not [part for part in parts if part.startswith("domain")]


def test_who_locked_the_page_is_out(page: Page) -> None:
    headers = page.come_in()
    assert page.ask("GET", "/api/now", headers).status == 200
    assert page.post("/api/leave", {}, headers).status == 200
    assert page.ask("GET", "/api/now", headers).status == 401


# -- sockets ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/api/live", "/enter", "/ws"])
@pytest.mark.parametrize("origin", ["http://evil.example", "ours"])
def test_there_are_no_sockets(page: Page, inside: dict[str, str], path: str, origin: str) -> None:
    headers = {
        **inside,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        "Origin": page.origin if origin == "ours" else origin,
    }
    assert page.ask("GET", path, headers).status == 403


def test_a_stream_needs_what_everything_needs(page: Page, inside: dict[str, str]) -> None:
    for headers in ({}, {"Cookie": inside["Cookie"]}, {**inside, "Sec-Fetch-Site": "cross-site"}):
        assert page.ask("GET", "/api/live", headers).status in (401, 403)
    connection = http.client.HTTPConnection("127.0.0.1", page.reach.port, timeout=5)
    connection.request("GET", "/api/live", headers=inside)
    answer = connection.getresponse()
    assert answer.status == 200
    assert answer.read(5) == b"data:"
    connection.close()
    eventually(lambda: page.site.streams == 0)


# -- every answer -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/enter", "/static/page.js", "/static/nothing", "/api/now", "/nowhere"])
@pytest.mark.parametrize("who", ["stranger", "visitor"])
def test_every_answer_keeps_browsers_strict(page: Page, inside: dict[str, str], path: str, who: str) -> None:
    answer = page.ask("GET", path, inside if who == "visitor" else {})
    assert answer.headers["content-security-policy"] == SECURITY_POLICY
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in answer.headers


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    assert "unsafe" not in SECURITY_POLICY
    assert "default-src 'none'" in SECURITY_POLICY
    assert "frame-ancestors 'none'" in SECURITY_POLICY
    assert "http" not in SECURITY_POLICY


def test_a_drawing_may_use_its_own_style_and_nothing_else(page: Page, inside: dict[str, str]) -> None:
    answer = page.ask("GET", "/drawings/piriformis-wall/left", inside)
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")


# -- too much ---------------------------------------------------------------------------------------------------------


def test_codes_can_be_tried_only_so_often() -> None:
    with serving() as page:
        tries = [page.post("/enter", {"code": "AAAA-AAAA"}) for _ in range(8)]
        assert [t.status for t in tries] == [403] * 5 + [429] * 3
        assert tries[-1].json["error"] == WORDS.door["often"]
        assert page.post("/enter", {"code": page.site.visitors.code}).status == 429


@pytest.mark.parametrize(("address", "statuses"), [("192.168.1.9", [403, 429]), ("127.0.0.1", [403, 403])])
def test_tries_from_the_network_do_not_use_up_those_of_this_computer(
    page: Page, address: str, statuses: list[int]
) -> None:
    limits = RateLimits(RateLimit(10, 1), RateLimit(10, 1), codes_of_all=RateLimit(1, 0.001))
    app = application(page.site, page.reach.hosts, limits)
    assert [asyncio.run(_status_of_a_wrong_code(app, page, address)) for _ in range(2)] == statuses


async def _status_of_a_wrong_code(app: ASGIApp, page: Page, address: str) -> int:
    body = b'{"code": "AAAA-AAAA"}'
    headers = {"Host": page.origin.removeprefix("http://"), "Origin": page.origin, "Content-Type": "application/json"}
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    raw.append((b"content-length", str(len(body)).encode()))
    scope = {"type": "http", "method": "POST", "path": "/enter", "root_path": "", "query_string": b"", "headers": raw}
    statuses: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body}

    async def send(message: Message) -> None:
        statuses.extend([message["status"]] if "status" in message else [])

    await app({**scope, "client": (address, 50000)}, receive, send)
    return statuses[0]


def test_anything_can_be_asked_only_so_often() -> None:
    with serving(limits=RateLimits(RateLimit(10, 0.001), RateLimit(5, 1), RateLimit(5, 1))) as page:
        answers = [page.ask("GET", "/enter") for _ in range(12)]
        assert [answer.status for answer in answers] == [200] * 10 + [429] * 2
        assert int(answers[-1].headers["retry-after"]) > 0
