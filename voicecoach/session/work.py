"""Holds and movements: announced, counted in, counted down, released."""

from __future__ import annotations

import math
from abc import abstractmethod

from voicecoach.language.wording import Wording
from voicecoach.routine.plan import HoldStep, Plan, RepsStep
from voicecoach.session.actions import Earcon, LineKind
from voicecoach.session.hold import PREPARE_S, HoldClock, Mark, timetable
from voicecoach.session.records import HoldEnded, HoldStarted, RepsEnded
from voicecoach.session.stage import Sentence
from voicecoach.session.transitions import Phase
from voicecoach.session.waiting import SessionSettings, Waiting


class Work(Waiting):
    """What is exercised, on the beat."""

    def __init__(self, plan: Plan, wording: Wording, settings: SessionSettings) -> None:
        super().__init__(plan, wording, settings)
        self._clock: HoldClock | None = None
        self._work_noted = False
        self._credit: dict[int, float] = {}
        self._later: list[Sentence] = []

    @abstractmethod
    def _next_step(self) -> None:
        """On to what comes after this step."""

    def _halt_work(self) -> None:
        if self._clock is not None and self._clock.running:
            self._clock.stop(self._now_s)
            self._back_to_whole_movement()

    def _announce_work(self) -> None:
        """Says how long or how often, then counts in."""
        self._enter(Phase.PREPARING)
        step = self._entry().step
        self._work_noted = False
        held_s = self._credit.pop(self._entry().number, 0.0)
        match step:
            case HoldStep():
                self._clock = HoldClock(step.hold_s, min(held_s, step.hold_s))
            case RepsStep():
                self._clock = HoldClock(step.reps * step.every_s, min(held_s, step.reps * step.every_s))
                self._back_to_whole_movement()
            case _:
                raise RuntimeError("only holds and movements are counted in")
        self._perform(self._announcement(short=self._short), self._count_in)

    def _announcement(self, *, short: bool) -> list[Sentence]:
        """What is to be held or moved, and where it is felt; later sets only say how much."""
        step, clock = self._entry().step, self._work_clock()
        if not isinstance(step, HoldStep | RepsStep):
            return []
        words: list[Sentence] = []
        first = step.set_number == 1
        if isinstance(step, RepsStep):
            if first:
                words = self._own_words(step.short if short and step.short else step.say, LineKind.INSTRUCTION)
            words += self._sentence("reps", LineKind.INSTRUCTION, count=self._wording.number(step.reps))
        else:
            words = self._sentence(
                "hold" if first else "hold_again",
                LineKind.INSTRUCTION,
                duration=self._wording.duration(clock.hold_s),
                number=self._wording.number(step.set_number),
                sets=self._wording.number(step.sets),
            )
        if step.feel and first:
            words += self._sentence("feel", LineKind.INSTRUCTION, feel=step.feel)
        if clock.before_s > 0.0:
            words += self._sentence("left", LineKind.INSTRUCTION, left=self._amount_left())
        if step.not_feel and first:
            words += self._sentence("not_feel", LineKind.INSTRUCTION, not_feel=step.not_feel)
        return words

    def _count_in(self, delay_s: float = 0.3) -> None:
        """Three, two, one, and the hold begins on the beat after."""
        first_s = self._now_s + delay_s
        for beat in range(PREPARE_S):
            self._place(self._wording.number(PREPARE_S - beat), LineKind.CONTROL, first_s + beat)
        self._earcon(Earcon.HOLD_START, first_s + PREPARE_S)
        self._at(first_s + PREPARE_S, self._begin_work)

    def _begin_work(self) -> None:
        entry, clock = self._entry(), self._work_clock()
        self._enter(Phase.HOLDING if isinstance(entry.step, HoldStep) else Phase.MOVING)
        clock.start(self._now_s)
        if not self._work_noted and isinstance(entry.step, HoldStep):
            self._keep(HoldStarted(entry.number, entry.step.side, clock.hold_s))
        self._work_noted = True
        self._place_work()

    def _work_clock(self) -> HoldClock:
        if self._clock is None:
            raise RuntimeError("nothing is being held")
        return self._clock

    def _amount_left(self) -> str:
        """What is left of the hold or set, as it is said."""
        step, left_s = self._entry().step, self._work_clock().left_s(self._now_s)
        if isinstance(step, RepsStep):
            return self._wording.say("movements", count=self._wording.number(round(left_s / step.every_s)))
        return self._wording.duration(left_s)

    def _place_work(self) -> None:
        """Everything that is still to sound in this hold or set, each at its own sample, and its end."""
        entry, clock = self._entry(), self._work_clock()
        origin_s = clock.starts_at_s(self._now_s)
        held_s = clock.held_s(self._now_s)
        match entry.step:
            case HoldStep(cues=cues, breathe=breathe):
                for item in timetable(clock.hold_s, cues, breathe, after_s=held_s):
                    match item.mark:
                        case Mark.COUNT:
                            text, kind = self._wording.number(item.seconds_left), LineKind.COUNT
                        case Mark.CUE:
                            text, kind = item.text, LineKind.TIP
                        case Mark.HALF_TIME:
                            text, kind = self._wording.say("half_time"), LineKind.INSTRUCTION
                        case Mark.BREATHE_IN:
                            text, kind = self._wording.say("breathe_in"), LineKind.BREATH
                        case Mark.BREATHE_OUT:
                            text, kind = self._wording.say("breathe_out"), LineKind.BREATH
                    self._place(text, kind, origin_s + item.at_s, seconds_left=item.seconds_left or None)
            case RepsStep(reps=reps, every_s=every_s):
                for rep in range(round(held_s / every_s), reps):
                    self._place(self._wording.number(rep + 1), LineKind.COUNT, origin_s + rep * every_s)
        end_s = origin_s + clock.hold_s
        self._earcon(Earcon.HOLD_END, end_s)
        self._at(end_s, self._work_done)

    def _work_done(self) -> None:
        self._end_work("full")
        self._agenda.mark_full()
        self._release(delay_s=0.4)

    def _end_work(self, why: str) -> None:
        """Stops the clock and notes down what was held. Nothing happens where no hold had begun."""
        entry, clock = self._agenda.current, self._clock
        self._clock = None
        if entry is None or clock is None or not self._work_noted:
            return
        held_s = clock.held_s(self._now_s)
        if isinstance(entry.step, HoldStep):
            self._keep(HoldEnded(entry.number, entry.step.side, held_s, clock.hold_s, why))
        elif isinstance(entry.step, RepsStep):
            done = entry.step.reps if why == "full" else math.floor(held_s / entry.step.every_s)
            self._keep(RepsEnded(entry.number, entry.step.side, done, entry.step.reps, why))

    def _release(self, delay_s: float) -> None:
        self._enter(Phase.RELEASING)
        words = self._release_words(LineKind.INSTRUCTION) + self._later
        self._later = []
        self._perform(words, self._next_step, delay_s=delay_s)

    def _release_words(self, kind: LineKind) -> list[Sentence]:
        """How to come out of the stretch at hand."""
        entry = self._agenda.current
        own = entry.step.release if entry is not None and isinstance(entry.step, HoldStep | RepsStep) else None
        return self._own_words(own, kind) or self._sentence("release", kind)

    def _back_to_whole_movement(self) -> None:
        """A movement that was broken off is done again from its beginning."""
        entry = self._agenda.current
        if entry is None or self._clock is None or not isinstance(entry.step, RepsStep):
            return
        whole = math.floor(self._clock.held_s(self._now_s) / entry.step.every_s)
        self._clock = HoldClock(self._clock.hold_s, whole * entry.step.every_s)
