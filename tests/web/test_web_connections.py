"""Strangers who open, hold and break connections: the caregiver's orders arrive all the same."""

from __future__ import annotations

import contextlib
import logging
import socket
import sys
from collections.abc import Iterator

import pytest

from tests.caregiver import Page, serving
from voicecoach.coach.session_request import SessionRequest
from voicecoach.web import connections
from voicecoach.web.connections import MOST_EACH, most_connections
from voicecoach.web.rate_limits import RateLimit, RateLimits

HALF = b"GET /api/now HTTP/1.1\r\nHost: 127"
STOP = {"command": "stop"}
NOTHING_RUNS = 409
"""The answer to a command that was taken, without a session."""


@pytest.fixture
def page() -> Iterator[Page]:
    with serving() as page:
        yield page


@contextlib.contextmanager
def strangers(page: Page, *sent: bytes, addresses: int = 1) -> Iterator[list[socket.socket]]:
    """Connections that have each sent something, and wait; from so many addresses in turn."""
    with contextlib.ExitStack() as stack:
        lines = []
        for number, each in enumerate(sent):
            source = (f"127.0.0.{2 + number % addresses}", 0) if addresses > 1 else None
            line = socket.create_connection(("127.0.0.1", page.reach.port), 5, source)
            stack.enter_context(line)
            line.settimeout(5)
            with contextlib.suppress(ConnectionError):  # It had to give way already.
                line.sendall(each)
            lines.append(line)
        yield lines


def was_closed(line: socket.socket) -> bool:
    """Waits until the page closes it."""
    try:
        while line.recv(1000):
            pass
    except ConnectionError:
        pass
    except TimeoutError:
        return False
    return True


def test_half_sent_requests_and_idle_sockets_do_not_hold_up_an_order_or_the_news(page: Page) -> None:
    secrets = page.come_in()
    news = page.live(secrets)
    next(news)
    with strangers(page, *[HALF] * 64, *[b""] * 230):
        assert page.post("/api/command", STOP, secrets).status == NOTHING_RUNS
        assert len(page.server.server_state.connections) <= most_connections()
        page.site.sessions.start(SessionRequest("deep-piriformis"))
        assert any(each["stage"] != "idle" for each in news)
    news.close()


def test_of_one_address_the_oldest_connection_gives_way(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "WHOLE_WITHIN_S", 60.0)
    with strangers(page, *[HALF] * (MOST_EACH + 2)) as lines:
        assert was_closed(lines[0])
        assert was_closed(lines[1])
        lines[-1].sendall(b".0.0.1\r\n\r\n")
        assert lines[-1].recv(12) == b"HTTP/1.1 421"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the loopback has one address")
def test_from_many_addresses_none_takes_a_visitors_place(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "WHOLE_WITHIN_S", 60.0)
    monkeypatch.setattr(connections, "MOST", 20)
    secrets = page.come_in()
    news = page.live(secrets)
    next(news)
    with strangers(page, *[HALF] * 40, addresses=40) as lines:
        assert all(was_closed(line) for line in lines[:30])
        page.site.sessions.start(SessionRequest("deep-piriformis"))
        assert any(each["stage"] != "idle" for each in news)
    news.close()


def test_a_request_has_to_arrive_in_time(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = page.come_in()
    monkeypatch.setattr(connections, "WHOLE_WITHIN_S", 0.3)
    top = "".join(f"{name}: {value}\r\n" for name, value in secrets.items())
    whole = f"GET /api/live HTTP/1.1\r\nHost: 127.0.0.1:{page.reach.port}\r\n{top}\r\n".encode()
    body = f"POST /enter HTTP/1.1\r\nHost: 127.0.0.1:{page.reach.port}\r\nOrigin: {page.origin}\r\n"
    body += "Content-Type: application/json\r\nContent-Length: 40\r\n\r\n{"
    answered = f"GET /enter HTTP/1.1\r\nHost: 127.0.0.1:{page.reach.port}\r\n\r\nGET /en"
    with strangers(page, whole[:9], b"", HALF, body.encode(), answered.encode()) as (news, *lines):
        assert page.ask("GET", "/enter").status == 200, "by now the first parts have been read"
        news.sendall(whole[9:])
        assert all(was_closed(line) for line in lines)
        page.site.sessions.start(SessionRequest("deep-piriformis"))
        # What is being answered has all the time that it needs.
        assert any(b"data: " in line and b'"stage":"idle"' not in line for line in news.makefile("rb"))


@pytest.mark.parametrize(("files", "most"), [(256, 64), (1024, 128), (100, 48)])
def test_most_files_are_left_to_the_session(files: int, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(resource, "getrlimit", lambda _: (files, files))
    assert most_connections() == most


def test_what_others_ask_is_not_counted_against_the_caregiver() -> None:
    with serving(limits=RateLimits(RateLimit(10, 0.001), RateLimit(5, 1), RateLimit(5, 1))) as page:
        secrets = page.come_in()
        foreign = {**secrets, "Sec-Fetch-Site": "cross-site"}
        assert [page.ask("GET", "/api/now", foreign).status for _ in range(11)] == [403] * 9 + [429] * 2
        cookie = {"Cookie": secrets["Cookie"]}
        assert [page.ask("GET", "/api/now", cookie).status for _ in range(11)] == [401] * 10 + [429]
        assert page.ask("GET", "/enter").status == 429
        assert page.post("/api/command", STOP, secrets).status == NOTHING_RUNS


def test_broken_requests_leave_no_traceback(page: Page, caplog: pytest.LogCaptureFixture) -> None:
    secrets = page.come_in()
    host = f"Host: 127.0.0.1:{page.reach.port}"
    top = "\r\n".join((host, *(f"{name}: {value}" for name, value in secrets.items())))
    order = f"POST /api/command HTTP/1.1\r\n{top}\r\nOrigin: {page.origin}\r\nContent-Type: application/json\r\n"
    broken = [
        "HELLO\r\n\r\n",
        f"GET /api/now HTTP/1.1\r\n{top}\r\nX: \xff\xc3\x28\r\nAccept: \xff\r\n\r\n",
        f"GET /api/now HTTP/1.1\r\n{host}\r\nCookie: \xff\r\nX-Voicecoach-Token: \xff\r\n\r\n",
        f"GET / HTTP/1.1\r\n{top}\r\nX: {'a' * 40_000}\r\n\r\n",
        f"{order}Content-Length: 2\r\n\r\n{{}} and more\r\n\r\n",
        f"{order}Content-Length: 90\r\n\r\n{{",
        f"{order}Transfer-Encoding: chunked\r\n\r\nZZ\r\n",
        f"GET /api/live HTTP/1.1\r\n{top}\r\n\r\nNONSENSE\x00\r\n\r\n",
        f"GET /api/live HTTP/1.1\r\n{top}\r\n\r\n",
    ]
    with strangers(page, f"{order}Transfer-Encoding: chunked\r\n\r\n".encode()) as (line,):
        assert line.recv(12) == b"HTTP/1.1 413"
        line.sendall(b"ZZ\r\n")
        assert was_closed(line)
    for each in broken:
        with strangers(page, each.encode("latin-1")) as (line,):
            line.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionError):
                line.recv(1000)
    assert page.post("/api/command", STOP, secrets).status == NOTHING_RUNS
    assert [record for record in caplog.records if record.levelno >= logging.ERROR and record.exc_info] == []
