"""``serve``: the caregiver's page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from voicecoach.cli import INTERRUPTED
from voicecoach.errors import RequestError
from voicecoach.limits import PAGE_PORT

if TYPE_CHECKING:
    from voicecoach.coach.assemble import Assembled
    from voicecoach.coach.session_request import SessionRequest
    from voicecoach.language.page_texts import ServeTexts
    from voicecoach.session.view import View
    from voicecoach.web.addresses import Reach
    from voicecoach.web.sessions import Open
    from voicecoach.web.visitors import Visitors


def serve(
    port: int = PAGE_PORT,
    lan: bool = False,
    *,
    voice: str | None = None,
    ears: str | None = None,
    rate_wpm: int | None = None,
    give_up_s: float | None = None,
) -> int:
    """Serves the page until Ctrl-C. Returns 130 then, and 0 when it ended otherwise.

    Raises RequestError for an invalid port, RunError when the port is taken.
    """
    from voicecoach import settings
    from voicecoach.language import loading

    chosen = settings.load({"voice": voice, "ears": ears, "rate_wpm": rate_wpm, "give_up_s": give_up_s})
    language = loading.load(chosen.language)
    words = language.texts.page.serve
    if not 0 <= port <= 65535:
        raise RequestError(f"--port must be 0 to 65535, not {port}.")

    from voicecoach.voice.choose import open_voice, require_voice
    from voicecoach.web.addresses import open_sockets
    from voicecoach.web.page_data import PageData
    from voicecoach.web.routes import Site
    from voicecoach.web.server import serve as run
    from voicecoach.web.sessions import Sessions
    from voicecoach.web.visitors import Visitors
    from voicecoach.web.voice_samples import VoiceSamples

    require_voice(chosen.voice, chosen.language)
    reach = open_sockets(port, lan=lan, words=words)
    visitors = Visitors(spent=lambda code: _write(words.fresh.format(code=code, address=_link(reach, code))))
    sessions = Sessions(_opener(voice, ears, rate_wpm, give_up_s))
    samples = VoiceSamples(
        language,
        lambda name: open_voice(name or chosen.voice, chosen.language).voice,
        lambda: sessions.now().under_way,
        usual_wpm=chosen.rate_wpm,
    )
    site = Site(sessions, visitors, PageData(language), samples, reach.there)
    return INTERRUPTED if run(site, reach, lambda: _welcome(reach, visitors, words)) else 0


def _opener(voice: str | None, ears: str | None, rate_wpm: int | None, give_up_s: float | None) -> Open:
    """Opens the sessions that are asked for on the page, with the options of ``serve``."""

    @contextmanager
    def open_session(request: SessionRequest, watch: Callable[[View], None]) -> Iterator[Assembled]:
        from voicecoach.cli.awake import awake
        from voicecoach.coach.assemble import assembled

        request = replace(request, voice=voice, ears=ears, rate_wpm=rate_wpm, give_up_s=give_up_s)
        with awake(), assembled(request, watch) as parts:
            yield parts

    return open_session


def _welcome(reach: Reach, visitors: Visitors, words: ServeTexts) -> None:
    lines = [words.here, f"  {_link(reach, visitors.code)}"]
    if reach.there:
        lines += [words.there, *(f"  {address}" for address in reach.there)]
        lines += [words.code.format(code=visitors.code), words.exposes]
    _write("\n".join([*lines, words.ends]))


def _link(reach: Reach, code: str) -> str:
    """The code is in the fragment, which browsers do not send."""
    return f"{reach.here}#{code}"


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
