"""What stands on the sheet, whatever it is printed on. Pure: a routine and a language in, a ``Sheet`` out.

Steps are those of the side that comes first; the other side is one line and the mirrored drawing. Waiting for an answer
is left out, and so are sentences that only make sense aloud.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from voicecoach import pictures
from voicecoach.language.loading import Language
from voicecoach.language.wording import sentences_of
from voicecoach.routine import model
from voicecoach.routine.duration import routine_s
from voicecoach.routine.flatten import AS_WRITTEN, Dose, joined
from voicecoach.routine.plan import NOTHING_INCLUDED, Side
from voicecoach.routine.sides import mirror


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: its key in ``pictures`` and the side it is for."""

    key: str
    side: Side | None


class Kind(StrEnum):
    """What a line of the instructions is."""

    STEP = "step"
    NOTE = "note"
    SIDE = "side"
    """Which side comes now: a heading."""
    TURN = "turn"
    """To do something again: on the other side, or several times."""


@dataclass(frozen=True, slots=True)
class Line:
    """One instruction with all that belongs to it, each a whole sentence."""

    kind: Kind
    text: str
    number: int | None = None
    """For steps, from 1 in each section."""
    dose: str | None = None
    feel: str | None = None
    not_feel: str | None = None
    breathe: str | None = None
    tips: tuple[str, ...] = ()
    release: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawing and the lines that belong to it."""

    picture: Picture | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One exercise of a programme; a routine by itself is one section without a title."""

    title: str | None
    frames: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class Warning:
    """Signs that call for something to be done."""

    heading: str
    lead: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is printed."""

    title: str
    summary: str
    language: str
    duration: str
    needs: tuple[str, ...]
    not_for: tuple[tuple[str, str], ...]
    """Questions, and why a yes speaks against it."""
    sections: tuple[Section, ...]
    warnings: tuple[Warning, ...]
    sources: tuple[str, ...]
    words: Mapping[str, str]
    """Headings and labels, by their keys in the language file."""


def sheet(
    routine: model.Routine,
    language: Language,
    included: Mapping[str, model.Routine] = NOTHING_INCLUDED,
    first_side: Side | None = None,
) -> Sheet:
    """The sheet of a routine. ``included`` holds what it includes, as ``library.load`` returns it."""
    words: dict[str, Any] = language.texts["sheet"]
    parts = list(joined(routine, included))
    minutes = round(routine_s(routine, included) / 60)
    writer = _Writer(language, included)
    writer.write(routine, first_side, AS_WRITTEN, title=None)
    return Sheet(
        title=routine.name,
        summary=routine.summary,
        language=language.code,
        duration=words["minutes"].format(minutes=minutes) if minutes > 1 else words["one_minute"],
        needs=tuple(dict.fromkeys(need for part in parts for need in part.needs)),
        not_for=tuple({item.ask: item.because for part in parts for item in part.not_for}.items()),
        sections=tuple(writer.sections),
        warnings=tuple(Warning(item["heading"], item["lead"], tuple(item["items"])) for item in words["warnings"]),
        sources=(*dict.fromkeys(source for part in parts for source in part.sources), words["warning_sources"]),
        words={key: value for key, value in words.items() if isinstance(value, str)},
    )


@dataclass(frozen=True, slots=True)
class _Context:
    """What holds for the steps that are being written."""

    dose: Dose
    first_side: Side
    """For the sides of this routine, when they come."""
    side: Side | None = None


@dataclass(slots=True)
class _Open:
    """The section that is being written."""

    title: str | None
    items: list[tuple[Picture | None, Line]] = field(default_factory=list)
    picture: str | None = None


class _Writer:
    """Goes through a routine, and numbers its steps."""

    def __init__(self, language: Language, included: Mapping[str, model.Routine]) -> None:
        self.sections: list[Section] = []
        self._language = language
        self._words: dict[str, Any] = language.texts["sheet"]
        self._included = included
        self._number = 0
        self._open = _Open(None)
        self._drawn = frozenset(pictures.keys())
        self._sides = {side: language.wording.side(side) for side in Side}
        self._only_aloud = re.compile(rf"\b(?:{'|'.join(self._words['only_aloud'])})\b", re.IGNORECASE)
        self._telling = re.compile(rf"(?:{'|'.join(self._words['telling'])})\b", re.IGNORECASE)

    def write(self, routine: model.Routine, first_side: Side | None, dose: Dose, *, title: str | None) -> None:
        """One routine as a section of its own; what it includes come as sections between its own steps."""
        self._close()
        self._open, self._number = _Open(title), 0
        own = Side(routine.first_side) if routine.first_side else None
        self._steps(routine.steps, _Context(dose, first_side or own or Side.RIGHT), first_side or own)
        self._close()
        self._open, self._number = _Open(None), 0

    def _close(self) -> None:
        """Keep what is written so far, its lines gathered by drawing."""
        frames: list[Frame] = []
        for picture, line in self._open.items:
            if frames and frames[-1].picture == picture:
                frames[-1] = replace(frames[-1], lines=(*frames[-1].lines, line))
            else:
                frames.append(Frame(picture, (line,)))
        if frames:
            self.sections.append(Section(self._open.title, tuple(frames)))

    def _steps(
        self, steps: tuple[model.Step | model.SidedStep, ...], context: _Context, inherited: Side | None
    ) -> None:
        for step in steps:
            match step:
                case model.EachSide():
                    self._each_side(step, context)
                case model.Include():
                    self.write(
                        self._included[step.include],
                        inherited,
                        context.dose.inside(step),
                        title=self._included[step.include].name,
                    )
                case model.Repeat() | model.SidedRepeat():
                    steps_before, sections_before = self._number, len(self.sections)
                    self._steps(step.steps, context, inherited)
                    if step.repeat > 1:
                        self._again(step, steps_before, sections_before)
                case _:
                    self._leaf(step, context)

    def _again(self, block: model.Repeat | model.SidedRepeat, steps_before: int, sections_before: int) -> None:
        rest = self._time(block.rest_s) if block.rest_s else ""
        if len(self.sections) > sections_before:
            titles = [section.title for section in self.sections[sections_before:] if section.title]
            text = self._words["all_again"].format(title=titles[0], times=block.repeat)
        elif self._number > steps_before:
            key = "again" if self._number - steps_before > 1 else "again_one"
            text = self._words[f"{key}_rest" if rest else key].format(
                first=steps_before + 1, last=self._number, times=block.repeat, rest=rest
            )
        else:
            return
        self._add(Line(Kind.TURN, text), None)

    def _each_side(self, block: model.EachSide, context: _Context) -> None:
        first = context.first_side
        self._open.picture = None
        heading, before = len(self._open.items), self._number
        self._steps(block.each_side, replace(context, side=first), None)
        written = self._open.items[heading:]
        side, other = self._sides[first], self._sides[first.other]
        picture = written[0][0] if written else None
        self._open.items.insert(heading, (picture, Line(Kind.SIDE, self._words["first_side"].format(side=side))))
        if self._number > before:
            key = "other_side" if self._number - before > 1 else "other_side_one"
            text = self._words[key].format(side=side, other=other, first=before + 1, last=self._number)
            shown = [picture for picture, line in written if picture and line.dose] or [
                picture for picture, _ in written if picture
            ]
            mirrored = Picture(shown[-1].key, first.other) if shown else None
            self._open.items.append((mirrored, Line(Kind.TURN, text)))
        self._open.picture = None

    def _leaf(
        self,
        step: model.Say[Any] | model.Wait | model.Hold[Any] | model.Reps[Any] | model.Rest,
        context: _Context,
    ) -> None:
        self._open.picture = step.picture or self._open.picture
        match step:
            case model.Say():
                text = self._printed(step.say, context)
                if text and all(self._telling.match(sentence) for sentence in sentences_of(text)):
                    self._add(Line(Kind.NOTE, text), context.side)
                elif text:
                    self._add(Line(Kind.STEP, text, self._next()), context.side)
            case model.Rest():
                self._add(Line(Kind.NOTE, self._words["rest"].format(rest=self._time(step.rest_s))), context.side)
            case model.Hold() | model.Reps():
                self._add(self._work(step, context), context.side)
            case model.Wait():
                pass

    def _work(self, step: model.Hold[Any] | model.Reps[Any], context: _Context) -> Line:
        words = self._words
        line = Line(
            Kind.STEP,
            self._printed(step.say, context) or "",
            self._next(),
            dose=self._dose(step, context.dose),
            feel=words["feel"].format(feel=self._said(step.feel, context)) if step.feel else None,
            not_feel=words["not_feel"].format(not_feel=self._said(step.not_feel, context)) if step.not_feel else None,
            release=self._printed(step.release, context),
        )
        if isinstance(step, model.Reps):
            return line
        pace = step.breathe
        breathe = (
            words["breathe"].format_map({"in": self._time(pace.in_s), "out": self._time(pace.out_s)}) if pace else None
        )
        tips = (self._printed(cue.say, context) for cue in sorted(step.cues, key=lambda cue: cue.at_s))
        return replace(line, breathe=breathe, tips=tuple(tip for tip in tips if tip))

    def _dose(self, step: model.Hold[Any] | model.Reps[Any], dose: Dose) -> str:
        times = dose.times or step.times
        rest = self._time(step.rest_s)
        if isinstance(step, model.Hold):
            key = "holds" if times > 1 else "hold"
            return str(self._words[key].format(hold=self._time(dose.hold_s or step.hold_s), times=times, rest=rest))
        key = "reps_in_sets" if times > 1 else "reps"
        every = self._time(step.every_s)
        return str(self._words[key].format(reps=dose.reps or step.reps, every=every, times=times, rest=rest))

    def _add(self, line: Line, side: Side | None) -> None:
        key = self._open.picture
        # A script may name a drawing that does not exist: ``check`` warns of it, and the sheet does without.
        self._open.items.append((Picture(key, side) if key and key in self._drawn else None, line))

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _said(self, text: str, context: _Context) -> str:
        text = " ".join(text.split())
        return mirror(text, context.side, self._sides) if context.side else text

    def _printed(self, text: str | None, context: _Context) -> str | None:
        """A text for paper: without the sentences that speak to a listener, None when none is left."""
        if text is None:
            return None
        kept = [part for part in sentences_of(self._said(text, context)) if not self._only_aloud.search(part)]
        return " ".join(kept) or None

    def _time(self, seconds: float) -> str:
        """ "30 seconds", "1 minute and 30 seconds", in figures."""
        wording = self._language.wording
        minutes, rest = divmod(seconds, 60)
        parts = []
        if minutes:
            parts.append(wording.say("minute" if minutes == 1 else "minutes", count=f"{minutes:g}"))
        if rest or not minutes:
            parts.append(wording.say("second" if rest == 1 else "seconds", count=f"{rest:g}"))
        return wording.listed(parts)
