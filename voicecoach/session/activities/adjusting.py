"""A question about a setting, in a pause: holds, sides, how much is said, the voice, the number to call.

Some requests say all ("hold for longer"); others are asked back about, one thing at a time, with answers that are
commands. What can be done at once is done at once, the rest from the next session on, and the words say which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from voicecoach.language.adjustments import Adjustment
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.limits import FEWEST_PHONE_DIGITS, LONGEST_HOLD_S, MOST_PHONE_DIGITS, SHORTEST_SET_HOLD_S
from voicecoach.routine.plan import Side
from voicecoach.session.actions import ChangeVoice, LineKind, Setting
from voicecoach.session.activities import checking
from voicecoach.session.activities.hurting import Hurting
from voicecoach.session.activities.interruption import Interruption, exercises_closed
from voicecoach.session.activities.pausing import stand_on
from voicecoach.session.activities.releasing import Releasing
from voicecoach.session.activities.work import end_work, work_of
from voicecoach.session.continuations import Then
from voicecoach.session.patience import REMINDERS_S
from voicecoach.session.phase import Phase
from voicecoach.session.records import SIDE_LEFT_OUT, SettingChanged
from voicecoach.session.speech_queue import AFTER_INTERRUPTION_S, Sentences, SpeechQueue
from voicecoach.session.state import Activity, Aside

if TYPE_CHECKING:
    from voicecoach.session.turn import Context, Turn

HOLD_STEP_S, TENS_S = 5.0, 10.0
AS_IT_WAS_S = 120.0
"""Silence for so long leaves a setting as it was."""

FULL, SHORT, AUTO = "full", "short", "auto"


class Asked(StrEnum):
    """Which question is open; the values are keys of the language file."""

    SETTING = "ask_setting"
    HOLD = "ask_hold"
    SIDES = "ask_sides"
    FIRST = "ask_first"
    INSTRUCTIONS = "ask_instructions"
    VOICE = "ask_voice"
    NUMBER = "ask_number"
    DIGITS_RIGHT = "ask_digits_right"


@dataclass(frozen=True)
class Adjusting(Interruption):
    """A question about a setting is open, in a pause."""

    phase = Phase.ADJUSTING
    asked: Asked
    voices: tuple[str, ...] = ()
    """The voices that can be chosen besides the one that speaks."""
    voice: int = 0
    """Which of them is asked about."""
    on_trial: bool = False
    """That voice speaks, and has not been kept."""
    digits: str = ""
    """The telephone number so far."""

    def expectation(self, context: Context) -> Expectation:  # noqa: ARG002
        return Expectation.YES_NO if self.asked in (Asked.VOICE, Asked.DIGITS_RIGHT) else Expectation.NUMBER

    def ends(self, turn: Turn, following: Activity) -> None:
        if self.on_trial and not isinstance(following, Adjusting):
            turn.order(ChangeVoice(None))

    def question(self, turn: Turn) -> Sentences:
        key = "digits_so_far" if self.asked is Asked.NUMBER and self.digits else self.asked.value
        return turn.sentences(key, LineKind.QUESTION, digits=_said(turn, self.digits))

    def reminder(self, turn: Turn) -> Sentences:
        return self.question(turn)

    def resume(self, turn: Turn, speech: SpeechQueue, said: Sentences | None = None) -> None:  # noqa: ARG002
        """Back to the question, when its answer is undone."""
        _ask(turn, self, first=said or ())


def adjust(turn: Turn, adjustment: Adjustment, voices: tuple[str, ...]) -> None:
    """Does what was asked for, or asks back."""
    before = turn.activity
    if not isinstance(before, Interruption):
        raise RuntimeError("settings are changed in a pause")
    dialogue = before if isinstance(before, Adjusting) else Adjusting(before.aside, Asked.SETTING)
    turn.become(replace(dialogue, voices=voices))
    _REQUESTS[adjustment](turn)


def _dialogue(turn: Turn) -> Adjusting:
    if not isinstance(turn.activity, Adjusting):
        raise RuntimeError("no setting is being changed")
    return turn.activity


# -- asking and being answered ------------------------------------------------------------------------------------


def _ask(turn: Turn, dialogue: Adjusting, *, first: Sentences = ()) -> None:
    """``first`` is said before the question."""
    turn.fall_silent()
    turn.enter(dialogue)
    turn.perform((*first, *dialogue.question(turn)), Then.AWAIT_SETTING, delay_s=AFTER_INTERRUPTION_S)


def _asking(asked: Asked) -> Callable[[Turn], None]:
    def ask(turn: Turn) -> None:
        _ask(turn, replace(_dialogue(turn), asked=asked))

    return ask


def ask_again(turn: Turn) -> None:
    _ask(turn, _dialogue(turn))


def await_setting(turn: Turn) -> None:
    """The question has been asked: silence counts from here."""
    give_up_s = turn.state.settings.give_up_s
    turn.after(min(REMINDERS_S[0], give_up_s * 0.25), Then.REMIND)
    turn.after(min(AS_IT_WAS_S, give_up_s * 0.5), Then.LEAVE_SETTING)


def take_answer(turn: Turn) -> None:
    """An answer to the open question; anything else does not fit here."""
    if not _ANSWERS[_dialogue(turn).asked](turn):
        turn.interject(turn.sentences("not_now"))


def leave_as_it_was(turn: Turn) -> None:
    """After a silence, or when nothing is to be changed: the pause goes on."""
    aside = turn.activity.aside if isinstance(turn.activity, Interruption) else None
    stand_on(turn, aside, turn.sentences("as_you_were"))


def _settle(turn: Turn, key: str, **values: object) -> None:
    """Says so, and the pause goes on."""
    stand_on(turn, _dialogue(turn).aside, turn.sentences(key, LineKind.CONTROL, **values))


def _changed(turn: Turn, setting: Setting, value: float | str | None, words: Sentences) -> None:
    """Remembered, and said."""
    turn.remember(setting, value)
    turn.record(SettingChanged(setting.value))
    kept = turn.sentences("for_today" if turn.state.settings.guest else "remembered")
    stand_on(turn, _dialogue(turn).aside, words + kept)


def _from_next_time(turn: Turn, setting: Setting, value: str | None, key: str, **values: object) -> None:
    """A guest has no next time."""
    if turn.state.settings.guest:
        _settle(turn, "not_for_guests")
    else:
        _changed(turn, setting, value, turn.sentences(key, LineKind.CONTROL, **values))


def _numbered(*chosen: Callable[[Turn], None]) -> Callable[[Turn], bool]:
    """Zero is the first of these, one the second."""

    def answer(turn: Turn) -> bool:
        number = turn.command.number
        if number is None or number >= len(chosen):
            return False
        chosen[number](turn)
        return True

    return answer


# -- holds --------------------------------------------------------------------------------------------------------


def _take_hold(turn: Turn) -> bool:
    number = turn.command.number
    if number is None:
        return False
    if number:
        _hold_for(turn, number * TENS_S)
    else:
        _from_next_time(turn, Setting.HOLD, None, "set_hold_later")
    return True


def _hold_longer_by(change_s: float) -> Callable[[Turn], None]:
    def change(turn: Turn) -> None:
        now_s = turn.state.agenda.hold_s
        if now_s is None:
            _settle(turn, "no_hold_here")
        elif not SHORTEST_SET_HOLD_S <= now_s + change_s <= LONGEST_HOLD_S:
            _settle(turn, "hold_limit")
        else:
            _hold_for(turn, now_s + change_s)

    return change


def _hold_for(turn: Turn, hold_s: float) -> None:
    """A hold that has been counted in stays as it was announced."""
    also_current = work_of(turn.activity) is None
    turn.update(agenda=turn.state.agenda.change_holds(hold_s, also_current=also_current))
    words = turn.sentences("set_hold", duration=turn.wording.duration(hold_s))
    _changed(turn, Setting.HOLD, hold_s, words)


# -- sides --------------------------------------------------------------------------------------------------------


def _ask_first(turn: Turn) -> None:
    """Both sides: then which one comes first."""
    if not turn.state.settings.guest:
        turn.remember(Setting.LEAVE_OUT, None)
        turn.record(SettingChanged(Setting.LEAVE_OUT.value))
    _ask(turn, replace(_dialogue(turn), asked=Asked.FIRST))


def _do_only(side: Side | None) -> Callable[[Turn], None]:
    def only(turn: Turn) -> None:
        if side is None:
            _from_next_time(turn, Setting.LEAVE_OUT, None, "set_both_sides")
            return
        left_out = side.other
        name = turn.wording.side(left_out)
        if not turn.state.agenda.stretches(side):
            _from_next_time(turn, Setting.LEAVE_OUT, left_out.value, "set_left_out_later", side=name)
            return
        _leave_out(turn, left_out)
        _changed(turn, Setting.LEAVE_OUT, left_out.value, turn.sentences("set_left_out", side=name))

    return only


def _leave_out(turn: Turn, side: Side) -> None:
    """What is still to come of this side is left out, also what is being done of it."""
    dialogue, current = _dialogue(turn), turn.state.agenda.current
    if current is not None and current.step.side is side:
        end_work(turn, SIDE_LEFT_OUT)
        inner = dialogue.aside.activity if dialogue.aside is not None else None
        if isinstance(inner, Hurting):
            turn.become(replace(dialogue, aside=Aside(replace(inner, broke_off=False), SpeechQueue())))
        elif not exercises_closed(turn):
            turn.become(replace(dialogue, aside=Aside(Releasing(), SpeechQueue(then=Then.BEGIN_STEP))))
    agenda, left_out = turn.state.agenda.leave_out(side)
    turn.update(agenda=agenda)
    turn.skipped(left_out, SIDE_LEFT_OUT)


def _begin_with(side: Side | None) -> Callable[[Turn], None]:
    def begin(turn: Turn) -> None:
        if side is None:
            _from_next_time(turn, Setting.FIRST_SIDE, None, "set_first_own")
        else:
            _from_next_time(turn, Setting.FIRST_SIDE, side.value, "set_first", side=turn.wording.side(side))

    return begin


# -- how much is said, and how ------------------------------------------------------------------------------------


def _say_as_much_as(much: str) -> Callable[[Turn], None]:
    def say(turn: Turn) -> None:
        if much != AUTO:
            turn.update(settings=replace(turn.state.settings, short=much == SHORT, short_second_side=much == SHORT))
        _changed(turn, Setting.INSTRUCTIONS, much, turn.sentences(f"set_{much}"))

    return say


def _try_voice(number: int) -> Callable[[Turn], None]:
    """One after the other, each in its own sound."""

    def try_it(turn: Turn) -> None:
        dialogue = _dialogue(turn)
        if number >= len(dialogue.voices):
            _settle(turn, "no_more_voices")
            return
        turn.order(ChangeVoice(dialogue.voices[number]))
        _ask(turn, replace(dialogue, asked=Asked.VOICE, voice=number, on_trial=True))

    return try_it


def _take_voice(turn: Turn) -> bool:
    dialogue, command = _dialogue(turn), turn.command
    if command is Command.YES:
        turn.become(replace(dialogue, on_trial=False))
        _changed(turn, Setting.VOICE, dialogue.voices[dialogue.voice], turn.sentences("set_voice"))
    elif command in (Command.NO, Command.NEXT):
        _try_voice(dialogue.voice + 1)(turn)
    elif command is Command.BACK and dialogue.voice:
        _try_voice(dialogue.voice - 1)(turn)
    else:
        return False
    return True


# -- the number to call -------------------------------------------------------------------------------------------


def _ask_number(turn: Turn) -> None:
    if turn.state.settings.guest:
        _settle(turn, "not_for_guests")
    else:
        _ask(turn, replace(_dialogue(turn), asked=Asked.NUMBER, digits=""))


def _take_digit(turn: Turn) -> bool:
    command, digits = turn.command, _dialogue(turn).digits
    if command.number is not None:
        _add_digit(turn, command.number)
    elif command is Command.BACK:
        _go_on_with_digits(turn, digits[:-1], "digit_removed" if digits[:-1] else "digits_gone")
    elif command is Command.NEXT and len(digits) < FEWEST_PHONE_DIGITS:
        _go_on_with_digits(turn, digits, "digits_few")
    elif command is Command.NEXT:
        _ask(turn, replace(_dialogue(turn), asked=Asked.DIGITS_RIGHT))
    elif command is Command.SKIP:
        _changed(turn, Setting.NUMBER, None, turn.sentences("set_no_number"))
    else:
        return False
    return True


def _add_digit(turn: Turn, digit: int) -> None:
    digits = _dialogue(turn).digits
    if digit > 9:
        _go_on_with_digits(turn, digits, "one_digit")
    elif len(digits) == MOST_PHONE_DIGITS:
        _go_on_with_digits(turn, digits, "digits_many")
    else:
        _go_on_with_digits(turn, digits + str(digit), "digit_added", digit=turn.wording.number(digit))


def _go_on_with_digits(turn: Turn, digits: str, key: str, **values: object) -> None:
    turn.fall_silent()
    turn.enter(replace(_dialogue(turn), asked=Asked.NUMBER, digits=digits))
    words = turn.sentences(key, LineKind.CONTROL, digits=_said(turn, digits), **values)
    turn.perform(words, Then.AWAIT_SETTING, delay_s=AFTER_INTERRUPTION_S)


def _take_digits_right(turn: Turn) -> bool:
    if turn.command is Command.YES:
        _changed(turn, Setting.NUMBER, _dialogue(turn).digits, turn.sentences("set_number"))
    elif turn.command is Command.NO:
        _ask_number(turn)
    elif turn.command is Command.BACK:
        return _take_digit(turn)
    else:
        return False
    return True


def _said(turn: Turn, digits: str) -> str:
    return ", ".join(turn.wording.number(int(digit)) for digit in digits)


_REQUESTS: Mapping[Adjustment, Callable[[Turn], None]] = {
    Adjustment.SETTINGS: _asking(Asked.SETTING),
    Adjustment.HOLDS: _asking(Asked.HOLD),
    Adjustment.LONGER_HOLDS: _hold_longer_by(HOLD_STEP_S),
    Adjustment.SHORTER_HOLDS: _hold_longer_by(-HOLD_STEP_S),
    Adjustment.SIDES: _asking(Asked.SIDES),
    Adjustment.BOTH_SIDES: _do_only(None),
    Adjustment.LEFT_ONLY: _do_only(Side.LEFT),
    Adjustment.RIGHT_ONLY: _do_only(Side.RIGHT),
    Adjustment.LEFT_FIRST: _begin_with(Side.LEFT),
    Adjustment.RIGHT_FIRST: _begin_with(Side.RIGHT),
    Adjustment.INSTRUCTIONS: _asking(Asked.INSTRUCTIONS),
    Adjustment.SAY_LESS: _say_as_much_as(SHORT),
    Adjustment.SAY_ALL: _say_as_much_as(FULL),
    Adjustment.CHECK_POSITION: checking.begin,
    Adjustment.VOICE: _try_voice(0),
    Adjustment.NUMBER: _ask_number,
}
_ANSWERS: Mapping[Asked, Callable[[Turn], bool]] = {
    Asked.SETTING: _numbered(
        leave_as_it_was,
        _asking(Asked.HOLD),
        _asking(Asked.SIDES),
        _asking(Asked.INSTRUCTIONS),
        _try_voice(0),
        _ask_number,
    ),
    Asked.HOLD: _take_hold,
    Asked.SIDES: _numbered(_ask_first, _do_only(Side.LEFT), _do_only(Side.RIGHT)),
    Asked.FIRST: _numbered(_begin_with(None), _begin_with(Side.LEFT), _begin_with(Side.RIGHT)),
    Asked.INSTRUCTIONS: _numbered(_say_as_much_as(AUTO), _say_as_much_as(FULL), _say_as_much_as(SHORT)),
    Asked.VOICE: _take_voice,
    Asked.NUMBER: _take_digit,
    Asked.DIGITS_RIGHT: _take_digits_right,
}
