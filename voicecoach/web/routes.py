"""Routes of the page. ``access_control`` has checked every request before it comes here."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from voicecoach import limits
from voicecoach.coach.session_request import SessionRequest
from voicecoach.errors import RequestError, RunError
from voicecoach.html import templates
from voicecoach.language.page_texts import PageTexts
from voicecoach.language.vocabulary import Command
from voicecoach.records.patient import SETTINGS, Pace
from voicecoach.records.prescription import MOST_A_DAY
from voicecoach.routine import nodes
from voicecoach.routine.plan import Side
from voicecoach.web import drawings, import_data
from voicecoach.web.access_control import AccessControl, cookie_of, hand_cookie
from voicecoach.web.page_data import PageData
from voicecoach.web.rate_limits import RateLimits
from voicecoach.web.sessions import BusyError, NotRunningError, Sessions
from voicecoach.web.settings_form import PRESCRIPTION, hold_from, rate_from
from voicecoach.web.snapshot import snapshot
from voicecoach.web.stream import MOST_AT_ONCE, events
from voicecoach.web.visitors import Visitors
from voicecoach.web.voice_samples import VoiceSamples

HERE = Path(__file__).parent
LONGEST_TEXT = 200


@dataclass(slots=True)
class Site:
    """What the routes use."""

    sessions: Sessions
    visitors: Visitors
    page_data: PageData
    voice_samples: VoiceSamples
    addresses: tuple[str, ...]
    """Where other computers find the page; empty when only this one may."""
    going: Callable[[], bool] = lambda: True
    """False from the moment the server is asked to end, so that open pages let go of it."""
    streams: int = 0

    @property
    def words(self) -> PageTexts:
        return self.page_data.texts.page


def application(site: Site, hosts: frozenset[str], rate_limits: RateLimits | None = None) -> Starlette:
    """The ASGI application, with access control."""
    answers = _Answers(site)
    access = Middleware(
        AccessControl,
        visitors=site.visitors,
        hosts=hosts,
        words=site.words.door,
        limits=rate_limits or RateLimits.usual(),
    )
    return Starlette(
        routes=[
            Route("/", answers.page, methods=["GET"]),
            Route("/import", answers.import_page, methods=["GET"]),
            Route("/enter", answers.entrance, methods=["GET"]),
            Route("/enter", answers.enter, methods=["POST"]),
            Route("/drawings/{key}/{side}", answers.drawing, methods=["GET"]),
            Route("/api/inside", answers.inside, methods=["GET"]),
            Route("/api/now", answers.now, methods=["GET"]),
            Route("/api/live", answers.live, methods=["GET"]),
            Route("/api/start", answers.start, methods=["POST"]),
            Route("/api/command", answers.command, methods=["POST"]),
            Route("/api/alarm", answers.alarm, methods=["POST"]),
            Route("/api/advice-read", answers.advice_read, methods=["POST"]),
            Route("/api/remember", answers.remember, methods=["POST"]),
            Route("/api/history", answers.history, methods=["POST"]),
            Route("/api/settings", answers.settings, methods=["POST"]),
            Route("/api/settings/change", answers.change_settings, methods=["POST"]),
            Route("/api/voices/sample", answers.voice_sample, methods=["POST"]),
            Route("/api/signs/clear", answers.clear_sign, methods=["POST"]),
            Route("/api/import", answers.import_text, methods=["POST"]),
            Route("/api/import/check", answers.check_script, methods=["POST"]),
            Route("/api/import/save", answers.save_script, methods=["POST"]),
            Route("/api/code", answers.code, methods=["POST"]),
            Route("/api/leave", answers.leave, methods=["POST"]),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        middleware=[access],
        exception_handlers={
            HTTPException: _failed,
            ClientDisconnect: _gone,
            RequestError: _refused,
            RunError: _unable,
        },
        lifespan=_lifespan(site.sessions),
    )


def _lifespan(sessions: Sessions) -> Any:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(sessions.close)

    return lifespan


class _Answers:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = templates(__package__)
        self._one_voice = asyncio.Lock()

    # -- pages ----------------------------------------------------------------------------------------------------

    async def page(self, _: Request) -> Response:
        return self._html("page.html")

    async def entrance(self, _: Request) -> Response:
        return self._html("enter.html")

    async def import_page(self, _: Request) -> Response:
        return self._html("import.html")

    def _html(self, name: str) -> Response:
        page_data = self._site.page_data
        html = self._pages.get_template(name).render(
            words=self._site.words,
            keys=page_data.texts.keys,
            answer_keys=page_data.texts.answer_keys,
            language=page_data.language.code,
            limits=limits,
            weekdays=page_data.weekdays,
            most_a_day=MOST_A_DAY,
        )
        return HTMLResponse(html)

    async def drawing(self, request: Request) -> Response:
        svg = drawings.drawing(request.path_params["key"], request.path_params["side"])
        if svg is None:
            raise HTTPException(404)
        return Response(svg, media_type="image/svg+xml", headers={"content-security-policy": drawings.SECURITY_POLICY})

    # -- coming and going -----------------------------------------------------------------------------------------

    async def enter(self, request: Request) -> Response:
        body = await _body(request, "code")
        visitor = self._site.visitors.enter(body["code"])
        if visitor is None:
            return JSONResponse({"error": self._site.words.enter.wrong}, 403)
        response = JSONResponse({"token": visitor.token})
        hand_cookie(response, request.headers["host"], visitor)
        return response

    async def leave(self, request: Request) -> Response:
        self._site.visitors.leave(cookie_of(request.headers))
        response = JSONResponse({})
        hand_cookie(response, request.headers["host"], None)
        return response

    async def code(self, _: Request) -> Response:
        """Addresses and code for another device; only for visitors."""
        if not self._site.addresses:
            return JSONResponse({"addresses": [], "code": ""})
        return JSONResponse({"addresses": self._site.addresses, "code": self._site.visitors.code})

    # -- the session ----------------------------------------------------------------------------------------------

    def _look(self) -> dict[str, object]:
        return snapshot(self._site.sessions.now(), self._site.page_data.texts)

    async def now(self, _: Request) -> Response:
        return JSONResponse(self._look())

    async def live(self, _: Request) -> Response:
        if self._site.streams >= MOST_AT_ONCE:
            raise HTTPException(503)
        return StreamingResponse(self._counted(), media_type="text/event-stream")

    async def _counted(self) -> AsyncIterator[str]:
        self._site.streams += 1
        try:
            async for event in events(self._look, lambda: self._site.going()):
                yield event
        finally:
            self._site.streams -= 1

    async def inside(self, _: Request) -> Response:
        return JSONResponse(await run_in_threadpool(self._site.page_data.inside))

    async def start(self, request: Request) -> Response:
        body = await _body(request, "routine", "patient", "sides", "first_side", "hold_s", "dose", "pace")
        first_side, pace = body["first_side"], body["pace"]
        if body["sides"] not in _SIDES or first_side not in ("", *Side) or pace not in ("", *Pace):
            raise HTTPException(400)
        patient = body["patient"].strip() or None
        hold_s = hold_from(body["hold_s"])
        # A path would let a visitor open any file of this computer; on the page a routine is one of the library.
        if body["routine"] not in await run_in_threadpool(_library_names):
            raise HTTPException(400)
        self._site.sessions.start(
            SessionRequest(
                body["routine"],
                patient,
                sides=_SIDES[body["sides"]],
                first_side=Side(first_side) if first_side else None,
                hold_s=hold_s,
                dose=body["dose"] or None,
                pace=Pace(pace) if pace else None,
                page=True,
                offer_to_remember=patient is None,
            )
        )
        return JSONResponse({}, 202)

    async def command(self, request: Request) -> Response:
        body = await _body(request, "command")
        try:
            command = Command(body["command"])
        except ValueError:
            raise HTTPException(400) from None
        self._site.sessions.command(command)
        return JSONResponse({})

    async def alarm(self, _: Request) -> Response:
        """Silences the alarm: somebody is coming."""
        self._site.sessions.answer_alarm()
        return JSONResponse({})

    async def advice_read(self, _: Request) -> Response:
        """Somebody has read what to do after a refused session."""
        self._site.sessions.advice_read()
        return JSONResponse({})

    async def remember(self, request: Request) -> Response:
        """Creates the patient that a guest wants to be; an empty name is a no."""
        body = await _body(request, "name")
        said = await run_in_threadpool(self._site.page_data.remember, body["name"]) if body["name"].strip() else ""
        self._site.sessions.guest_answered()
        return JSONResponse({"said": said})

    async def clear_sign(self, request: Request) -> Response:
        """Notes that a doctor has looked at a warning sign."""
        body = await _body(request, "patient", "sign", "on")
        return JSONResponse(await run_in_threadpool(self._site.page_data.clear_sign, **body, today=_today()))

    async def history(self, request: Request) -> Response:
        body = await _body(request, "patient")
        now = datetime.now().astimezone()
        return JSONResponse(await run_in_threadpool(self._site.page_data.history, body["patient"], now))

    async def settings(self, request: Request) -> Response:
        body = await _body(request, "patient")
        return JSONResponse(await run_in_threadpool(self._site.page_data.settings, body["patient"]))

    async def change_settings(self, request: Request) -> Response:
        body = await _body(request, "patient", *SETTINGS, *PRESCRIPTION)
        change = partial(self._site.page_data.change_settings, today=_today())
        return JSONResponse(await run_in_threadpool(change, body.pop("patient"), body))

    async def voice_sample(self, request: Request) -> Response:
        """How a voice sounds at a rate; an empty name or rate is the program's own."""
        body = await _body(request, "voice", "rate_wpm")
        rate_wpm = rate_from(body["rate_wpm"])
        # Who waits for another voice waits here, and takes no thread from other requests.
        async with self._one_voice:
            wav = await run_in_threadpool(self._site.voice_samples.wav, body["voice"], rate_wpm)
        return Response(wav, media_type="audio/wav")

    # -- importing ------------------------------------------------------------------------------------------------

    async def import_text(self, request: Request) -> Response:
        body = await _body(request, "text", long="text")
        return JSONResponse(await run_in_threadpool(import_data.imported, body["text"]))

    async def check_script(self, request: Request) -> Response:
        body = await _body(request, "script", long="script")
        return JSONResponse(await run_in_threadpool(import_data.looked_over, body["script"]))

    async def save_script(self, request: Request) -> Response:
        body = await _body(request, "script", "name", "replace", long="script")
        replace = body["replace"] == "yes"
        answer = await run_in_threadpool(import_data.saved, body["script"], body["name"], replace=replace)
        return JSONResponse(answer, 201)


