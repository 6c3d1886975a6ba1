"""Summary of a session in one sentence."""

from __future__ import annotations

from collections.abc import Mapping

from voicecoach.language.wording import Wording
from voicecoach.routine.plan import BreatheStep, HoldStep, RepsStep
from voicecoach.routine.steps.work import WorkStep
from voicecoach.session.agenda import Agenda
from voicecoach.session.state import State

_KINDS: Mapping[str, type[WorkStep]] = {"holds": HoldStep, "sets": RepsStep, "rounds": BreatheStep}


def summary_of(wording: Wording, state: State) -> str:
    """Such as "You did four holds of four, thirty seconds each. Your pain went from four to three."

    Empty where nothing was exercised and no pain was scored.
    """
    parts = (_done(wording, name, kind, state.agenda) for name, kind in _KINDS.items())
    done = [part for part in parts if part]
    sentences = [wording.say("summary", done=wording.listed(done))] if done else []
    before, after = state.pain_before, state.pain_after
    if before is not None and after is not None:
        key = "summary_pain_same" if before == after else "summary_pain"
        sentences.append(wording.say(key, before=wording.number(before), after=wording.number(after)))
    return " ".join(sentences)


def _done(wording: Wording, name: str, kind: type[WorkStep], agenda: Agenda) -> str:
    """How many of one kind were done, and how long each hold was if all were alike."""
    planned = [(number, step) for number, step in enumerate(agenda.plan.steps, start=1) if isinstance(step, kind)]
    full = [step for number, step in planned if number in agenda.full]
    if not full:
        return ""
    key = f"summary_{name}" if len(full) == len(planned) else f"summary_{name}_of"
    said = wording.say(key, count=wording.number(len(full)), planned=wording.number(len(planned)))
    lengths = {step.hold_s for step in full if isinstance(step, HoldStep)}
    return said if len(lengths) != 1 else wording.say("summary_each", done=said, length=wording.duration(lengths.pop()))
