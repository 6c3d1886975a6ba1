"""The chapters of a recorded session: where they begin, and their titles. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from voicecoach.audio.chapters.chapter import Chapter
from voicecoach.language.language_file import RecordingTexts
from voicecoach.language.wording import Wording
from voicecoach.routine.plan import Plan
from voicecoach.routine.plan_step import PlanStep
from voicecoach.routine.sides import Side

_Numbered = tuple[int, PlanStep]


def chapters_of(
    plan: Plan, starts_s: Mapping[int, float], wording: Wording, words: RecordingTexts, *, most: int
) -> tuple[Chapter, ...]:
    """A chapter for each step, instructions in a row as one; where that is too many, one for each side of an exercise.

    ``starts_s`` tells when each step, counted from 1, began; ``words`` are the language's titles.
    """
    steps: list[_Numbered] = [(number, step) for number, step in enumerate(plan.steps, 1) if number in starts_s]
    titles = _Titles(plan, wording, words)
    found = _parts(steps, titles)
    if len(found) >= most:
        groups = [list(group) for _, group in groupby(steps, _by_side)]
        found = [(group[0][0], titles.of_side(group[0][1])) for group in groups]
    chapters = [Chapter(starts_s[number], title) for number, title in found[: most - 1]]
    return (Chapter(0.0, words.opening), *chapters)


def _parts(steps: list[_Numbered], titles: _Titles) -> list[tuple[int, str]]:
    """The step that each chapter begins with, and its title.

    Talk before a hold leads into it; talk after one still belongs to it; what is said last of all ends the session.
    """
    groups = [list(group) for _, group in groupby(steps, _by_step)]
    last_work = max((place for place, group in enumerate(groups) if group[0][1].is_work), default=-1)
    parts: list[tuple[int, str]] = []
    leads_in: int | None = None
    for place, group in enumerate(groups):
        number, step = group[0]
        if place > last_work:
            parts.append((number, titles.ending))
            break
        after, before = groups[place + 1][0][1] if place < last_work else None, groups[place - 1][0][1]
        if not step.is_talk:
            parts.append((number, titles.of_step(step)))
        elif after is not None and after.exercise == step.exercise and after.is_talk:
            leads_in = leads_in or number
            continue
        elif after is not None and after.exercise == step.exercise and after.is_work:
            parts.append((leads_in or number, titles.of_step(step)))
        elif place and not (before.is_work and before.exercise == step.exercise):
            parts.append((leads_in or number, titles.of_talk(step)))
        leads_in = None
    return parts


def _by_step(numbered: _Numbered) -> tuple[object, ...]:
    number, step = numbered
    return (step.exercise, step.side, None if step.is_talk else number)


def _by_side(numbered: _Numbered) -> tuple[object, ...]:
    return (numbered[1].exercise, numbered[1].side)


class _Titles:
    """What chapters are called: the ``ChapterWords`` of a plan."""

    def __init__(self, plan: Plan, wording: Wording, words: RecordingTexts) -> None:
        self._exercises = plan.exercises if len(set(plan.exercises)) > 1 else ()
        self._wording = wording
        self._words = words

    def of_step(self, step: PlanStep) -> str:
        title = step.chapter(self)
        return self._of_exercise(step, title) if step.is_work or step.is_talk else title

    @property
    def ending(self) -> str:
        return self._words.ending

    def of_talk(self, step: PlanStep) -> str:
        """Of an instruction that leads into no exercise."""
        return self._exercises[step.exercise] if self._exercises and step.exercise is not None else self._words.talk

    def of_side(self, step: PlanStep) -> str:
        part = self.part("whole", step.side)
        return self._of_exercise(step, part[:1].upper() + part[1:])

    def part(self, key: str, side: Side | None, **values: object) -> str:
        if side is None:
            return self._words[key].format(**values)
        return self._words[f"{key}_side"].format(side=self._wording.side(side), **values)

    def one_of(self, part: str, number: int, sets: int) -> str:
        return part if sets == 1 else self._words.one_of.format(part=part, number=number, sets=sets)

    def turn(self, side: Side) -> str:
        return self._words.switch.format(side=self._wording.side(side))

    def duration(self, seconds: float) -> str:
        return self._wording.duration(seconds)

    def breaths(self, breaths: int) -> str:
        return self.part("one_breath" if breaths == 1 else "breaths", None, count=breaths)

    def _of_exercise(self, step: PlanStep, part: str) -> str:
        if not self._exercises or step.exercise is None:
            return part
        return self._words.of_exercise.format(exercise=self._exercises[step.exercise], part=part)
