"""The session: ``handle(context, state, event, now_s) -> (state, actions)``. It reads no clock and opens no file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

from voicecoach.language.vocabulary import Command
from voicecoach.language.wording import Wording
from voicecoach.routine.plan import Plan
from voicecoach.session.actions import Action
from voicecoach.session.activities import opening
from voicecoach.session.activities.calling import Alarming, Calling
from voicecoach.session.activities.closing import Ended, close_unanswered
from voicecoach.session.activities.interruption import Interruption
from voicecoach.session.activities.opening import Opening
from voicecoach.session.activities.questioning import Questioning
from voicecoach.session.activities.waiting import Waiting
from voicecoach.session.agenda import Agenda
from voicecoach.session.codec import JsonValue, decode, encode
from voicecoach.session.continuation_rules import CONTINUATION_HANDLERS
from voicecoach.session.doubts import may_talk
from voicecoach.session.events import Event
from voicecoach.session.menu import Menu
from voicecoach.session.offers import offered
from voicecoach.session.phase import Phase
from voicecoach.session.questions import Question
from voicecoach.session.records import EndReason
from voicecoach.session.resume_point import ResumePoint
from voicecoach.session.rules import ACTIVITIES, SET_ASIDE, rule_for
from voicecoach.session.state import Activity, SessionSettings, State
from voicecoach.session.turn import Context, Turn
from voicecoach.session.view import View, view_of


def begun(context: Context, settings: SessionSettings, now_s: float) -> tuple[State, list[Action]]:
    """The first state of a session, and the first actions."""
    turn = Turn(context, State(now_s, Agenda.of(context.plan), settings, Opening()), CONTINUATION_HANDLERS)
    opening.begin(turn)
    return turn.state, turn.actions


def handle(context: Context, state: State, event: Event, now_s: float) -> tuple[State, list[Action]]:
    """What follows from an event. Time never runs backwards: an earlier ``now_s`` counts as the last."""
    if isinstance(state.activity, Ended):
        return state, []
    turn = Turn(context, replace(state, now_s=max(state.now_s, now_s)), CONTINUATION_HANDLERS, event)
    rule_for(type(state.activity), event).handler(turn)
    if turn.state.input_ended:
        _give_up(turn)
    if turn.state.warnings and may_talk(turn):
        due = turn.state.warnings
        turn.update(warnings=())
        turn.activity.answer(turn, tuple(sentence for key in due for sentence in turn.sentences(key)))
    return turn.state, turn.actions


def _give_up(turn: Turn) -> None:
    """With nobody to answer, a question is not waited for. A call for help is for other ears than the coach's."""
    activity = turn.activity
    answers = isinstance(activity, Questioning | Waiting | Interruption)
    if answers and not isinstance(activity, Calling | Alarming) and turn.state.speech.line_id is None:
        close_unanswered(turn)


class Session:
    """Holds the present state of one session. Call ``start`` once, then ``handle`` for everything that happens."""

    def __init__(
        self,
        plan: Plan,
        wording: Wording,
        settings: SessionSettings | None = None,
        *,
        before: Sequence[Question] = (),
        after: Sequence[Question] = (),
        resume_point: ResumePoint | None = None,
        menu: Menu | None = None,
    ) -> None:
        """``before`` is asked first and ``after`` last; a yes to ``RESUME`` goes on from ``resume_point``."""
        self.context = Context(plan, wording, tuple(before), tuple(after), resume_point, menu)
        self.state = State(0.0, Agenda.of(plan), settings or SessionSettings(), Opening())
        self._offers: Callable[[], tuple[Command, ...]] = tuple

    def start(self, now_s: float) -> list[Action]:
        """The first actions. Call it once."""
        self.state, actions = begun(self.context, self.state.settings, now_s)
        return self._changed(actions)

    def handle(self, event: Event, now_s: float) -> list[Action]:
        """What is to be done about an event."""
        self.state, actions = handle(self.context, self.state, event, now_s)
        return self._changed(actions)

    def _changed(self, actions: list[Action]) -> list[Action]:
        self._offers = cache(partial(offered, self.context, self.state))
        return actions

    def view(self, now_s: float) -> View:
        """What can be shown of the session at this moment."""
        return view_of(self.context, self.state, self._offers, max(now_s, self.state.now_s))

    @property
    def phase(self) -> Phase:
        return self.state.activity.phase

    @property
    def ended(self) -> EndReason | None:
        """Why it ended; None while it goes on."""
        return self.state.activity.why if isinstance(self.state.activity, Ended) else None


def state_to_json(state: State) -> JsonValue:
    """A state as JSON types, without the plan, which is the same for the whole session."""
    return encode(state)


def state_from_json(data: JsonValue, plan: Plan) -> State:
    """The state that ``state_to_json`` wrote for this plan. Raises ValueError for anything else."""
    state: State = decode(State, data, {"plan": plan}, {Activity: (*ACTIVITIES, *SET_ASIDE)})
    return state
