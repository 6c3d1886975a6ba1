"""What the page shows of a routine before it is begun: drawings, minutes, needs, and who should not do it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from voicecoach.language.loading import Language
from voicecoach.language.wording import sentences_of
from voicecoach.routine.duration import routine_minutes
from voicecoach.routine.library import RoutineFile
from voicecoach.routine.plan import SayStep, joined, plan
from voicecoach.routine.plan_step import PlanStep
from voicecoach.routine.sides import Side
from voicecoach.web import drawings

JsonObject = dict[str, object]


def routine_card(key: str, script: RoutineFile, language: Language) -> JsonObject:
    """All that the page shows of a routine of the library."""
    words = language.texts.page.choose
    routine, included = script.routine, script.included
    parts = list(joined(routine, included))
    steps = plan(routine, key=key, included=included).steps
    sided = any(step.side is not None for step in steps if step.is_work)

    def takes(dose: str | None) -> str:
        minutes = routine_minutes(routine, included, dose)
        text = (words.takes_one if minutes == 1 else words.takes).format(minutes=minutes)
        return words.takes_sides.format(takes=text) if sided else text

    doses = {name: model.why for part in parts for name, model in part.doses.items()}
    return {
        "key": key,
        "label": words.routine_option.format(name=routine.name, minutes=routine_minutes(routine, included)),
        "name": routine.name,
        "summary": routine.summary,
        "drawings": list(_drawings(steps)),
        "first_side": (routine.own_first_side or Side.RIGHT).value,
        "takes": takes(None),
        "begins": {
            side.value: _first_position(plan(routine, key=key, included=included, first_side=side).steps, language)
            for side in Side
        },
        "needs": ", ".join(dict.fromkeys(need for part in parts for need in part.needs)),
        "not_for": [
            {"if": _as_sentence(item.short) if item.short else item.ask, "because": item.because}
            for item in {item.ask: item for part in parts for item in part.not_for}.values()
        ],
        "doses": [{**dose, "takes": takes(str(dose["name"]))} for dose in dose_options(doses, language)],
        "sided": sided,
    }


def dose_options(doses: Mapping[str, str], language: Language) -> list[JsonObject]:
    """Doses to choose from; ``doses`` says what each is for."""
    option = language.texts.page.choose.dose_option
    return [{"name": name, "label": option.format(name=name, why=why)} for name, why in doses.items()]


def _drawings(steps: Sequence[PlanStep]) -> Iterator[JsonObject]:
    """The drawing of each exercise's first hold or movement, for either side; without any, the first of the routine."""
    main: dict[int | None, PlanStep] = {}
    for step in steps:
        if step.is_work and step.picture:
            main.setdefault(step.exercise, step)
    shown = {step.picture: step for step in main.values() or [step for step in steps if step.picture][:1]}
    for key, step in shown.items():
        sides = {side.value: drawings.reference(key or "", side if step.side else None) for side in Side}
        if None not in sides.values():
            yield {**sides}


def _first_position(steps: Sequence[PlanStep], language: Language) -> str:
    """The first sentence that asks for a posture, such as lying down; empty if none does."""
    said = (step.text for step in steps if isinstance(step, SayStep))
    sentences = (sentence for text in said for sentence in sentences_of(text))
    return next(filter(language.wording.moves_whole_body, sentences), "")


def _as_sentence(words: str) -> str:
    return words[:1].upper() + words[1:].rstrip(".") + "."
