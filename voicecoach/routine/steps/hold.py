"""``hold``: a stretch that is held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Generic

from pydantic import Field

from voicecoach.limits import LONGEST_HOLD_S
from voicecoach.routine.breathing import SLOW, Breath, PaceModel, pace_words
from voicecoach.routine.dosage import Amounts
from voicecoach.routine.outline import OutlineLine, OutlineWriter
from voicecoach.routine.plan_step import ChapterWords, PlanContext, PlanStep
from voicecoach.routine.quantities import DurationIn, written
from voicecoach.routine.script_part import HoldTime, ScriptPart, TextT
from voicecoach.routine.speech_time import speech_s, words_s
from voicecoach.routine.step_model import KeyPath, Remark
from voicecoach.routine.steps.say import SayStep
from voicecoach.routine.steps.work import WorkModel, WorkStep

RELEASE_WORDS = 10
"""How to come out of a hold that does not say so itself."""
COUNTED_S = 5.0
"""The end of a hold, whose seconds are counted aloud."""
HALF_TIME_FROM_S = 20.0
"""Holds of this length and more have their half time said."""
HALF_TIME_S = 1.5


@dataclass(frozen=True, slots=True)
class Cue:
    """A tip spoken ``at_s`` seconds into a hold."""

    at_s: float
    say: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldStep(WorkStep):
    """One hold of one set."""

    hold_s: float
    breaths: int | None = None
    """The length in breaths where the script gives it so; then ``hold_s`` is that many breaths at the pace of
    ``breathe``, which is never None."""
    breathe: Breath | None = None
    """The pace of breathing during the hold, said aloud."""
    cues: tuple[Cue, ...] = ()

    def duration_s(self, rate_wpm: float) -> float:
        release_s = speech_s(self.release, rate_wpm) or words_s(RELEASE_WORDS, rate_wpm)
        return self.announced_s(rate_wpm) + self.hold_s + release_s

    def shape(self) -> tuple[str | float, ...]:
        return ("hold",)

    def chapter(self, words: ChapterWords) -> str:
        length = words.duration(self.hold_s) if self.breaths is None else words.breaths(self.breaths)
        return words.one_of(words.part("hold", self.side, duration=length), self.set_number, self.sets)


@dataclass(frozen=True, slots=True)
class Held:
    """The length of a hold in seconds, in breaths where it is given so, and its breathing pace."""

    seconds: float
    breaths: int | None
    breath: Breath | None


class CueModel(ScriptPart, Generic[TextT]):
    """A tip spoken during a hold."""

    at_s: Annotated[float, DurationIn(0, LONGEST_HOLD_S)] = Field(
        alias="at", description="When, counted from the start of the hold; before its end."
    )
    say: TextT = Field(description="The tip, a few words long.")


class HoldModel(WorkModel[TextT], Generic[TextT]):
    """A stretch that is held. It is prepared with 3-2-1, and its last five seconds are counted aloud."""

    kind = "hold"
    heading = "A stretch that is held: `hold`"

    length: HoldTime = Field(
        alias="hold", description="How long. In breaths, such as `5 breaths`, it is paced aloud by `breathe`."
    )
    breathe: PaceModel | None = Field(
        default=None,
        description="A breathing pace to follow; `{in: 4s, out: 6s}` unless given, for a length in breaths.",
    )
    cues: tuple[CueModel[TextT], ...] = Field(default=(), description="Tips, each at its time.")

    @property
    def breath(self) -> Breath | None:
        """The pace of breathing, if any is given aloud."""
        if self.breathe is not None:
            return self.breathe.breath
        return SLOW if self.length.breaths is not None else None

    def held(self, amounts: Amounts) -> Held:
        """How long it is held, with these amounts."""
        length = amounts.hold or self.length
        if length.breaths is None:
            return Held(length.seconds or 0.0, None, self.breath)
        breath = self.breath or SLOW
        breaths = min(length.breaths, int(LONGEST_HOLD_S / breath.length_s))
        return Held(breaths * breath.length_s, breaths, breath)

    def planned(self, context: PlanContext) -> Iterator[PlanStep]:
        if self.say is not None:
            text, short = context.said(self.say), context.maybe_said(self.short)
            yield SayStep(**context.place, text=text, short=short, pause_s=self.pause_s)
        amounts = context.dosage.amounts
        held = self.held(amounts)
        cues = (Cue(cue.at_s, context.said(cue.say)) for cue in sorted(self.cues, key=lambda cue: cue.at_s))
        first = HoldStep(
            **context.place,
            **self.texts(context),
            hold_s=held.seconds,
            breaths=held.breaths,
            breathe=held.breath,
            cues=tuple(cue for cue in cues if cue.at_s < held.seconds),
            sets=amounts.times or self.times,
        )
        yield from first.in_sets(self.between_s(amounts))

    def lines(self, writer: OutlineWriter) -> Iterator[OutlineLine]:
        pace = self.held(writer.dosage.amounts).breath
        breathe = writer.word("breathe", **pace_words(pace, writer)) if pace else None
        tips = (writer.printed(cue.say) for cue in sorted(self.cues, key=lambda cue: cue.at_s))
        for line in WorkModel.lines(self, writer):
            yield replace(line, breathe=breathe, tips=tuple(tip for tip in tips if tip))

    def amount(self, writer: OutlineWriter) -> str:
        amounts = writer.dosage.amounts
        held, times = self.held(amounts), amounts.times or self.times
        length = writer.time(held.seconds) if held.breaths is None else writer.breaths(held.breaths)
        key = "holds" if times > 1 else "hold"
        return writer.word(key, hold=length, times=times, rest=writer.time(self.between_s(amounts)))

    def spoken(self) -> Iterator[tuple[KeyPath, str]]:
        yield from WorkModel.spoken(self)
        for index, cue in enumerate(self.cues):
            yield ("cues", index, "say"), cue.say

    def doubts(self) -> Iterator[Remark]:
        yield from WorkModel.doubts(self)
        hold_s = self.held(Amounts()).seconds
        spoken_until_s = 0.0
        for index, cue in sorted(enumerate(self.cues), key=lambda numbered: numbered[1].at_s):
            end_s = cue.at_s + speech_s(cue.say)
            half_s = hold_s / 2
            if end_s > hold_s - COUNTED_S:
                said = "runs into the last five seconds, which are counted aloud"
            elif cue.at_s < spoken_until_s:
                said = f"begins before the cue ahead of it is spoken, about {written(round(spoken_until_s))}"
            elif hold_s >= HALF_TIME_FROM_S and cue.at_s < half_s + HALF_TIME_S and end_s > half_s:
                said = f"runs into half time, which is said at {written(half_s)}"
            else:
                said = ""
            spoken_until_s = max(spoken_until_s, end_s)
            if said:
                yield Remark(("cues", index), f"this cue {said}")
