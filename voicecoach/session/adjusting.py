"""In a pause the patient may have things set otherwise: holds, sides, how much is said, the voice, the number to call.

Some wishes say all ("hold for longer"); others are asked back about, one thing at a time, with answers that are
commands. What can be done at once is done at once, the rest from the next session on, and the words say which.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from voicecoach.language.adjustments import Adjustment
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.language.wording import Wording
from voicecoach.routine.plan import Plan, Side
from voicecoach.session.actions import ChangeVoice, LineKind, Remember, Setting
from voicecoach.session.explaining import Explaining
from voicecoach.session.questions import Question
from voicecoach.session.records import SIDE_LEFT_OUT, SettingChanged
from voicecoach.session.stage import AFTER_INTERRUPTION_S, Sentence, SetAside
from voicecoach.session.standing import Standing
from voicecoach.session.transitions import Phase
from voicecoach.session.waiting import REMINDERS_S, SessionSettings

HOLD_STEP_S, SHORTEST_HOLD_S, LONGEST_HOLD_S = 5.0, 5.0, 600.0
TENS_S = 10.0
FEWEST_DIGITS, MOST_DIGITS = 3, 15
"""The longest number of the international plan has 15 digits (ITU-T E.164)."""
AS_IT_WAS_S = 120.0
"""Silence for so long leaves a setting as it was."""

FULL, SHORT, AUTO = "full", "short", "auto"


@dataclass(frozen=True, slots=True)
class _Open:
    """A question about a setting that waits for its answer."""

    question: tuple[Sentence, ...]
    expectation: Expectation
    answer: Callable[[Command], bool]
    """False for what is no answer to it."""


class Adjusting(Explaining, ABC):
    """A session that can be set otherwise while it stands still."""

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
        self._open_question: _Open | None = None
        self._voices: tuple[str, ...] = ()
        self._on_trial = False
        self._digits = ""
        self._adjustments: Mapping[Adjustment, Callable[[], None]] = {
            Adjustment.SETTINGS: self._ask_setting,
            Adjustment.HOLDS: self._ask_hold,
            Adjustment.LONGER_HOLDS: lambda: self._change_holds_by(HOLD_STEP_S),
            Adjustment.SHORTER_HOLDS: lambda: self._change_holds_by(-HOLD_STEP_S),
            Adjustment.SIDES: self._ask_sides,
            Adjustment.BOTH_SIDES: lambda: self._do_only(None),
            Adjustment.LEFT_ONLY: lambda: self._do_only(Side.LEFT),
            Adjustment.RIGHT_ONLY: lambda: self._do_only(Side.RIGHT),
            Adjustment.LEFT_FIRST: lambda: self._begin_with(Side.LEFT),
            Adjustment.RIGHT_FIRST: lambda: self._begin_with(Side.RIGHT),
            Adjustment.INSTRUCTIONS: self._ask_instructions,
            Adjustment.SAY_LESS: lambda: self._say_as_much_as(SHORT),
            Adjustment.SAY_ALL: lambda: self._say_as_much_as(FULL),
            Adjustment.VOICE: lambda: self._try_voice(0),
            Adjustment.NUMBER: self._ask_number,
        }

    def _adjust(self, adjustment: Adjustment, voices: Sequence[str]) -> None:
        """``voices`` are the others that there are."""
        self._voices = tuple(voices)
        self._adjustments[adjustment]()

    # -- asking and being answered --------------------------------------------------------------------------------

    def _ask_back(
        self,
        question: list[Sentence],
        answer: Callable[[Command], bool],
        *,
        expectation: Expectation = Expectation.NUMBER,
        first: Sequence[Sentence] = (),
    ) -> None:
        """``first`` is said before the question, and not when it is asked again."""
        self._fall_silent()
        self._open_question = _Open(tuple(question), expectation, answer)
        self._enter(Phase.ADJUSTING)
        self._perform([*first, *question], self._await_setting, delay_s=AFTER_INTERRUPTION_S)

    def _take_setting(self, command: Command) -> None:
        if self._open_question is None or not self._open_question.answer(command):
            self._interject(self._sentence("not_now", LineKind.CONTROL))

    def _ask_setting_again(self) -> None:
        if self._open_question is not None:
            asked = self._open_question
            self._ask_back(list(asked.question), asked.answer, expectation=asked.expectation)

    def _await_setting(self) -> None:
        asked, give_up_s = self._open_question, self._settings.give_up_s
        if asked is None:
            return
        self._at(self._now_s + min(REMINDERS_S[0], give_up_s * 0.25), lambda: self._remind(asked.question))
        self._at(self._now_s + min(AS_IT_WAS_S, give_up_s * 0.5), lambda: self._settle("as_you_were"))

    def _numbered(self, *chosen: Callable[[], None]) -> Callable[[Command], bool]:
        """Zero is the first of these, one the second."""

        def answer(command: Command) -> bool:
            number = command.number
            if number is None or number >= len(chosen):
                return False
            chosen[number]()
            return True

        return answer

    def _settle(self, key: str, **values: object) -> None:
        """Says so, and the pause goes on."""
        self._pause_on(self._sentence(key, LineKind.CONTROL, **values))

    def _changed(self, setting: Setting, value: float | str | None, words: list[Sentence]) -> None:
        """Remembered, and said."""
        self._out.append(Remember(setting, value))
        self._keep(SettingChanged(setting.value))
        self._pause_on(words + self._sentence("for_today" if self._settings.guest else "remembered", LineKind.CONTROL))

    def _pause_on(self, words: list[Sentence]) -> None:
        self._fall_silent()
        self._enter(Phase.PAUSED)
        words = [*words, *self._sentence("explained", LineKind.CONTROL)]
        self._perform(words, self._wait_on, delay_s=AFTER_INTERRUPTION_S)

    def _from_next_time(self, setting: Setting, value: float | str | None, key: str, **values: object) -> None:
        """A guest has no next time."""
        if self._settings.guest:
            self._settle("not_for_guests")
        else:
            self._changed(setting, value, self._sentence(key, LineKind.CONTROL, **values))

    # -- which one ------------------------------------------------------------------------------------------------

    def _ask_setting(self) -> None:
        self._ask_back(
            self._sentence("ask_setting", LineKind.QUESTION),
            self._numbered(
                lambda: self._settle("as_you_were"),
                self._ask_hold,
                self._ask_sides,
                self._ask_instructions,
                lambda: self._try_voice(0),
                self._ask_number,
            ),
        )

    # -- holds ----------------------------------------------------------------------------------------------------

    def _ask_hold(self) -> None:
        def answer(command: Command) -> bool:
            if command.number is None:
                return False
            if command.number:
                self._hold_for(command.number * TENS_S)
            else:
                self._from_next_time(Setting.HOLD, None, "set_hold_later")
            return True

        self._ask_back(self._sentence("ask_hold", LineKind.QUESTION), answer)

    def _change_holds_by(self, change_s: float) -> None:
        now_s = self._agenda.hold_s
        if now_s is None:
            self._settle("no_hold_here")
        elif not SHORTEST_HOLD_S <= now_s + change_s <= LONGEST_HOLD_S:
            self._settle("hold_limit")
        else:
            self._hold_for(now_s + change_s)

    def _hold_for(self, hold_s: float) -> None:
        """A hold that has been counted in stays as it was announced."""
        self._agenda.change_holds(hold_s, also_current=self._clock is None)
        words = self._sentence("set_hold", LineKind.CONTROL, duration=self._wording.duration(hold_s))
        self._changed(Setting.HOLD, hold_s, words)

    # -- sides ----------------------------------------------------------------------------------------------------

    def _ask_sides(self) -> None:
        self._ask_back(
            self._sentence("ask_sides", LineKind.QUESTION),
            self._numbered(self._ask_first, lambda: self._do_only(Side.LEFT), lambda: self._do_only(Side.RIGHT)),
        )

    def _ask_first(self) -> None:
        """Both sides: then which one comes first."""
        if not self._settings.guest:
            self._out.append(Remember(Setting.LEAVE_OUT, None))
            self._keep(SettingChanged(Setting.LEAVE_OUT.value))
        self._ask_back(
            self._sentence("ask_first", LineKind.QUESTION),
            self._numbered(
                lambda: self._begin_with(None),
                lambda: self._begin_with(Side.LEFT),
                lambda: self._begin_with(Side.RIGHT),
            ),
        )

    def _do_only(self, side: Side | None) -> None:
        if side is None:
            self._from_next_time(Setting.LEAVE_OUT, None, "set_both_sides")
            return
        left_out = side.other
        name = self._wording.side(left_out)
        if not self._agenda.stretches(side):
            self._from_next_time(Setting.LEAVE_OUT, left_out.value, "set_left_out_later", side=name)
            return
        self._leave_out(left_out)
        self._changed(Setting.LEAVE_OUT, left_out.value, self._sentence("set_left_out", LineKind.CONTROL, side=name))

    def _leave_out(self, side: Side) -> None:
        """What is still to come of this side is left out, also what is being done of it."""
        entry = self._agenda.current
        if entry is not None and entry.step.side is side:
            self._end_work(SIDE_LEFT_OUT)
            self._broken_by_pain = False
            if not self._questions_open():
                self._aside = SetAside(Phase.RELEASING, (), self._begin_step, None)
        self._skipped(self._agenda.leave_out(side), SIDE_LEFT_OUT)

    def _begin_with(self, side: Side | None) -> None:
        if side is None:
            self._from_next_time(Setting.FIRST_SIDE, None, "set_first_own")
        else:
            self._from_next_time(Setting.FIRST_SIDE, side.value, "set_first", side=self._wording.side(side))

    # -- how much is said, and how --------------------------------------------------------------------------------

    def _ask_instructions(self) -> None:
        self._ask_back(
            self._sentence("ask_instructions", LineKind.QUESTION),
            self._numbered(
                lambda: self._say_as_much_as(AUTO),
                lambda: self._say_as_much_as(FULL),
                lambda: self._say_as_much_as(SHORT),
            ),
        )

    def _say_as_much_as(self, much: str) -> None:
        if much != AUTO:
            self._short = much == SHORT
        self._changed(Setting.INSTRUCTIONS, much, self._sentence(f"set_{much}", LineKind.CONTROL))

    def _try_voice(self, number: int) -> None:
        """One after the other, each in its own sound."""
        if number >= len(self._voices):
            self._settle("no_more_voices")
            return
        self._on_trial = True
        voice = self._voices[number]
        self._out.append(ChangeVoice(voice))

        def answer(command: Command) -> bool:
            if command is Command.YES:
                self._on_trial = False
                self._changed(Setting.VOICE, voice, self._sentence("set_voice", LineKind.CONTROL))
            elif command in (Command.NO, Command.NEXT):
                self._try_voice(number + 1)
            elif command is Command.BACK and number:
                self._try_voice(number - 1)
            else:
                return False
            return True

        self._ask_back(self._sentence("ask_voice", LineKind.QUESTION), answer, expectation=Expectation.YES_NO)

    # -- the number to call ---------------------------------------------------------------------------------------

    def _ask_number(self) -> None:
        if self._settings.guest:
            self._settle("not_for_guests")
            return
        self._digits = ""
        self._ask_back(self._sentence("ask_number", LineKind.QUESTION), self._take_digit)

    def _take_digit(self, command: Command) -> bool:
        if command.number is not None:
            self._add_digit(command.number)
        elif command is Command.BACK:
            self._digits = self._digits[:-1]
            self._go_on_with_digits("digit_removed" if self._digits else "digits_gone")
        elif command is Command.NEXT and len(self._digits) < FEWEST_DIGITS:
            self._go_on_with_digits("digits_few")
        elif command is Command.NEXT:
            words = self._sentence("ask_digits_right", LineKind.QUESTION, digits=self._said_digits())
            self._ask_back(words, self._take_digits_right, expectation=Expectation.YES_NO)
        elif command is Command.SKIP:
            self._changed(Setting.NUMBER, None, self._sentence("set_no_number", LineKind.CONTROL))
        else:
            return False
        return True

    def _add_digit(self, digit: int) -> None:
        if digit > 9:
            self._go_on_with_digits("one_digit")
        elif len(self._digits) == MOST_DIGITS:
            self._go_on_with_digits("digits_many")
        else:
            self._digits += str(digit)
            self._go_on_with_digits("digit_added", digit=self._wording.number(digit))

    def _go_on_with_digits(self, key: str, **values: object) -> None:
        key_again = "digits_so_far" if self._digits else "ask_number"
        again = self._sentence(key_again, LineKind.QUESTION, digits=self._said_digits())
        self._open_question = _Open(tuple(again), Expectation.NUMBER, self._take_digit)
        self._fall_silent()
        self._enter(Phase.ADJUSTING)
        words = self._sentence(key, LineKind.CONTROL, digits=self._said_digits(), **values)
        self._perform(words, self._await_setting, delay_s=AFTER_INTERRUPTION_S)

    def _take_digits_right(self, command: Command) -> bool:
        if command is Command.YES:
            self._changed(Setting.NUMBER, self._digits, self._sentence("set_number", LineKind.CONTROL))
        elif command is Command.NO:
            self._ask_number()
        elif command is Command.BACK:
            return self._take_digit(command)
        else:
            return False
        return True

    def _said_digits(self) -> str:
        return ", ".join(self._wording.number(int(digit)) for digit in self._digits)

    # -------------------------------------------------------------------------------------------------------------

    def _expectation(self) -> Expectation:
        if self.phase is Phase.ADJUSTING and self._open_question is not None:
            return self._open_question.expectation
        return super()._expectation()

    def _enter(self, phase: Phase) -> None:
        if phase is not Phase.ADJUSTING:
            self._open_question = None
            if self._on_trial:
                self._on_trial = False
                self._out.append(ChangeVoice(None))
        super()._enter(phase)
