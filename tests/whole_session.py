"""A whole session, from the request to the journal, without sound and faster than time: who is asked answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from voicecoach.audio.room.quiet_room import QuietRoom
from voicecoach.coach.assemble import assembled
from voicecoach.coach.loop import Coach
from voicecoach.coach.session_request import SessionRequest
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.session.phase import Phase
from voicecoach.session.records import EndReason
from voicecoach.session.view import View

YES, NO = Command.YES, Command.NO


@dataclass
class Visit:
    """What came of a session."""

    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """The sentence that stood when each answer was given."""
    notes: Sequence[str] = ()
    why: EndReason | None = None
    last: View | None = None
    wants_to_be_remembered: bool = False
    trouble: str = ""
    """What is told when all is closed."""


def visit(
    request: SessionRequest,
    answers: Mapping[str, Sequence[Command]] | None = None,
    *,
    leave_at: Phase | None = None,
    meanwhile: Callable[[View, Coach], None] = lambda view, coach: None,  # noqa: ARG005
) -> Visit:
    """Runs it to its end. ``answers`` are given in turn to questions that have these words in them.

    What has no answer there gets a no, or a number of four; "ready" is said where it is waited for. With ``leave_at``
    the patient says "stop" twice as soon as that phase begins. ``meanwhile`` is called with each view.
    """
    came = Visit()
    waiting = {words: list(commands) for words, commands in (answers or {}).items()}
    told: set[int | None] = set()

    def watch(view: View) -> None:
        came.last = view
        meanwhile(view, parts.coach)
        if view.line_id is not None and (not came.said or came.said[-1] != view.saying):
            came.said.append(view.saying)
        if view.line_id in told:
            return
        if view.phase is leave_at or view.phase is Phase.STOPPED:
            told.add(view.line_id)
            parts.coach.command(Command.STOP, "page")
        elif view.expects in (Expectation.YES_NO, Expectation.NUMBER) and view.phase is Phase.ASKING:
            told.add(view.line_id)
            came.asked.append(view.saying)
            parts.coach.command(_answer(" ".join(came.said[-3:]), view.expects, waiting), "page")
        elif view.expects is Expectation.READY and view.phase is Phase.WAITING:
            told.add(view.line_id)
            parts.coach.command(Command.READY, "page")

    with assembled(replace(request, voice="printed", ears="typed", page=True), watch) as parts:
        clock = _Clock()
        came.why = parts.coach.run(QuietRoom(clock=clock, wait=clock.wait))
        came.notes = parts.notes
        came.wants_to_be_remembered = parts.coach.guest_to_remember
    came.trouble = parts.coach.trouble
    return came


def _answer(asked: str, expects: Expectation, waiting: Mapping[str, list[Command]]) -> Command:
    # The last question counts, not what was asked in the sentence before it.
    found = max((words for words in waiting if waiting[words] and words in asked), key=asked.rindex, default=None)
    if found is not None:
        return waiting[found].pop(0)
    return Command("4") if expects is Expectation.NUMBER else NO


class _Clock:
    """Time that passes only while it is waited for."""

    def __init__(self) -> None:
        self._now_s = 0.0

    def __call__(self) -> float:
        return self._now_s

    def wait(self, seconds: float) -> None:
        self._now_s += seconds
