"""Makes the content of a sheet, for any medium. Pure: a routine and a language in, a ``Sheet`` out.

Steps are those of the side that comes first; the other side is one line and the mirrored drawing. Waiting for an answer
is left out, and so are sentences that only make sense aloud.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from voicecoach import pictures
from voicecoach.language.loading import Language
from voicecoach.language.wording import CountedText, sentences_of
from voicecoach.routine.dosage import Amounts, Dosage
from voicecoach.routine.duration import routine_s
from voicecoach.routine.model import DoseModel, Routine
from voicecoach.routine.outline import OutlinedStep, OutlineKind, OutlineLine
from voicecoach.routine.plan import NOTHING_INCLUDED, check_dose, joined
from voicecoach.routine.position_check import Checks, PositionCheckModel
from voicecoach.routine.sides import Side, mirror


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: its key in ``pictures`` and the side it is for."""

    key: str
    side: Side | None


@dataclass(frozen=True, slots=True)
class SheetFrame:
    """A drawing and the lines that belong to it."""

    picture: Picture | None
    lines: tuple[OutlineLine, ...]

    @property
    def runs(self) -> tuple[tuple[OutlineLine, ...], ...]:
        """The lines in order, consecutive steps together and everything else together."""
        return tuple(tuple(run) for _, run in groupby(self.lines, lambda line: line.kind is OutlineKind.STEP))


@dataclass(frozen=True, slots=True)
class SheetSection:
    """One exercise of a programme; a routine by itself is one section without a title."""

    title: str | None
    frames: tuple[SheetFrame, ...]
    checks: tuple[str, ...] = ()
    """Questions about the position, each with what to do after a no."""


@dataclass(frozen=True, slots=True)
class SheetDose:
    """Another dose, by its name: how much, what for, and where that comes from."""

    name: str
    amounts: str
    why: str
    source: str

    def line(self, words: Mapping[str, str]) -> str:
        """All but the source, as a line of the sheet."""
        return words["dose_line"].format(name=self.name, amounts=self.amounts, why=self.why)


