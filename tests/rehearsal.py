"""A session played through without sound: a fake mouth, a third of a second a word, and a clock of its own."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from voicecoach.language.loading import load
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.routine.plan import Breath, Cue, HoldStep, Plan, RestStep, SayStep, Side, Step, SwitchStep, WaitStep
from voicecoach.session.actions import Action, Finish, Keep, Line, Listen, Say, SetDeadline, StopSpeaking
from voicecoach.session.activities.closing import Closing
from voicecoach.session.activities.screening import Screening
from voicecoach.session.engine import Session
from voicecoach.session.events import CommandHeard, DeadlinePassed, Event, InputEnded, LineFinished
from voicecoach.session.questions import Question
from voicecoach.session.records import EndReason, Record
from voicecoach.session.resume_point import ResumePoint
from voicecoach.session.rules import command_rule, rule_for
from voicecoach.session.state import Activity, SessionSettings, State

SECONDS_A_WORD = 0.33
WORDING = load("en").wording
AnyRecord = TypeVar("AnyRecord")


@dataclass(frozen=True)
class Spoken:
    """A line as it sounded."""

    text: str
    from_s: float
    to_s: float
    cut: bool
    line: Line


class Rehearsal:
    """Runs a ``Session`` the way the coach does, on made-up durations."""

    seconds_a_word = SECONDS_A_WORD

    def __init__(
        self,
        plan: Plan,
        settings: SessionSettings | None = None,
        *,
        before: Sequence[Question] = (),
        after: Sequence[Question] = (),
        resume_point: ResumePoint | None = None,
    ) -> None:
        self.play(Session(plan, WORDING, settings, before=before, after=after, resume_point=resume_point))

    def play(self, session: Session) -> None:
        """From its first word."""
        self.session = session
        self.now_s = 0.0
        self.records: list[tuple[float, Record]] = []
        self.spoken: list[Spoken] = []
        self.expectation: Expectation | None = None
        self.why: EndReason | None = None
        self.actions: list[tuple[float, Action]] = []
        self._due: list[tuple[float, int, Event]] = []
        self._placed: dict[int, tuple[Line, float, float]] = {}
        self._order = 0
        self._carry_out(self.session.start(0.0))

    def hear(self, command: Command) -> list[Action]:
        """A command, now. Returns what the session ordered."""
        return self.tell(CommandHeard(command))

    def tell(self, event: Event) -> list[Action]:
        """An event, now. Fails on a change of activity that ``rules`` does not declare."""
        follows = declared(self.session.state, event)
        before = type(self.session.state.activity).__name__
        actions = self.session.handle(event, self.now_s)
        after = type(self.session.state.activity)
        assert after in follows, f"{event} led from {before} to {after.__name__}, which is not declared"
        self._carry_out(actions)
        return actions

    def run(self, seconds: float) -> Rehearsal:
        """Lets time pass."""
        until_s = self.now_s + seconds
        while self._due and self._due[0][0] <= until_s and self.why is None:
            at_s, _, event = heapq.heappop(self._due)
            self.now_s = max(self.now_s, at_s)
            if isinstance(event, LineFinished):
                self._finish_line(event.line_id)
            self.tell(event)
        self.now_s = max(self.now_s, until_s) if self.why is None else self.now_s
        return self

    def run_until(self, phase: str, limit_s: float = 600.0) -> Rehearsal:
        """Lets time pass until a phase begins."""
        end_s = self.now_s + limit_s
        while self.session.phase.value != phase and self.now_s < end_s and self.why is None:
            self.run(0.05)
        assert self.session.phase.value == phase, f"{phase} did not come; it is {self.session.phase.value}"
        return self

    def run_until_asked(self, limit_s: float = 600.0) -> Rehearsal:
        """Lets time pass until a question of the screening has been heard to its end."""
        end_s = self.now_s + limit_s
        while self.now_s < end_s and self.why is None:
            activity = self.session.state.activity
            if isinstance(activity, Screening) and activity.heard:
                return self
            self.run(0.05)
        raise AssertionError("no question was asked")

    def answer(self, *commands: Command) -> Rehearsal:
        """Answers questions of the screening, each once it has been heard."""
        for command in commands:
            self.run_until_asked().hear(command)
        return self

    def run_to_end(self, *, answering: bool = True, limit_s: float = 3600.0) -> Rehearsal:
        """Lets time pass until the session is over; says "ready" whenever it is asked to, unless told not to."""
        while self.why is None and self.now_s < limit_s:
            self.run(1.0)
            if answering and self.session.phase.value == "waiting":
                self.hear(Command.READY)
        return self

    def of(self, kind: type[AnyRecord]) -> list[AnyRecord]:
        """The records of one kind, in order."""
        return [record for _, record in self.records if isinstance(record, kind)]

    def texts(self) -> list[str]:
        """What has been said to its end, in order."""
        return [spoken.text for spoken in self.spoken if not spoken.cut]

    def said_since(self, at_s: float) -> str:
        return " ".join(spoken.text for spoken in self.spoken if spoken.from_s >= at_s)

    @property
    def sounding(self) -> list[Line]:
        """Lines that have begun and not ended."""
        return [line for line, from_s, to_s in self._placed.values() if from_s <= self.now_s < to_s]

    @property
    def waiting(self) -> list[tuple[float, Line]]:
        """Lines that are placed and have not begun."""
        return sorted(
            ((from_s, line) for line, from_s, _ in self._placed.values() if from_s > self.now_s), key=lambda e: e[0]
        )

    def _finish_line(self, line_id: int) -> None:
        if line_id in self._placed:
            line, from_s, to_s = self._placed.pop(line_id)
            self.spoken.append(Spoken(line.text, from_s, to_s, False, line))

    def _carry_out(self, actions: list[Action]) -> None:
        for action in actions:
            self.actions.append((self.now_s, action))
            match action:
                case Say(line=line, at_s=at_s):
                    end_s = at_s + max(1, len(line.text.split())) * self.seconds_a_word
                    self._placed[line.id] = (line, at_s, end_s)
                    self._schedule(end_s, LineFinished(line.id))
                case StopSpeaking():
                    for line, from_s, _ in self._placed.values():
                        if from_s <= self.now_s:
                            self.spoken.append(Spoken(line.text, from_s, self.now_s, True, line))
                    self._placed.clear()
                    self._due = [item for item in self._due if not isinstance(item[2], LineFinished)]
                    heapq.heapify(self._due)
                case SetDeadline(deadline_id=deadline_id, at_s=at_s):
                    self._schedule(at_s, DeadlinePassed(deadline_id))
                case Listen(expectation=expectation):
                    self.expectation = expectation
                case Keep(record=record, at_s=at_s):
                    self.records.append((at_s, record))
                case Finish(why=why):
                    self.why = why
                case _:
                    pass

    def _schedule(self, at_s: float, event: Event) -> None:
        self._order += 1
        heapq.heappush(self._due, (at_s, self._order, event))


def declared(state: State, event: Event) -> frozenset[type[Activity]]:
    """The activities that ``rules`` lets follow when this event is handled in this state."""
    activity = type(state.activity)
    kinds = rule_for(activity, event).follows | {activity}
    asked = state.doubt.asked
    if asked is not None and isinstance(event, CommandHeard) and event.command is Command.YES:
        kinds |= command_rule(activity, asked).follows
    # With nobody to answer, a question is not waited for.
    return kinds | {Closing} if state.input_ended or isinstance(event, InputEnded) else kinds


def a_side(side: Side, *, sets: int = 1, hold_s: float = 30.0, wait: bool = True) -> list[Step]:
    """One side of an exercise: an instruction, a question, the holds."""
    steps: list[Step] = [
        SayStep(exercise=0, side=side, text=f"Put your {side.other} foot on the wall. Breathe.", short="Foot up.")
    ]
    if wait:
        steps.append(WaitStep(exercise=0, side=side))
    for number in range(1, sets + 1):
        steps.append(
            HoldStep(
                exercise=0,
                side=side,
                hold_s=hold_s,
                set_number=number,
                sets=sets,
                feel=f"deep in your {side} buttock",
                breathe=Breath(4.0, 6.0),
                cues=(Cue(7.0, "Let your shoulders sink."),) if hold_s > 7 else (),
                release="Take your hands away.",
            )
        )
        if number < sets:
            steps.append(RestStep(exercise=0, side=side, rest_s=10.0))
    return steps


def two_sided(*, sets: int = 1, hold_s: float = 30.0, wait: bool = True, last_words: str = "") -> Plan:
    """Right, change, left, like the stretch at the wall; then ``last_words``."""
    return plan_of(
        SayStep(exercise=None, side=None, text="Lie on your back."),
        *a_side(Side.RIGHT, sets=sets, hold_s=hold_s, wait=wait),
        SwitchStep(exercise=0, side=Side.LEFT, switch_s=10.0),
        *a_side(Side.LEFT, sets=sets, hold_s=hold_s, wait=wait),
        *([SayStep(exercise=None, side=None, text=last_words)] if last_words else []),
    )


def plan_of(*steps: Step) -> Plan:
    return Plan(
        key="test",
        name="Test stretch",
        summary="It stretches.",
        language="en",
        needs=("a wall", "a mat"),
        steps=tuple(steps),
    )
