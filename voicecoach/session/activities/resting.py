"""A rest, or the time to change sides: so many seconds, and then the next step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voicecoach.language.vocabulary import Expectation
from voicecoach.routine.plan import RestStep, SwitchStep
from voicecoach.session.actions import LineKind
from voicecoach.session.continuations import Then
from voicecoach.session.phase import Phase
from voicecoach.session.records import SideSwitched
from voicecoach.session.speech_queue import Sentences, SpeechQueue
from voicecoach.session.state import Activity

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn

MORE_REST_S = 15.0
"""How much longer "more time" makes a rest."""
SHORTEST_REST_S = 5.0
"""At least so much is left of a rest after an interruption."""


@dataclass(frozen=True)
class Resting(Activity):
    """A rest."""

    phase = Phase.RESTING
    expects = Expectation.READY
    ends_s: float

    def left_s(self, now_s: float) -> float:
        return max(0.0, self.ends_s - now_s)

    def interrupted(self, now_s: float) -> PausedRest:
        return PausedRest(type(self) is Switching, max(SHORTEST_REST_S, self.ends_s - now_s))


@dataclass(frozen=True)
class Switching(Resting):
    """Time to change to the other side."""

    phase = Phase.SWITCHING


@dataclass(frozen=True)
class PausedRest(Activity):
    """What is left of a rest that was interrupted."""

    phase = Phase.RESTING
    switching: bool
    left_s: float

    def resume(self, turn: Turn, speech: SpeechQueue, said: Sentences | None = None) -> None:
        said = turn.sentences("carrying_on") if said is None else said
        _keep_time(turn, self.left_s, (*said, *speech.sentences), switching=self.switching)


def begin(turn: Turn, step: RestStep | SwitchStep) -> None:
    """Says what comes, and waits."""
    if isinstance(step, RestStep):
        words = turn.sentences("rest", LineKind.INSTRUCTION, duration=turn.wording.duration(step.rest_s))
        _keep_time(turn, step.rest_s, words, switching=False)
        return
    if step.side is None:
        raise RuntimeError("a change of sides has no side")
    turn.record(SideSwitched(step.side))
    words = turn.sentences("switch", LineKind.INSTRUCTION, side=turn.wording.side(step.side))
    _keep_time(turn, step.switch_s, words, switching=True)


def _keep_time(turn: Turn, seconds: float, words: Sentences, *, switching: bool) -> None:
    ends_s = turn.now_s + seconds
    turn.enter(Switching(ends_s) if switching else Resting(ends_s))
    turn.at(ends_s, Then.NEXT_STEP_WHEN_SILENT)
    turn.perform(words, None)


def wait_in_recording(turn: Turn) -> None:
    """In place of a question that nobody can answer."""
    turn.enter(Resting(turn.now_s))
    turn.perform(turn.sentences("recorded_wait", LineKind.INSTRUCTION), Then.NEXT_STEP_AFTER_WAIT)


def next_step_after_wait(turn: Turn) -> None:
    wait_s = turn.state.settings.recorded_wait_s or 0.0
    if isinstance(turn.activity, Resting):
        turn.become(replace(turn.activity, ends_s=turn.now_s + wait_s))
    turn.after(wait_s, Then.NEXT_STEP)


def next_step_when_silent(turn: Turn) -> None:
    """The time is up: on, after the sentence that is being said."""
    turn.when_silent(Then.NEXT_STEP)


def more_time(turn: Turn) -> None:
    activity = turn.doing(Resting)
    turn.fall_silent()
    left_s = activity.left_s(turn.now_s) + MORE_REST_S
    _keep_time(turn, left_s, turn.sentences("more_time"), switching=isinstance(activity, Switching))


def how_long(turn: Turn) -> None:
    left = turn.wording.duration(turn.doing(Resting).ends_s - turn.now_s)
    turn.interject(turn.sentences("left", left=left))


def say_side(turn: Turn) -> None:
    """Says which side comes: "switch legs" was heard while changing sides."""
    side = turn.due.step.side
    if side is not None:
        turn.interject(turn.sentences("this_side", side=turn.wording.side(side)))
