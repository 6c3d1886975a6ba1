"""A session again from its trace: what it was about, and every event that it handled. Pure.

Besides the records a trace holds a line ``context`` (the plan, the questions, the settings) and a line ``input`` for
each event. They are enough to compute every state of the session again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from voicecoach.language.wording import Wording
from voicecoach.routine.plan import Plan
from voicecoach.session.actions import Action
from voicecoach.session.codec import decode, encode
from voicecoach.session.engine import begun, handle, state_to_json
from voicecoach.session.events import Event
from voicecoach.session.state import SessionSettings, State
from voicecoach.session.turn import Context

Fields = dict[str, object]


@dataclass(frozen=True, slots=True)
class ReplayedEvent:
    """One event, what the session ordered, and the state after it. ``event`` is None for the beginning."""

    at_s: float
    event: Event | None
    actions: tuple[Action, ...]
    state: State

    def as_json(self) -> Fields:
        """The same as JSON types."""
        return {
            "at_s": self.at_s,
            "event": None if self.event is None else encode(self.event),
            "actions": [encode(action) for action in self.actions],
            "state": state_to_json(self.state),
        }


def began(context: Context, state: State, at_s: float) -> Fields:
    """The line of a trace that says what the session is about."""
    return {"at_s": at_s, "event": "context", "context": encode(context), "settings": encode(state.settings)}


def received(event: Event, at_s: float) -> Fields:
    """The line of a trace for an event."""
    return {"at_s": at_s, "event": "input", "input": encode(event)}


def replayed(lines: Iterable[Mapping[str, Any]], wording: Wording) -> Iterator[ReplayedEvent]:
    """The session of a trace, event by event; ``wording`` is that of its language.

    Raises ValueError for lines that are not from a trace, or from one without its context.
    """
    context: Context | None = None
    state: State | None = None
    for line in lines:
        if line.get("event") == "context":
            plan = decode(Plan, line["context"]["plan"])
            context = decode(Context, line["context"], {"wording": wording, "plan": plan})
            state, actions = begun(context, decode(SessionSettings, line["settings"]), float(line["at_s"]))
            yield ReplayedEvent(float(line["at_s"]), None, tuple(actions), state)
        elif line.get("event") == "input" and context is not None and state is not None:
            event: Event = decode(Event, line["input"])
            state, actions = handle(context, state, event, float(line["at_s"]))
            yield ReplayedEvent(float(line["at_s"]), event, tuple(actions), state)
    if state is None:
        raise ValueError("the trace does not say what the session was about")
