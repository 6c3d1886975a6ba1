"""What was done in a session, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from voicecoach.language.wording import Wording
from voicecoach.routine.plan import BreatheStep, HoldStep, RepsStep, RestStep, SayStep, Step, SwitchStep, WaitStep
from voicecoach.session.state import State


def summary_of(wording: Wording, state: State) -> str:
    """Such as "You did four holds of four, thirty seconds each. Your pain went from four to three."

    Empty where nothing was exercised and no pain was scored.
    """
    steps = list(enumerate(state.agenda.plan.steps, start=1))
    planned = [(number, step) for number, step in steps if step.is_work]
    parts = [
        _done(
            wording,
            kind,
            [step for number, step in planned if _kind(step) == kind and number in state.agenda.full],
            sum(_kind(step) == kind for _, step in planned),
        )
        for kind in ("holds", "sets", "rounds")
    ]
    done = [part for part in parts if part]
    sentences = [wording.say("summary", done=wording.listed(done))] if done else []
    before, after = state.pain_before, state.pain_after
    if before is not None and after is not None:
        key = "summary_pain_same" if before == after else "summary_pain"
        sentences.append(wording.say(key, before=wording.number(before), after=wording.number(after)))
    return " ".join(sentences)


def _kind(step: Step) -> str:
    match step:
        case HoldStep():
            return "holds"
        case RepsStep():
            return "sets"
        case BreatheStep():
            return "rounds"
        case SayStep() | WaitStep() | RestStep() | SwitchStep():
            return ""


def _done(wording: Wording, kind: str, full: Sequence[Step], planned: int) -> str:
    """How many of one kind were done, and how long each hold was if all were alike."""
    if not full:
        return ""
    count, of = wording.number(len(full)), wording.number(planned)
    said = wording.say(f"summary_{kind}" if len(full) == planned else f"summary_{kind}_of", count=count, planned=of)
    lengths = {step.hold_s for step in full if isinstance(step, HoldStep)}
    return said if len(lengths) != 1 else wording.say("summary_each", done=said, length=wording.duration(lengths.pop()))
