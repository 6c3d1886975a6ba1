"""Runs at most one session at a time, in its own thread. Any thread may read its state or send commands."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from voicecoach.coach.session_request import SessionRequest
from voicecoach.errors import RequestError, VoicecoachError
from voicecoach.language.vocabulary import Command
from voicecoach.session.phase import Phase
from voicecoach.session.records import EndReason

if TYPE_CHECKING:
    from voicecoach.coach.assemble import Assembled
    from voicecoach.coach.loop import Coach
    from voicecoach.session.view import View

BY = "page"
"""Whose command it was, in traces and in the journal."""
PATIENCE_S = 10.0
"""How long ``close`` waits for a session to write down its end."""

UNEXPECTED = "Something in the program went wrong, and the session ended. The computer's terminal shows what it was."


class BusyError(RequestError):
    """A session is running already."""


class NotRunningError(RequestError):
    """There is no session to command."""


class RunStage(StrEnum):
    IDLE = "idle"
    STARTING = "starting"
    """Voice and ears are being opened."""
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class RunState:
    """State of the session that runs or ran last."""

    number: int = 0
    """Of the session, from 1; 0 before the first."""
    stage: RunStage = RunStage.IDLE
    request: SessionRequest | None = None
    scene: View | None = None
    """The latest; None until there is one."""
    notes: tuple[str, ...] = ()
    """What is missing here, a sentence each."""
    printed: bool = False
    """Nothing can be heard of the coach."""
    why: EndReason | None = None
    trouble: str = ""
    alarm: bool = False
    """Help was called for and not taken back. It outlives the session, until somebody answers it."""
    advice: tuple[str, ...] = ()
    """What to do after a session that was refused. It outlives the session, until somebody says that they read it."""
    advice_for: str = ""
    """Whose session that was; empty for a guest's."""
    remember: bool = False
    """The guest wants to be remembered, and has given no name yet."""

    @property
    def under_way(self) -> bool:
        return self.stage in (RunStage.STARTING, RunStage.RUNNING)


Open = Callable[[SessionRequest, "Callable[[View], None]"], "AbstractContextManager[Assembled]"]
"""Opens all that a session needs, closes it at the end, and has the scenes shown."""


class Sessions:
    """Starts, commands and ends sessions for the page."""

    def __init__(self, open_session: Open) -> None:
        self._open = open_session
        self._lock = threading.Lock()
        self._state = RunState()
        self._coach: Coach | None = None
        self._thread: threading.Thread | None = None
        self._closing = False

    def now(self) -> RunState:
        """The latest state; it changes 100 times a second while a session runs."""
        return self._state

    def start(self, request: SessionRequest) -> None:
        """Begins a session and returns at once. Raises BusyError while another runs, and after ``close``."""
        with self._lock:
            if self._state.under_way or self._closing:
                raise BusyError("A session is running already.")
            self._state = replace(
                RunState(self._state.number + 1, RunStage.STARTING, request),
                advice=self._state.advice,
                advice_for=self._state.advice_for,
            )
            self._thread = threading.Thread(target=self._run, args=(request,), name="session")
            self._thread.start()

    def command(self, command: Command) -> None:
        """Raises NotRunningError when nothing runs."""
        with self._lock:
            if self._coach is None:
                raise NotRunningError("No session is running.")
            self._coach.command(command, BY)

    def answer_alarm(self) -> None:
        """Silences the alarm; a session that still runs stays paused."""
        with self._lock:
            if self._coach is not None:
                self._coach.command(Command.PAUSE, BY)
            else:
                self._state = replace(self._state, alarm=False)

    def advice_read(self) -> None:
        """Takes the advice off every page."""
        with self._lock:
            self._state = replace(self._state, advice=(), advice_for="")

    def guest_answered(self) -> None:
        """A name was given, or none will be."""
        with self._lock:
            self._state = replace(self._state, remember=False)

    def close(self) -> None:
        """Ends the session, if one runs, in order, and waits until it has."""
        with self._lock:
            self._closing = True
            coach, thread = self._coach, self._thread
        if coach is not None:
            coach.quit(interrupted=True)
        if thread is not None:
            thread.join(PATIENCE_S)

    # -- in the session's thread ----------------------------------------------------------------------------------

    def _run(self, request: SessionRequest) -> None:
        why, trouble, remember = EndReason.FAILED, "", False
        try:
            with self._open(request, self._watch) as parts:
                self._enter(parts)
                try:
                    why = parts.coach.run(parts.room)
                finally:
                    self._leave()
            # What could not be kept is known when all is closed.
            trouble, remember = parts.coach.trouble, parts.coach.guest_to_remember
        except VoicecoachError as error:
            trouble = str(error)
        except Exception:  # noqa: BLE001 - an error of the program: nobody above this thread would tell the page
            why, trouble = EndReason.FAILED, UNEXPECTED
            traceback.print_exc()
        finally:
            with self._lock:
                self._state = replace(self._state, stage=RunStage.ENDED, why=why, trouble=trouble, remember=remember)

    def _enter(self, parts: Assembled) -> None:
        with self._lock:
            self._coach = parts.coach
            self._state = replace(self._state, stage=RunStage.RUNNING, notes=parts.notes, printed=parts.printed)
            if self._closing:
                parts.coach.quit(interrupted=True)

    def _leave(self) -> None:
        with self._lock:
            self._coach = None

    def _watch(self, scene: View) -> None:
        phase = scene.phase
        with self._lock:
            lasting = self._state.alarm and phase in (Phase.CLOSING, Phase.ENDED)
            self._state = replace(self._state, scene=scene, alarm=phase is Phase.ALARM or lasting)
            if scene.advice and scene.advice != self._state.advice:
                request = self._state.request
                whose = (request.patient or "") if request is not None else ""
                self._state = replace(self._state, advice=scene.advice, advice_for=whose)
