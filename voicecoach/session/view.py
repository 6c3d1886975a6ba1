"""What can be shown of a session at one moment: plain values, for a terminal or a page."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.routine.plan import BreatheStep, HoldStep, RepsStep, Side
from voicecoach.session.activities.resting import Resting
from voicecoach.session.activities.work import work_of
from voicecoach.session.phase import Phase
from voicecoach.session.state import State
from voicecoach.session.turn import Context


@dataclass(frozen=True, slots=True)
class View:
    """A moment of a session. ``left_s`` is None where nothing is being timed."""

    routine: str
    phase: Phase
    step: int
    steps: int
    side: Side | None
    picture: str | None
    set_number: int | None
    sets: int | None
    left_s: float | None
    whole_s: float | None
    """The length of what ``left_s`` counts down, where it is a hold or a set of movements."""


def view_of(context: Context, state: State, now_s: float) -> View:
    """What there is to show at ``now_s``, which is not before the state's own time."""
    due, activity = state.agenda.current, state.activity
    step = due.step if due is not None else None
    work = work_of(activity)
    left_s: float | None = None
    if isinstance(activity, Resting):
        left_s = activity.left_s(now_s)
    elif work is not None and activity.phase is not Phase.PREPARING:
        left_s = work.clock.left_s(now_s)
    prescribed = step if isinstance(step, HoldStep | RepsStep | BreatheStep) else None
    return View(
        routine=context.plan.name,
        phase=activity.phase,
        step=due.number if due is not None else len(context.plan.steps),
        steps=len(context.plan.steps),
        side=step.side if step is not None else None,
        picture=step.picture if step is not None else None,
        set_number=prescribed.set_number if prescribed is not None else None,
        sets=prescribed.sets if prescribed is not None else None,
        left_s=left_s,
        whole_s=work.clock.hold_s if work is not None else None,
    )