@dataclass(frozen=True, slots=True)
class WarningSigns:
    """A group of warning signs and what to do about them."""

    heading: str
    lead: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The content of one sheet."""

    title: str
    summary: str
    language: str
    duration: str
    needs: tuple[str, ...]
    not_for: tuple[tuple[str, str], ...]
    """Questions, and why a yes speaks against it."""
    sections: tuple[SheetSection, ...]
    doses: tuple[SheetDose, ...]
    """The doses that can be asked for besides the one that is printed."""
    warnings: tuple[WarningSigns, ...]
    sources: tuple[str, ...]
    words: Mapping[str, str]
    """Headings and labels, by their keys in the language file."""


def sheet(
    routine: Routine,
    language: Language,
    included: Mapping[str, Routine] = NOTHING_INCLUDED,
    dose: str | None = None,
) -> Sheet:
    """The sheet of a routine. ``included`` holds what it includes, as ``library.load`` returns it.

    Raises RequestError when the routine has no such dose, nor any that it includes.
    """
    words: dict[str, Any] = language.texts.sheet
    gate = language.texts.gate
    parts = list(joined(routine, included))
    check_dose(dose, parts)
    minutes = round(routine_s(routine, included, dose) / 60)
    first_side = routine.own_first_side
    dosage = Dosage(chosen=routine.amounts(dose) or Amounts())
    context = _Context(dosage, first_side, first_side or Side.RIGHT)
    writer = _Writer(language, included, dose, context, routine.checks)
    writer.write(routine.steps)
    return Sheet(
        title=routine.name,
        summary=routine.summary,
        language=language.code,
        duration=words["minutes"].format(minutes=minutes) if minutes > 1 else words["one_minute"],
        needs=tuple(dict.fromkeys(need for part in parts for need in part.needs)),
        not_for=tuple({item.ask: item.because for part in parts for item in part.not_for}.items()),
        sections=writer.finish(),
        doses=tuple(writer.dose(name, other) for name, other in routine.doses.items() if name != dose),
        warnings=tuple(
            WarningSigns(item.heading, item.lead, item.items + (gate.told(item.signs) if item.signs else ()))
            for item in words["warnings"]
        ),
        sources=(
            *dict.fromkeys(source for part in parts for source in part.sources),
            words["warning_sources"].format(sources="; ".join(gate.sources())),
        ),
        words={key: value for key, value in words.items() if isinstance(value, str)},
    )


@dataclass(frozen=True, slots=True)
class _Context:
    """Dose and side of the steps that are being written."""

    dosage: Dosage
    inherited: Side | None
    """The side that comes first in included routines, unless they say otherwise."""
    first_side: Side
    """For the sides of this routine, when they come."""
    side: Side | None = None


@dataclass(slots=True)
class _OpenSection:
    """The section that is being written."""

    title: str | None
    checks: Checks
    items: list[tuple[Picture | None, OutlineLine]] = field(default_factory=list)
    picture: str | None = None
    steps: int = 0
    """How many of its lines are numbered."""


class _Writer:
    """Writes the sections of a sheet, step by step, and numbers the steps: implements ``OutlineWriter``."""

    def __init__(
        self, language: Language, included: Mapping[str, Routine], dose: str | None, context: _Context, checks: Checks
    ) -> None:
        """``checks`` are those of the routine, which stand with its own steps."""
        self.sections: list[SheetSection] = []
        self._language = language
        self._words: dict[str, Any] = language.texts.sheet
        self._included = included
        self._dose = dose
        self._context = context
        self._open = _OpenSection(None, checks)
        self._drawn = frozenset(pictures.keys())
        self._sides = {side: language.wording.side(side) for side in Side}
        self._only_aloud = re.compile(rf"\b(?:{'|'.join(self._words['only_aloud'])})\b", re.IGNORECASE)
        self._telling = re.compile(rf"(?:{'|'.join(self._words['telling'])})\b", re.IGNORECASE)

    @property
    def dosage(self) -> Dosage:
        return self._context.dosage

    def finish(self) -> tuple[SheetSection, ...]:
        """All sections."""
        self._begin_section(None, ())
        return tuple(self.sections)

    def write(self, steps: Sequence[OutlinedStep]) -> None:
        for step in steps:
            step.outline(self)

    def write_section(self, title: str, steps: Sequence[OutlinedStep], checks: Checks) -> None:
        outer = self._open.checks
        self._begin_section(title, checks or outer)
        self.write(steps)
        self._begin_section(None, outer)

    def write_included(self, key: str, amounts: Amounts) -> None:
        routine, outer = self._included[key], self._context
        inherited = outer.inherited or routine.own_first_side
        # What is written so far ends before the sides change.
        self._begin_section(self._open.title, self._open.checks)
        self._context = _Context(
            outer.dosage.inside(amounts, routine.amounts(self._dose)), inherited, inherited or Side.RIGHT
        )
        self.write_section(routine.name, routine.steps, routine.checks)
        self._context = outer

    def write_rounds(self, steps: Sequence[OutlinedStep], rounds: int, rest_s: float | None) -> None:
        steps_before, sections_before = self._open.steps, len(self.sections)
        self.write(steps)
        if rounds == 1:
            return
        rest = self.time(rest_s) if rest_s else ""
        titles = [section.title for section in self.sections[sections_before:] if section.title]
        if titles:
            key = "all_again_rest" if rest else "all_again"
            text = self.word(key, title=titles[0], times=rounds, rest=rest)
        elif self._open.steps > steps_before:
            key = "again" if self._open.steps - steps_before > 1 else "again_one"
            text = self.word(
                f"{key}_rest" if rest else key,
                first=steps_before + 1,
                last=self._open.steps,
                times=rounds,
                rest=rest,
            )
        else:
            return
        self._open.items.append((self._picture(None), OutlineLine(OutlineKind.TURN, text)))

    def write_both_sides(self, steps: Sequence[OutlinedStep]) -> None:
        outer, first = self._context, self._context.first_side
        self._open.picture = None
        heading, before = len(self._open.items), self._open.steps
        self._context = replace(outer, side=first)
        self.write(steps)
        self._context = outer
        written = self._open.items[heading:]
        side, other = self._sides[first], self._sides[first.other]
        picture = written[0][0] if written else None
        self._open.items.insert(heading, (picture, OutlineLine(OutlineKind.SIDE, self.word("first_side", side=side))))
        if self._open.steps > before:
            key = "other_side" if self._open.steps - before > 1 else "other_side_one"
            text = self.word(key, side=side, other=other, first=before + 1, last=self._open.steps)
            shown = [picture for picture, line in written if picture and line.dose] or [
                picture for picture, _ in written if picture
            ]
            mirrored = Picture(shown[-1].key, first.other) if shown else None
            self._open.items.append((mirrored, OutlineLine(OutlineKind.TURN, text)))
        self._open.picture = None

    def show(self, picture: str | None) -> None:
        self._open.picture = picture or self._open.picture

    def add(self, line: OutlineLine) -> None:
        if line.kind is OutlineKind.STEP:
            self._open.steps += 1
            line = replace(line, number=self._open.steps)
        self._open.items.append((self._picture(self._context.side), line))

    def word(self, key: str, **values: object) -> str:
        return str(self._words[key].format(**values))

    def said(self, text: str) -> str:
        text = " ".join(text.split())
        return mirror(text, self._context.side, self._sides) if self._context.side else text

    def printed(self, text: str | None) -> str | None:
        if text is None:
            return None
        kept = [part for part in sentences_of(self.said(text)) if not self._only_aloud.search(part)]
        return " ".join(kept) or None

    def tells(self, text: str) -> bool:
        return all(self._telling.match(sentence) for sentence in sentences_of(text))

    def time(self, seconds: float) -> str:
        wording = self._language.wording
        minutes, rest = divmod(seconds, 60)
        parts = []
        if minutes:
            parts.append(wording.say("minutes", count=CountedText(f"{minutes:g}", minutes)))
        if rest or not minutes:
            parts.append(wording.say("seconds", count=CountedText(f"{rest:g}", rest)))
        return wording.listed(parts)

    def breaths(self, breaths: int) -> str:
        return self.word("one_breath" if breaths == 1 else "breaths", count=breaths)

    def dose(self, name: str, dose: DoseModel) -> SheetDose:
        """A dose in words."""
        amounts = dose.amounts
        hold = amounts.hold
        parts = []
        if hold is not None:
            length = self.time(hold.seconds or 0.0) if hold.breaths is None else self.breaths(hold.breaths)
            parts.append(self.word("dose_hold", hold=length))
        counts = {
            "dose_times": amounts.times,
            "dose_sets": amounts.sets,
            "dose_reps": amounts.reps,
            "dose_breathe": amounts.breaths,
        }
        for key, count in counts.items():
            if count is not None:
                parts.append(self.word(f"{key}_one" if count == 1 else key, count=count))
        if amounts.rest_s is not None:
            parts.append(self.word("dose_rest", rest=self.time(amounts.rest_s)))
        return SheetDose(name, ", ".join(parts), dose.why, dose.source)

    def _begin_section(self, title: str | None, checks: Checks) -> None:
        """Keep what is written so far, its lines gathered by drawing."""
        frames: list[SheetFrame] = []
        for picture, line in self._open.items:
            if frames and frames[-1].picture == picture:
                frames[-1] = replace(frames[-1], lines=(*frames[-1].lines, line))
            else:
                frames.append(SheetFrame(picture, (line,)))
        if frames:
            worked = any(line.dose for frame in frames for line in frame.lines)
            asked = tuple(map(self._check, self._open.checks)) if worked else ()
            self.sections.append(SheetSection(self._open.title, tuple(frames), asked))
        self._open = _OpenSection(title, checks)

    def _check(self, check: PositionCheckModel) -> str:
        """A question about the position, for the side that comes first."""
        ask, otherwise = (mirror(text, self._context.first_side, self._sides) for text in (check.ask, check.otherwise))
        return self.word("check_line", ask=ask, otherwise=otherwise)

    def _picture(self, side: Side | None) -> Picture | None:
        """The drawing that is shown. A script may name one that does not exist: ``check`` warns of it, and the sheet
        does without."""
        key = self._open.picture
        return Picture(key, side) if key and key in self._drawn else None
