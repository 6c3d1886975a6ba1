"""Draws the pictures of the documentation, one moment of one session in each:

    python docs/make_pictures.py            # all of them; the page needs a Chromium
    python docs/make_pictures.py terminal   # one of them

``terminal.svg`` is the terminal, ``page.png`` the caregiver's page. Tests fail when they are out of date: the terminal
is drawn again and compared; the picture of the page carries a hash of all that it was made from.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from voicecoach.coach.session_request import SessionRequest
from voicecoach.language import loading
from voicecoach.language.vocabulary import Command
from voicecoach.routine.plan import Side
from voicecoach.session.phase import Phase
from voicecoach.session.view import View

if TYPE_CHECKING:
    from voicecoach.coach.assemble import Assembled
    from voicecoach.voice.interface import Voice
    from voicecoach.web.sessions import RunState

HERE = Path(__file__).parent
TERMINAL, PAGE = HERE / "terminal.svg", HERE / "page.png"
COLUMNS, ROWS = 100, 30
PAGE_PIXELS = (1100, 960)
COLOURS = 128
"""Of the picture of the page: it has few, and so it is a third as large."""
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --hide-scrollbars --no-first-run"
    " --force-device-scale-factor=1 --disable-background-networking --disable-component-update --disable-sync"
)
WORDS_SHOWN = {"title", "connection", "alarm", "live", "buttons", "keys"}
"""The sections of the page's words that its picture can show."""
MADE_FROM = "Made from"
"""The text chunk of ``page.png`` that holds the hash."""

OFFERED = (
    Command.STOP,
    Command.PAUSE,
    Command.HURTS,
    Command.NEXT,
    Command.MORE_TIME,
    Command.HOW_LONG,
    Command.SWITCH,
    Command.REPEAT,
    Command.BACK,
    Command.SKIP,
    Command.CALL,
    Command.HELP,
)
MOMENT = View(
    routine="Deep piriformis stretch",
    phase=Phase.HOLDING,
    step=9,
    steps=19,
    side=Side.RIGHT,
    picture="piriformis-wall",
    set_number=1,
    sets=1,
    left_s=18.0,
    whole_s=30.0,
    at_s=120.0,
    saying="Let your chest stay relaxed.",
    line_id=33,
    heard="how long",
    heard_at_s=118.5,
    level_db=-42.0,
    offers=lambda: OFFERED,
)
"""In the middle of a hold."""
LANGUAGE = loading.load("en")


# -- the terminal ------------------------------------------------------------------------------------------------------


def terminal(moment: View) -> str:
    """The terminal as SVG."""
    import asyncio

    from voicecoach.cli.screen.session_app import SessionApp

    async def drawn() -> str:
        app = SessionApp(lambda: moment, LANGUAGE.texts, typed=lambda _: None)
        async with app.run_test(size=(COLUMNS, ROWS)) as pilot:
            await pilot.pause()
            return app.export_screenshot(title="python -m voicecoach start deep-piriformis")

    return asyncio.run(drawn())


# -- the page ----------------------------------------------------------------------------------------------------------


def page(moment: View) -> bytes:
    """The page as PNG, as Chromium shows it. Raises RuntimeError where there is none."""
    from PIL import Image, PngImagePlugin

    with tempfile.TemporaryDirectory() as folder:
        shot = Path(folder) / "page.png"
        with _served(moment) as address:
            _photograph(address, shot, Path(folder) / "profile")
        notes = PngImagePlugin.PngInfo()
        notes.add_text(MADE_FROM, page_made_from(moment))
        small = io.BytesIO()
        with Image.open(shot) as picture:
            few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            few.save(small, "PNG", optimize=True, pnginfo=notes)
    return small.getvalue()


def page_made_from(moment: View) -> str:
    """A hash of all that the picture depends on: templates, styles and scripts, words, and what is shown."""
    import voicecoach.web
    from voicecoach.web import drawings
    from voicecoach.web.snapshot import snapshot

    web = Path(voicecoach.web.__file__).parent
    made_from = hashlib.sha256()
    for file in sorted([*web.glob("templates/*.html"), *web.glob("static/*.css"), *web.glob("static/*.js")]):
        if not file.name.startswith(("import.", "enter.")):
            made_from.update(file.read_bytes())
    shown = [
        snapshot(_state(moment), LANGUAGE.texts),
        LANGUAGE.texts.page.model_dump(mode="json", include=WORDS_SHOWN),
        drawings.drawing(moment.picture or "", moment.side.value if moment.side is not None else "none"),
        PAGE_PIXELS,
    ]
    made_from.update(json.dumps(shown, sort_keys=True).encode("utf-8"))
    return made_from.hexdigest()


def _state(moment: View) -> RunState:
    from voicecoach.web.sessions import RunStage, RunState

    return RunState(1, RunStage.RUNNING, SessionRequest("deep-piriformis"), scene=moment)


def _nothing_starts(_request: SessionRequest, _watch: Callable[[View], None]) -> AbstractContextManager[Assembled]:
    raise AssertionError("nobody starts anything on a picture")


def _no_voice(_name: str) -> Voice:
    raise AssertionError("nobody listens to a voice on a picture")


@contextmanager
def _served(moment: View) -> Iterator[str]:
    """The page on a free port, where time stands still; its address, with the code."""
    from voicecoach.web.addresses import open_sockets
    from voicecoach.web.page_data import PageData
    from voicecoach.web.routes import Site
    from voicecoach.web.server import server_of
    from voicecoach.web.sessions import Sessions
    from voicecoach.web.visitors import Visitors
    from voicecoach.web.voice_samples import VoiceSamples

    class StandingStill(Sessions):
        def now(self) -> RunState:
            return _state(moment)

    reach = open_sockets(0, lan=False, words=LANGUAGE.texts.page.serve)
    visitors = Visitors(spent=lambda _: None)
    sessions = StandingStill(_nothing_starts)
    samples = VoiceSamples(LANGUAGE, _no_voice, lambda: True)
    server = server_of(Site(sessions, visitors, PageData(LANGUAGE), samples, addresses=()), reach)
    thread = threading.Thread(target=lambda: server.run(sockets=list(reach.sockets)))
    thread.start()
    try:
        yield f"{reach.here}#{visitors.code}"
    finally:
        server.should_exit = True
        thread.join()
        reach.close()


def _photograph(address: str, shot: Path, profile: Path) -> None:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise RuntimeError("the picture of the page needs a Chromium")
    width, height = PAGE_PIXELS
    # Virtual time ends once nothing on the page is waited for any more, and then the picture is taken.
    flags = [*FLAGS.split(), f"--window-size={width},{height}", "--virtual-time-budget=3000"]
    command = [chromium, *flags, f"--user-data-dir={profile}", f"--screenshot={shot}", address]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    if not shot.exists():
        raise RuntimeError("Chromium made no picture")


PICTURES: dict[str, Callable[[], None]] = {
    "terminal": lambda: _write(TERMINAL, terminal(MOMENT).encode("utf-8")),
    "page": lambda: _write(PAGE, page(MOMENT)),
}


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    print(f"{path}: {len(data) / 1000:.0f} kB")


if __name__ == "__main__":
    for name in sys.argv[1:] or PICTURES:
        PICTURES[name]()
