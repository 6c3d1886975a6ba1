"""The caregiver's page with a session behind it that is real but for its pace: no sound, and time runs faster."""

from __future__ import annotations

import http.client
import json
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from tests.conversation import LANGUAGE
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import VOICE_RATE_HZ, Samples
from voicecoach.audio.room.interface import Room
from voicecoach.audio.room.quiet_room import QuietRoom
from voicecoach.coach.assemble import Assembled
from voicecoach.coach.loop import Coach
from voicecoach.coach.session_request import SessionRequest, resolved
from voicecoach.session.engine import Session
from voicecoach.session.questions import Question
from voicecoach.session.state import SessionSettings
from voicecoach.session.view import View
from voicecoach.voice.interface import Voice
from voicecoach.voice.phrase_cache import PhraseCache
from voicecoach.voice.printed_voice import PrintedVoice
from voicecoach.web.addresses import Reach, open_sockets
from voicecoach.web.page_data import PageData
from voicecoach.web.rate_limits import RateLimits
from voicecoach.web.routes import Site
from voicecoach.web.server import Server, server_of
from voicecoach.web.sessions import Sessions
from voicecoach.web.visitors import Visitors
from voicecoach.web.voice_samples import VoiceSamples

WORDS = LANGUAGE.texts.page

OPENED_WITHIN_S = 30.0
"""A guard against waiting for ever; what is waited for comes much sooner."""


class BeepingVoice:
    """A ``Voice`` of any name that says a tenth of a second of nearly nothing, whatever it is to say."""

    edition = ""

    def __init__(self, name: str) -> None:
        self.name = name

    def synthesise(self, text: str, rate_wpm: int) -> Samples:  # noqa: ARG002
        return np.full(VOICE_RATE_HZ // 10, 0.001, dtype=np.float32)

    def close(self) -> None:
        """Nothing to release."""


class Opener:
    """Opens sessions without sound for ``Sessions``, in a room that the test makes."""

    def __init__(self, room: Callable[[], Room]) -> None:
        self._room = room
        self.before: Sequence[Question] = ()
        self.after: Sequence[Question] = ()
        """The questions of the sessions that are opened."""
        self.going = threading.Event()
        self._opened: queue.SimpleQueue[Assembled] = queue.SimpleQueue()

    @contextmanager
    def __call__(self, request: SessionRequest, watch: Callable[[View], None]) -> Iterator[Assembled]:
        plan = resolved(replace(request, patient=None)).plan
        with PhraseCache(PrintedVoice(), ahead=False) as phrases:
            coach = Coach(
                Session(plan, LANGUAGE.wording, SessionSettings(give_up_s=120.0), before=self.before, after=self.after),
                mixer=Mixer(),
                phrases=phrases,
                vocabulary=LANGUAGE.vocabulary,
                ears=[],
                echo=None,
                watch=watch,
            )
            assembled = Assembled(coach, self._room(), plan, (), True, None)
            self._opened.put(assembled)
            yield assembled

    def next(self) -> Assembled:
        """The session that was opened next, as soon as it is."""
        return self._opened.get(timeout=OPENED_WITHIN_S)


def at_speed(times: float) -> Opener:
    """Sessions that go so many times as fast as real ones, while their opener's ``going`` is set."""

    def wait(seconds: float) -> None:
        opener.going.wait()
        time.sleep(seconds / times)

    opener = Opener(lambda: QuietRoom(clock=lambda: time.monotonic() * times, wait=wait))
    opener.going.set()
    return opener


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
    opener: Opener
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

    def live(self, inside: Mapping[str, str]) -> Generator[Any, None, None]:
        """What the page is sent, whenever it changes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.reach.port, timeout=OPENED_WITHIN_S)
        try:
            connection.request("GET", "/api/live", headers=dict(inside))
            for line in connection.getresponse():
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))
        finally:
            connection.close()

    def come_in(self) -> dict[str, str]:
        """Uses the code up. Returns the headers of somebody who is in."""
        answer = self.post("/enter", {"code": self.site.visitors.code})
        assert answer.status == 200
        cookie = answer.headers["set-cookie"].split(";")[0]
        return {"Cookie": cookie, "X-Voicecoach-Token": answer.json["token"]}


@contextmanager
def serving(
    *, speed: float = 40.0, limits: RateLimits | None = None, open_voice: Callable[[str], Voice] = BeepingVoice
) -> Iterator[Page]:
    """The page on a free port of the loopback, in a thread."""
    reach = open_sockets(0, lan=False, words=WORDS.serve)
    codes: list[str] = []
    opener = at_speed(speed)
    sessions = Sessions(opener)
    samples = VoiceSamples(LANGUAGE, open_voice, lambda: sessions.now().under_way)
    site = Site(sessions, Visitors(spent=codes.append), PageData(LANGUAGE), samples, addresses=())
    server = server_of(site, reach, limits)
    thread = threading.Thread(target=lambda: server.run(sockets=list(reach.sockets)), name="page")
    thread.start()
    try:
        yield Page(site, reach, server, opener, codes)
    finally:
        opener.going.set()
        server.should_exit = True
        thread.join(15)
        reach.close()
        assert not thread.is_alive()
