"""All that a session is going to say, known before it begins, so that no line has to be waited for. Pure."""

from __future__ import annotations

from string import Formatter

from voicecoach.language.wording import Wording, sentences_of
from voicecoach.routine.plan import BreatheStep, HoldStep, Plan, RepsStep, RestStep, SayStep, SwitchStep, WaitStep


def all_lines(plan: Plan, wording: Wording) -> list[str]:
    """Every sentence with nothing left open, in the order in which it will be needed, each once."""
    lines = sentences_of(wording.say("opening", name=plan.name))
    lines += sentences_of(wording.say("guest_warning"))
    lines += sentences_of(wording.say("at_any_time"))
    if plan.needs:
        lines += sentences_of(wording.say("needs", needs=wording.listed(plan.needs)))
    for step in plan.steps:
        match step:
            case SayStep(text=text, short=short):
                lines += sentences_of(text) + sentences_of(short or "")
            case HoldStep():
                length = wording.duration(step.hold_s) if step.breaths is None else wording.breaths(step.breaths)
                lines += sentences_of(wording.say("hold", duration=length))
                lines += sentences_of(wording.say("feel", feel=step.feel)) if step.feel else []
                lines += sentences_of(wording.say("not_feel", not_feel=step.not_feel)) if step.not_feel else []
                lines += [cue.say for cue in step.cues] + sentences_of(step.release or "")
            case RepsStep() | BreatheStep():
                lines += (
                    sentences_of(step.say or "") + sentences_of(step.short or "") + sentences_of(step.release or "")
                )
                lines += sentences_of(wording.say("feel", feel=step.feel)) if step.feel else []
                lines += sentences_of(wording.say("not_feel", not_feel=step.not_feel)) if step.not_feel else []
            case RestStep(rest_s=rest_s):
                lines += sentences_of(wording.say("rest", duration=wording.duration(rest_s)))
            case SwitchStep(side=side):
                lines += sentences_of(wording.say("switch", side=wording.side(side))) if side is not None else []
            case WaitStep():
                lines += sentences_of(wording.say("ask_ready"))
    lines += wording.numbers[:11]
    for key, sentence in wording.sentences.items():
        if not any(name for _, name, _, _ in Formatter().parse(sentence)):
            lines += sentences_of(wording.say(key))
    return list(dict.fromkeys(lines))
