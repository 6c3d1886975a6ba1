"""``start``: runs a session and shows it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from voicecoach.cli import INTERRUPTED
from voicecoach.errors import RequestError
from voicecoach.session.records import EndReason

if TYPE_CHECKING:
    from voicecoach.cli.screen.session_screen import Display
    from voicecoach.coach.assemble import Assembled, Wanted
    from voicecoach.coach.loop import Coach
    from voicecoach.coach.scene import Scene
    from voicecoach.session.reception import Offer
    from voicecoach.settings import Settings


@dataclass(frozen=True, slots=True)
class Request:
    """The options of ``start`` as they were given; None where they were not."""

    routine: str
    patient: str | None = None
    side: Literal["left", "right", "both"] | None = None
    first_side: Literal["left", "right"] | None = None
    hold_s: float | None = None
    voice: str | None = None
    ears: str | None = None
    rate_wpm: int | None = None
    mic: Path | None = None
    speaker: Path | None = None
    echo_db: float | None = None
    echo_delay_ms: float | None = None
    give_up_s: float | None = None
    trace: Path | None = None


def start(request: Request) -> int:
    """Runs the session to its end. Answers 0, or 1 when it failed, 130 when it was interrupted."""
    return _run(*prepared(request))


def prepared(request: Request) -> tuple[Wanted, Settings]:
    """What was asked for and what is remembered of the patient, put together.

    Raises RequestError for what cannot be.
    """
    from voicecoach import settings

    request, gain_db = _as_remembered(request)
    chosen = settings.load(
        {
            "voice": request.voice,
            "ears": request.ears,
            "rate_wpm": request.rate_wpm,
            "gain_db": gain_db,
            "give_up_s": request.give_up_s,
        }
    )
    return _wanted(request), chosen


def ask_and_start() -> int:
    """The welcome: asks aloud and on screen what is to be done and for whom, then does it."""
    from voicecoach import settings
    from voicecoach.coach.assemble import receiving

    chosen = settings.load({})
    latest = _Latest()
    with ExitStack() as closing:
        parts, reception = closing.enter_context(receiving(_offers(), _people(), chosen, latest))
        interrupted = closing.enter_context(_interruptible(parts.coach))
        latest.display = _display(parts)
        try:
            parts.coach.run(parts.room)
        finally:
            latest.display.close()
    if interrupted():
        return INTERRUPTED
    if reception.routine is None:
        return 0
    return start(Request(routine=reception.routine, patient=reception.patient))


FIRST_OFFERED = ("deep-piriformis", "gentle-morning", "sciatica-friendly")


def _offers() -> list[Offer]:
    """The library, the usual ones first. A broken script is left out here; ``list`` and ``check`` show it."""
    from voicecoach.errors import FileError
    from voicecoach.routine import library
    from voicecoach.session.reception import Offer

    offers = []
    names = library.names()
    for name in [*(n for n in FIRST_OFFERED if n in names), *(n for n in names if n not in FIRST_OFFERED)]:
        with suppress(FileError):
            offers.append(Offer(name, library.load(name).routine.name))
    return offers


def _people() -> list[str]:
    """Who has been here before; nobody where the journal cannot be opened."""
    from voicecoach.errors import StorageError
    from voicecoach.records.database import Database
    from voicecoach.records.patients import Patients

    try:
        with Database() as database:
            return [patient.name for patient in Patients(database).all()]
    except StorageError as error:
        sys.stderr.write(f"{error}\n")
        return []


def _as_remembered(request: Request) -> tuple[Request, float | None]:
    """The request with what is remembered of its patient where nothing was asked for, and their volume."""
    if request.patient is None:
        return request, None
    from datetime import datetime

    from voicecoach.records.patient_session import settings_of

    patient = settings_of(request.patient, datetime.now().astimezone())
    if patient is None:
        return request, None
    side = request.side
    if side is None and patient.leave_out_side is not None:
        side = patient.leave_out_side.other.value
    first_side = request.first_side or (patient.first_side.value if patient.first_side is not None else None)
    return (
        replace(
            request,
            voice=request.voice or patient.voice,
            rate_wpm=patient.rate_wpm if request.rate_wpm is None else request.rate_wpm,
            hold_s=patient.hold_s if request.hold_s is None else request.hold_s,
            side=side,
            first_side=first_side,
        ),
        patient.gain_db,
    )


def _wanted(request: Request) -> Wanted:
    from voicecoach.coach.assemble import Wanted
    from voicecoach.coach.parts import SoundFiles
    from voicecoach.routine.plan import Side

    _check_files(request)
    files = None
    if request.mic is not None or request.speaker is not None:
        _check_echo(request)
        files = SoundFiles(
            request.mic,
            request.speaker,
            request.echo_db,
            60.0 if request.echo_delay_ms is None else request.echo_delay_ms,
        )
    elif request.echo_db is not None or request.echo_delay_ms is not None:
        raise RequestError("--echo and --echo-delay belong to a room of files: give --mic or --speaker too.")
    return Wanted(
        routine=request.routine,
        sides=request.side or "both",
        first_side=Side(request.first_side) if request.first_side else None,
        hold_s=request.hold_s,
        files=files,
        trace=request.trace,
        patient=request.patient,
    )


def _check_files(request: Request) -> None:
    """A file that is written must be no other one of the request: it would be gone before it was read."""
    named = {"--mic": request.mic, "--speaker": request.speaker, "--trace": request.trace}
    places = {option: path.resolve() for option, path in named.items() if path is not None}
    places["the routine"] = Path(request.routine).resolve()
    for written in ("--trace", "--speaker"):
        for other, place in places.items():
            if other != written and places.get(written) == place:
                raise RequestError(f"{written} and {other} cannot be the same file, {place}.")


def _check_echo(request: Request) -> None:
    if request.echo_delay_ms is not None and request.echo_db is None:
        raise RequestError("--echo-delay says how late an echo is; --echo says how loud, and is missing.")
    if request.echo_db is not None and not -120.0 <= request.echo_db <= 20.0:
        raise RequestError(f"--echo must be -120 to 20 dB, not {request.echo_db:g}.")
    if request.echo_delay_ms is not None and not 0.0 <= request.echo_delay_ms <= 2000.0:
        raise RequestError(f"--echo-delay must be 0 to 2000 ms, not {request.echo_delay_ms:g}.")


class _Latest:
    """Hands scenes to a display that is made after the coach."""

    def __init__(self) -> None:
        self.display: Display | None = None

    def __call__(self, scene: Scene) -> None:
        if self.display is not None:
            self.display.show(scene)


def _run(wanted: Wanted, chosen: Settings) -> int:
    from voicecoach.coach.assemble import assembled

    latest = _Latest()
    with ExitStack() as closing:
        parts = closing.enter_context(assembled(wanted, chosen, latest))
        interrupted = closing.enter_context(_interruptible(parts.coach))
        if wanted.files is None:
            closing.enter_context(awake())
        latest.display = _display(parts)
        try:
            why = parts.coach.run(parts.room)
        finally:
            latest.display.close()
    if parts.coach.trouble:
        sys.stderr.write(parts.coach.trouble + "\n")
    if interrupted():
        return INTERRUPTED
    return 1 if why is EndReason.FAILED else 0


def _display(parts: Assembled) -> Display:
    """The whole screen of a terminal; lines of text anywhere else."""
    from voicecoach.cli.screen.session_screen import PlainTextDisplay, Screen
    from voicecoach.language import loading

    if not _screen_possible():
        for note in parts.notes:
            sys.stderr.write(note + "\n")
        return PlainTextDisplay()
    texts = loading.load(parts.plan.language).texts
    return Screen(texts["terminal"], texts["terminal"]["keys"], notes=parts.notes)


def _screen_possible() -> bool:
    """A terminal that can be drawn on, in letters made of blocks."""
    try:
        "▛█━·".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return sys.stdout.isatty() and os.environ.get("TERM", "") not in ("dumb", "unknown")


_CLOSED = ("SIGHUP", "SIGBREAK")
"""The signals of a closed terminal, where the system has them."""


@contextmanager
def _interruptible(coach: Coach) -> Iterator[Any]:
    """Ctrl-C, or a terminal that is closed, ends the session in order, with everything written down; a second one
    leaves at once.
    """
    asked = False

    def on_signal(_number: int, _frame: object) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        coach.quit()

    numbers = [signal.SIGINT, signal.SIGTERM, *(getattr(signal, name) for name in _CLOSED if hasattr(signal, name))]
    before = {number: signal.signal(number, on_signal) for number in numbers}
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def awake() -> Iterator[None]:
    """A computer that falls asleep in a hold is a broken coach. Where it cannot be kept awake, the session goes on."""
    from wakepy import keep

    with keep.presenting(on_fail="pass"):
        yield
