"""The caregiver's page with a session behind it that is real but for its pace: no sound, and time runs faster."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from tests.conversation import LANGUAGE
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.room.quiet_room import QuietRoom
from voicecoach.coach.assemble import Assembled
from voicecoach.coach.loop import Coach
from voicecoach.coach.session_request import SessionRequest, resolved
from voicecoach.session.engine import Session
from voicecoach.session.events import CommandHeard
from voicecoach.session.state import SessionSettings
from voicecoach.session.view import View
from voicecoach.voice.phrase_cache import PhraseCache
from voicecoach.voice.printed_voice import PrintedVoice
from voicecoach.web.addresses import Reach, open_sockets
from voicecoach.web.page_data import PageData
from voicecoach.web.rate_limits import RateLimits
from voicecoach.web.routes import Site
from voicecoach.web.server import Server, server_of
from voicecoach.web.sessions import Sessions
from voicecoach.web.visitors import Visitors

WORDS = LANGUAGE.texts.page
HELP_ME = CommandHeard(LANGUAGE.vocabulary.commands["help me"])


def at_speed(times: float) -> Callable[[SessionRequest, Callable[[View], None]], Any]:
    """Opens sessions that go so many times as fast as real ones."""

    @contextmanager
    def open_session(request: SessionRequest, watch: Callable[[View], None]) -> Iterator[Assembled]:
        plan = resolved(replace(request, patient=None)).plan
        mixer = Mixer()
        with PhraseCache(PrintedVoice(), ahead=False) as phrases:
            coach = Coach(
                Session(plan, LANGUAGE.wording, SessionSettings(give_up_s=120.0)),
                mixer=mixer,
                phrases=phrases,
                vocabulary=LANGUAGE.vocabulary,
                ears=[],
                echo=None,
                watch=watch,
            )
            room = QuietRoom(clock=lambda: time.monotonic() * times, wait=lambda s: time.sleep(s / times))
            yield Assembled(coach, room, plan, (), True)

    return open_session


def eventually(true: Callable[[], object], within_s: float = 10.0) -> None:
    """Waits until something is so, and fails when it does not come."""
    until_s = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < until_s, "it did not come"
        time.sleep(0.01)


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Page:
    """A running page."""

    site: Site
    reach: Reach
    server: Server
    codes: list[str] = field(default_factory=list)
    """Those told to the terminal, in order, after the first."""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.reach.port}"

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        """One request, with exactly these headers besides Content-Length; ``Host`` unless given is the right one."""
        connection = http.client.HTTPConnection("127.0.0.1", self.reach.port, timeout=10)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": f"127.0.0.1:{self.reach.port}", **(headers or {})}.items():
                connection.putheader(name, value)
            if body is not None and "Content-Length" not in (headers or {}):
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def post(self, path: str, content: object, headers: Mapping[str, str] | None = None) -> Answer:
        """An order as the page would send it, with more headers or others."""
        usual = {"Origin": self.origin, "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
        return self.ask("POST", path, {**usual, **(headers or {})}, json.dumps(content).encode())

    def come_in(self) -> dict[str, str]:
        """Uses the code up. Answers the headers of somebody who is in."""
        answer = self.post("/enter", {"code": self.site.visitors.code})
        assert answer.status == 200
        cookie = answer.headers["set-cookie"].split(";")[0]
        return {"Cookie": cookie, "X-Voicecoach-Token": answer.json["token"]}


@contextmanager
def serving(*, speed: float = 40.0, limits: RateLimits | None = None) -> Iterator[Page]:
    """The page on a free port of the loopback, in a thread."""
    reach = open_sockets(0, lan=False, words=WORDS.serve)
    codes: list[str] = []
    site = Site(Sessions(at_speed(speed)), Visitors(spent=codes.append), PageData(LANGUAGE.texts, "en"), addresses=())
    server = server_of(site, reach, limits)
    thread = threading.Thread(target=lambda: server.run(sockets=list(reach.sockets)), name="page")
    thread.start()
    try:
        eventually(lambda: server.started)
        yield Page(site, reach, server, codes)
    finally:
        server.should_exit = True
        thread.join(15)
        reach.close()
        assert not thread.is_alive()
