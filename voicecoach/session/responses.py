"""What the coach does about each command: one method for each ``Response`` of the table in ``transitions``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.language.wording import Wording
from voicecoach.routine.duration import steps_s
from voicecoach.routine.plan import HoldStep, Plan, RepsStep, SayStep
from voicecoach.session.actions import ChangeRate, ChangeVolume, LineKind
from voicecoach.session.adjusting import LONGEST_HOLD_S, Adjusting
from voicecoach.session.questions import Question, Topic
from voicecoach.session.records import EndReason, HurtReported, Resumed, StopAsked
from voicecoach.session.stage import Sentence
from voicecoach.session.standing import Standing
from voicecoach.session.transitions import COMING_BACK, Phase, Response
from voicecoach.session.waiting import SessionSettings

RATE_STEP_WPM, RATE_MIN_WPM, RATE_MAX_WPM = 20, 90, 250
VOLUME_STEP_DB, VOLUME_MIN_DB, VOLUME_MAX_DB = 4.0, -20.0, 8.0
MORE_HOLD_S, MORE_REST_S = 10.0, 15.0
TALK_UNTIL_LEFT_S = 9.0
"""An answer longer than a word is kept for after the hold when less than this is left: the count comes first."""
STOP_GRACE_S = 20.0
"""How long "stop" can be taken back after the last word."""
POSITION_S = 2.0
"""To take the position again before a hold goes on."""

_WORKING = (Phase.PREPARING, Phase.HOLDING, Phase.MOVING)


class Responses(Adjusting):
    """A session that obeys."""

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
        super().__init__(plan, wording, settings, before=before, after=after, standing=standing)
        self._rate_wpm = settings.rate_wpm
        self._helped_at_s: float | None = None
        self._responses: Mapping[Response, Callable[[Command], None]] = {
            Response.GO_ON: self._go_on,
            Response.START: self._start_work,
            Response.ANSWER: self._take_answer,
            Response.SET: self._take_setting,
            Response.ASK_PREVIOUS: self._ask_previous,
            Response.GO_BACK: self._go_back,
            Response.REPEAT: self._repeat,
            Response.PAUSE: lambda _: self._stand_still("asked"),
            Response.HUSH: lambda _: self._hush(),
            Response.RESUME: self._resume,
            Response.SWITCH: self._switch,
            Response.SAY_SIDE: self._say_side,
            Response.SKIP: self._skip,
            Response.STOP: self._stop,
            Response.END: self._end_now,
            Response.HURT: self._hurt,
            Response.AFTER_HURT: self._go_on_after_hurt,
            Response.MORE_TIME: self._more_time,
            Response.HOW_LONG: self._how_long,
            Response.RATE: self._change_rate,
            Response.VOLUME: self._change_volume,
            Response.HELP: lambda _: self._help(),
            Response.ALARM: lambda _: self._raise_alarm(),
            Response.NOT_NOW: lambda _: self._answer("not_now"),
            Response.IGNORE: lambda _: None,
        }

    def _answer(self, key: str, **values: object) -> None:
        """A short spoken answer that changes nothing. In a hold it never runs into the count."""
        words = self._sentence(key, LineKind.CONTROL, **values)
        if self.phase is Phase.HOLDING and self._work_clock().left_s(self._now_s) < TALK_UNTIL_LEFT_S:
            self._later += words
        elif self.phase in (Phase.HOLDING, Phase.MOVING):
            self._talk_over(words)
        elif self.phase is Phase.PREPARING:
            self._prepare_again(words)
        else:
            self._interject(words)

    def _talk_over(self, words: list[Sentence]) -> None:
        """Answers in a hold without touching what is placed: tips give way, numbers keep their beat."""
        self._sentences = [*self._sentences[:1], *words] if self._speaking is not None else list(words)
        if self._speaking is None:
            self._speak_next(0.1)

    def _prepare_again(self, words: list[Sentence]) -> None:
        self._fall_silent()
        self._enter(Phase.PREPARING)
        remaining = list(self._sentences)
        self._perform([*words, *remaining], self._count_in, delay_s=0.2)

    def _take_answer(self, command: Command) -> None:
        """An answer of the kind that was asked for; another kind does not fit here."""
        question = self._questions[self._question]
        number = command.number
        wants_number = question.expectation is Expectation.NUMBER
        if command is Command.SKIP and question.topic in (Topic.PAIN_BEFORE, Topic.PAIN_AFTER):
            self._fall_silent()
            self._next_question()
        elif wants_number and number is not None and number <= question.highest:
            self._fall_silent()
            self._take_number(question, number)
        elif not wants_number and command in (Command.YES, Command.NO):
            self._fall_silent()
            self._take_yes_or_no(question, command is Command.YES)
        else:
            self._answer("not_now")

    def _ask_previous(self, _: Command) -> None:
        if self._question == 0:
            self._answer("at_beginning")
            return
        self._fall_silent()
        self._question -= 1
        self._ask_current()

    def _go_on(self, command: Command) -> None:
        """To the next step, out of whatever this one is."""
        if self.phase in (Phase.OPENING, Phase.RELEASING):
            self._fall_silent()
            self._sentences = []
            then, self._then = self._then, None
            (then or self._next_step)()
            return
        if self._questions_open():
            self._resume(command)
            return
        working = self._clock is not None and self._clock.held_s(self._now_s) > 0.0
        aside = self._aside
        self._leave(command)
        if aside is not None and aside.phase is Phase.RELEASING:
            (aside.then or self._next_step)()
            return
        self._skipped([self._entry()] if self._agenda.current is not None else [], command.value)
        if working:
            self._release(delay_s=0.2)
        else:
            self._next_step()

    def _leave(self, command: Command) -> None:
        """Out of this moment, a pause or a hold or a sentence, because a command leads somewhere else."""
        if self.phase in COMING_BACK:
            self._keep(Resumed())
        self._fall_silent()
        self._end_work(command.value)
        self._aside = None

    def _start_work(self, _: Command) -> None:
        self._fall_silent()
        self._unanswered_at_s = None
        self._next_step()

    def _go_back(self, command: Command) -> None:
        if self._questions_open():
            self._resume(command)
            return
        if not self._agenda.can_go_back():
            self._answer("at_beginning")
            return
        self._leave(command)
        self._agenda.go_back()
        self._begin_step()

    def _repeat(self, _: Command) -> None:
        """The words of this moment again; in a hold, what to do in it."""
        entry = self._agenda.current
        if self.phase in (Phase.HOLDING, Phase.MOVING):
            if self._work_clock().left_s(self._now_s) >= TALK_UNTIL_LEFT_S:
                own = entry.step.say if entry is not None and isinstance(entry.step, RepsStep) else None
                words = self._own_words(own, LineKind.CONTROL) or self._instructions(LineKind.CONTROL)
                self._talk_over(words[-1:])
            return
        if self.phase is Phase.PREPARING:
            self._fall_silent()
            self._enter(Phase.PREPARING)
            whole = self._instructions(LineKind.INSTRUCTION) if self._short else []
            self._perform([*whole, *self._announcement(short=False)], self._count_in, delay_s=0.2)
            return
        if self._explanation:
            self._explain_again()
            return
        if self.phase is Phase.ADJUSTING:
            self._ask_setting_again()
            return
        self._fall_silent()
        again = list(self._words)
        if self.phase is Phase.INSTRUCTING and entry is not None and isinstance(entry.step, SayStep):
            again = self._own_words(entry.step.text, LineKind.INSTRUCTION)
        elif self.phase is Phase.WAITING:
            again = [*self._instructions(LineKind.INSTRUCTION), *self._sentence("ask_ready", LineKind.QUESTION)]
        then = self._then
        if self.phase is Phase.WAITING:
            self._enter(Phase.WAITING)
            then = self._await_ready
        elif self.phase is Phase.ASKING:
            self._ask_current()
            return
        self._perform(again, then, delay_s=0.2)

    def _instructions(self, kind: LineKind) -> list[Sentence]:
        """The last thing that the patient was told to do, in full; all that led here, if they heard it in short."""
        told = self._agenda.instructions()
        text = " ".join(told if self._short else told[-1:])
        return self._own_words(text, kind) or self._sentence("release", kind)

    def _hush(self) -> None:
        if not self._break_off_explaining():
            self._answer("not_now")

    def _resume(self, command: Command) -> None:
        if self._after_hurt:
            self._go_on_after_hurt(command)
            return
        aside, self._aside = self._aside, None
        self._keep(Resumed())
        self._fall_silent()
        self._unanswered_at_s = None
        if aside is None:
            self._begin_step()
            return
        words = self._sentence("carrying_on", LineKind.CONTROL)
        match aside.phase:
            case Phase.WAITING:
                self._ask_ready()
            case Phase.ASKING:
                self._ask_current()
            case Phase.RESTING | Phase.SWITCHING:
                self._keep_time(aside.phase, aside.left_s or 0.0, words + list(aside.sentences))
            case Phase.HOLDING | Phase.MOVING | Phase.PREPARING if self._clock is not None:
                self._enter(Phase.PREPARING)
                if self._clock.before_s > 0.0:
                    words = self._sentence("position_again", LineKind.CONTROL, left=self._amount_left())
                self._perform([*words, *aside.sentences], lambda: self._count_in(POSITION_S))
            case _:
                self._enter(aside.phase)
                self._perform([*words, *aside.sentences], aside.then)

    def _switch(self, command: Command) -> None:
        if self._questions_open():
            self._resume(command)
            return
        if not self._agenda.can_switch():
            self._answer("no_other_side")
            return
        self._leave(command)
        broken_off = self._entry()
        if self.phase is not Phase.RELEASING and not self._agenda.current_is_full:
            self._skipped([broken_off], command.value)
        self._skipped(self._agenda.switch(), command.value)
        self._begin_step()

    def _say_side(self, _: Command) -> None:
        side = self._entry().step.side
        if side is not None:
            self._answer("this_side", side=self._wording.side(side))

    def _skip(self, command: Command) -> None:
        if self._questions_open():
            self._resume(command)
            return
        if self._agenda.current is None:
            self._answer("not_now")
            return
        self._leave(command)
        broken_off = [] if self._agenda.current_is_full else [self._entry()]
        self._skipped([*broken_off, *self._agenda.skip_exercise()], command.value)
        self._enter(Phase.RELEASING)
        self._perform(self._sentence("skipped", LineKind.CONTROL), self._begin_step, delay_s=0.2)

    def _stop(self, _: Command) -> None:
        """Silence at once; how to come out; and for a while it can be taken back."""
        stretched = self.phase in (*_WORKING, Phase.RELEASING) or self._clock is not None
        self._interrupt()
        self._keep(StopAsked())
        self._enter(Phase.STOPPED)
        words = self._sentence("stopped", LineKind.SAFETY)
        words += self._release_words(LineKind.SAFETY) if stretched else self._sentence("release", LineKind.SAFETY)
        words += self._sentence("take_back", LineKind.QUESTION)
        self._perform(words, self._wait_to_end, delay_s=0.5)

    def _wait_to_end(self) -> None:
        self._at(self._now_s + min(STOP_GRACE_S, self._settings.give_up_s), lambda: self._close(EndReason.STOPPED))

    def _end_now(self, _: Command) -> None:
        if self.phase is Phase.CLOSING:
            self._fall_silent()
            why = EndReason.FINISHED if self._agenda.current is None else EndReason.STOPPED
            self._sentences = []
            self._end(why)
            return
        self._close(EndReason.HURT if self._after_hurt else EndReason.STOPPED)

    def _hurt(self, _: Command) -> None:
        """The hold ends. How to come out slowly, when to call a doctor, and three ways to go on."""
        again = self.phase is Phase.HURT
        words = self._release_words(LineKind.SAFETY)
        working = self._clock is not None
        self._interrupt()
        entry = self._agenda.current
        self._end_work("hurts")
        if entry is not None and not again:
            self._keep(HurtReported(entry.number, entry.step.side))
            if working:
                self._skipped([entry], "hurts")
        self._after_hurt = True
        self._broken_by_pain = working or (again and self._broken_by_pain)
        self._enter(Phase.HURT)
        said = self._sentence("hurt", LineKind.SAFETY) + words + self._sentence("hurt_doctor", LineKind.SAFETY)
        question = self._sentence("ask_after_hurt", LineKind.QUESTION)
        self._perform(said + question, lambda: self._await_answer(question), delay_s=0.3)

    def _go_on_after_hurt(self, _: Command) -> None:
        """Never the same hold again: on to what comes after it. An instruction is given anew."""
        self._keep(Resumed())
        self._fall_silent()
        aside, self._aside = self._aside, None
        self._unanswered_at_s = None
        self._after_hurt = False
        if aside is not None and aside.phase is Phase.OPENING:
            self._ask_before()
        elif aside is not None and aside.phase is Phase.ASKING:
            self._ask_current()
        elif self._broken_by_pain:
            self._next_step()
        else:
            self._begin_step()

    def _more_time(self, _: Command) -> None:
        match self.phase:
            case Phase.HOLDING:
                self._lengthen_hold()
            case Phase.RESTING | Phase.SWITCHING:
                left_s = max(0.0, self._phase_ends_s - self._now_s) + MORE_REST_S
                self._fall_silent()
                self._keep_time(self.phase, left_s, self._sentence("more_time", LineKind.CONTROL))
            case Phase.WAITING:
                self._fall_silent()
                self._enter(Phase.WAITING)
                words = self._sentence("take_your_time", LineKind.CONTROL)
                self._perform(words, self._await_ready, delay_s=0.2)
            case Phase.MOVING:
                self._answer("not_now")
            case _:
                self._stand_still("asked")

    def _lengthen_hold(self) -> None:
        clock = self._work_clock()
        if clock.hold_s + MORE_HOLD_S > LONGEST_HOLD_S:
            self._answer("not_now")
            return
        self._fall_silent()
        self._enter(Phase.HOLDING)
        clock.hold_s += MORE_HOLD_S
        self._place_work()
        self._sentences = []
        self._talk_over(self._sentence("longer_hold", LineKind.CONTROL, left=self._amount_left()))

    def _how_long(self, _: Command) -> None:
        match self.phase:
            case Phase.HOLDING | Phase.MOVING:
                if self._work_clock().left_s(self._now_s) > 6.5:
                    self._talk_over(self._sentence("left", LineKind.CONTROL, left=self._amount_left()))
            case Phase.RESTING | Phase.SWITCHING:
                left = self._wording.duration(self._phase_ends_s - self._now_s)
                self._answer("left", left=left)
            case Phase.PAUSED | Phase.STOPPED | Phase.HURT if self._clock is not None and isinstance(
                self._entry().step, HoldStep
            ):
                self._answer("left_in_hold", left=self._amount_left())
            case _:
                minutes = max(1, round(steps_s((e.step for e in self._agenda.remaining), self._rate_wpm) / 60))
                self._answer("left_in_all", left=self._wording.duration(minutes * 60))

    def _change_rate(self, command: Command) -> None:
        change = RATE_STEP_WPM if command is Command.FASTER else -RATE_STEP_WPM
        rate_wpm = min(RATE_MAX_WPM, max(RATE_MIN_WPM, self._rate_wpm + change))
        if rate_wpm == self._rate_wpm:
            self._answer("rate_limit")
            return
        self._rate_wpm = rate_wpm
        self._out.append(ChangeRate(rate_wpm))
        self._answer("rate_faster" if command is Command.FASTER else "rate_slower")

    def _change_volume(self, command: Command) -> None:
        change_db = VOLUME_STEP_DB if command is Command.LOUDER else -VOLUME_STEP_DB
        gain_db = min(VOLUME_MAX_DB, max(VOLUME_MIN_DB, self._gain_db + change_db))
        if gain_db == self._gain_db:
            self._answer("volume_limit")
            return
        self._gain_db = gain_db
        self._out.append(ChangeVolume(gain_db))
        self._answer("volume_louder" if command is Command.LOUDER else "volume_quieter")

    def _help(self) -> None:
        self._helped_at_s = self._now_s
        self._answer(f"help_{self.phase.value}")
