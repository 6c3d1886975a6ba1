"""How a session walks through its steps when nobody says anything but "ready"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from voicecoach.commands.vocabulary import Expectation
from voicecoach.routine.plan import HoldStep, Plan, RepsStep, RestStep, SayStep, SwitchStep, WaitStep
from voicecoach.session.actions import Earcon, Finish, LineKind
from voicecoach.session.agenda import Agenda, Entry
from voicecoach.session.hold import PREPARE_S, HoldClock, Mark, timetable
from voicecoach.session.questions import Question, Topic
from voicecoach.session.records import (
    Answered,
    EndReason,
    GatePassed,
    HoldEnded,
    HoldStarted,
    PainScored,
    Paused,
    RepsEnded,
    SessionEnded,
    SessionStarted,
    SideSwitched,
    StepSkipped,
    StepStarted,
    TakenUp,
)
from voicecoach.session.stage import Sentence, SetAside, Stage, Then
from voicecoach.session.standing import Standing
from voicecoach.session.transitions import COMING_BACK, Phase
from voicecoach.session.wording import Wording, sentences_of

STOP_GRACE_S = 20.0
"""How long "stop" can be taken back after the last word."""
REMINDERS_S = (20.0, 45.0)
"""Seconds of silence after a question until it is asked again, the first and the second time."""
PAUSE_AFTER_S = 90.0
"""Seconds of silence after a question until the session pauses by itself; it never goes on alone."""
PAIN_RISE = 2
"""A rise of so many points on the scale from 0 to 10 is more than noise: the smallest change that people with back pain
call a real one (Childs, Piva and Fritz, Spine 2005;30:1331-4)."""
POSITION_S = 2.0
"""To take the position again before a hold goes on."""

_KINDS = {
    SayStep: "say",
    WaitStep: "wait",
    HoldStep: "hold",
    RepsStep: "reps",
    RestStep: "rest",
    SwitchStep: "switch",
}


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """What a person can choose about a session."""

    give_up_s: float = 600.0
    """How long a paused or unanswered session waits before it ends by itself."""
    rate_wpm: int = 150
    gain_db: float = 0.0
    short: bool = False
    """Say the short form of instructions that have one: for those who know the routine."""
    guest: bool = True
    """Nobody is asked about warning signs, so one sentence names them."""


class Flow(Stage):
    """Steps, holds, rests and endings."""

    def __init__(
        self,
        plan: Plan,
        wording: Wording,
        settings: SessionSettings,
        *,
        before: Sequence[Question] = (),
        after: Sequence[Question] = (),
        standing: Standing | None = None,
    ) -> None:
        super().__init__()
        self._before = tuple(before)
        self._after = tuple(after)
        self._standing = standing
        self._credit: dict[int, float] = {}
        self._questions: tuple[Question, ...] = ()
        self._question = 0
        self._asked_all: Then = self._begin_step
        self._pain_before: int | None = None
        self._plan = plan
        self._wording = wording
        self._settings = settings
        self._agenda = Agenda(plan)
        self._clock: HoldClock | None = None
        self._phase_ends_s = 0.0
        self._aside: SetAside | None = None
        self._unanswered_at_s: float | None = None
        self._later: list[Sentence] = []
        self._after_hurt = False
        self._work_noted = False
        self.ended: EndReason | None = None

    # -- sentences ------------------------------------------------------------------------------------------------

    def _sentence(self, key: str, kind: LineKind, **values: object) -> list[Sentence]:
        return [Sentence(text, kind) for text in sentences_of(self._wording.say(key, **values))]

    @staticmethod
    def _own_words(text: str | None, kind: LineKind) -> list[Sentence]:
        return [Sentence(part, kind) for part in sentences_of(text or "")]

    # -- opening --------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        self._keep(SessionStarted(self._plan.key, self._plan.name, len(self._plan.steps)))
        self._enter(Phase.OPENING)
        words = self._sentence("opening", LineKind.INSTRUCTION, name=self._plan.name)
        if self._settings.guest:
            words += self._sentence("guest_warning", LineKind.SAFETY)
        if not self._settings.short:
            words += self._sentence("at_any_time", LineKind.INSTRUCTION)
        if self._plan.needs:
            words += self._sentence("needs", LineKind.INSTRUCTION, needs=self._wording.listed(self._plan.needs))
        self._perform(words, self._ask_before)

    def _ask_before(self) -> None:
        self._ask(self._before, self._begin_step)

    # -- questions ------------------------------------------------------------------------------------------------

    def _ask(self, questions: Sequence[Question], then: Then) -> None:
        """These questions one after another, and then on."""
        self._questions, self._question, self._asked_all = tuple(questions), 0, then
        self._ask_current()

    def _ask_current(self) -> None:
        if self._question >= len(self._questions):
            if any(question.topic is Topic.WARNING_SIGN for question in self._questions):
                self._keep(GatePassed())
            self._asked_all()
            return
        self._enter(Phase.ASKING)
        text = self._questions[self._question].text
        self._perform(
            self._own_words(text, LineKind.QUESTION),
            lambda: self._await_answer(self._own_words(text, LineKind.QUESTION)),
        )

    def _expectation(self) -> Expectation:
        if self.phase is Phase.ASKING:
            return self._questions[self._question].expectation
        return super()._expectation()

    def _next_question(self) -> None:
        self._unanswered_at_s = None
        self._question += 1
        self._ask_current()

    def _take_yes_or_no(self, question: Question, yes: bool) -> None:
        self._keep(Answered(question.topic.value, question.key, yes))
        match question.topic:
            case Topic.RESUME:
                if yes and self._standing is not None:
                    self._take_up(self._standing)
                self._next_question()
            case Topic.WARNING_SIGN | Topic.NOT_FOR if yes:
                self._refuse(question)
            case _:
                self._next_question()

    def _refuse(self, question: Question) -> None:
        """No session today: why, what to do, and nothing else."""
        self._skipped(self._agenda.remaining, question.topic.value)
        self._enter(Phase.CLOSING)
        words = self._own_words(question.on_yes, LineKind.SAFETY)
        words += self._sentence("closing_refused", LineKind.INSTRUCTION)
        self._perform(words, lambda: self._end(EndReason.STOPPED), delay_s=0.2)

    def _take_number(self, question: Question, number: int) -> None:
        if question.topic is Topic.PAIN_BEFORE:
            self._pain_before = number
        if question.topic is not Topic.CHOICE:
            self._keep(PainScored(question.topic.value, number))
        rise = number - (number if self._pain_before is None else self._pain_before)
        if question.topic is Topic.PAIN_AFTER and rise >= PAIN_RISE:
            self._enter(Phase.RELEASING)
            self._perform(self._sentence("pain_rose", LineKind.SAFETY, rise=rise), self._next_question)
        else:
            self._next_question()

    def _take_up(self, standing: Standing) -> None:
        self._keep(TakenUp(standing.step, standing.held_s))
        self._agenda.take_up(standing)
        if standing.step not in standing.full_steps and standing.held_s > 0.0:
            self._credit[standing.step] = standing.held_s

    # -- steps ----------------------------------------------------------------------------------------------------

    def _entry(self) -> Entry:
        entry = self._agenda.current
        if entry is None:
            raise RuntimeError("no step is being done")
        return entry

    def _kind(self, entry: Entry) -> str:
        return _KINDS[type(entry.step)]

    def _begin_step(self) -> None:
        entry = self._agenda.current
        self._clock = None
        if entry is None:
            self._ask(self._after, lambda: self._close(EndReason.FINISHED))
            return
        self._keep(StepStarted(entry.number, self._kind(entry), entry.step.side))
        match entry.step:
            case SayStep(text=text, short=short):
                self._enter(Phase.INSTRUCTING)
                words = short if self._settings.short and short else text
                self._perform(self._own_words(words, LineKind.INSTRUCTION), self._next_step)
            case WaitStep():
                self._ask_ready()
            case HoldStep() | RepsStep():
                self._announce_work()
            case RestStep(rest_s=rest_s):
                self._keep_time(
                    Phase.RESTING,
                    rest_s,
                    self._sentence("rest", LineKind.INSTRUCTION, duration=self._wording.duration(rest_s)),
                )
            case SwitchStep(switch_s=switch_s, side=side):
                if side is None:
                    raise RuntimeError("a change of sides has no side")
                self._keep(SideSwitched(side))
                self._keep_time(
                    Phase.SWITCHING,
                    switch_s,
                    self._sentence("switch", LineKind.INSTRUCTION, side=self._wording.side(side)),
                )

    def _next_step(self) -> None:
        self._agenda.advance()
        self._begin_step()

    def _skipped(self, entries: Sequence[Entry], why: str) -> None:
        for entry in entries:
            self._keep(StepSkipped(entry.number, self._kind(entry), entry.step.side, why))

    # -- waiting for an answer ------------------------------------------------------------------------------------

    def _ask_ready(self) -> None:
        self._enter(Phase.WAITING)
        question = self._sentence("ask_ready", LineKind.QUESTION)
        self._perform(question, self._await_ready)

    def _await_ready(self) -> None:
        self._await_answer(self._sentence("remind_ready", LineKind.QUESTION))

    def _await_answer(self, reminder: Sequence[Sentence]) -> None:
        """Silence from here on: a reminder, another, then a pause; never going on alone."""
        give_up_s = self._settings.give_up_s
        self._unanswered_at_s = self._now_s + give_up_s
        for share, limit_s in zip((0.25, 0.5), REMINDERS_S, strict=True):
            self._at(
                self._now_s + min(limit_s, give_up_s * share),
                lambda: self._remind(reminder),
            )
        self._at(self._now_s + min(PAUSE_AFTER_S, give_up_s * 0.75), lambda: self._stand_still("unanswered"))

    def _remind(self, reminder: Sequence[Sentence]) -> None:
        if not self._sentences:
            self._perform(reminder, None)

    # -- rests and changes of side --------------------------------------------------------------------------------

    def _keep_time(self, phase: Phase, seconds: float, words: list[Sentence]) -> None:
        self._enter(phase)
        self._phase_ends_s = self._now_s + seconds
        self._at(self._phase_ends_s, lambda: self._when_silent(self._next_step))
        self._perform(words, None)

    # -- holds and movements --------------------------------------------------------------------------------------

    def _announce_work(self) -> None:
        """Says how long or how often, then counts in."""
        self._enter(Phase.PREPARING)
        step = self._entry().step
        words: list[Sentence] = []
        self._work_noted = False
        held_s = self._credit.pop(self._entry().number, 0.0)
        match step:
            case HoldStep():
                self._clock = HoldClock(step.hold_s, min(held_s, step.hold_s))
                key = "hold" if step.set_number == 1 else "hold_again"
                words = self._sentence(
                    key,
                    LineKind.INSTRUCTION,
                    duration=self._wording.duration(step.hold_s),
                    number=self._wording.number(step.set_number),
                    sets=self._wording.number(step.sets),
                )
            case RepsStep():
                self._clock = HoldClock(step.reps * step.every_s, min(held_s, step.reps * step.every_s))
                self._back_to_whole_movement()
                if step.set_number == 1:
                    words = self._own_words(step.say, LineKind.INSTRUCTION)
                words += self._sentence("reps", LineKind.INSTRUCTION, count=self._wording.number(step.reps))
            case _:
                raise RuntimeError("only holds and movements are counted in")
        if step.feel and step.set_number == 1:
            words += self._sentence("feel", LineKind.INSTRUCTION, feel=step.feel)
        if self._clock.before_s > 0.0:
            words += self._sentence("left", LineKind.INSTRUCTION, left=self._amount_left())
        if step.not_feel and step.set_number == 1:
            words += self._sentence("not_feel", LineKind.INSTRUCTION, not_feel=step.not_feel)
        self._perform(words, self._count_in)

    def _count_in(self, delay_s: float = 0.3) -> None:
        """Three, two, one, and the hold begins on the beat after."""
        first_s = self._now_s + delay_s
        for beat in range(PREPARE_S):
            self._place(self._wording.number(PREPARE_S - beat), LineKind.CONTROL, first_s + beat)
        self._at(first_s + PREPARE_S, self._begin_work)

    def _begin_work(self) -> None:
        entry, clock = self._entry(), self._work_clock()
        self._enter(Phase.HOLDING if isinstance(entry.step, HoldStep) else Phase.MOVING)
        clock.start(self._now_s)
        self._earcon(Earcon.HOLD_START)
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

    # -- standing still and ending --------------------------------------------------------------------------------

    def _stand_still(self, why: str) -> None:
        """Everything stops where it is and can be taken up again."""
        self._interrupt()
        self._keep(Paused(why))
        unanswered_at_s = self._unanswered_at_s if why == "unanswered" else None
        self._enter(Phase.PAUSED)
        words = self._sentence(f"paused_{why}", LineKind.CONTROL)
        give_up_at_s = unanswered_at_s or self._now_s + self._settings.give_up_s
        self._at(give_up_at_s, lambda: self._close(EndReason.UNANSWERED))
        self._perform(words, None, delay_s=0.2)

    def _interrupt(self) -> None:
        """Falls silent and sets aside what was going on, unless something is set aside already."""
        self._fall_silent()
        if self._clock is not None and self._clock.running:
            self._clock.stop(self._now_s)
            self._back_to_whole_movement()
        if self.phase in COMING_BACK:
            return
        timed = self.phase in (Phase.RESTING, Phase.SWITCHING)
        self._aside = self._set_aside(max(5.0, self._phase_ends_s - self._now_s) if timed else None)

    def _back_to_whole_movement(self) -> None:
        """A movement that was broken off is done again from its beginning."""
        entry = self._agenda.current
        if entry is None or self._clock is None or not isinstance(entry.step, RepsStep):
            return
        whole = math.floor(self._clock.held_s(self._now_s) / entry.step.every_s)
        self._clock = HoldClock(self._clock.hold_s, whole * entry.step.every_s)

    def _close(self, why: EndReason) -> None:
        """Says goodbye and ends."""
        self._fall_silent()
        self._end_work(why.value)
        if why is not EndReason.FINISHED:
            self._skipped(self._agenda.remaining, why.value)
        self._enter(Phase.CLOSING)
        self._perform(self._sentence(f"closing_{why.value}", LineKind.INSTRUCTION), lambda: self._end(why), delay_s=0.2)

    def _end(self, why: EndReason) -> None:
        self._enter(Phase.ENDED)
        self.ended = why
        self._keep(SessionEnded(why))
        self._out.append(Finish(why))
