"""How long it will take. An estimate: nobody knows how long a patient takes to get ready. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from voicecoach.routine import model
from voicecoach.routine.flatten import AS_WRITTEN, Dose, Place, leaf
from voicecoach.routine.plan import NOTHING_INCLUDED, HoldStep, Plan, RepsStep, RestStep, SayStep, Step, SwitchStep

RATE_WPM = 150
PREPARE_S = 4.0
"""Three, two, one, and a breath before it."""
WAIT_S = 6.0
"""A question, a movement into place, an answer."""
LINE_GAP_S = 0.6
ANNOUNCED_WORDS = 8
"""How long a hold is, or how many movements come."""
FEEL_WORDS = 4
NOT_FEEL_WORDS = 5
"""What the coach says around the place where a stretch is felt, or should not be."""
RELEASE_WORDS = 10
"""How to come out of a hold that does not say so itself."""


def speech_s(text: str | None, rate_wpm: float = RATE_WPM, more_words: int = 0) -> float:
    """How long a line takes to be said at so many words a minute, with the gap after it."""
    return words_s(len(text.split()) + more_words, rate_wpm) if text else 0.0


def words_s(words: int, rate_wpm: float = RATE_WPM) -> float:
    """How long so many words take to be said, with the gap after them."""
    return words * 60 / rate_wpm + LINE_GAP_S


def step_s(step: Step, rate_wpm: float = RATE_WPM) -> float:
    """How long one step of a plan takes."""
    match step:
        case SayStep():
            return speech_s(step.text, rate_wpm)
        case HoldStep():
            release_s = speech_s(step.release, rate_wpm) or words_s(RELEASE_WORDS, rate_wpm)
            return _announced_s(step, rate_wpm) + PREPARE_S + step.hold_s + release_s
        case RepsStep():
            said_s = speech_s(step.say, rate_wpm) if step.set_number == 1 else 0.0
            return (
                said_s
                + _announced_s(step, rate_wpm)
                + PREPARE_S
                + step.reps * step.every_s
                + speech_s(step.release, rate_wpm)
            )
        case RestStep():
            return step.rest_s
        case SwitchStep():
            return step.switch_s
    return WAIT_S


def _announced_s(step: HoldStep | RepsStep, rate_wpm: float) -> float:
    announced_s = words_s(ANNOUNCED_WORDS, rate_wpm)
    if step.set_number > 1:
        return announced_s
    felt_s = speech_s(step.feel, rate_wpm, FEEL_WORDS) + speech_s(step.not_feel, rate_wpm, NOT_FEEL_WORDS)
    return announced_s + felt_s


def plan_s(plan: Plan, rate_wpm: float = RATE_WPM) -> float:
    """How long a whole plan takes."""
    return steps_s(plan.steps, rate_wpm)


def steps_s(steps: Iterable[Step], rate_wpm: float = RATE_WPM) -> float:
    """How long these steps take, such as those that are still to come."""
    return sum(step_s(step, rate_wpm) for step in steps)


def routine_s(routine: model.Routine, included: Mapping[str, model.Routine] = NOTHING_INCLUDED) -> float:
    """How long a routine takes on both sides, with what it includes. What is not in ``included`` counts nothing.

    Never writes the plan out: blocks multiply, and a small file can ask for more steps than there is memory for.
    """
    return _block_s(routine.steps, routine.switch_s, AS_WRITTEN, included, {})


def _block_s(
    steps: Iterable[model.Step | model.SidedStep],
    switch_s: float,
    dose: Dose,
    included: Mapping[str, model.Routine],
    known_s: dict[tuple[str, Dose], float],
) -> float:
    total_s = 0.0
    for step in steps:
        match step:
            case model.EachSide():
                total_s += 2 * _block_s(step.each_side, switch_s, dose, included, known_s) + switch_s
            case model.Repeat() | model.SidedRepeat():
                round_s = _block_s(step.steps, switch_s, dose, included, known_s)
                total_s += step.repeat * round_s + (step.repeat - 1) * (step.rest_s or 0.0)
            case model.Include():
                part, inner = included.get(step.include), dose.inside(step)
                if part is not None and (step.include, inner) not in known_s:
                    part_s = _block_s(part.steps, part.switch_s, inner, included, known_s)
                    known_s[step.include, inner] = part_s
                total_s += known_s.get((step.include, inner), 0.0)
            case _:
                total_s += steps_s(leaf(step, Place(), dose))
    return total_s
