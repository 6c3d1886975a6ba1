"""``start``: runs a session and shows it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from voicecoach.errors import RequestError
from voicecoach.limits import ECHO_DELAY_RANGE_MS, ECHO_DELAY_USUAL_MS, ECHO_RANGE_DB, within
from voicecoach.session.records import EndReason

if TYPE_CHECKING:
    from voicecoach.cli.screen.session_screen import Display
    from voicecoach.coach.assemble import Assembled
    from voicecoach.coach.loop import Coach
    from voicecoach.coach.session_request import SessionRequest, SoundFiles
    from voicecoach.session.menu import MenuItem
    from voicecoach.session.view import View


def start(request: SessionRequest) -> int:
    """Runs the session to its end. Returns 0, 1 when it failed, or 128 and the number of the signal that ended it.

    At a terminal it asks first when the patient's name is new and nearly another's.
    """
    from voicecoach.cli import visitors
    from voicecoach.coach.assemble import assembled

    request = visitors.name_confirmed(request)
    latest = _Latest()
    with _Signals() as signals:
        with ExitStack() as closing:
            parts = closing.enter_context(assembled(request, latest))
            signals.reach(parts.coach)
            if request.files is None:
                closing.enter_context(awake())
            latest.display = _display(parts)
            try:
                why = parts.coach.run(parts.room)
            finally:
                latest.display.close()
                _tell_what_stays(parts, latest)
        if parts.coach.trouble:
            sys.stderr.write(parts.coach.trouble + "\n")
        if parts.coach.guest_to_remember:
            visitors.remember_guest(parts.plan.language)
    return signals.exit_code or (1 if why is EndReason.FAILED else 0)


def files_from(
    mic: Path | None, speaker: Path | None, echo_db: float | None, echo_delay_ms: float | None
) -> SoundFiles | None:
    """The room of files that the options describe, None for a live one. Raises RequestError."""
    from voicecoach.coach.session_request import SoundFiles

    if mic is None and speaker is None:
        if echo_db is not None or echo_delay_ms is not None:
            raise RequestError("--echo and --echo-delay need --mic or --speaker.")
        return None
    if echo_delay_ms is not None and echo_db is None:
        raise RequestError("--echo-delay needs --echo DB.")
    if echo_db is not None:
        within("--echo", echo_db, ECHO_RANGE_DB, "dB")
    delay_ms = ECHO_DELAY_USUAL_MS if echo_delay_ms is None else echo_delay_ms
    return SoundFiles(mic, speaker, echo_db, within("--echo-delay", delay_ms, ECHO_DELAY_RANGE_MS, "ms"))


def ask_and_start() -> int:
    """Runs the menu, which asks for the routine and the patient, then the session."""
    from voicecoach import settings
    from voicecoach.coach.assemble import choosing
    from voicecoach.coach.session_request import SessionRequest

    chosen = settings.load({})
    latest = _Latest()
    with _Signals() as signals, ExitStack() as closing:
        parts, session = closing.enter_context(choosing(_menu_items(), _people(), chosen, latest))
        signals.reach(parts.coach)
        latest.display = _display(parts)
        try:
            parts.coach.run(parts.room)
        finally:
            latest.display.close()
    if signals.exit_code:
        return signals.exit_code
    choice = session.state.choice
    if choice.routine is None:
        return 0
    return start(SessionRequest(choice.routine, choice.patient, offer_to_remember=choice.patient is None))


def _tell_what_stays(parts: Assembled, latest: _Latest) -> None:
    """Prints what is not to go away with the screen: what to do after a refused session, and what was done."""
    from voicecoach.cli.people import write_out
    from voicecoach.language import loading

    view = latest.view
    if view is None:
        return
    if view.advice:
        write_out("\n".join((loading.load(parts.plan.language).texts.terminal.advice, *view.advice)) + "\n")
    if view.summary and latest.display is not None and not latest.display.stays:
        write_out(view.summary + "\n")


FIRST_OFFERED = ("deep-piriformis", "gentle-morning", "sciatica-friendly")


def _menu_items() -> list[MenuItem]:
    """The routines, the usual ones first. Faulty scripts are left out; ``list`` and ``check`` show them."""
    from voicecoach.errors import RequestError
    from voicecoach.routine import library
    from voicecoach.session.menu import MenuItem

    items = []
    names = library.names()
    for name in [*(n for n in FIRST_OFFERED if n in names), *(n for n in names if n not in FIRST_OFFERED)]:
        with suppress(RequestError):
            items.append(MenuItem(name, library.load(name).routine.name))
    return items


def _people() -> list[str]:
    """The names of all patients; empty when the journal cannot be opened."""
    from voicecoach.errors import StorageError
    from voicecoach.records.database import Database
    from voicecoach.records.patients import Patients

    try:
        with Database() as database:
            return [patient.name for patient in Patients(database).all()]
    except StorageError as error:
        sys.stderr.write(f"{error}\n")
        return []


class _Latest:
    """Passes views to a display that is created after the coach."""

    def __init__(self) -> None:
        self.display: Display | None = None
        self.view: View | None = None
        """The last one."""

    def __call__(self, scene: View) -> None:
        self.view = scene
        if self.display is not None:
            self.display.show(scene)


def _display(parts: Assembled) -> Display:
    """A full-screen view on a terminal, plain text elsewhere."""
    from voicecoach.cli.screen.session_screen import PlainTextDisplay, Screen
    from voicecoach.language import loading

    if not _screen_possible():
        for note in parts.notes:
            sys.stderr.write(note + "\n")
        return PlainTextDisplay()
    return Screen(loading.load(parts.plan.language).texts.terminal, notes=parts.notes)


def _screen_possible() -> bool:
    """Whether the terminal can show a full-screen view with block characters."""
    try:
        "▛█━·".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return sys.stdout.isatty() and os.environ.get("TERM", "") not in ("dumb", "unknown")


class _Signals:
    """Ctrl-C, Ctrl-\\, a kill or a closed terminal ends the session in order, kept for later; a second one, or one
    before the session begins, leaves at once. In each case the terminal is put back as it was.
    """

    _NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")
    """Those that the system has are handled."""

    def __init__(self) -> None:
        self.exit_code = 0
        """128 and the signal's number; 0 when there was none."""
        self._coach: Coach | None = None

    def reach(self, coach: Coach) -> None:
        """From now on it is this coach who ends the session."""
        self._coach = coach

    def __enter__(self) -> Self:
        numbers = [getattr(signal, name) for name in self._NAMES if hasattr(signal, name)]
        self._before = {number: signal.signal(number, self._on_signal) for number in numbers}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if isinstance(error, KeyboardInterrupt) and self.exit_code:
            import typer

            raise typer.Exit(self.exit_code) from None

    def _on_signal(self, number: int, _frame: object) -> None:
        first, self.exit_code = not self.exit_code, self.exit_code or 128 + number
        if first and self._coach is not None:
            self._coach.quit(interrupted=True)
        else:
            raise KeyboardInterrupt


@contextmanager
def awake() -> Iterator[None]:
    """Keeps the computer from sleeping, where that is possible."""
    from wakepy import keep

    with keep.presenting(on_fail="pass"):
        yield