_SIDES: Mapping[str, Literal["left", "right", "both"] | None] = {
    "": None,
    "left": "left",
    "right": "right",
    "both": "both",
}


def _today() -> date:
    return datetime.now().astimezone().date()


def _library_names() -> tuple[str, ...]:
    from voicecoach.routine import library

    return library.names()


async def _body(request: Request, *names: str, long: str = "") -> dict[str, str]:
    """The named texts of a JSON body; a missing one is empty. Anything else is answered with 400.

    The one called ``long`` may have many lines and be as long as a script.
    """
    try:
        content = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise HTTPException(400) from None
    if not isinstance(content, dict) or not set(content) <= set(names):
        raise HTTPException(400)
    texts = {name: content.get(name) or "" for name in names}
    if not all(isinstance(text, str) for text in texts.values()):
        raise HTTPException(400)
    short = [text for name, text in texts.items() if name != long]
    if not all(len(text) <= LONGEST_TEXT and text.isprintable() for text in short):
        raise HTTPException(400)
    try:
        length = len(texts[long].encode("utf-8")) if long else 0
    except UnicodeEncodeError:  # JSON can carry half a character, and no file can
        raise HTTPException(400) from None
    if length > nodes.MAX_BYTES:
        raise HTTPException(413)
    return texts


def _failed(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    return JSONResponse({"error": str(status)}, status, headers=headers)


def _refused(_: Request, error: Exception) -> Response:
    """The request cannot be carried out; its message is for the user."""
    return JSONResponse({"error": str(error)}, 409 if isinstance(error, BusyError | NotRunningError) else 400)


def _unable(_: Request, error: Exception) -> Response:
    """The journal cannot be read or written, or a voice failed."""
    return JSONResponse({"error": str(error)}, 503)


def _gone(_: Request, __: Exception) -> Response:
    """The body was too long, or the client has disconnected."""
    return JSONResponse({"error": "413"}, 413)
