"""``start``: runs a session and shows it."""

from __future__ import annotations

import shlex
import shutil
import signal
import sys
import textwrap
import threading
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self

from voicecoach.errors import RequestError
from voicecoach.limits import ECHO_DELAY_RANGE_MS, ECHO_DELAY_USUAL_MS, ECHO_RANGE_DB, within
from voicecoach.session.records import EndReason

if TYPE_CHECKING:
    from voicecoach.cli.line_reader import LineReader
    from voicecoach.cli.screen.display import Display
    from voicecoach.coach.assemble import Assembled
    from voicecoach.coach.loop import Coach
    from voicecoach.coach.session_request import SessionRequest, SoundFiles
    from voicecoach.session.view import View


def start(request: SessionRequest, *, plain: bool = False, lines: LineReader | None = None) -> int:
    """Runs the session to its end. Returns 0, 1 when it failed, or 128 and the number of the signal that ended it.

    At a terminal it asks first when the patient's name is new and nearly another's. ``plain`` writes lines where a
    screen could be drawn; ``lines`` is the reader of standard input, where there is one already.
    """
    from voicecoach.cli import visitors
    from voicecoach.cli.awake import awake
    from voicecoach.cli.showing import Showing
    from voicecoach.coach.assemble import assembled

    request = visitors.name_confirmed(request)
    latest = _Latest()
    with _Signals() as signals:
        with ExitStack() as closing:
            parts = closing.enter_context(assembled(request, latest))
            signals.reach(parts.coach)
            if request.files is None:
                closing.enter_context(awake(latest.begun))
            showing = Showing(parts, latest.begun, plain=plain, lines=lines)
            latest.display = showing.display
            why = EndReason.FAILED
            try:
                why = showing.run()
            except KeyboardInterrupt:
                why = EndReason.INTERRUPTED
                raise
            finally:
                if not signals.hung_up:
                    _tell_what_stays(parts, latest, why, request)
        if parts.coach.trouble:
            sys.stderr.write(parts.coach.trouble + "\n")
        if parts.coach.guest_to_remember:
            visitors.remember_guest(parts.plan.language, showing.ask)
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


def ask_and_start(*, plain: bool = False) -> int:
    """Runs the menu, which asks for the routine and the patient, then the session."""
    from voicecoach import settings
    from voicecoach.cli.menu import menu_of
    from voicecoach.cli.showing import Showing
    from voicecoach.coach.assemble import choosing
    from voicecoach.coach.session_request import SessionRequest

    chosen = settings.load({})
    latest = _Latest()
    with _Signals() as signals, ExitStack() as closing:
        items, board = menu_of(chosen.language, date.today())
        people = tuple(row.picks for row in board.patients if row.picks)
        parts, session = closing.enter_context(choosing(items, people, chosen, latest))
        signals.reach(parts.coach)
        showing = Showing(parts, latest.begun, plain=plain, board=board)
        latest.display = showing.display
        showing.run()
    if signals.exit_code:
        return signals.exit_code
    choice = session.state.choice
    if choice.routine is None:
        return 0
    request = SessionRequest(choice.routine, choice.patient, offer_to_remember=choice.patient is None)
    return start(request, plain=showing.in_lines, lines=showing.lines)


def _tell_what_stays(parts: Assembled, latest: _Latest, why: EndReason, request: SessionRequest) -> None:
    """Prints what is not to go away with the screen: what to do after a refused session, how the session ended, what
    was done, and how it can be taken up again.
    """
    from voicecoach.cli.people import write_out
    from voicecoach.language import loading

    view, texts = latest.view, loading.load(parts.plan.language).texts
    if view is None:
        return
    told = [texts.terminal.advice, *view.advice] if view.advice else []
    if latest.display is not None and not latest.display.stays:
        lasted = texts.screen.lasted.format(minutes=int(view.at_s) // 60, seconds=f"{int(view.at_s) % 60:02d}")
        told += ["", f"{view.routine}. {texts.page.ended[why.value]} {lasted}"]
        told += [view.summary] if view.summary else []
        if request.patient is not None and why in (EndReason.INTERRUPTED, EndReason.FAILED, EndReason.UNANSWERED):
            again = shlex.join(["voicecoach", "start", request.routine, "--patient", request.patient])
            told.append(texts.screen.go_on.format(command=again))
    if told:
        width = shutil.get_terminal_size().columns
        write_out("\n".join(textwrap.fill(line, width, break_on_hyphens=False) for line in told) + "\n")


class _Latest:
    """Passes views to a display that is created after the coach."""

    def __init__(self) -> None:
        self.display: Display | None = None
        self.view: View | None = None
        """The last one."""
        self.begun = threading.Event()
        """Set with the first line."""

    def __call__(self, scene: View) -> None:
        self.view = scene
        if scene.line_id is not None:
            self.begun.set()
        if self.display is not None:
            self.display.show(scene)


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

    @property
    def hung_up(self) -> bool:
        """The terminal has been closed, so that nothing can be written there."""
        return self.exit_code == 128 + getattr(signal, "SIGHUP", 0)

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
