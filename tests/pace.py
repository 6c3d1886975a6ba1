"""How a routine feels to lie through, measured on a session played without sound at 150 words a minute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tests.rehearsal import WORDING, Rehearsal
from voicecoach.language.loading import load
from voicecoach.language.vocabulary import Command
from voicecoach.records.screening import ScreeningHistory, questions_after, questions_before
from voicecoach.routine import library
from voicecoach.routine.plan import HoldStep, Plan, SayStep, Side, plan
from voicecoach.session.actions import LineKind
from voicecoach.session.phase import Phase
from voicecoach.session.records import HoldEnded, HoldStarted
from voicecoach.session.state import SessionSettings

TODAY = date(2026, 11, 2)
SHORTEST_QUIET_S, LONGEST_QUIET_S = 3.0, 8.0


@dataclass(frozen=True)
class Pace:
    """What was measured of one session; None where the routine has nothing of the kind."""

    ready_to_hold_s: float | None
    """From "ready" to the first held second, the longest."""
    beyond_hold_s: float | None
    """Time under stretch beyond the prescribed hold, the longest: from the words that start it to those that end it."""
    to_first_movement_s: float | None
    """From the start to the first word that moves the patient."""
    to_first_hold_s: float | None
    """From the start to the first held second, movement or breath."""
    quiet_s: tuple[float, ...]
    """The quiet after each sentence that asks for a movement."""


def planned(name: str) -> Plan:
    """A routine of the library as a session does it."""
    found = library.load(name)
    words = {side: WORDING.side(side) for side in Side}
    return plan(found.routine, key=found.key, included=found.included, side_words=words)


class Patient(Rehearsal):
    """Answers every question at once: no sign, no reason against it, pain two, ready. Needs no quiet unless told."""

    def __init__(self, the_plan: Plan, *, known: bool, needs_quiet: bool) -> None:
        gate = load("en").texts.gate
        history = ScreeningHistory(gate_passed_on=TODAY, cleared=True)
        before = questions_before(gate, WORDING, history, the_plan.not_for, TODAY) if known else ()
        after = questions_after(gate) if known else ()
        self.ready_s: list[float] = []
        self.work_s: list[float] = []
        """When holds, movements and breaths began."""
        self._needs_quiet = needs_quiet
        self._working = False
        self.seconds_a_word = 60 / 150
        super().__init__(the_plan, SessionSettings(short=known, guest=not known), before=before, after=after)

    def do_all(self) -> Patient:
        """The whole session."""
        while self.why is None and self.now_s < 3 * 3600:
            self.run(0.02)
            if self.session.phase in (Phase.HOLDING, Phase.MOVING, Phase.BREATHING) and not self._working:
                self.work_s.append(self.now_s)
            self._working = self.session.phase in (Phase.HOLDING, Phase.MOVING, Phase.BREATHING)
            self._answer()
        return self

    def _answer(self) -> None:
        state, silent = self.session.state, not self.sounding
        if self.session.phase is Phase.WAITING and silent and not state.speech.sentences:
            self.ready_s.append(self.now_s)
            self.hear(Command.READY)
        elif self.session.phase is Phase.ASKING and silent and not state.speech.sentences:
            self.hear(Command.N2 if self.expectation is not None and self.expectation.value == "number" else Command.NO)
        elif state.speech.quiet and not self._needs_quiet:
            self.hear(Command.READY)


def measured(name: str, *, known: bool) -> Pace:
    """The pace of a shipped routine, for a guest or for a patient who knows it."""
    the_plan = planned(name)
    at_once = Patient(the_plan, known=known, needs_quiet=False).do_all()
    in_time = Patient(the_plan, known=known, needs_quiet=True).do_all()
    instructions = [line for line in at_once.spoken if line.line.kind is LineKind.INSTRUCTION]
    moving = [line for line in instructions if WORDING.movement_s(line.text)]
    after_ready = [at - ready for ready, at in _begun_by_ready(in_time)]
    return Pace(
        max(after_ready, default=None),
        max(_beyond_holds(in_time), default=None),
        moving[0].from_s if moving else None,
        at_once.work_s[0] if at_once.work_s else None,
        tuple(_quiets(the_plan, in_time)),
    )


def _begun_by_ready(r: Patient) -> Iterator[tuple[float, float]]:
    """Each "ready" that a hold followed, and when that began."""
    holds = [at for at, record in r.records if isinstance(record, HoldStarted)]
    for ready_s, following_s in zip(r.ready_s, [*r.ready_s, float("inf")][1:], strict=True):
        begun = next((at for at in holds if ready_s < at < min(following_s, ready_s + 30.0)), None)
        if begun is not None:
            yield ready_s, begun


def _beyond_holds(r: Patient) -> Iterator[float]:
    """For each hold that a "ready" began: the stretch from the cue, or from the count, to the words that end it."""
    ended = [(at, record.held_s) for at, record in r.records if isinstance(record, HoldEnded)]
    for ready_s, begun_s in _begun_by_ready(r):
        cue_s = min((line.from_s for line in r.spoken if ready_s <= line.from_s < begun_s), default=begun_s)
        end_s, held_s = next(each for each in ended if each[0] > begun_s)
        release_s = min((line.from_s for line in r.spoken if line.from_s >= end_s), default=end_s)
        yield release_s - cue_s - held_s


def _quiets(the_plan: Plan, r: Patient) -> Iterator[float]:
    """The quiet after each instruction's sentence that asks for a movement and does not start a hold."""
    said = {text for step in the_plan.steps if isinstance(step, SayStep) for text in (step.text, step.short or "")}
    for line, following in zip(r.spoken, r.spoken[1:], strict=False):
        instruction = any(line.text in text for text in said)
        if instruction and WORDING.movement_s(line.text) and following.text != WORDING.number(3):
            yield following.from_s - line.to_s


def has_holds(name: str) -> bool:
    return any(isinstance(step, HoldStep) for step in planned(name).steps)
